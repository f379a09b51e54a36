IV = "0123456789abcdef".freeze
def encrypt(text)
  cipher = OpenSSL::Cipher.new("aes-256-cbc").encrypt
  # ruleid: ruby.cipher.constant-iv
  cipher.iv = "0123456789abcdef"
  # ruleid: ruby.cipher.constant-iv
  cipher.iv = "\0" * 16
  fixed = "abcdefghijklmnop"
  # ruleid: ruby.cipher.constant-iv
  cipher.iv = fixed
  # ok: ruby.cipher.constant-iv
  iv = cipher.random_iv
  # ok: ruby.cipher.constant-iv
  cipher.iv = iv
  # ok: ruby.cipher.constant-iv
  cipher.iv = SecureRandom.random_bytes(16)
end

def sign(text)
  # ruleid: ruby.cipher.constant-key
  OpenSSL::HMAC.hexdigest("SHA256", "b7Xq2Lw9Tz", text)
  cipher = OpenSSL::Cipher.new("aes-256-cbc").encrypt
  # ruleid: ruby.cipher.constant-key
  cipher.key = "k3Jd82hfLq0sPz7vNb4mXc6tRy1wUe5a"
  # ruleid: ruby.cipher.constant-key
  ActiveSupport::MessageVerifier.new("k3Jd82hfLq0sPz7v").generate(text)
  # ok: ruby.cipher.constant-key
  OpenSSL::HMAC.hexdigest("SHA256", ENV.fetch("KEY"), text)
  # ok: ruby.cipher.constant-key
  cipher.key = Rails.application.credentials.key
  # ok: ruby.cipher.constant-key
  ActiveSupport::MessageVerifier.new(Rails.application.secret_key_base)
end

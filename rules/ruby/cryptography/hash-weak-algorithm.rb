# ruleid: ruby.hash.weak-algorithm
Digest::MD5.hexdigest(text)
# ruleid: ruby.hash.weak-algorithm
Digest::SHA1.new
# ruleid: ruby.hash.weak-algorithm
OpenSSL::Digest.new("SHA1")
# ok: ruby.hash.weak-algorithm
Digest::SHA256.hexdigest(text)
# ok: ruby.hash.weak-algorithm
OpenSSL::Digest.new("SHA256")
# ok: ruby.hash.weak-algorithm
OpenSSL::HMAC.hexdigest("SHA256", key, text)

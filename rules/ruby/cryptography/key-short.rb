# ruleid: ruby.key.short
OpenSSL::PKey::RSA.new(1024)
# ruleid: ruby.key.short
OpenSSL::PKey::RSA.generate(512)
# ok: ruby.key.short
OpenSSL::PKey::RSA.new(2048)
# ok: ruby.key.short
OpenSSL::PKey::RSA.new(File.read("key.pem"))
# ok: ruby.key.short
OpenSSL::PKey::RSA.generate(4096)

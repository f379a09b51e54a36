require "digest"

class User
  def store(password)
    # ruleid: ruby.hash.weak-password
    @digest = Digest::MD5.hexdigest(password)
    # ruleid: ruby.hash.weak-password
    @digest = Digest::SHA1.hexdigest("#{salt}#{password}")
    # ruleid: ruby.hash.weak-password
    @digest = Digest::SHA256.hexdigest(salt + params[:password])
    # ruleid: ruby.hash.weak-password
    @digest = OpenSSL::Digest::SHA256.hexdigest(params[:user][:password])
    pepper = "x" + password
    # ruleid: ruby.hash.weak-password
    @digest = OpenSSL::Digest.hexdigest("SHA512", pepper)
    # ruleid: ruby.hash.weak-password
    @digest = password.crypt("ab")
    # ok: ruby.hash.weak-password
    @digest = BCrypt::Password.create(password)
    # ok: ruby.hash.weak-password
    @etag = Digest::MD5.hexdigest(body)
    # ok: ruby.hash.weak-password
    @key = Digest::SHA256.hexdigest(email)
  end
end

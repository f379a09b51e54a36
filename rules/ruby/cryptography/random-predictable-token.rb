class User
  def reset
    # ruleid: ruby.random.predictable-token
    self.reset_token = rand(1_000_000).to_s
    # ruleid: ruby.random.predictable-token
    token = Random.rand(36**8).to_s(36)
    # ruleid: ruby.random.predictable-token
    @api_key = Digest::SHA1.hexdigest(rand.to_s)
    # ruleid: ruby.random.predictable-token
    password = (0...8).map { ("a".."z").to_a[rand(26)] }.join
    # ruleid: ruby.random.predictable-token
    otp = [*"0".."9"].to_a.sample(6).join
    # ruleid: ruby.random.predictable-token
    user.update(reset_token: Digest::MD5.hexdigest(Time.now.to_s + rand.to_s))
    # ruleid: ruby.random.predictable-token
    session[:token] = rand(10**20)
    # ok: ruby.random.predictable-token
    token = SecureRandom.hex(20)
    # ok: ruby.random.predictable-token
    delay = rand(10)
    # ok: ruby.random.predictable-token
    token_index = rand(tokens.size)
    # ok: ruby.random.predictable-token
    color = %w[red green].sample
    # ok: ruby.random.predictable-token
    otp = SecureRandom.random_number(1_000_000)
  end

  def generate_token
    # ruleid: ruby.random.predictable-token
    ("a".."z").to_a.shuffle.join
  end
end

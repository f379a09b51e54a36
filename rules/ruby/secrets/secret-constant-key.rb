Rails.application.configure do
  # ruleid: ruby.secret.constant-key
  config.secret_key_base = "4f7d0c1b9e2a6835d1f0a7c4e9b2386d"
  # ok: ruby.secret.constant-key
  config.secret_key_base = ENV["SECRET_KEY_BASE"]
end

Devise.setup do |config|
  # ruleid: ruby.secret.constant-key
  config.secret_key = "b7Xq2Lw9Tzk1pQ4m"
  # ok: ruby.secret.constant-key
  config.secret_key = Rails.application.credentials.devise
end

# ruleid: ruby.secret.constant-key
set :session_secret, "b7Xq2Lw9Tzk1pQ4m"
# ruleid: ruby.secret.constant-key
use Rack::Session::Cookie, key: "app", secret: "b7Xq2Lw9Tzk1pQ4m"
# ruleid: ruby.secret.constant-key
JWT_SECRET = "b7Xq2Lw9Tzk1pQ4m"
# ruleid: ruby.secret.constant-key
token = JWT.encode({ id: 1 }, "b7Xq2Lw9Tzk1pQ4m", "HS256")
# ok: ruby.secret.constant-key
token = JWT.encode({ id: 1 }, ENV.fetch("JWT_SECRET"), "HS256")
# ok: ruby.secret.constant-key
set :session_secret, ENV.fetch("SESSION_SECRET") { SecureRandom.hex(64) }

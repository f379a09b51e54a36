Rails.application.configure do
  # ruleid: ruby.deserialization.marshal-cookies
  config.action_dispatch.cookies_serializer = :marshal
  # ok: ruby.deserialization.marshal-cookies
  config.action_dispatch.cookies_serializer = :json
end
# ruleid: ruby.deserialization.marshal-cookies
Rails.application.config.action_dispatch.cookies_serializer = :hybrid
# ok: ruby.deserialization.marshal-cookies
Rails.application.config.action_dispatch.cookies_serializer = :json_allow_marshal_off
# ok: ruby.deserialization.marshal-cookies
use Rack::Session::Cookie, coder: Rack::Session::Cookie::Base64::JSON.new

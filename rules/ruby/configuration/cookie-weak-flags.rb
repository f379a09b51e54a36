Rails.application.config.session_store :cookie_store, key: "_app"
# ruleid: ruby.cookie.weak-flags
Rails.application.config.session_store :cookie_store, key: "_app", httponly: false
# ruleid: ruby.cookie.weak-flags
use Rack::Session::Cookie, key: "app", httponly: false

class SessionsController < ApplicationController
  def create
    # ruleid: ruby.cookie.weak-flags
    cookies[:auth_token] = { value: token, httponly: false }
    # ruleid: ruby.cookie.weak-flags
    cookies.signed[:remember_token] = { value: token, secure: false }
    # ok: ruby.cookie.weak-flags
    cookies.signed[:auth_token] = { value: token, httponly: true, secure: Rails.env.production? }
    # ok: ruby.cookie.weak-flags
    cookies[:theme] = { value: "dark", httponly: false }
    # ok: ruby.cookie.weak-flags
    cookies[:locale] = "en"
  end
end

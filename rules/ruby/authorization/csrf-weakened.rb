class HooksController < ApplicationController
  # ruleid: ruby.csrf.weakened
  skip_before_action :verify_authenticity_token, only: [:create]
  # ruleid: ruby.csrf.weakened
  protect_from_forgery with: :null_session
  # ruleid: ruby.csrf.weakened
  protect_from_forgery except: :create
  # ok: ruby.csrf.weakened
  protect_from_forgery with: :exception
  # ok: ruby.csrf.weakened
  skip_before_action :require_login, only: [:create]
  # ok: ruby.csrf.weakened
  protect_from_forgery
end

class SessionsController < ApplicationController
  def create
    # ruleid: ruby.log.secret
    logger.info("Login with #{params[:password]}")
    # ruleid: ruby.log.secret
    Rails.logger.debug "Token: #{user.reset_token}"
    # ruleid: ruby.log.secret
    logger.warn(password)
    # ok: ruby.log.secret
    logger.info("Login of #{params[:name]}")
    # ok: ruby.log.secret
    Rails.logger.debug "Token of #{user.id} made"
    # ruleid: ruby.log.secret
    @logger.error("Sign-in with " + password)
    # ruleid: ruby.log.secret
    Rails.logger.info { "Token: #{access_token}" }
    # ok: ruby.log.secret
    logger.warn("Wrong password")
    # ok: ruby.log.secret
    return unless user.authenticate(password)
    # ok: ruby.log.secret
    cookies.delete(:auth_token)
    # ok: ruby.log.secret
    session[:totp_secret] = user.access_token
    # ok: ruby.log.secret
    render json: { code: ERRORS[:refresh_token] } if params[:password].empty?
  end
end

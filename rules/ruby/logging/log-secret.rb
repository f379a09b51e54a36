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
    # ok: ruby.log.secret
    logger.warn("Wrong password")
  end
end

# ruleid: ruby.log.parameters-unfiltered
Rails.application.config.filter_parameters = []
# ok: ruby.log.parameters-unfiltered
Rails.application.config.filter_parameters += [:passw, :token]

class SessionsController < ApplicationController
  def create
    # ruleid: ruby.log.parameters-unfiltered
    Rails.logger.info(params.to_unsafe_h)
    # ruleid: ruby.log.parameters-unfiltered
    logger.debug params.inspect
    # ok: ruby.log.parameters-unfiltered
    logger.info(params[:name])
    # ok: ruby.log.parameters-unfiltered
    logger.debug("created")
  end
end

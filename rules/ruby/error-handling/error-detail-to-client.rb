class ApiController < ApplicationController
  rescue_from StandardError do |e|
    # ruleid: ruby.error.detail-to-client
    render json: { error: e.message, trace: e.backtrace }, status: 500
    # ruleid: ruby.error.detail-to-client
    render plain: e.backtrace.join("\n"), status: 500
    # ruleid: ruby.error.detail-to-client
    render plain: e.full_message
    # ok: ruby.error.detail-to-client
    render json: { error: "Something went wrong" }, status: 500
    # ok: ruby.error.detail-to-client
    logger.error(e.backtrace.join("\n"))
    # ok: ruby.error.detail-to-client
    render json: { error: e.message }, status: 422
  end
end

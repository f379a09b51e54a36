class FilesController < ApplicationController
  def show
    # ruleid: ruby.header.injection
    response.headers["X-Name"] = params[:name]
    # ruleid: ruby.header.injection
    headers["Content-Disposition"] = "attachment; filename=#{params[:name]}"
    # ruleid: ruby.header.injection
    response.set_header("X-Trace", request.headers["X-Trace"])
    # ok: ruby.header.injection
    response.headers["X-Page"] = params[:page].to_i
    # ok: ruby.header.injection
    response.headers["X-Name"] = "fixed"
    # ok: ruby.header.injection
    response.set_header("X-Id", User.find(params[:id]))
  end
end

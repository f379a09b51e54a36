class DocsController < ApplicationController
  PAGES = { "start" => "docs/start" }.freeze

  def show
    # ruleid: ruby.render.file-from-request
    render params[:page]
    # ruleid: ruby.render.file-from-request
    render template: "docs/#{params[:page]}"
    # ruleid: ruby.render.file-from-request
    render file: params[:path]
    # ruleid: ruby.render.file-from-request
    render partial: params[:part], locals: { a: 1 }
    # ok: ruby.render.file-from-request
    render PAGES.fetch(params[:page])
    # ok: ruby.render.file-from-request
    render :show, locals: { page: params[:page] }
    # ok: ruby.render.file-from-request
    render json: params[:page]
    # ok: ruby.render.file-from-request
    render template: "docs/start"
  end
end

class PagesController < ApplicationController
  def show
    # ruleid: ruby.html.request-data-marked-safe
    @title = params[:title].html_safe
    # ruleid: ruby.html.request-data-marked-safe
    @title = "<h1>#{params[:title]}</h1>".html_safe
    # ruleid: ruby.html.request-data-marked-safe
    @title = raw(params[:title])
    name = cookies[:name]
    # ruleid: ruby.html.request-data-marked-safe
    render html: "<b>#{name}</b>".html_safe
    # ruleid: ruby.html.request-data-marked-safe
    buffer = ActiveSupport::SafeBuffer.new("Hello " + params[:name])
    parts = []
    parts << params[:a]
    # ruleid: ruby.html.request-data-marked-safe
    parts.join("<br>").html_safe
    # ok: ruby.html.request-data-marked-safe
    @title = "<h1>#{h(params[:title])}</h1>".html_safe
    # ok: ruby.html.request-data-marked-safe
    @title = sanitize(params[:title]).html_safe
    # ok: ruby.html.request-data-marked-safe
    @title = ERB::Util.html_escape(params[:title]).html_safe
    # ok: ruby.html.request-data-marked-safe
    @title = "<h1>Hello</h1>".html_safe
    # ok: ruby.html.request-data-marked-safe
    @page = "page #{params[:page].to_i}".html_safe
  end
end

require "open-uri"

class FetchController < ApplicationController
  def show
    # ruleid: ruby.exec.open-pipe
    open(params[:url]).read
    name = params[:file]
    # ruleid: ruby.exec.open-pipe
    open(name) { |file| file.read }
    # ruleid: ruby.exec.open-pipe
    Kernel.open(params[:file], "w")
    # ruleid: ruby.exec.open-pipe
    IO.read(params[:file])
    # ruleid: ruby.exec.open-pipe
    @lines = IO.readlines("#{params[:file]}")
    # ok: ruby.exec.open-pipe
    open("/srv/reports/index.html").read
    # ok: ruby.exec.open-pipe
    open("https://example.org/?q=#{params[:q]}").read
    # ok: ruby.exec.open-pipe
    open(File.join("/srv", File.basename(params[:file])))
  end
end

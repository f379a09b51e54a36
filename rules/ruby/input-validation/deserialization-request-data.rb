class ImportsController < ApplicationController
  def create
    # ruleid: ruby.deserialization.request-data
    @items = Marshal.load(params[:items])
    # ruleid: ruby.deserialization.request-data
    @items = Marshal.load(Base64.decode64(cookies[:cart]))
    # ruleid: ruby.deserialization.request-data
    @settings = YAML.load(params[:settings])
    # ruleid: ruby.deserialization.request-data
    @settings = YAML.unsafe_load(params[:file].read)
    raw = request.body.read
    # ruleid: ruby.deserialization.request-data
    @settings = Psych.load(raw)
    # ruleid: ruby.deserialization.request-data
    @items = Oj.load(raw, mode: :object)
    # ruleid: ruby.deserialization.request-data
    @items = JSON.parse(raw, create_additions: true)
    # ruleid: ruby.deserialization.request-data
    @items = Ox.parse_obj(request.raw_post)
    # ok: ruby.deserialization.request-data
    @items = JSON.parse(params[:items])
    # ok: ruby.deserialization.request-data
    @settings = YAML.safe_load(params[:settings])
    # ok: ruby.deserialization.request-data
    @settings = YAML.safe_load(raw, permitted_classes: [Date])
    # ok: ruby.deserialization.request-data
    @items = Marshal.load(File.binread("cache"))
    # ok: ruby.deserialization.request-data
    @items = Oj.load(raw, mode: :strict)
  end
end

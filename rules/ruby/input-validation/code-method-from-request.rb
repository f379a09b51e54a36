class RecordsController < ApplicationController
  FIELDS = %w[name title].freeze

  def show
    # ruleid: ruby.code.method-from-request
    @value = @record.send(params[:field])
    # ruleid: ruby.code.method-from-request
    @value = @record.public_send(params[:field], params[:value])
    # ruleid: ruby.code.method-from-request
    @records = params[:type].constantize.all
    kind = params[:kind].classify
    # ruleid: ruby.code.method-from-request
    @model = kind.constantize.new
    # ruleid: ruby.code.method-from-request
    @class = Object.const_get(params[:class])
    # ruleid: ruby.code.method-from-request
    @class = Kernel.const_get(kind).find(1)
    # ruleid: ruby.code.method-from-request
    @job = @record.method(params[:job]).call
    # ok: ruby.code.method-from-request
    @value = @record.public_send(:title)
    # ok: ruby.code.method-from-request
    @value = @record.send("show_#{params[:field]}")
    # ok: ruby.code.method-from-request
    @model = "Reports::#{params[:kind]}".constantize
    field = params[:field]
    return unless FIELDS.include?(field)

    # ok: ruby.code.method-from-request
    @value = @record.public_send(field)
    case params[:scope]
    when "published", "draft"
      # ok: ruby.code.method-from-request
      @records = @records.send(params[:scope])
    end
    case params[:kind]
    when /^[a-z]/
      # ruleid: ruby.code.method-from-request
      @records = @records.send(params[:kind])
    end
  end
end

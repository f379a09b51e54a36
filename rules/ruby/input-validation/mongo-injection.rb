require "mongo"

class LoginsController < ApplicationController
  def create
    # ruleid: ruby.mongo.injection
    user = client[:users].find({ name: params[:name], password: params[:password] }).first
    # ruleid: ruby.mongo.injection
    user = client[:users].find(name: params[:name]).first
    # ruleid: ruby.mongo.injection
    users.delete_many({ owner: params[:owner] })
    # ok: ruby.mongo.injection
    user = client[:users].find({ name: params[:name].to_s }).first
    # ok: ruby.mongo.injection
    user = client[:users].find({ age: params[:age].to_i }).first
    # ok: ruby.mongo.injection
    user = client[:users].find({ open: true }).first
  end
end

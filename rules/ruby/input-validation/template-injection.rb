class PagesController < ApplicationController
  def show
    # ruleid: ruby.template.injection
    render inline: params[:template]
    # ruleid: ruby.template.injection
    render inline: "<h1>Hello #{params[:name]}</h1>", layout: false
    text = "Dear #{params[:name]}, <%= @sum %>"
    # ruleid: ruby.template.injection
    body = ERB.new(text).result(binding)
    # ruleid: ruby.template.injection
    Haml::Engine.new(params[:page]).render
    # ruleid: ruby.template.injection
    page = Slim::Template.new { params[:page] }.render(self)
    # ruleid: ruby.template.injection
    Erubi::Engine.new(params[:page]).src
    # ok: ruby.template.injection
    render inline: "<h1>Hello <%= params[:name] %></h1>"
    # ok: ruby.template.injection
    ERB.new(File.read("mail.erb")).result_with_hash(name: params[:name])
    # ok: ruby.template.injection
    render :show, locals: { name: params[:name] }
  end
end

get "/hello" do
  # ruleid: ruby.template.injection
  erb "Hello #{params["name"]}"
  # ok: ruby.template.injection
  erb :hello, locals: { name: params["name"] }
end

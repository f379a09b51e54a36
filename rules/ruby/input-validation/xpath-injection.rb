class UsersController < ApplicationController
  def show
    # ruleid: ruby.xpath.injection
    document.xpath("//user[name='#{params[:name]}']")
    # ruleid: ruby.xpath.injection
    document.at_xpath("//user[@id='" + params[:id] + "']")
    # ruleid: ruby.xpath.injection
    REXML::XPath.first(document, "//user[name='#{params[:name]}']")
    # ok: ruby.xpath.injection
    document.xpath("//user[name=$name]", nil, name: params[:name])
    # ok: ruby.xpath.injection
    document.xpath("//user[@id=#{params[:id].to_i}]")
    # ok: ruby.xpath.injection
    document.xpath("//user")
  end
end

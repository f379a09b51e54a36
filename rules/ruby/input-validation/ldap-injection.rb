require "net/ldap"

class LoginsController < ApplicationController
  def create
    # ruleid: ruby.ldap.injection
    filter = Net::LDAP::Filter.construct("(uid=#{params[:user]})")
    # ruleid: ruby.ldap.injection
    ldap.search(base: "dc=example", filter: "(mail=#{params[:mail]})")
    # ruleid: ruby.ldap.injection
    ldap.bind_as(base: "dc=example", filter: "(uid=" + params[:user] + ")", password: params[:password])
    # ok: ruby.ldap.injection
    filter = Net::LDAP::Filter.eq("uid", params[:user])
    # ok: ruby.ldap.injection
    filter = Net::LDAP::Filter.construct("(uid=#{Net::LDAP::Filter.escape(params[:user])})")
    # ok: ruby.ldap.injection
    ldap.search(base: "dc=example", filter: "(objectClass=*)")
  end
end

class SessionsController < ApplicationController
  def create
    # ruleid: ruby.redirect.open
    redirect_to params[:return_to]
    target = params[:next].presence || root_path
    # ruleid: ruby.redirect.open
    redirect_to target, notice: "Welcome"
    # ruleid: ruby.redirect.open
    redirect_to(params[:url], allow_other_host: true)
    # ruleid: ruby.redirect.open
    redirect_to "https://#{params[:host]}/start"
    # ruleid: ruby.redirect.open
    redirect_to cookies[:return_to] || "/"
    # ruleid: ruby.redirect.open
    redirect_back_or_to params[:back]
    # ruleid: ruby.redirect.open
    response.headers["Location"] = params[:url]
    # ok: ruby.redirect.open
    redirect_to root_path
    # ok: ruby.redirect.open
    redirect_to user_path(params[:id])
    # ok: ruby.redirect.open
    redirect_to "/users/#{params[:id]}"
    # ok: ruby.redirect.open
    redirect_to action: :show, id: params[:id]
    # ok: ruby.redirect.open
    redirect_to params[:return_to], allow_other_host: false
    # ok: ruby.redirect.open
    redirect_to url_from(params[:return_to]) || root_path
    # ok: ruby.redirect.open
    redirect_to URI.parse(params[:return_to]).path
    # ok: ruby.redirect.open
    redirect_to User.find(params[:id])
    page = "/users/#{params[:id]}"
    # ok: ruby.redirect.open
    redirect_to page
    other = "//#{params[:host]}/start"
    # ruleid: ruby.redirect.open
    redirect_to other
    @user = User.new(user_params.merge(team: params[:team]))
    # ok: ruby.redirect.open
    redirect_to @user.team
    kind = resolve_kind(params[:kind])
    # unsure: ruby.redirect.open
    redirect_to kind.sample_url, allow_other_host: true
  end
end

get "/out" do
  # ruleid: ruby.redirect.open
  redirect params["to"]
  # ok: ruby.redirect.open
  redirect "/thanks?name=#{params["name"]}"
end

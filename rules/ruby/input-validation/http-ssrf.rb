require "net/http"
require "open-uri"

class PreviewsController < ApplicationController
  def show
    url = params[:url]
    # ruleid: ruby.http.ssrf
    page = Net::HTTP.get(URI(url))
    # ruleid: ruby.http.ssrf
    page = Net::HTTP.get_response(URI.parse(params[:url])).body
    uri = URI.parse(params[:url])
    # ruleid: ruby.http.ssrf
    http = Net::HTTP.new(uri.host, uri.port)
    # ruleid: ruby.http.ssrf
    page = URI.open(params[:url]).read
    # ruleid: ruby.http.ssrf
    page = URI.parse(url).open.read
    # ruleid: ruby.http.ssrf
    page = HTTParty.get(params[:url]).body
    # ruleid: ruby.http.ssrf
    page = Faraday.get("http://#{params[:host]}/status").body
    # ruleid: ruby.http.ssrf
    page = RestClient.post(params[:callback], { done: true })
    # ruleid: ruby.http.ssrf
    page = RestClient::Request.execute(method: :get, url: params[:url])
    # ruleid: ruby.http.ssrf
    page = Typhoeus.get(url, followlocation: true).body
    # ruleid: ruby.http.ssrf
    page = Excon.get(params[:url])
    # ruleid: ruby.http.ssrf
    page = HTTP.get(request.headers["X-Callback"])
    # ok: ruby.http.ssrf
    page = Net::HTTP.get(URI("https://api.example.org/users/#{params[:id]}"))
    # ok: ruby.http.ssrf
    page = HTTParty.get("https://api.example.org/search", query: { q: params[:q] })
    # ok: ruby.http.ssrf
    page = Faraday.get("https://api.example.org/find?q=#{params[:q]}")
    host = params[:host]
    return unless %w[a.example.org b.example.org].include?(host)

    # ok: ruby.http.ssrf
    page = HTTParty.get("https://#{host}/status")
  end
end

get "/proxy" do
  # ruleid: ruby.http.ssrf
  URI.open(params["url"]).read
end

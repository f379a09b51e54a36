require "sinatra"

get "/hello" do
  # ruleid: ruby.html.request-data-in-response
  "<h1>Hello #{params["name"]}</h1>"
end

post "/hello" do
  # ok: ruby.html.request-data-in-response
  "<h1>Hello #{Rack::Utils.escape_html(params["name"])}</h1>"
end

get "/gone" do
  # ruleid: ruby.html.request-data-in-response
  halt 404, "No page " + request.path_info
end

class App
  def call(env)
    request = Rack::Request.new(env)
    # ruleid: ruby.html.request-data-in-response
    [200, { "Content-Type" => "text/html" }, ["<p>#{request.params["q"]}</p>"]]
  end

  def other(env)
    request = Rack::Request.new(env)
    # ok: ruby.html.request-data-in-response
    [200, { "Content-Type" => "text/html" }, ["<p>#{CGI.escapeHTML(request.params["q"])}</p>"]]
  end
end

get "/name" do
  # ok: ruby.html.request-data-in-response
  "<p>#{params["page"].to_i}</p>"
end

get "/page" do
  # ok: ruby.html.request-data-in-response
  erb :page, locals: { name: params["name"] }
end

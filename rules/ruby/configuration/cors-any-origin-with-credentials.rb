class ApiController < ApplicationController
  def cors
    # ruleid: ruby.cors.any-origin-with-credentials
    headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
    origin = request.env["HTTP_ORIGIN"] || "*"
    # ruleid: ruby.cors.any-origin-with-credentials
    response.headers["Access-Control-Allow-Origin"] = origin
    # ruleid: ruby.cors.any-origin-with-credentials
    response.set_header("Access-Control-Allow-Origin", request.origin)
    # ok: ruby.cors.any-origin-with-credentials
    headers["Access-Control-Allow-Origin"] = "https://example.org"
    # ok: ruby.cors.any-origin-with-credentials
    headers["Access-Control-Allow-Origin"] = "*"
    known = request.headers["Origin"]
    return unless ["https://example.org"].include?(known)

    # ok: ruby.cors.any-origin-with-credentials
    headers["Access-Control-Allow-Origin"] = known
  end
end

class HooksController < ApplicationController
  def create
    expected = OpenSSL::HMAC.hexdigest("SHA256", key, request.raw_post)
    # ruleid: ruby.auth.timing-compare
    return head(:forbidden) unless request.headers["X-Signature"] == OpenSSL::HMAC.hexdigest("SHA256", key, body)
    # ruleid: ruby.auth.timing-compare
    return head(:forbidden) if params[:token] != ENV["HOOK_TOKEN"]
    # ruleid: ruby.auth.timing-compare
    return head(:forbidden) if signature == expected_signature
    # ok: ruby.auth.timing-compare
    return head(:forbidden) unless ActiveSupport::SecurityUtils.secure_compare(params[:token], ENV["HOOK_TOKEN"])
    # ok: ruby.auth.timing-compare
    return head(:forbidden) if params[:token] == ""
    # ok: ruby.auth.timing-compare
    return head(:forbidden) if params[:kind] == "push"
  end
end

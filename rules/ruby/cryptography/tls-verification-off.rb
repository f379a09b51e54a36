require "net/http"

http = Net::HTTP.new("example.org", 443)
# ruleid: ruby.tls.verification-off
http.verify_mode = OpenSSL::SSL::VERIFY_NONE
# ruleid: ruby.tls.verification-off
HTTParty.get("https://example.org", verify: false)
# ruleid: ruby.tls.verification-off
Faraday.new("https://example.org", ssl: { verify: false })
# ruleid: ruby.tls.verification-off
RestClient::Resource.new("https://example.org", verify_ssl: false)
# ruleid: ruby.tls.verification-off
Net::HTTP.start("example.org", 443, use_ssl: true, verify_mode: OpenSSL::SSL::VERIFY_NONE)
# ruleid: ruby.tls.verification-off
URI.open("https://example.org", ssl_verify_mode: OpenSSL::SSL::VERIFY_NONE)
# ruleid: ruby.tls.verification-off
Typhoeus.get("https://example.org", ssl_verifypeer: false)
# ok: ruby.tls.verification-off
http.verify_mode = OpenSSL::SSL::VERIFY_PEER
# ok: ruby.tls.verification-off
Faraday.new("https://example.org", ssl: { verify: true })
# ok: ruby.tls.verification-off
HTTParty.get("https://example.org")
# An operator's setting asks for it.
if settings.skip_verification
  # ok: ruby.tls.verification-off
  http.verify_mode = OpenSSL::SSL::VERIFY_NONE
end
# ok: ruby.tls.verification-off
http.verify_mode = OpenSSL::SSL::VERIFY_NONE if @insecure
# ok: ruby.tls.verification-off
http.verify_mode = OpenSSL::SSL::VERIFY_NONE unless config[:verify_tls]
# ruleid: ruby.tls.verification-off
http.verify_mode = OpenSSL::SSL::VERIFY_NONE if uri.scheme == "https"
# ok: ruby.tls.verification-off
http.verify_mode = OpenSSL::SSL::VERIFY_NONE if Rails.env.development?

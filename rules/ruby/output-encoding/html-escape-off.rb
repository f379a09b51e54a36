# ruleid: ruby.html.escape-off
ActiveSupport.escape_html_entities_in_json = false
# ruleid: ruby.html.escape-off
Slim::Engine.set_options(disable_escape: true)
# ruleid: ruby.html.escape-off
Haml::Template.options[:escape_html] = false
# ok: ruby.html.escape-off
ActiveSupport.escape_html_entities_in_json = true
# ok: ruby.html.escape-off
Slim::Engine.set_options(pretty: true)
# ok: ruby.html.escape-off
set :erb, escape_html: true

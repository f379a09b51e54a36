class OrdersController < ApplicationController
  # ruleid: ruby.csrf.switched-off
  skip_before_action :verify_authenticity_token
  # ruleid: ruby.csrf.switched-off
  skip_forgery_protection
end

class PagesController < ApplicationController
  # ok: ruby.csrf.switched-off
  protect_from_forgery with: :exception
  # ok: ruby.csrf.switched-off
  skip_before_action :set_locale
end

# ruleid: ruby.csrf.switched-off
disable :protection
# ruleid: ruby.csrf.switched-off
set :protection, except: [:authenticity_token]
# ok: ruby.csrf.switched-off
set :protection, true

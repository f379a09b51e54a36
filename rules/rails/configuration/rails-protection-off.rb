# path: config/environments/production.rb
Rails.application.configure do
  # ruleid: configuration.rails-protection-off
  config.force_ssl = false
  # ok: configuration.rails-protection-off
  config.force_ssl = true
  # ok: configuration.rails-protection-off
  config.consider_all_requests_local = false
end

class AdminController < ApplicationController
  # ruleid: ruby.auth.constant-password
  http_basic_authenticate_with name: "admin", password: "b7Xq2Lw9"
  # ok: ruby.auth.constant-password
  http_basic_authenticate_with name: "admin", password: ENV["ADMIN_PASSWORD"]

  def connect
    # ruleid: ruby.auth.constant-password
    PG.connect(host: "db", user: "app", password: "b7Xq2Lw9")
    # ruleid: ruby.auth.constant-password
    request.basic_auth("app", "b7Xq2Lw9")
    # ok: ruby.auth.constant-password
    PG.connect(host: "db", user: "app", password: ENV.fetch("DB_PASSWORD"))
    # ok: ruby.auth.constant-password
    Mysql2::Client.new(host: "db", username: "app", password: "")
  end
end

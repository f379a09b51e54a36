class UsersController < ApplicationController
  COLUMNS = { "name" => "users.name", "age" => "users.born" }.freeze

  def index
    name = params[:name]
    # ruleid: ruby.sql.injection
    @users = User.where("name = '#{name}'")
    # ruleid: ruby.sql.injection
    @users = User.joins(:posts).where("posts.title LIKE '%" + params[:q] + "%'").order(:id)
    # ruleid: ruby.sql.injection
    User.where "age > #{params[:age]}"
    # ruleid: ruby.sql.injection
    User.where(["name = '%s'" % params[:name]])
    # ruleid: ruby.sql.injection
    User.find_by("login = '#{params[:login]}' and active")
    # ruleid: ruby.sql.injection
    User.find_by_sql(<<~SQL)
      SELECT * FROM users
      WHERE name = '#{name}'
    SQL
    sql = <<-SQL.squish
      SELECT * FROM users WHERE name = "#{params[:name]}"
      ORDER BY name
    SQL
    # ruleid: ruby.sql.injection
    ActiveRecord::Base.connection.execute(sql)
    # ok: ruby.sql.injection
    User.where(name: params[:name])
    # ok: ruby.sql.injection
    User.where("name = ?", params[:name])
    # ok: ruby.sql.injection
    User.where("name = :name", name: params[:name])
    # ok: ruby.sql.injection
    User.where(["name = ?", params[:name]])
    # ok: ruby.sql.injection
    User.find_by_sql(["SELECT * FROM users WHERE name = ?", name])
    # ok: ruby.sql.injection
    User.where("id = #{params[:id].to_i}")
    # ok: ruby.sql.injection
    User.where("id = #{Integer(params[:id])}")
    # ok: ruby.sql.injection
    User.order(Arel.sql(COLUMNS.fetch(params[:sort], "users.name")))
    # ok: ruby.sql.injection
    User.where("name = #{User.connection.quote(params[:name])}")
    # ok: ruby.sql.injection
    User.where(User.arel_table[:name].matches("%#{params[:name]}%"))
    user = User.find(params[:id])
    # ok: ruby.sql.injection
    Post.where("author_id = #{user.id}")
  end

  def report
    column = params[:column]
    return head(:bad_request) unless %w[name age].include?(column)

    # ok: ruby.sql.injection
    User.select("#{column}, count(*)").group(column)
    # ruleid: ruby.sql.injection
    User.group(params[:by]).having("count(*) > #{params[:least]}")
    # ruleid: ruby.sql.injection
    User.select(params[:columns])
    # ruleid: ruby.sql.injection
    User.joins("LEFT JOIN teams ON teams.id = #{params[:team]}")
    # ruleid: ruby.sql.injection
    User.exists?("name = '#{params[:name]}'")
    # ruleid: ruby.sql.injection
    User.order(Arel.sql("#{params[:sort]} DESC"))
    # ruleid: ruby.sql.injection
    User.update_all("name = '#{params[:name]}'")
    clause = +""
    clause << "name = '#{cookies[:name]}'"
    # ruleid: ruby.sql.injection
    User.from("users").where(clause)
    # ruleid: ruby.sql.injection
    User.where("agent = '#{request.user_agent}'").destroy_all
  end
end

require "sinatra"
get "/users/:id" do
  # ruleid: ruby.sql.injection
  DB["users"].with_sql("SELECT * FROM users WHERE id = #{params['id']}")
  # ruleid: ruby.sql.injection
  db.execute("SELECT * FROM users WHERE id = '" + params["id"] + "'")
  # ruleid: ruby.sql.injection
  DB.fetch("SELECT * FROM users WHERE id = #{params[:id]}")
  # ok: ruby.sql.injection
  db.execute("SELECT * FROM users WHERE id = ?", params["id"])
end

class PartsController < ApplicationController
  def show
    # ok: ruby.sql.injection
    @part = Part.find_by!(self.class.lookup[:column] => params[:id])
  end
end

class App
  def call(env)
    request = Rack::Request.new(env)
    client = Mysql2::Client.new(host: "db")
    # ruleid: ruby.sql.injection
    client.query("SELECT * FROM users WHERE name = '#{request.params["name"]}'")
    # ok: ruby.sql.injection
    client.query("SELECT * FROM users WHERE name = '#{client.escape(request.params["name"])}'")
    # ruleid: ruby.sql.injection
    client.query("SELECT 1 FROM pages WHERE path = '#{env["PATH_INFO"]}'")
  end
end

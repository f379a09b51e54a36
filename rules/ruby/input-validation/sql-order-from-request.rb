class PostsController < ApplicationController
  SORTS = { "new" => "created_at DESC" }.freeze

  def index
    # ruleid: ruby.sql.order-from-request
    Post.order(params[:sort])
    # ruleid: ruby.sql.order-from-request
    Post.where(open: true).order("#{params[:column]} #{params[:direction]}")
    # ruleid: ruby.sql.order-from-request
    Post.reorder(params[:sort] || "id")
    # ruleid: ruby.sql.order-from-request
    Post.pluck(params[:column])
    direction = params[:direction] == "desc" ? "desc" : "asc"
    # ok: ruby.sql.order-from-request
    Post.order("created_at #{direction}")
    # ok: ruby.sql.order-from-request
    Post.order(SORTS[params[:sort]])
    column = Post.column_names.include?(params[:sort]) ? params[:sort] : "id"
    # ok: ruby.sql.order-from-request
    Post.order(column)
    # ok: ruby.sql.order-from-request
    Post.order(:created_at)
  end
end

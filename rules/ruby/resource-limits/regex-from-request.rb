class SearchController < ApplicationController
  def index
    # ruleid: ruby.regex.from-request
    pattern = Regexp.new(params[:q])
    # ruleid: ruby.regex.from-request
    @names = names.grep(/#{params[:q]}/i)
    text = "^#{params[:prefix]}"
    # ruleid: ruby.regex.from-request
    pattern = Regexp.new(text, Regexp::IGNORECASE)
    # ok: ruby.regex.from-request
    pattern = Regexp.new(Regexp.escape(params[:q]))
    # ok: ruby.regex.from-request
    @names = names.grep(/#{Regexp.escape(params[:q])}/)
    # ok: ruby.regex.from-request
    @names = names.select { |name| name.include?(params[:q]) }
    # ok: ruby.regex.from-request
    pattern = Regexp.new("a.*b")
  end
end

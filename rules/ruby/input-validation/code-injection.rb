class CalculatorController < ApplicationController
  def show
    # ruleid: ruby.code.injection
    @result = eval(params[:expression])
    formula = "1 + #{params[:value]}"
    # ruleid: ruby.code.injection
    @result = Kernel.eval(formula)
    # ruleid: ruby.code.injection
    User.class_eval(params[:code])
    # ruleid: ruby.code.injection
    @user.instance_eval("@#{params[:name]} = 1")
    # ruleid: ruby.code.injection
    binding.eval(params[:code])
    code = <<~RUBY
      def value
        #{params[:body]}
      end
    RUBY
    # ruleid: ruby.code.injection
    Page.class_eval code
    # ok: ruby.code.injection
    @result = eval("1 + 1")
    # ok: ruby.code.injection
    @result = eval("1 + #{params[:value].to_i}")
    # ok: ruby.code.injection
    User.class_eval { attr_reader :name }
    # ok: ruby.code.injection
    @result = JSON.parse(params[:value])
  end
end

post "/run" do
  # ruleid: ruby.code.injection
  eval request.body.read
end

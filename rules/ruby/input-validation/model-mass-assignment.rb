class UsersController < ApplicationController
  def create
    # ruleid: ruby.model.mass-assignment
    @user = User.new(params.permit!)
    # ruleid: ruby.model.mass-assignment
    @user = User.create(params[:user].to_unsafe_h)
    fields = params.require(:user).permit!
    # ruleid: ruby.model.mass-assignment
    @user.update(fields)
    # ruleid: ruby.model.mass-assignment
    @user.assign_attributes(JSON.parse(request.body.read))
    # ruleid: ruby.model.mass-assignment
    @user = current_account.users.build(params.require(:user).permit!)
    # ok: ruby.model.mass-assignment
    @user = User.new(params.require(:user).permit(:name, :email))
    # ok: ruby.model.mass-assignment
    @user.update(name: params[:name])
    # ok: ruby.model.mass-assignment
    @user.update(params.to_unsafe_h.slice(:name))
    # ok: ruby.model.mass-assignment
    @log = params.to_unsafe_h.to_json
  end

  private

  def user_params
    # ruleid: ruby.model.mass-assignment
    params.require(:user).permit!
  end
end

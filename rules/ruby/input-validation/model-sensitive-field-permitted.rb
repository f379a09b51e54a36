class UsersController < ApplicationController
  def user_params
    # ruleid: ruby.model.sensitive-field-permitted
    params.require(:user).permit(:name, :admin)
  end

  def other_params
    # ruleid: ruby.model.sensitive-field-permitted
    params.require(:user).permit(:role, :name)
    # ok: ruby.model.sensitive-field-permitted
    params.require(:user).permit(:name, :email)
    # ok: ruby.model.sensitive-field-permitted
    params.require(:post).permit(:title)
    # ok: ruby.model.sensitive-field-permitted
    params.require(:post).permit(:administrator_name)
  end
end

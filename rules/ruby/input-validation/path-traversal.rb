class FilesController < ApplicationController
  ROOT = Rails.root.join("files")

  def show
    # ruleid: ruby.path.traversal
    send_file "/srv/files/#{params[:name]}"
    # ruleid: ruby.path.traversal
    send_file Rails.root.join("files", params[:name])
    # ruleid: ruby.path.traversal
    @text = File.read(File.join("/srv/files", params[:name]))
    path = "#{ROOT}/#{params[:folder]}/index.txt"
    # ruleid: ruby.path.traversal
    @text = File.open(path, "r", &:read)
    # ruleid: ruby.path.traversal
    @names = Dir.glob("/srv/files/#{params[:name]}*")
    # ruleid: ruby.path.traversal
    File.delete(ROOT.join(params[:name]))
    # ruleid: ruby.path.traversal
    FileUtils.rm_rf("/srv/files/" + params[:folder])
    upload = params[:file]
    # ruleid: ruby.path.traversal
    File.open(ROOT.join(upload.original_filename), "wb") { |file| file.write(upload.read) }
    # ruleid: ruby.path.traversal
    FileUtils.mv(upload.tempfile, "/srv/files/#{upload.original_filename}")
    # ok: ruby.path.traversal
    send_file ROOT.join(File.basename(params[:name]))
    # ok: ruby.path.traversal
    File.read(Post.find(params[:id]).path)
    # ok: ruby.path.traversal
    File.read(params[:file].tempfile)
    # ok: ruby.path.traversal
    File.read("/srv/files/#{params[:id].to_i}.txt")
    # ok: ruby.path.traversal
    File.write("/srv/files/last", params[:text])
    full = File.expand_path(params[:name], "/srv/files")
    return head(:not_found) unless full.start_with?("/srv/files/")

    # ok: ruby.path.traversal
    send_file full
  end
end

get "/files/:name" do
  # ruleid: ruby.path.traversal
  send_file File.join(settings.root, params["name"])
  # ruleid: ruby.path.traversal
  File.read(params[:path])
end

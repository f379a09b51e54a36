module Images
  def self.shrink(path, size)
    # ruleid: ruby.exec.formatted-command
    system("convert #{path} -resize 50% out.png")
    # ruleid: ruby.exec.formatted-command
    `file #{path}`
    # ok: ruby.exec.formatted-command
    system("convert", path, "out.png")
    # ok: ruby.exec.formatted-command
    system("convert #{Shellwords.escape(path)} out.png")
    # ok: ruby.exec.formatted-command
    system("convert a.png -resize #{size.to_i} out.png")
  end
end

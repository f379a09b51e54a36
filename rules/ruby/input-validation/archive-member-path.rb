require "zip"

def unpack(path, folder)
  Zip::File.open(path) do |zip|
    zip.each do |entry|
      # ruleid: ruby.archive.member-path
      entry.extract(File.join(folder, entry.name))
      target = "#{folder}/#{entry.name}"
      # ruleid: ruby.archive.member-path
      File.open(target, "wb") { |file| file.write(entry.get_input_stream.read) }
      # ok: ruby.archive.member-path
      entry.extract(File.join(folder, File.basename(entry.name)))
      full = File.expand_path(entry.name, folder)
      next unless full.start_with?(folder)

      # ok: ruby.archive.member-path
      entry.extract("#{folder}/fixed")
    end
  end
  # ok: ruby.archive.member-path
  File.write("#{folder}/done", path)
end

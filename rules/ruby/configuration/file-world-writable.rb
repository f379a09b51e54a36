# ruleid: ruby.file.world-writable
File.chmod(0777, path)
# ruleid: ruby.file.world-writable
FileUtils.chmod_R(0o777, folder)
# ruleid: ruby.file.world-writable
File.umask(0)
# ok: ruby.file.world-writable
File.chmod(0640, path)
# ok: ruby.file.world-writable
FileUtils.chmod_R(0o750, folder)
# ok: ruby.file.world-writable
File.umask(0o027)

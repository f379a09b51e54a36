require "net/ssh"

# ruleid: ruby.ssh.host-key-unchecked
Net::SSH.start("example.org", "deploy", verify_host_key: :never)
# ruleid: ruby.ssh.host-key-unchecked
Net::SSH.start("example.org", "deploy", paranoid: false)
# ruleid: ruby.ssh.host-key-unchecked
options = { verify_host_key: :never }
# ok: ruby.ssh.host-key-unchecked
Net::SSH.start("example.org", "deploy", verify_host_key: :always)
# ok: ruby.ssh.host-key-unchecked
Net::SSH.start("example.org", "deploy")
# ok: ruby.ssh.host-key-unchecked
options = { verify_host_key: :accept_new }

install:
	# ruleid: configuration.world-writable
	chmod -R 0777 /srv/app
	# ok: configuration.world-writable
	chmod 755 /srv/app/bin
	# ok: configuration.world-writable
	chmod 1777 /tmp
	# ok: configuration.world-writable
	chmod -R g+w /srv/app/data

#!/bin/sh
# ruleid: configuration.names-as-options
tar czf /backup/all.tgz *
# ruleid: configuration.names-as-options
chown -R www-data *
# ok: configuration.names-as-options
tar czf /backup/all.tgz ./*
# ok: configuration.names-as-options
chown -R www-data -- *
# ok: configuration.names-as-options
chown -R www-data /srv/www

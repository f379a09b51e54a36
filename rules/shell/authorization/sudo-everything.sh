#!/bin/sh
# ruleid: configuration.sudo-everything
echo "app ALL=(ALL) NOPASSWD: ALL" >> /etc/sudoers
# ok: configuration.sudo-everything
echo "app ALL=(ALL) NOPASSWD: /usr/bin/systemctl restart app" >> /etc/sudoers

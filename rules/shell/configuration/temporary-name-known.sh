#!/bin/sh
# ruleid: configuration.temporary-name-known
ps > /tmp/dump.$$
# ok: configuration.temporary-name-known
ps > "$(mktemp)"

#!/bin/sh
# ruleid: configuration.runs-as-owner
chmod 4755 /usr/local/bin/tool
# ruleid: configuration.runs-as-owner
chmod u+s /usr/local/bin/tool
# ruleid: configuration.runs-as-owner
install -o root -m 4755 tool /usr/local/bin/
# ok: configuration.runs-as-owner
chmod 0755 /usr/local/bin/tool
# ok: configuration.runs-as-owner
chmod u+x /usr/local/bin/tool
# ok: configuration.runs-as-owner
install -m 0755 tool /usr/local/bin/

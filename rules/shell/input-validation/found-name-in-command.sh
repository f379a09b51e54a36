#!/bin/sh
# ruleid: configuration.found-name-in-command
find . -name '*.txt' -exec sh -c "grep x {}" \;
# ruleid: configuration.found-name-in-command
find /srv -type f -execdir bash -c 'mv {} {}.old' ';'
# ruleid: configuration.found-name-in-command
ls | xargs -I {} sh -c 'gzip {}'
# ok: configuration.found-name-in-command
find . -name '*.txt' -exec sh -c 'grep x "$1"' sh {} \;
# ok: configuration.found-name-in-command
find . -name '*.txt' -exec grep x {} +
# ok: configuration.found-name-in-command
ls | xargs -I {} gzip {}

#!/bin/sh
# ruleid: configuration.programs-from-current-folder
export PATH=.:$PATH
# ruleid: configuration.programs-from-current-folder
PATH="$PATH:."
# ok: configuration.programs-from-current-folder
export PATH=/opt/tool/bin:$PATH
# ok: configuration.programs-from-current-folder
PATH="$PATH:./node_modules/.bin"
# ok: configuration.programs-from-current-folder
export PYTHONPATH=.:$PYTHONPATH

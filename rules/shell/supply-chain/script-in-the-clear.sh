#!/bin/sh
# ruleid: configuration.script-in-the-clear
curl -fsS http://example.org/install | sudo sh
# ok: configuration.script-in-the-clear
curl -fsS http://localhost:8080/health | sh
# ok: configuration.script-in-the-clear
curl -fsSo install.sh https://example.org/install

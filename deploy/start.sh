#!/bin/sh
# What the image starts: `serve` (all parts), one part as in the Procfile, or any command of `patchwarden`.
# The tables are as this version wants them before something reviews.
set -eu
[ $# -gt 0 ] || set -- serve
case "$1" in
serve | worker) patchwarden migrate ;;
esac
case "$1" in
web) exec gunicorn --config python:bot.web.gunicorn_conf --bind "${PATCHWARDEN_LISTEN:-0.0.0.0:8080}" bot.web.wsgi:app ;;
worker) exec celery --quiet -A workers.entry worker --without-mingle --without-gossip ;;
beat) exec celery --quiet -A workers.beat beat ;;
metrics) exec python -m workers.metrics ;;
*) exec patchwarden "$@" ;;
esac

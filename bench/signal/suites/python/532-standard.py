# CWE-532: secrets in the log.
import json
import logging

from oslo_config import cfg

log = logging.getLogger(__name__)
# == vulnerable: a password
def login(user, password):
    log.info("login of %s with %s", user, password)
# == vulnerable: an f-string with a token
def call(client):
    log.debug(f"calling with {client.access_token}")
# == vulnerable: all headers
def handle(request):
    log.info("request %s", request.headers)
# == vulnerable: all headers as JSON
def handle(request):
    log.error(json.dumps(dict(request.headers)))
# == vulnerable: an option that is logged at the start
OPTIONS = [cfg.StrOpt("admin_password", help="The password of the administrator.")]
# == safe: the name
def login(user, password):
    log.info("login of %s", user)
    return password
# == safe: that there is one
def call(client):
    log.debug("token given: %s", bool(client.access_token))
# == safe: one header
def handle(request):
    log.info("agent %s", request.headers["User-Agent"])
# == safe: the names of the headers
def handle(request):
    log.info("headers %s", list(request.headers.keys()))
# == safe: a secret option
OPTIONS = [cfg.StrOpt("admin_password", secret=True, help="The password of the administrator.")]
# == safe: a path to it
def load(password_file):
    log.info("reading %s", password_file)

import json
import logging

log = logging.getLogger(__name__)


def handle(request):
    # ruleid: python.logging.request-headers
    log.info("headers: %s", request.headers)
    # ruleid: python.logging.request-headers
    log.debug(json.dumps(dict(request.headers), indent=2))
    # ok: python.logging.request-headers
    log.info("agent: %s", request.headers.get("User-Agent"))
    # ok: python.logging.request-headers
    log.info("headers: %s", sorted(request.headers.keys()))
    # ok: python.logging.request-headers
    log.debug("path: %s", request.path)

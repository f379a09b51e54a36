"""The Flask application: verify → parse → enqueue → answer."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from bot import metrics
from bot.hosts.base import BadPayload, BadSignature, Delivery, EventSource, Ignored
from bot.queue import Queue, QueueDown
from bot.telemetry import tracing
from bot.web import lost
from bot.web.uploads import Uploads, add_uploads

BODY_LIMIT = 25 * 1024 * 1024
"""Bytes. GitHub never sends a payload above 25 MB."""

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Probe = Callable[[], str]
"""Says how a part is doing; raises when it is not."""

log = logging.getLogger("patchwarden.access")
faults = logging.getLogger(__name__)


def create_app(
    sources: Mapping[str, EventSource],
    queue: Queue,
    probes: Mapping[str, Probe] | None = None,
    uploads: Uploads | None = None,
) -> Flask:
    """The application for these hosts (by the name in ``/webhooks/<name>``), this queue and these readiness probes.
    ``uploads`` is who may hand in reports of other scanners, if anybody may."""
    app = Flask("patchwarden", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT + 1
    app.wsgi_app = _PlainPaths(app.wsgi_app)  # type: ignore[method-assign]
    refused = _Newest(10_000)
    _add_log(app)
    _add_error_boundary(app)

    @app.post("/webhooks/<name>")
    @app.post("/webhooks/<name>/<secret>")
    def webhook(name: str, secret: str = "") -> tuple[Response, int]:  # nosec B107 - an address without one
        source = sources.get(name)
        if source is None:
            return _answer(404, error=f"no host is called {name!r} here")
        g.host = name
        with tracing.span("delivery", host=name):
            return taken(source, secret)

    def taken(source: EventSource, secret: str) -> tuple[Response, int]:
        job = source.parse(Delivery(dict(request.headers.items()), _body(), secret))
        if isinstance(job, Ignored):
            g.logged["reason"] = job.reason
            return _answer(200, status="pong") if job.ping else _answer(204)
        g.logged |= {"change": str(job.ref), "delivery": job.delivery, "reason": job.reason}
        tracing.note(change=str(job.ref), delivery=job.delivery)
        try:
            new = queue.enqueue(replace(job, trace=tracing.carried()))
        except QueueDown as error:
            if not source.insistent or refused.first(job.delivery):
                raise
            faults.error("the queue is down, and a delivery comes again: it is left to the sweep (%s)", error)
            return _answer(200, status="left to the sweep", change=str(job.ref))
        # Gerrit's plugin takes a 202 for a failure before 2023.
        return _answer(200 if source.insistent else 202, status="queued" if new else "known", change=str(job.ref))

    @app.get("/healthz")
    def health() -> tuple[Response, int]:
        return _answer(200, status="up")

    @app.get("/readyz")
    def readiness() -> tuple[Response, int]:
        parts = {name: _probe(name, probe) for name, probe in (probes or {}).items()}
        ready = all(part["ok"] for part in parts.values())
        return _answer(200 if ready else 503, status="ready" if ready else "not ready", parts=parts)

    if uploads is not None:
        add_uploads(app, uploads)
    return app


class _PlainPaths:
    """Takes an address with double or trailing slashes for the one that is meant: no sender of deliveries follows a
    redirect. What was percent-encoded arrives decoded."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["PATH_INFO"] = "/" + "/".join(filter(None, environ.get("PATH_INFO", "").split("/")))
        return self._app(environ, start_response)


class _Newest:
    """Remembers the newest names, in this process."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._names: dict[str, None] = {}
        self._lock = threading.Lock()

    def first(self, name: str) -> bool:
        """Whether this one is new here; from now on it is not."""
        with self._lock:
            if name in self._names:
                return False
            self._names[name] = None
            if len(self._names) > self._most:
                del self._names[next(iter(self._names))]
            return True


def _body() -> bytes:
    """The raw body. Werkzeug cuts one without a length at its limit in silence, so its limit is one byte above ours."""
    body = request.get_data(cache=False)
    if len(body) > BODY_LIMIT:
        raise RequestEntityTooLarge
    return body


def _probe(name: str, probe: Probe) -> dict[str, object]:
    """The boundary around one probe: a fault of a part is the answer, not an error of ours."""
    try:
        return {"ok": True, "detail": probe()}
    except Exception as error:  # noqa: BLE001 - a probe may fail in any way, and that is its answer
        faults.warning("%s is not ready", name, exc_info=error)
        return {"ok": False, "detail": type(error).__name__}


def _answer(code: int, /, **content: object) -> tuple[Response, int]:
    return (jsonify(content) if content else Response(), code)


def _add_error_boundary(app: Flask) -> None:
    @app.errorhandler(Exception)
    def answer_error(error: Exception) -> tuple[Response, int]:
        """The one place where an error becomes an answer. The host's log shows the text to whoever set it up."""
        if isinstance(error, BadSignature):
            return _answer(401, error="the signature does not fit: is the webhook secret the same on both sides?")
        if isinstance(error, BadPayload):
            g.logged["reason"] = str(error)
            return _answer(400, error=str(error))
        if isinstance(error, QueueDown):
            faults.error("the queue is down: %s", error)
            response, status = _answer(503, error="the queue is down, nothing was taken: deliver again later")
            response.headers["Retry-After"] = "60"
            return response, status
        if isinstance(error, HTTPException):
            if error.code == 404 and (page := lost.page(app)):
                return page, 404
            return _answer(error.code or 500, error=error.description or error.name)
        faults.error("an unexpected fault", exc_info=error)
        return _answer(500, error="an unexpected fault: the server's log has the details")


def _public_path() -> str:
    """The address without the secret that it may hold. One that is none of ours could hold it anywhere."""
    rule = request.url_rule
    if rule is None:
        return "none of ours"
    return rule.rule if rule.endpoint != "webhook" else f"/webhooks/{g.host}"


def _add_log(app: Flask) -> None:
    @app.before_request
    def start() -> None:
        g.began, g.logged = time.perf_counter(), {}
        g.host = "<unknown>"

    @app.after_request
    def write(response: Response) -> Response:
        seconds = round(time.perf_counter() - g.began, 4)
        level = logging.DEBUG if request.path in {"/healthz", "/readyz"} else logging.INFO
        known = {"method": request.method, "path": _public_path(), "status": response.status_code}
        log.log(level, "request", extra=known | {"seconds": seconds} | g.logged)
        if request.endpoint == "webhook":
            metrics.delivered(g.host, response.status_code)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

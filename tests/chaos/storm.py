"""Faults of the host at every call: WSGI around a fake host, seeded."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.test import run_wsgi_app

from tests.fakes.gerrit.gate import user_of
from tests.fakes.gerrit.server import BOT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_KINDS = {
    "502, nothing is done": 4,
    "502, all is done": 3,
    "the connection breaks, nothing is done": 3,
    "the connection breaks, all is done": 3,
    "the answer is a page of HTML": 2,
    "rate limited for a second": 2,
    "answers after two seconds": 1,
}
"""Each kind of fault and its weight."""


class Storm:
    """``share`` of the bot's requests go wrong while it rages; what people do on the host never does."""

    def __init__(self, seed: int, share: float) -> None:
        self._application: WSGIApplication
        self._random = random.Random(seed)  # noqa: S311 - no secret
        self._lock = threading.Lock()
        self.share = share
        self.raging = False
        self.faults: Counter[str] = Counter()

    def around(self, application: WSGIApplication) -> WSGIApplication:
        self._application = application
        return self

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        kind = self._drawn(environ)
        if kind is None:
            return self._application(environ, start_response)
        if kind.startswith("answers after"):
            time.sleep(2)
            return self._application(environ, start_response)
        if kind.endswith("all is done"):
            run_wsgi_app(self._application, environ, buffered=True)
        if kind.startswith("the connection breaks"):
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            raise ConnectionResetError("chaos breaks this connection")
        return _answer(kind, start_response)

    def _drawn(self, environ: WSGIEnvironment) -> str | None:
        user = user_of(environ)[0]
        if user not in ("", BOT, "x-access-token"):
            return None
        with self._lock:
            if not self.raging or self._random.random() >= self.share:
                return None
            (kind,) = self._random.choices(list(_KINDS), list(_KINDS.values()))
            self.faults[kind] += 1
            return kind


def _answer(kind: str, start_response: StartResponse) -> list[bytes]:
    if kind.startswith("the answer is"):
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"<html><body>Down for maintenance</body></html>"]
    if kind.startswith("rate limited"):
        start_response("429 Too Many Requests", [("Content-Type", "application/json"), ("Retry-After", "1")])
        return [b'{"message": "You have exceeded a secondary rate limit."}']
    start_response("502 Bad Gateway", [("Content-Type", "application/json")])
    return [b'{"message": "Server Error"}']

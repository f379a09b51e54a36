"""WSGI in front of a Gerrit, fake or real: counts a user's reviews, and lets one of them go wrong."""

from __future__ import annotations

import base64
import binascii
import enum
import io
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.test import run_wsgi_app
from werkzeug.wsgi import get_input_stream

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Failure(enum.Enum):
    """What happens to the next review of the watched user."""

    LOCK = "503, nothing is done"
    LOST = "all is done, and the answer is 502"
    QUOTA = "429, nothing is done"


class Gate:
    """``writes`` counts the watched user's reviews, those that failed too; ``told`` those that told more people of them
    than the one who had asked."""

    def __init__(self, application: WSGIApplication, watched: str, retry_after: int = 30) -> None:
        self._application = application
        self._watched = watched
        self._retry_after = retry_after
        self.writes = 0
        self.told = 0
        self.next: Failure | None = None
        self.answers: list[tuple[int, str]] = []
        """Status and plain text that the next reviews get instead of an answer."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST" or not environ["PATH_INFO"].endswith("/review"):
            return self._application(environ, start_response)
        if user_of(environ)[0] != self._watched:
            return self._application(environ, start_response)
        self.writes += 1
        sent = get_input_stream(environ).read()
        environ = {**environ, "wsgi.input": io.BytesIO(sent), "CONTENT_LENGTH": str(len(sent))}
        failure, self.next = self.next, None
        if failure in (None, Failure.LOST) and not self.answers:
            self.told += json.loads(sent).get("notify", "ALL") != "NONE"
        if failure is Failure.LOST:
            run_wsgi_app(self._application, environ, buffered=True)
            return _plain(start_response, "502 Bad Gateway", "the proxy lost the answer")
        if failure is Failure.LOCK:
            return _plain(start_response, "503 Service Unavailable", "Lock failure")
        if failure is Failure.QUOTA:
            headers = [("Retry-After", str(self._retry_after))]
            return _plain(start_response, "429 Too Many Requests", "quota exceeded", headers)
        if self.answers:
            status, text = self.answers.pop(0)
            return _plain(start_response, f"{status} Scripted", text)
        return self._application(environ, start_response)


def user_of(environ: WSGIEnvironment) -> tuple[str, str]:
    """Name and password of a Basic header; empty without one."""
    kind, _, value = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        user, _, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, password


def _plain(
    start_response: StartResponse, status: str, text: str, headers: Iterable[tuple[str, str]] = ()
) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), *headers])
    return [f"{text}\n".encode()]

"""Faults that a test scripts: the next matching requests go wrong in a way that GitHub really does."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from werkzeug.test import run_wsgi_app

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Kind = Literal[
    "error", "committed", "secondary", "primary", "drop", "drop_committed", "hang", "answer", "page", "page_committed"
]
"""
error           ``status`` (502), nothing is done
committed       everything is done, and the answer is ``status`` (502)
secondary       the secondary rate limit: ``status`` 403 or 429, ``retry_after`` in seconds or ``None``
primary         the hourly limit: 403, ``reset_in`` seconds
drop            the connection breaks, nothing is done
drop_committed  everything is done, and the connection breaks
hang            answers only after ``seconds``
answer          ``status`` and ``body`` (JSON), nothing is done; GraphQL errors are sent so
page            a proxy's page with ``status`` 200, nothing is done
page_committed  everything is done, and the answer is such a page
"""

PAGE = b"<!DOCTYPE html><html><title>Unicorn!</title><p>This page is taking too long to load.</html>"
_SECONDARY = (
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. "
    "For more on scraping GitHub and how it may affect your rights, please review our Terms of Service."
)
_DOCUMENTATION = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api"


@dataclass
class Fault:
    method: str
    path: re.Pattern[str]
    kind: Kind
    times: int
    options: dict[str, Any] = field(default_factory=dict)


class Faults:
    """WSGI around the fake: a request that a fault waits for is answered by it."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()
        self._closed = threading.Event()

    def around(self, application: WSGIApplication) -> WSGIApplication:
        """The same faults around something else that the fake serves."""
        other = Faults(application)
        other._waiting, other._lock, other._closed = self._waiting, self._lock, self._closed
        return other

    def close(self) -> None:
        """What hangs gets no answer any more: the fake ends."""
        self._closed.set()

    def add(self, method: str, path: str, kind: Kind, times: int, options: dict[str, Any]) -> None:
        self._waiting.append(Fault(method.upper(), re.compile(path), kind, times, options))

    @property
    def left(self) -> int:
        """How many failures are still to come: 0 says that the test provoked what it meant to."""
        return sum(fault.times for fault in self._waiting)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        fault = self._take(environ)
        if fault is None:
            return self._application(environ, start_response)
        if fault.kind == "hang":
            if self._closed.wait(fault.options.get("seconds", 1.0)):
                environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
                raise ConnectionResetError("the fake ends")
            return self._application(environ, start_response)
        if fault.kind in ("committed", "drop_committed", "page_committed"):
            run_wsgi_app(self._application, environ, buffered=True)
        if fault.kind in ("drop", "drop_committed"):
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            raise ConnectionResetError("the test breaks this connection")
        if fault.kind in ("page", "page_committed"):
            start_response(f"{fault.options.get('status', 200)} Fault", [("Content-Type", "text/html; charset=utf-8")])
            return [PAGE]
        status, headers, body = _answer(fault)
        start_response(f"{status} Fault", [("Content-Type", "application/json; charset=utf-8"), *headers])
        return [json.dumps(body).encode()]

    def _take(self, environ: WSGIEnvironment) -> Fault | None:
        with self._lock:
            for fault in self._waiting:
                right_method = fault.method in ("*", environ["REQUEST_METHOD"])
                if fault.times > 0 and right_method and fault.path.search(environ["PATH_INFO"]):
                    fault.times -= 1
                    return fault
        return None


def _answer(fault: Fault) -> tuple[int, list[tuple[str, str]], dict[str, Any]]:
    options = fault.options
    if fault.kind == "secondary":
        wait = options.get("retry_after")
        headers = [("Retry-After", str(wait))] if wait is not None else []
        return options.get("status", 403), headers, {"message": _SECONDARY, "documentation_url": _DOCUMENTATION}
    if fault.kind == "primary":
        reset = int(time.time()) + options.get("reset_in", 60)
        headers = [
            ("X-RateLimit-Limit", "5000"),
            ("X-RateLimit-Remaining", "0"),
            ("X-RateLimit-Reset", str(reset)),
            ("X-RateLimit-Resource", "core"),
        ]
        message = "API rate limit exceeded for installation ID 1."
        return options.get("status", 403), headers, {"message": message, "documentation_url": _DOCUMENTATION}
    if fault.kind == "answer":
        return options.get("status", 200), list(options.get("headers", {}).items()), options.get("body", {})
    return options.get("status", 502), [], {"message": "Server Error"}

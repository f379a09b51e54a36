"""gunicorn's gevent worker with deadlines: a sender that is slow holds no thread, and none for long.

gunicorn gives a worker of this class no time limit for a request's head or body. Here both have one; above a number of
connections the one that has been sending for the longest time makes room. Whoever signed is not asked: a signature
stands at the end of what is sent.

Nothing that is patched may be imported here, nor anything of ours that imports it: gunicorn's arbiter loads this module
before the worker patches the standard library.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any

import gevent
from gunicorn import util
from gunicorn.glogging import Logger
from gunicorn.workers.ggevent import GeventWorker

from bot.web.limits import Limits

IDLE_SECONDS = 5.0
"""For the next request on the same connection."""
_HEADROOM = 64
"""Connections above the limit for the moment until those that make room are gone; and files beside connections."""
_PARSER = "gunicorn.http"
_CLIENT_ERRORS = {
    "LimitRequestLine": (414, "URI Too Long"),
    "LimitRequestHeaders": (431, "Request Header Fields Too Large"),
    "ExpectationFailed": (417, "Expectation Failed"),
    "UnsupportedTransferCoding": (501, "Not Implemented"),
}
"""What the parser's errors are answered with, by their names; all others of gunicorn.http are a 400."""


_Hold = Callable[["_Connection", int], None]


class TooSlow(Exception):
    """The head did not come in time."""


class _Connection:
    """One open connection and what it is doing."""

    __slots__ = ("address", "closing", "greenlet", "held", "requests", "waiting")

    def __init__(self, address: str) -> None:
        self.address = address
        self.greenlet = gevent.getcurrent()
        self.requests = 0
        self.waiting = True
        """For the sender, so it may be closed; otherwise the application has the request whole and soon answers."""
        self.held = 0
        """Bytes of the body that are here."""
        self.closing = False


class Worker(GeventWorker):  # type: ignore[misc]  # gunicorn ships no types
    """What ``worker_class`` names. The Flask application's ``LIMITS``, where it has some, are
    :class:`bot.web.limits.Limits`."""

    def run(self) -> None:
        self._limits = limits = self.wsgi.config.get("LIMITS") or Limits()
        self._open: dict[Any, _Connection] = {}
        """By the greenlet; the one that has waited for its sender the longest is the first."""
        self._held = 0
        self._most = _affordable(limits.connections)
        self._most_of_one = limits.connections_per_address
        self.worker_connections = self._most + _HEADROOM
        super().run()

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        connection = _Connection(addr[0] if isinstance(addr, tuple) else "")
        self._open[connection.greenlet] = connection
        try:
            self._make_room(connection.address)
            super().handle(listener, client, addr)
        finally:
            self._let_go(connection)
            self._open.pop(connection.greenlet, None)

    def timeout_ctx(self) -> Any:
        """The time for the next head on this connection: gunicorn waits for it inside."""
        connection = self._open.pop(gevent.getcurrent())
        self._open[connection.greenlet] = connection  # the last one now
        self._let_go(connection)
        connection.requests += 1
        connection.waiting = True
        first = connection.requests == 1
        return gevent.Timeout(self._limits.head_seconds if first else IDLE_SECONDS, TooSlow() if first else False)

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> Any:
        connection = self._open[gevent.getcurrent()]
        connection.waiting = False
        req.body = _TimedBody(req, connection, self._limits.body_seconds, self._hold)
        done = super().handle_request(listener_name, req, sock, addr)
        if connection.closing:  # gunicorn takes a greenlet that is ended in the middle of a request for a finished one
            raise StopIteration
        return done

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:  # noqa: ARG002
        """Answers as gunicorn does, but neither its log nor its answer quotes the request: the address may hold a
        secret."""
        if isinstance(exc, (TooSlow, gevent.GreenletExit)):
            status, reason = 408, "Request Timeout"
        elif type(exc).__module__.startswith(_PARSER):
            status, reason = _CLIENT_ERRORS.get(type(exc).__name__, (400, "Bad Request"))
        else:
            status, reason = 500, "Internal Server Error"
        where = addr[0] if isinstance(addr, tuple) else "a socket"
        if status == 500:
            self.log.error("a request from %s failed (%s)", where, type(exc).__name__)
        else:
            self.log.info("a request from %s was refused: %s", where, reason)
        try:
            util.write_error(client, status, reason, "")
        except OSError:
            self.log.debug("the sender is gone")

    def _make_room(self, address: str) -> None:
        """Closes the connection that has waited for its sender the longest, where there are too many."""
        if self._most_of_one and sum(one.address == address for one in self._open.values()) > self._most_of_one:
            self._close(one for one in self._open.values() if one.address == address)
        if len(self._open) > self._most:
            self._close(self._open.values())

    def _hold(self, connection: _Connection, size: int) -> None:
        """So many more bytes of a body are here. Where all are too many, the largest that is not whole goes."""
        connection.held += size
        self._held += size
        if self._held > self._limits.held_bytes:
            self._close(sorted(self._open.values(), key=lambda one: -one.held))

    def _let_go(self, connection: _Connection) -> None:
        self._held -= connection.held
        connection.held = 0

    def _close(self, candidates: Iterable[_Connection]) -> None:
        """The first that waits for its sender."""
        for one in candidates:
            if one.waiting and not one.closing and one.greenlet is not gevent.getcurrent():
                one.closing = True
                one.greenlet.kill(block=False)
                return


class _TimedBody:
    """A request's body, as the application reads it (PEP 3333), all of it by one point in time."""

    def __init__(self, req: Any, connection: _Connection, seconds: float, hold: _Hold) -> None:
        self._req = req
        self._body = req.body
        self._connection = connection
        self._hold = hold
        self._seconds = seconds
        self._until = 0.0

    @property
    def failed(self) -> bool:
        """gunicorn asks before it takes another request from the connection."""
        return bool(getattr(self._body, "failed", False))

    def read(self, size: int | None = None) -> bytes:
        return self._in_time(self._body.read, size)

    def readline(self, size: int | None = None) -> bytes:
        return self._in_time(self._body.readline, size)

    def readlines(self, size: int | None = None) -> list[bytes]:
        return self.read(size).splitlines(keepends=True)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readlines())

    def _in_time(self, read: Any, size: int | None) -> bytes:
        """Raises Werkzeug's 408, which the application answers; nothing more is taken from this connection then."""
        now = time.monotonic()
        self._until = self._until or now + self._seconds
        content = None
        before, self._connection.waiting = self._connection.waiting, True
        with gevent.Timeout(max(0.001, self._until - now), False):
            content = self._whole(read, size)
        self._connection.waiting = before  # still, where gunicorn drains a body before it takes the next head
        if content is not None:
            if not before:
                self._hold(self._connection, len(content))
            return content
        self._req.force_close()
        raise _complaint("RequestTimeout", "the body did not come in time")

    def _whole(self, read: Any, size: int | None) -> bytes:
        """gunicorn's complaint about a body quotes it; whoever sent it hears of ours, which does not."""
        try:
            return bytes(read(size))
        except Exception as error:
            if not type(error).__module__.startswith(_PARSER):
                raise
        self._req.force_close()
        raise _complaint("BadRequest", "the body is not what HTTP wants")


def _complaint(kind: str, text: str) -> Exception:
    """One of Werkzeug's exceptions. It is loaded here because the standard library must be patched before it is."""
    made: Exception = getattr(import_module("werkzeug.exceptions"), kind)(text)
    return made


class QuietLogger(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's log without what it says at DEBUG: that quotes what strangers sent, addresses included."""

    def debug(self, msg: str, *args: object, **kwargs: object) -> None:
        del msg, args, kwargs


def _affordable(connections: int) -> int:
    """As many as this process may have files open, after asking for as many as it is allowed to."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + 4 * _HEADROOM
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return connections if soft == resource.RLIM_INFINITY else max(10, min(connections, soft - 4 * _HEADROOM))

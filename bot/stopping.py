"""Work that is ended from outside: its lease was lost, or a newer head came. It is noticed between two steps, never in
the middle of one: whoever starts a program, waits or writes asks first.

The stop that a piece of work is under goes with its context: a thread that belongs to it is started with
:func:`carried`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Stopped(Exception):
    """The work was ended from outside; its kind says why. It is no fault of the host's and none of ours."""


class Stop:
    """Ends one piece of work, with the programs that it has started."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reason: Callable[[], Stopped] | None = None
        self._ends: dict[object, Callable[[], None]] = {}

    def now(self, reason: Callable[[], Stopped]) -> None:
        """Ends the work by what ``reason`` makes, and everything that it is waiting for. The first reason counts."""
        with self._lock:
            self._reason = self._reason or reason
            for end in self._ends.values():
                end()

    def check(self) -> None:
        """Raises what the work was ended by: each thread gets an exception of its own."""
        if self._reason is not None:
            raise self._reason()

    @contextmanager
    def ending(self, end: Callable[[], None]) -> Iterator[None]:
        """Calls ``end``, which is to return at once, where the work is ended while the block runs. Raises as
        :meth:`check` before and after."""
        mark = object()
        with self._lock:
            self.check()
            self._ends[mark] = end
        try:
            yield
        finally:
            with self._lock:
                del self._ends[mark]
        self.check()


_current: ContextVar[Stop | None] = ContextVar("stop", default=None)


@contextmanager
def under(stop: Stop | None) -> Iterator[None]:
    """The block's work is ended by ``stop``."""
    token = _current.set(stop)
    try:
        yield
    finally:
        _current.reset(token)


def check() -> None:
    """Raises :class:`Stopped` where the work around has been ended; nothing where nobody could end it."""
    stop = _current.get()
    if stop is not None:
        stop.check()


@contextmanager
def ending(end: Callable[[], None]) -> Iterator[None]:
    """As :meth:`Stop.ending` of the work around."""
    stop = _current.get()
    if stop is None:
        yield
    else:
        with stop.ending(end):
            yield


def carried(work: Callable[Given, Result]) -> Callable[Given, Result]:
    """``work`` for other threads, ended by what ends the work here."""
    stop = _current.get()

    def run(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        with under(stop):
            return work(*args, **kwargs)

    return run

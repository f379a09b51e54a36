"""Ending the children of work that must not go on: its lease was lost, a newer one replaced it, the worker ends.

A review runs inside ``with stopping.stoppable() as children:``, each of its checks inside another. Whoever learns that
it must end, in any thread or in a signal's handler, calls ``children.stop("the lease was lost")``, or
:func:`stop_children` for all of this process: its programs are killed at once with all that they started, and whoever
waits for one, or starts another, gets :class:`Stopped`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field
from threading import RLock
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class Stopped(BaseException):
    """The work must end now; the message says why.

    No :class:`Exception`, as ``asyncio.CancelledError`` is none: no boundary around a check or a batch may take it for
    a failure of that part and go on with the next one.
    """


@dataclass(eq=False)
class Children:
    """The running programs of one piece of work. Safe to use from any thread."""

    why: str | None = None
    """Why it was stopped; ``None`` while it may go on."""
    _parts: set[Children] = field(default_factory=set)
    """Work within this work."""
    _ends: dict[Callable[[], None], str | None] = field(default_factory=dict)
    """What ends each running program, and why that was called."""
    _lock: RLock = field(default_factory=RLock)
    """Reentrant: a signal's handler may come while its own thread holds it."""

    def stop(self, why: str) -> None:
        """Kills every running program of this work, and lets no further one start. The first reason stands."""
        with self._lock:
            self.why = why if self.why is None else self.why
            self.kill(self.why)
            for part in tuple(self._parts):
                part.stop(self.why)

    def kill(self, why: str) -> None:
        """Kills every running program of this work; further ones may start."""
        with self._lock:
            for end in tuple(self._ends):
                self._ends[end] = why
                end()
            for part in tuple(self._parts):
                part.kill(why)

    def check(self) -> None:
        """Raises :class:`Stopped` if the work was stopped: for places that compute for long without any program."""
        if self.why is not None:
            raise Stopped(self.why)

    @contextmanager
    def ending(self, end: Callable[[], None]) -> Iterator[None]:
        """A program runs inside the block. ``end`` kills it and returns at once; it is called in whichever thread
        learns that the work must end, and the block ends with :class:`Stopped`."""
        with self._lock:
            self.check()
            self._ends[end] = None
        try:
            yield
        finally:
            with self._lock:
                why = self._ends.pop(end)
        if why is not None:
            raise Stopped(why)

    @contextmanager
    def with_part(self, part: Children) -> Iterator[None]:
        """Inside the block what stops this work stops the part, too."""
        with self._lock:
            self._parts.add(part)
            why = self.why
        if why is not None:
            part.stop(why)
        try:
            yield
        finally:
            with self._lock:
                self._parts.discard(part)


_CURRENT: ContextVar[Children | None] = ContextVar("children", default=None)
_OTHERS = Children()
"""Programs that belong to no piece of work, such as those of the command line."""
_ALL: set[Children] = set()


@contextmanager
def stoppable(children: Children | None = None) -> Iterator[Children]:
    """What runs inside the block can be stopped together, and is a part of the work around it. Leaving the block ends
    what still runs of it. Threads take part where :func:`inherited` made their call.

    ``children`` is for who must be able to stop the work before it has begun.
    """
    children = children or Children()
    with current().with_part(children):
        _ALL.add(children)
        token = _CURRENT.set(children)
        try:
            yield children
        finally:
            _CURRENT.reset(token)
            _ALL.discard(children)
            children.stop("the work that it was for has ended")


def current() -> Children:
    """The children of the work that this thread does."""
    return _CURRENT.get() or _OTHERS


def check() -> None:
    """Raises :class:`Stopped` if the work that this thread does was stopped."""
    current().check()


@contextmanager
def ending(end: Callable[[], None]) -> Iterator[None]:
    """As :meth:`Children.ending` of the work that this thread does."""
    with current().ending(end):
        yield


def inherited(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """The function as a part of the work that is done here and now, whichever thread calls it."""
    children = _CURRENT.get()

    def call(*args: Given.args, **named: Given.kwargs) -> Answer:
        def within() -> Answer:
            _CURRENT.set(children)
            return function(*args, **named)

        return copy_context().run(within)

    return call


def stop_children(why: str) -> None:
    """Stops all work of this process that is under way in :func:`stoppable`, and kills every other program of ours that
    runs. Work that begins later is not stopped."""
    for children in _ALL.copy():
        children.stop(why)
    _OTHERS.kill(why)

"""What is written to a program and read from it, until it has ended or must."""

from __future__ import annotations

import os
import selectors
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from workers.processes.launching import Running

_PIECE = 1 << 18
_ERRORS = 32_000
"""Bytes of standard error that are kept, of its end."""
_DEATH_SECONDS = 10.0
"""So long a killed program may take to be gone; one that waits in the kernel is left behind."""


@dataclass(slots=True)
class Dialogue:
    """``end`` is by the monotonic clock: then the program is killed."""

    running: Running
    end: float
    stdin: bytes = b""
    errors: bytearray = field(default_factory=bytearray)
    timed_out: bool = False
    _written: int = 0
    _told: bytearray = field(default_factory=bytearray)
    _given_up: float | None = None

    def pieces(self) -> Iterator[bytes]:
        """Standard output as it comes. When that is all, nothing of the program lives any more."""
        running = self.running
        with selectors.DefaultSelector() as selector:
            for descriptor, event in (
                (running.stdin, selectors.EVENT_WRITE),
                (running.stdout, selectors.EVENT_READ),
                (running.stderr, selectors.EVENT_READ),
                (running.line.fileno(), selectors.EVENT_READ),
            ):
                if descriptor >= 0:
                    os.set_blocking(descriptor, False)
                    selector.register(descriptor, event)
            while running.line.fileno() in selector.get_map():
                for key, _ in selector.select(self._patience()):
                    if key.fd == running.stdout:
                        piece = os.read(key.fd, _PIECE)
                        if piece:
                            yield piece
                        goes_on = bool(piece)
                    else:
                        goes_on = self._acted(key.fd)
                    if not goes_on:
                        selector.unregister(key.fd)
                if self._is_given_up():
                    return
        # Nothing of the program lives any more: what its pipes hold is all that there is.
        with suppress(BlockingIOError):
            while piece := os.read(running.stdout, _PIECE):
                yield piece
        with suppress(BlockingIOError):
            while self._read_errors():
                pass

    def kill(self) -> None:
        """Ends the program: the pieces end soon after."""
        self.running.kill()
        if self._given_up is None:
            self._given_up = time.monotonic() + _DEATH_SECONDS

    def end_now(self) -> None:
        """Ends the program and waits until it is gone; what it still says is lost."""
        self.kill()
        for _ in self.pieces():
            pass

    def _patience(self) -> float:
        now = time.monotonic()
        if self._given_up is None and now >= self.end:
            self.timed_out = True
            self.kill()
        return (self.end if self._given_up is None else self._given_up) - now

    def _is_given_up(self) -> bool:
        return self._given_up is not None and time.monotonic() >= self._given_up

    def _acted(self, descriptor: int) -> bool:
        """Reads or writes what can be; whether there may be more."""
        running = self.running
        if descriptor == running.stderr:
            return self._read_errors()
        if descriptor != running.stdin:
            return self._read_line()
        if self._write():
            return True
        os.close(running.stdin)
        running.stdin = -1
        return False

    def _write(self) -> bool:
        try:
            piece = memoryview(self.stdin)[self._written : self._written + _PIECE]
            self._written += os.write(self.running.stdin, piece)
        except BlockingIOError:
            return True
        except BrokenPipeError:
            return False  # it does not want to know the rest
        return self._written < len(self.stdin)

    def _read_errors(self) -> bool:
        piece = os.read(self.running.stderr, _PIECE)
        self.errors += piece
        del self.errors[:-_ERRORS]
        return bool(piece)

    def _read_line(self) -> bool:
        try:
            piece = self.running.line.recv(4_096)
        except ConnectionError:
            piece = b""
        self._told += piece
        if not piece:
            self.running.told += self._told.decode().splitlines()
        return bool(piece)

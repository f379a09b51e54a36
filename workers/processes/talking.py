"""A program that is asked one question after another and answers each before the next: it is started once."""

from __future__ import annotations

import os
import selectors
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Protocol

from workers.processes import endings, launching, sandbox, stopping
from workers.processes.dialogue import Dialogue
from workers.processes.limits import of

_PIECE = 1 << 18
_MB = 1024 * 1024


class Answer(Protocol):
    """Takes an answer apart as it comes."""

    def take(self, piece: bytes) -> bool:
        """Whether the answer is whole."""
        ...


class Ended(endings.ProcessFailed):
    """It had ended before it was asked: another one's question was its last."""


class Talk:
    """Safe to use from any thread: questions wait for each other. Environment, limits and errors as in
    :func:`workers.processes.sandbox.run`; the CPU limit is for all questions together, the limit of output and
    ``timeout`` (seconds) for each. After an error the program is gone, and so it is after :meth:`close`.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | str = "/",
        timeout: float,
        memory_mb: int | None = None,
    ) -> None:
        stopping.check()
        self._argv, self._cwd, self._timeout = argv, cwd, timeout
        self._limits = of(argv[0]) if memory_mb is None else replace(of(argv[0]), memory_mb=memory_mb)
        self._lock = Lock()
        self._running = sandbox.started(argv, env=env, cwd=cwd, limits=self._limits, has_input=True)
        self._dialogue = Dialogue(self._running, time.monotonic() + timeout)
        self.closed = False
        for descriptor in (self._running.stdin, self._running.stdout, self._running.stderr):
            os.set_blocking(descriptor, False)

    def ask(self, question: bytes, answer: Answer) -> None:
        """Gives the pieces of what it says to ``answer`` until that is whole. Raises what the sandbox raises."""
        with self._lock, stopping.ending(self._running.kill):
            if self.closed:
                raise Ended(f"`{Path(self._argv[0]).name}` has ended before")
            self._dialogue.end = time.monotonic() + self._timeout
            try:
                ended = self._exchanged(question, answer)
            except BaseException:
                self._dialogue.end_now()
                self._close()
                raise
            if ended:
                self._judge(overflowed=ended == "overflowed")

    def close(self) -> None:
        """Ends the program, whatever it does."""
        with self._lock:
            if not self.closed:
                self._dialogue.end_now()
                self._close()

    def _exchanged(self, question: bytes, answer: Answer) -> str:
        """Why it ended before the answer was whole; ``""`` where it is."""
        running, rest, size = self._running, memoryview(question), 0
        with selectors.DefaultSelector() as selector:
            selector.register(running.stdout, selectors.EVENT_READ)
            selector.register(running.stderr, selectors.EVENT_READ)
            if rest:
                selector.register(running.stdin, selectors.EVENT_WRITE)
            late = False
            while True:
                found = selector.select(max(0.0, self._dialogue.end - time.monotonic()))
                if late or (not found and time.monotonic() >= self._dialogue.end):
                    return "late"
                late = time.monotonic() >= self._dialogue.end  # what is there already is read
                for key, _ in found:
                    if key.fd == running.stdin:
                        rest = rest[self._written(rest) :]
                        if not rest:
                            selector.unregister(running.stdin)
                    elif key.fd == running.stderr:
                        said = os.read(running.stderr, _PIECE)
                        self._dialogue.errors += said
                        del self._dialogue.errors[:-_PIECE]
                        if not said:
                            selector.unregister(running.stderr)
                    else:
                        piece = os.read(running.stdout, _PIECE)
                        size += len(piece)
                        if not piece:
                            return "ended"
                        if size > self._limits.output_mb * _MB:
                            return "overflowed"
                        if answer.take(piece):
                            return ""

    def _written(self, question: memoryview) -> int:
        """How much of the question it has taken; all of it where it takes no more."""
        try:
            return os.write(self._running.stdin, question[:_PIECE])
        except BlockingIOError:
            return 0
        except BrokenPipeError:
            return len(question)

    def _judge(self, *, overflowed: bool) -> None:
        """It will answer no more: raises why."""
        if overflowed:
            self._dialogue.kill()
        for _ in self._dialogue.pieces():
            pass
        told, timed_out, said = self._running.told, self._dialogue.timed_out, sandbox.tail(self._dialogue)
        self._close()
        stopping.check()
        ending = endings.read(told, timed_out=timed_out, overflowed=overflowed)
        endings.judge(self._argv, self._cwd, self._limits, ending, said, timeout=self._timeout, check=True)
        raise endings.ProcessFailed(f"`{Path(self._argv[0]).name}` ended before it had answered")

    def _close(self) -> None:
        if not self.closed:
            self.closed = True
            launching.closed(self._running)

"""Work done by several processes, each piece within a limit of CPU time: what takes longer is told, not waited for."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

_SPAWN = multiprocessing.get_context("spawn")
"""The checks start threads, and a fork of a process with threads may hang."""
_MOST_PIECES = 400
"""After so many a process gives way to a new one: what it kept in memory goes with it."""

_PATIENCE = 5.0
"""Seconds for a process that has nothing to do to end by itself."""


@dataclass(frozen=True, slots=True)
class Undone:
    """Why a piece of work has no answer."""

    why: str


def each(
    function: Callable[[Item], Answer], items: Iterable[Item], *, jobs: int, seconds: float
) -> Iterator[tuple[Item, Answer | Undone]]:
    """Each item with its answer, in the order in which they are done.

    ``seconds`` is the CPU time of one piece in its own process: the programs that it starts have limits of their own.
    With ``jobs=0`` the work is done in this process, one piece after the other and without a limit.
    """
    if jobs == 0:
        yield from ((item, function(item)) for item in items)
        return
    idle: list[_Worker[Item, Answer]] = []
    at_work: dict[Connection, tuple[_Worker[Item, Answer], Item]] = {}
    try:
        for item in items:
            worker = idle.pop() if idle else _Worker(function, seconds)
            worker.line.send(item)
            at_work[worker.line] = worker, item
            if len(at_work) == jobs:
                yield from _answered(at_work, idle)
        while at_work:
            yield from _answered(at_work, idle)
    finally:
        for worker in (*idle, *(worker for worker, _ in at_work.values())):
            worker.stop()


def _answered(
    at_work: dict[Connection, tuple[_Worker[Item, Answer], Item]], idle: list[_Worker[Item, Answer]]
) -> Iterator[tuple[Item, Answer | Undone]]:
    """Waits for an answer. A process that can go on is idle then."""
    ready = wait(list(at_work))
    for line in [line for line in at_work if line in ready]:
        worker, item = at_work.pop(line)
        answer = worker.answer()
        if worker.is_fresh:
            idle.append(worker)
        else:
            worker.stop()
        yield item, answer


class _Worker(Generic[Item, Answer]):
    """One process. ``line`` leads to it, and is ready when there is an answer or will never be one."""

    def __init__(self, function: Callable[[Item], Answer], seconds: float) -> None:
        self.line, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(theirs, function, seconds))
        self._process.start()
        theirs.close()  # so that the end of the process is the end of the line
        self._seconds = seconds
        self._left = _MOST_PIECES

    @property
    def is_fresh(self) -> bool:
        """Whether it can take another piece of work."""
        return self._left > 0

    def answer(self) -> Answer | Undone:
        self._left -= 1
        try:
            answer: Answer | Undone = self.line.recv()
        except (EOFError, ConnectionResetError):
            self._left = 0
            self._process.join()
            if self._process.exitcode == -signal.SIGPROF:
                return Undone(f"took more than {self._seconds:g} CPU seconds")
            return Undone(f"its process ended with {self._process.exitcode}")
        return answer

    def stop(self) -> None:
        self.line.close()
        self._process.join(_PATIENCE)
        self._process.kill()
        self._process.join()


def _serve(line: Connection, function: Callable[[Item], Answer], seconds: float) -> None:
    """Answers until the line is closed. The limit is a timer of the kernel, whose signal ends the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            item = line.recv()
            signal.setitimer(signal.ITIMER_PROF, seconds)
            try:
                answer: Answer | Undone = function(item)
            except Exception as error:  # noqa: BLE001 - one change must not end the measurement, and is told
                answer = Undone(f"raised {error!r}")
            signal.setitimer(signal.ITIMER_PROF, 0)
            line.send(answer)

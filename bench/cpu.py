"""The CPU of a program with all that it starts, and the most memory that they have at a time."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_SET_SUBREAPER, _GET_SUBREAPER = 36, 37
"""``PR_SET_CHILD_SUBREAPER`` and ``PR_GET_CHILD_SUBREAPER`` of prctl(2)."""
_LOOK_SECONDS = 0.1
_REAP_SECONDS = 0.01
_ORPHAN_SECONDS = 600.0
"""So long what a program leaves behind may go on after its end."""


class NeverEnds(Exception):
    """What a program has left behind did not end, and was killed."""


@dataclass(frozen=True, slots=True)
class Used:
    """Of one program with all below it. ``memory`` is in MiB: the sum of their resident sets, so that what they share
    counts for each."""

    cpu: float
    seconds: float
    memory: float
    output: bytes
    errors: bytes
    code: int


def run(
    argv: Sequence[str],
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    patience: float = _ORPHAN_SECONDS,
) -> Used:
    """Runs it to its end, and that of all that it started; what else this process has started is left alone.

    ``patience`` is how many seconds what it leaves behind may go on. Raises :class:`NeverEnds`.
    """
    others = frozenset(_children(os.getpid()))
    start, before = time.perf_counter(), _used()
    with _adopting():
        with subprocess.Popen(
            argv, env=environment, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            watch = _Watch(process.pid)
            output, errors = process.communicate()
            memory = watch.stop()
        seconds = time.perf_counter() - start
        _reap(argv[0], others, patience)
    return Used(_used() - before, seconds, memory, output, errors, process.returncode)


@contextmanager
def _adopting() -> Iterator[None]:
    """In the block what a program of ours leaves behind is our child: else nobody counts what it used."""
    libc, was = ctypes.CDLL(None), ctypes.c_int()
    libc.prctl(_GET_SUBREAPER, ctypes.byref(was), 0, 0, 0)
    libc.prctl(_SET_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(_SET_SUBREAPER, was.value, 0, 0, 0)


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _reap(name: str, others: Collection[int], patience: float) -> None:
    """Waits for the processes that lost their parent, and for no other."""
    end, late = time.monotonic() + patience, False
    while orphans := [pid for pid in _children(os.getpid()) if pid not in others]:
        late = late or time.monotonic() >= end
        for pid in orphans:
            if late:
                os.kill(pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        time.sleep(_REAP_SECONDS)
    if late:
        raise NeverEnds(f"`{name}` left processes behind that did not end within {patience:g} s")


class _Watch:
    """Looks at the memory of a process and all below it."""

    def __init__(self, pid: int) -> None:
        self._pid, self._most, self._ended = pid, 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        self._ended.set()
        self._thread.join()
        return self._most / 1024

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_SECONDS):
            self._most = max(self._most, sum(map(_resident, _family(self._pid))))


def _family(pid: int) -> Iterator[int]:
    """The process and all that it started, as far as they live."""
    yield pid
    for child in _children(pid):
        yield from _family(child)


def _children(pid: int) -> Iterator[int]:
    """The processes that it has started, or that were left to it, until they are waited for (proc(5))."""
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = children.read_text(encoding="ascii").split()
        except OSError:
            continue
        yield from map(int, found)


def _resident(pid: int) -> int:
    """KiB."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)

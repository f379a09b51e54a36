"""The CPU of a program with all that it starts, and the most memory that they have at a time.

A meter of its own, ``python bench/cpu.py FD PROGRAM …``, starts the program, adopts what that leaves behind, and waits
for it. Whoever asks may have other children, which would be counted, and waited for without an end.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SUBREAPER = 36
"""``PR_SET_CHILD_SUBREAPER`` of prctl(2)."""
_LOOK_SECONDS = 0.1


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


def run(argv: Sequence[str], environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Used:
    """Runs it to its end, and that of all that it started.

    :raises OSError: when it cannot be started.
    """
    figures, told = os.pipe()
    with os.fdopen(figures, encoding="ascii") as reader:
        try:
            process = subprocess.Popen(
                [sys.executable, "-S", str(Path(__file__).absolute()), str(told), *argv],
                env=environment,
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=[told],
            )
        finally:
            os.close(told)
        with process:
            output, errors = process.communicate()
        line = reader.read()
    if not line:
        raise OSError(f"{argv[0]} was not measured: {errors.decode(errors='replace').strip()[-500:]}")
    return Used(output=output, errors=errors, **json.loads(line))


def _measure(told: int, argv: Sequence[str]) -> None:
    """What the meter does: its only child is the program."""
    os.set_inheritable(told, False)
    _adopt()
    start = time.perf_counter()
    with subprocess.Popen(argv) as process:
        watch = _Watch(process.pid)
        code = process.wait()
        memory = watch.stop()
    seconds = time.perf_counter() - start
    _reap()
    figures = {"cpu": _used(), "seconds": seconds, "memory": memory, "code": code}
    os.write(told, json.dumps(figures).encode())


def _adopt() -> None:
    """From now on what a program of ours leaves behind is our child: else nobody counts what it used."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _reap() -> None:
    """Waits for the processes that lost their parent."""
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        return


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
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = children.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in found:
            yield from _family(int(child))


def _resident(pid: int) -> int:
    """KiB."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)


if __name__ == "__main__":
    _measure(int(sys.argv[1]), sys.argv[2:])

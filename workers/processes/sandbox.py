"""The only place that starts a process: clean environment, limits, timeout."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot import stopping
from bot.redaction import redact

_TAIL = 4_000


@dataclass(frozen=True, slots=True)
class Completed:
    """How a process ended. ``stdout`` is raw bytes, ``stderr`` is decoded and cut to its last 4,000 characters."""

    returncode: int
    stdout: bytes
    stderr: str
    seconds: float


class ProcessTimeout(Exception):
    """The process did not end in time and was killed with all its children."""


class ProcessFailed(Exception):
    """The process ended with an unexpected code; the message holds the tail of its stderr, secrets redacted."""


def run(
    argv: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | str = "/",
    stdin: bytes = b"",
    timeout: float,
    memory_mb: int | None = None,
    check: bool = True,
) -> Completed:
    """Runs one program to its end in its own session.

    The environment is ``PATH``, ``LANG=C.UTF-8`` and what ``env`` adds: nothing of ours is inherited (tokens stay out).
    ``timeout`` is in seconds, ``memory_mb`` limits the address space. Raises :class:`ProcessTimeout`;
    :class:`ProcessFailed` when ``check`` is set and the code is not 0; :class:`FileNotFoundError`;
    :class:`~bot.stopping.Stopped` at once where the work around is ended, and then the program is, too.
    """
    command = Path(argv[0]).name
    start = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - this is the one place; argv is a list and no shell reads it
        list(argv),
        env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", **(env or {})},
        cwd=cwd,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            with stopping.ending(partial(_kill_group, process)):
                _limit_memory(process.pid, memory_mb)
                stdout, stderr = process.communicate(stdin, timeout=timeout)
        except subprocess.TimeoutExpired as error:
            raise ProcessTimeout(f"`{command}` did not end within {timeout:g} s") from error
        finally:
            _kill_group(process)
    tail = redact(stderr.decode("utf-8", "replace"))[-_TAIL:]
    if check and process.returncode != 0:
        how = (
            f"was killed by signal {-process.returncode}"
            if process.returncode < 0
            else f"ended with {process.returncode}"
        )
        raise ProcessFailed(f"`{command}` {how}: {tail.strip() or 'it said nothing'}")
    return Completed(process.returncode, stdout, tail, time.perf_counter() - start)


def _limit_memory(pid: int, megabytes: int | None) -> None:
    """From outside, because code between fork and exec is not safe in a process with threads. Linux only."""
    if megabytes is None or sys.platform != "linux":
        return
    import resource  # absent on Windows

    limit = megabytes * 1024 * 1024
    try:
        resource.prlimit(pid, resource.RLIMIT_AS, (limit, limit))
    except ProcessLookupError:
        return  # it has ended already


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Whatever the program left running in its session ends with it."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # the group is gone (macOS says "not permitted" for a group of zombies)

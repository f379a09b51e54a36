"""The only place that runs foreign programs: clean environment, limits, bounded output, nothing left over."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.redaction import redact
from workers.processes import endings, launching, network, stopping
from workers.processes.dialogue import Dialogue
from workers.processes.endings import CpuUsedUp as CpuUsedUp  # what run() raises stands where it is called
from workers.processes.endings import LimitReached as LimitReached
from workers.processes.endings import ProcessFailed as ProcessFailed
from workers.processes.endings import ProcessTimeout as ProcessTimeout
from workers.processes.limits import Limits, of

_TAIL = 4_000


@dataclass(frozen=True, slots=True)
class Completed:
    """How a process ended. ``stdout`` is raw bytes, ``stderr`` is decoded and cut to its last 4,000 characters."""

    returncode: int
    stdout: bytes
    stderr: str
    seconds: float
    cpu_seconds: float = 0.0
    """Of all its processes."""
    open_network: str = ""
    """Why it had a network although it was to have none; empty where it had none, or was allowed one."""


def run(
    argv: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | str = "/",
    stdin: bytes = b"",
    timeout: float,
    cpu_seconds: float | None = None,
    memory_mb: int | None = None,
    limits: Limits | None = None,
    check: bool = True,
) -> Completed:
    """Runs one program to its end in its own process group, within its row's limits (:mod:`workers.processes.limits`).

    The environment is ``PATH``, ``LANG=C.UTF-8``, for who has the network the way to it, and what ``env`` adds: nothing
    else of ours is inherited (tokens stay out).
    ``timeout`` is in seconds of the clock; a row's seconds of CPU are at most a quarter of it. ``cpu_seconds`` and
    ``memory_mb`` replace the row's numbers, and ``limits`` the row. Raises :class:`ProcessTimeout` and its kind
    :class:`CpuUsedUp`; :class:`LimitReached` for the other limits, also without ``check``; :class:`ProcessFailed` when
    ``check`` is set and the code is not 0; :class:`FileNotFoundError`, :class:`PermissionError`, and :class:`OSError`
    where this machine cannot start it now; :class:`~workers.processes.stopping.Stopped` at once where the work around
    is ended, and then the program is, too.
    """
    stopping.check()
    limits = (limits or of(argv[0])).within(timeout)
    if cpu_seconds is not None:
        limits = replace(limits, cpu_seconds=max(1, round(cpu_seconds)))
    if memory_mb is not None:
        limits = replace(limits, memory_mb=memory_mb)
    start = time.monotonic()
    running = started(argv, env=env, cwd=cwd, limits=limits, has_input=bool(stdin))
    dialogue = Dialogue(running, start + timeout, stdin)
    stdout, most, overflowed = io.BytesIO(), limits.output_mb * 1024 * 1024, False
    try:
        with stopping.ending(running.kill):
            for piece in dialogue.pieces():
                overflowed = overflowed or stdout.tell() + len(piece) > most
                if overflowed:
                    dialogue.kill()
                else:
                    stdout.write(piece)
    finally:
        launching.closed(running)
    ending = endings.read(running.told, timed_out=dialogue.timed_out, overflowed=overflowed)
    said = tail(dialogue)
    endings.judge(argv, cwd, limits, ending, said, timeout=timeout, check=check)
    seconds = time.monotonic() - start
    return Completed(ending.code, stdout.getvalue(), said, seconds, ending.cpu_seconds, ending.open_network)


def started(
    argv: Sequence[str], *, env: Mapping[str, str] | None, cwd: Path | str, limits: Limits, has_input: bool
) -> launching.Running:
    """The program, asked for. Raises :class:`OSError` where nothing can be started."""
    way = network.for_programs(os.environ) if limits.network else {}
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", **way, **(env or {})}
    return launching.launch(argv, cwd=cwd, env=environment, limits=limits, has_input=has_input)


def tail(dialogue: Dialogue) -> str:
    """The end of what it said on standard error, credentials redacted."""
    return redact(dialogue.errors.decode("utf-8", "replace"))[-_TAIL:]

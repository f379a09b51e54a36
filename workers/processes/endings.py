"""How a program ended, in plain words: what it said itself, or which limit ended it."""

from __future__ import annotations

import errno
import os
import re
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workers.processes.limits import Limits


class ProcessTimeout(Exception):
    """The program took too long, by the clock or by what it used of the CPU, and was killed with all its children."""


class CpuUsedUp(ProcessTimeout):
    """By what it used of the CPU; the message gives the limit."""


class ProcessFailed(Exception):
    """The process ended with an unexpected code; the message holds the tail of its stderr, secrets redacted."""


class LimitReached(ProcessFailed):
    """The program was ended by one of its limits; the message says which one."""


class LauncherLost(OSError):
    """The launcher of programs cannot be started, or was killed: this machine's fault, which may pass."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What the launcher told, and why we have ended the program ourselves, if we have."""

    status: int | None
    """As wait(2) gives it; ``None``: the launcher has told nothing."""
    cpu_seconds: float = 0.0
    most_processes: int = 0
    """How many it had when it was killed for having too many."""
    failed_at: str = ""
    """Where it could not be started: the step, with :attr:`error`."""
    error: int = 0
    open_network: str = ""
    timed_out: bool = False
    overflowed: bool = False

    @property
    def code(self) -> int:
        """As ``subprocess`` gives it: a signal is negative."""
        return os.waitstatus_to_exitcode(self.status) if self.status is not None else -signal.SIGKILL


def read(told: Sequence[str], *, timed_out: bool, overflowed: bool) -> Ending:
    """The ending from the launcher's lines (see :mod:`workers.processes.launcher`)."""
    lines = {line.split()[0]: line.split()[1:] for line in told if line}
    status, cpu = (int(lines["ended"][0]), float(lines["ended"][1])) if "ended" in lines else (None, 0.0)
    step, error = (lines["failed"][0], int(lines["failed"][1])) if "failed" in lines else ("", 0)
    shut = int(lines["shut"][0]) if "shut" in lines else 0
    return Ending(
        status=status,
        cpu_seconds=cpu,
        most_processes=int(lines["many"][0]) if "many" in lines else 0,
        failed_at=step,
        error=error,
        open_network=os.strerror(shut) if shut else "",
        timed_out=timed_out,
        overflowed=overflowed,
    )


def judge(
    argv: Sequence[str], cwd: Path | str, limits: Limits, ending: Ending, stderr: str, *, timeout: float, check: bool
) -> None:
    """Raises what :func:`workers.processes.sandbox.run` says, or nothing where the program ended as it should."""
    command = Path(argv[0]).name
    if ending.failed_at:
        where = argv[0] if ending.failed_at == "exec" else str(cwd)
        raise OSError(ending.error, os.strerror(ending.error), where)  # Python makes it the right kind
    if ending.status is not None and ending.code == 0 and not ending.overflowed:
        return
    if ending.timed_out and ending.code == -signal.SIGKILL:
        raise ProcessTimeout(f"`{command}` did not end within {timeout:g} s")
    if ending.status is None:
        raise LauncherLost(errno.ECHILD, f"`{command}` is lost: the launcher of programs was killed")
    if _out_of_cpu(ending, limits, stderr):
        raise CpuUsedUp(f"`{command}` used more than {limits.cpu_seconds:,} s of CPU")
    limit = _reached(ending, limits, stderr)
    if limit:
        raise LimitReached(f"`{command}` {limit}")
    if check:
        how = f"was killed by signal {-ending.code}" if ending.code < 0 else f"ended with {ending.code}"
        raise ProcessFailed(f"`{command}` {how}: {stderr.strip() or 'it said nothing'}")


def _reached(ending: Ending, limits: Limits, stderr: str) -> str:
    """Which limit has ended the program, as the rest of a sentence; nothing where none has."""
    if ending.overflowed:
        return f"wrote more than {limits.output_mb:,} MB and was stopped"
    if ending.most_processes:
        return f"started more than {limits.processes:,} processes and was stopped"
    if signal.SIGXFSZ in (-ending.code, _signal_of_a_child(stderr)):
        return f"wrote a file of more than {limits.file_mb:,} MB"
    if limits.memory_mb is not None and _wanted_memory(stderr):
        return f"needed more than {limits.memory_mb:,} MB of memory"
    if ending.code == -signal.SIGKILL:
        return "was killed by the system, as happens when the machine has no memory left"
    return ""


def _out_of_cpu(ending: Ending, limits: Limits, stderr: str) -> bool:
    """At the limit comes SIGKILL, as it does when there is no memory; the sum of CPU tells them apart. SIGXCPU comes
    where somebody else's limit is lower."""
    if limits.cpu_seconds is None:
        return False
    signals = (-ending.code, _signal_of_a_child(stderr))
    at_the_limit = ending.cpu_seconds >= _SAMPLED * limits.cpu_seconds
    return signal.SIGXCPU in signals or (signal.SIGKILL in signals and at_the_limit)


_SAMPLED = 0.7
"""Of the limit: Linux counts by ticks for the limit, and exactly for the sum. A busy machine's sum was 0.84 of it."""
_CHILD = re.compile(r"^error: \S+ died of signal (\d+)$", re.MULTILINE)
"""What git says of a process that it has started, such as the one that unpacks a fetch (git's ``run-command.c``)."""


def _signal_of_a_child(stderr: str) -> int:
    found = _CHILD.search(stderr)
    return int(found[1]) if found else 0


_OUT_OF_MEMORY = re.compile(
    r"(?:fatal|error): Out of memory, \w+ failed"  # git, of itself or of a process that it has started
    r"|fatal: mmap failed: Cannot allocate memory"
    r"|MemoryError"
    r"|Fatal error: (?:exception )?(?:Stdlib\.)?(?:Out_of_memory|out of memory)"  # OCaml
    r"|memory allocation of \d+ bytes failed"  # Rust
    r"|terminate called after throwing an instance of 'std::bad_alloc'"
)


def _wanted_memory(stderr: str) -> bool:
    """Whether the program itself says that it got no memory, at the start of a line. What a server says reaches us
    through git, with ``remote:`` before each line of it."""
    return any(_OUT_OF_MEMORY.match(line) for line in stderr.split("\n"))

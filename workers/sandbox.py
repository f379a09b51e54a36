"""The only place that starts a process: clean environment, limits, timeout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


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
    :class:`ProcessFailed` when ``check`` is set and the code is not 0; :class:`FileNotFoundError`.
    """
    raise NotImplementedError

"""The only place that runs foreign programs: clean environment, limits, bounded output, nothing left over."""

from __future__ import annotations

import io
import os
import selectors
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.redaction import redact
from workers.processes import endings, launching, stopping
from workers.processes.endings import CpuUsedUp as CpuUsedUp  # what run() raises stands where it is called
from workers.processes.endings import LimitReached as LimitReached
from workers.processes.endings import ProcessFailed as ProcessFailed
from workers.processes.endings import ProcessTimeout as ProcessTimeout
from workers.processes.limits import Limits, of
from workers.processes.stopping import Stopped as Stopped

_TAIL = 4_000
_PIECE = 1 << 18
_DEATH_SECONDS = 10.0
"""So long a killed program may take to be gone; one that waits in the kernel is left behind."""
_MB = 1024 * 1024


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
    """Runs one program to its end in its own session, within the limits of its row in :mod:`workers.processes.limits`.

    The environment is ``PATH``, ``LANG=C.UTF-8`` and what ``env`` adds: nothing of ours is inherited (tokens stay out).
    ``timeout`` is in seconds of the clock; ``cpu_seconds`` and ``memory_mb`` replace the row's numbers, and ``limits``
    the row. Raises :class:`ProcessTimeout` and its kind :class:`CpuUsedUp`; :class:`LimitReached` for the other limits,
    also without ``check``; :class:`ProcessFailed` when ``check`` is set and the code is not 0, and when it cannot be
    started for want of something; :class:`FileNotFoundError`, :class:`PermissionError`;
    :class:`~workers.processes.stopping.Stopped` when the work that it is part of must end.
    """
    children = stopping.current()
    children.check()
    limits = limits or of(argv[0])
    if cpu_seconds is not None:
        limits = replace(limits, cpu_seconds=max(1, round(cpu_seconds)))
    if memory_mb is not None:
        limits = replace(limits, memory_mb=memory_mb)
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", **(env or {})}
    start = time.monotonic()
    try:
        running = launching.launch(argv, cwd=cwd, env=environment, limits=limits, has_input=bool(stdin))
    except launching.LauncherLost as error:
        raise ProcessFailed(f"`{Path(argv[0]).name}` was not started: {error}") from error
    children.add(running)
    try:
        dialogue = _Dialogue(running, stdin, start + timeout, limits.output_mb * _MB)
        dialogue.hold()
    finally:
        why = children.remove(running)
        launching.closed(running)
    if why is not None:
        raise Stopped(why)
    ending = endings.read(running.told, timed_out=dialogue.timed_out, overflowed=dialogue.overflowed)
    tail = redact(bytes(dialogue.stderr).decode("utf-8", "replace"))[-_TAIL:]
    endings.judge(argv, cwd, limits, ending, tail, timeout=timeout, check=check)
    seconds = time.monotonic() - start
    return Completed(ending.code, dialogue.stdout.getvalue(), tail, seconds, ending.cpu_seconds, ending.open_network)


@dataclass(slots=True)
class _Dialogue:
    """What is written to a program and read from it, until it has ended or must."""

    running: launching.Running
    stdin: bytes
    end: float
    """By the monotonic clock."""
    most: int
    """Bytes of standard output."""
    stdout: io.BytesIO = field(default_factory=io.BytesIO)
    stderr: bytearray = field(default_factory=bytearray)
    timed_out: bool = False
    overflowed: bool = False
    _written: int = 0
    _line: bytearray = field(default_factory=bytearray)

    def hold(self) -> None:
        running = self.running
        with selectors.DefaultSelector() as selector:
            for descriptor, event, act in (
                (running.stdin, selectors.EVENT_WRITE, self._write),
                (running.stdout, selectors.EVENT_READ, self._read_output),
                (running.stderr, selectors.EVENT_READ, self._read_errors),
                (running.line.fileno(), selectors.EVENT_READ, self._read_line),
            ):
                if descriptor >= 0:
                    os.set_blocking(descriptor, False)
                    selector.register(descriptor, event, act)
            given_up = 0.0
            while running.line.fileno() in selector.get_map():
                now = time.monotonic()
                if not given_up and (now >= self.end or self.overflowed):
                    self.timed_out = not self.overflowed
                    running.kill()
                    given_up = now + _DEATH_SECONDS
                if given_up and now >= given_up:
                    return
                for key, _ in selector.select((given_up or self.end) - now):
                    if not key.data():
                        selector.unregister(key.fd)
                        if key.fd == running.stdin:
                            os.close(key.fd)
                            running.stdin = -1
            # Nothing of the program lives any more: what its pipes hold is all that there is.
            for act in (self._read_output, self._read_errors):
                with suppress(BlockingIOError):
                    while act():
                        pass

    def _write(self) -> bool:
        """Whether there is more to write."""
        try:
            piece = memoryview(self.stdin)[self._written : self._written + _PIECE]
            self._written += os.write(self.running.stdin, piece)
        except BlockingIOError:
            return True
        except BrokenPipeError:
            return False  # it does not want to know the rest
        return self._written < len(self.stdin)

    def _read_output(self) -> bool:
        piece = os.read(self.running.stdout, _PIECE)
        room = self.most - self.stdout.tell()
        self.overflowed = self.overflowed or len(piece) > room
        if not self.overflowed:
            self.stdout.write(piece)
        return bool(piece)

    def _read_errors(self) -> bool:
        piece = os.read(self.running.stderr, _PIECE)
        self.stderr += piece
        del self.stderr[: -8 * _TAIL]
        return bool(piece)

    def _read_line(self) -> bool:
        try:
            piece = self.running.line.recv(4_096)
        except ConnectionError:
            piece = b""
        self._line += piece
        if not piece:
            self.running.told += self._line.decode().splitlines()
        return bool(piece)

"""A program whose output is read while it runs, and which ends as soon as its reader has enough."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.redaction import redact
from workers.processes.sandbox import ProcessFailed, ProcessTimeout

_CHUNK = 65_536
_TAIL = 4_000


@contextmanager
def output(
    argv: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | str = "/",
    timeout: float,
    memory_mb: int | None = None,
) -> Iterator[Iterator[bytes]]:
    """Standard output in pieces of at most 64 KiB. Leaving the block ends the program, however far it was read.

    Environment and limits as in :func:`workers.processes.sandbox.run`; ``timeout`` counts from the start, so a slow
    reader uses it up. The iterator raises ``ProcessTimeout``, and ``ProcessFailed`` where the program ended in time
    with another code than 0.
    """
    with subprocess.Popen(  # noqa: S603 - argv is a list and no shell reads it
        list(argv),
        env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", **(env or {})},
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            _limit_memory(process.pid, memory_mb)
            yield _pieces(process, Path(argv[0]).name, timeout)
        finally:
            _end(process)


def _pieces(process: subprocess.Popen[bytes], command: str, timeout: float) -> Iterator[bytes]:
    end = time.monotonic() + timeout
    said = b""
    with selectors.DefaultSelector() as waiting:
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                waiting.register(pipe, selectors.EVENT_READ)
        while waiting.get_map():
            ready = waiting.select(max(0.0, end - time.monotonic()))
            if not ready or time.monotonic() >= end:
                raise ProcessTimeout(f"`{command}` did not end within {timeout:g} s")
            for key, _ in ready:
                piece = os.read(key.fd, _CHUNK)
                if not piece:
                    waiting.unregister(key.fileobj)
                elif key.fileobj is process.stdout:
                    yield piece
                else:
                    said = (said + piece)[-_TAIL:]
    try:
        code = process.wait(max(0.0, end - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise ProcessTimeout(f"`{command}` did not end within {timeout:g} s") from None
    if code != 0:
        how = f"was killed by signal {-code}" if code < 0 else f"ended with {code}"
        tail = redact(said.decode("utf-8", "replace")).strip()
        raise ProcessFailed(f"`{command}` {how}: {tail or 'it said nothing'}")


def _limit_memory(pid: int, megabytes: int | None) -> None:
    if megabytes is None or sys.platform != "linux":
        return
    import resource  # absent on Windows

    try:
        resource.prlimit(pid, resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    except ProcessLookupError:
        return  # it has ended already


def _end(process: subprocess.Popen[bytes]) -> None:
    """The program and whatever it left running in its session."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # the group is gone (macOS says "not permitted" for a group of zombies)

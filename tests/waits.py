"""Waits with an end: what never comes fails a test with a sentence, and hangs no run of all tests."""

from __future__ import annotations

import os
import select
import threading
import time
from collections.abc import Callable
from typing import IO

SECONDS = 60.0
"""Longer than anything here takes on a busy machine."""


def until(condition: Callable[[], object], what: str, seconds: float = SECONDS) -> None:
    """Looks every 10 ms."""
    end = time.perf_counter() + seconds
    while not condition():
        assert time.perf_counter() < end, f"{what} did not come within {seconds:g} s"
        time.sleep(0.01)


def ended(thread: threading.Thread, seconds: float = SECONDS) -> None:
    """Waits for a thread's end."""
    thread.join(seconds)
    assert not thread.is_alive(), f"the thread {thread.name} did not end within {seconds:g} s"


def happened(event: threading.Event, what: str, seconds: float = SECONDS) -> None:
    """Waits for an event."""
    assert event.wait(seconds), f"{what} did not come within {seconds:g} s"


def first_line(pipe: IO[str] | IO[bytes] | None, seconds: float = SECONDS) -> str:
    """The first line that a program says; empty where it ends without one. Nothing may have been read before."""
    assert pipe is not None
    end, said = time.perf_counter() + seconds, b""
    while not said.endswith(b"\n"):
        ready = select.select([pipe], [], [], max(0.0, end - time.perf_counter()))[0]
        assert ready, f"a program said no line within {seconds:g} s, but {said!r}"
        piece = os.read(pipe.fileno(), 1)
        if not piece:
            break
        said += piece
    return said.decode()

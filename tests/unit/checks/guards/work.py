"""Counts what a piece of code does, so that tests of its cost are the same on every machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass
class Work:
    calls: int = 0
    """Of functions, those written in C included."""


@contextmanager
def counting() -> Iterator[Work]:
    """Counts the calls that are made inside."""
    work = Work()

    def count(frame: FrameType, event: str, given: object) -> None:
        del frame, given
        work.calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield work
    finally:
        sys.setprofile(before)

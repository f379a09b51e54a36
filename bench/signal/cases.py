"""What is measured on: real vulnerability fixes, each told by its commits, files and lines, and ordinary commits.

A case file is JSON: a list of cases, or an object whose ``cases`` is that list. Line ranges are inclusive and count in
the side that their name says; a gap is a pair of neighbouring lines between which something is gone. A file of ordinary
commits is JSON: an object whose ``repos`` has the full commit ids of each repository.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workers.change.git import object_id

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the flaw stands in one file of the change that brings it back."""

    path: str
    head: tuple[Range, ...]
    """Ranges and gaps of the vulnerable side."""
    base: tuple[Range, ...]
    """Ranges of the fixed side that the change takes away."""

    def is_near(self, line: int, *, on_base: bool, slack: int) -> bool:
        """Whether a comment on this line stands within ``slack`` lines of the flaw."""
        ranges = self.base if on_base else self.head
        return any(first - slack <= line <= last + slack for first, last in ranges)

    def __str__(self) -> str:
        spots = [_shown(item) for item in self.head] or [f"-{_shown(item)}" for item in self.base]
        return f"{self.path}:{','.join(spots)}"


@dataclass(frozen=True, slots=True)
class Case:
    """One fix. ``fixed`` and ``vulnerable`` are commit ids: replayed backwards, the first is the base."""

    id: str
    repository: str
    fixed: str
    vulnerable: str
    cwe: int
    """0 where nobody said."""
    kind: str
    """``guard``, ``weaken``, ``sink`` or ``logic``."""
    language: str
    description: str
    places: tuple[Place, ...]
    source: str = ""
    """Where it is from, e.g. ``advisory``; ``words``: only its subject speaks of security."""

    @property
    def paths(self) -> frozenset[str]:
        return frozenset(place.path for place in self.places)

    def is_near(self, path: str, line: int, *, on_base: bool, slack: int) -> bool:
        return any(place.path == path and place.is_near(line, on_base=on_base, slack=slack) for place in self.places)


class BadCases(ValueError):
    """The file is not of the form that it should be; the message says where."""


def load(path: Path) -> tuple[Case, ...]:
    """Reads a case file. Raises :class:`BadCases`, ``OSError``."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadCases(f"{path.name} is no JSON: {error}") from error
    rows = document["cases"] if isinstance(document, dict) else document
    cases = []
    for number, row in enumerate(rows):
        try:
            cases.append(_case(row))
        except (KeyError, TypeError, ValueError) as error:
            raise BadCases(f"case {number} of {path.name} cannot be read: {error!r}") from error
    return tuple(cases)


def _case(row: Mapping[str, Any]) -> Case:
    return Case(
        id=row["id"],
        repository=row["repo"],
        fixed=row["fix"],
        vulnerable=row["parent"],
        cwe=int(row["cwe"] or 0),
        kind=row["kind"],
        language=row["language"],
        description=row.get("description", ""),
        places=tuple(
            Place(
                path=file["path"],
                head=_ranges(file["head_ranges"]) + _ranges(file["head_gaps"]),
                base=_ranges(file["base_ranges"]),
            )
            for file in row["files"]
        ),
        source=row.get("source", ""),
    )


def ordinary(path: Path) -> dict[str, tuple[str, ...]]:
    """Reads a file of ordinary commits: their ids by repository. Raises :class:`BadCases`, ``OSError``."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["repos"]
        return {str(name): tuple(object_id(commit) for commit in commits) for name, commits in rows.items()}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadCases(f"{path.name} names no ordinary commits: {error!r}") from error


def _ranges(rows: list[list[int]]) -> tuple[Range, ...]:
    return tuple((first, last) for first, last in rows)


def _shown(item: Range) -> str:
    first, last = item
    return str(first) if first == last else f"{first}-{last}"


def clone(clones: Path, repository: str) -> Path | None:
    """The git directory of a repository's clone, in any of the layouts that people keep; ``None`` if it is not here."""
    name = repository.replace("/", "+")
    for candidate in (clones / name / "repo", clones / name / ".git", clones / f"{name}.git", clones / name):
        if (candidate / "objects").is_dir():
            return candidate
        if (candidate / ".git" / "objects").is_dir():
            return candidate / ".git"
    return None

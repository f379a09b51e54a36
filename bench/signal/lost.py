"""The losses that ``guards`` sees in a change, each with its place and its features: what its ranking decides on.

No engine runs and nothing is ranked, so this is quick, and what it finds serves every weighing that is tried.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bench.signal.changes import SLACK, Role, Wanted
from bench.signal.kept import ROOT, digest
from bench.signal.reviews import read
from workers.checks.base import Snapshot
from workers.processes import sandbox

SECONDS = 20.0
"""CPU seconds that one change may take."""
FITTED = frozenset({"WEIGHTS", "SORTS", "LINE", "SUMMARY", "CERTAIN"})
"""The constants of the ranking that the fit gives: losses and features do not hang on them."""


@dataclass(frozen=True, slots=True)
class Lost:
    """One loss."""

    path: str
    line: int
    side: str
    """``head`` or ``base``; the path is of that side."""
    what: str
    """``how:way:kind``, e.g. ``gone:refuses:owner-filter``."""
    features: Mapping[str, float]
    is_near: bool = False
    """Whether a comment on it would stand by the flaw of its case."""

    @property
    def place(self) -> tuple[str, str, int]:
        return self.path, self.side, self.line


Finder = Callable[[Snapshot], list[Lost]]
"""Gives the losses of a change, all of them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One change with its losses. ``failed`` is why they are not known."""

    key: str
    role: Role
    repository: str
    case: str = ""
    """The id of the case."""
    lost: tuple[Lost, ...] = ()
    seconds: float = 0.0
    """CPU seconds without the time to read the change."""
    failed: str = ""

    def to_json(self) -> dict[str, Any]:
        names = ("path", "line", "side", "what", "features", "is_near")
        row: dict[str, Any] = {name: getattr(self, name) for name in ("key", "repository", "case", "seconds", "failed")}
        lost = [{name: getattr(item, name) for name in names} for item in self.lost]
        return {**row, "role": self.role.value, "lost": lost}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Seen:
        lost = tuple(Lost(**item) for item in row["lost"])
        return cls(**{**row, "role": Role(row["role"]), "lost": lost})


def seen(finder: Finder, wanted: Wanted) -> Seen:
    """The losses of one change. One that git cannot read is told in ``failed``."""
    case = wanted.case
    about = (wanted.key, wanted.role, wanted.range.repository, case.id if case else "")
    try:
        snapshot = read(wanted.range)
    except (sandbox.ProcessFailed, sandbox.ProcessTimeout, ValueError) as error:
        return Seen(*about, failed=str(error))
    start = time.process_time()
    found = finder(snapshot)
    seconds = time.process_time() - start
    if wanted.role is not Role.BACK or case is None:
        return Seen(*about, tuple(found), seconds)
    near = (case.is_near(item.path, item.line, on_base=item.side == "base", slack=SLACK) for item in found)
    told = (
        Lost(item.path, item.line, item.side, item.what, item.features, is_near)
        for item, is_near in zip(found, near, strict=True)
    )
    return Seen(*about, tuple(told), seconds)


def unseen(wanted: Wanted, why: str) -> Seen:
    """A change whose losses could not be found."""
    return Seen(wanted.key, wanted.role, wanted.range.repository, wanted.case.id if wanted.case else "", failed=why)


@cache
def code() -> str:
    """The digest of all that losses and features come from."""
    guards = (ROOT / "workers" / "checks" / "guards").glob("*.py")
    beside = [ROOT / "bot" / "knowledge", ROOT / "workers" / "reading", ROOT / "workers" / "change"]
    modules = [path for folder in beside for path in folder.rglob("*.py")]
    ours = [Path(__file__), Path(__file__).with_name("finder.py"), Path(__file__).with_name("changes.py")]
    return digest([*(path for path in guards if path.stem != "wording"), *modules, *ours], apart=FITTED)


def best(found: Sequence[tuple[float, Lost]]) -> list[tuple[float, Lost]]:
    """The best loss of each line, the best first: what stands on one line is one comment."""
    places: dict[tuple[str, str, int], tuple[float, Lost]] = {}
    for score, item in sorted(found, key=lambda pair: (-pair[0], pair[1].place, pair[1].what)):
        places.setdefault(item.place, (score, item))
    return list(places.values())


def failures(rows: Collection[Seen]) -> list[str]:
    """One line for each change that was not read."""
    return [f"{row.repository} {row.key}: {row.failed}" for row in rows if row.failed]

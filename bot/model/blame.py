"""Where the lines of the base come from: what ``git blame`` tells, whoever is asked.

A line that is as old as its file came with it: nobody added it for a reason of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Blamed:
    """Lines of a file, and the commit that brought them as they stand."""

    lines: range
    commit: str
    time: int
    """When it was committed, in seconds since the epoch."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A commit that brought lines into a file that was there already."""

    commit: str
    time: int
    message: str

    @property
    def subject(self) -> str:
        """The message's first line."""
        return self.message.lstrip().partition("\n")[0].strip()

    @property
    def day(self) -> str:
        """When it was committed, as ``2026-01-31`` (UTC)."""
        return datetime.fromtimestamp(self.time, UTC).date().isoformat()


def later_commits(blame: Sequence[Blamed], lines: Collection[int]) -> list[Blamed] | None:
    """What brought these lines after the file itself, the newest first, each commit once.

    ``None`` where the whole file comes from one commit: what was written in one go says nothing of any line.
    """
    if len({item.commit for item in blame}) < 2:
        return None
    begun = min(item.time for item in blame)
    found = {item.commit: item for item in blame if item.time > begun and any(number in item.lines for number in lines)}
    return sorted(found.values(), key=lambda item: (-item.time, item.commit))

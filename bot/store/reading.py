"""What the pages and the API read of the store: the port and its values. All times are seconds since the epoch.

Every query takes the repositories that the person who asks may see (``seen``, as ``github:octo/app``), and tells of no
other. Every method raises :class:`~bot.store.port.StoreDown`.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.feedback import Interval, wilson
from bot.store.port import Known


class State(enum.Enum):
    """Of a change, as far as reviews saw it."""

    OPEN = "open"
    MERGED = "merged"
    CLOSED = "closed"
    GROUP = "merge queue"
    """The commits of a merge queue's group: they are no change of their own."""
    UNKNOWN = "unknown"
    """Reviewed last by a version that did not note it."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which changes are wanted; what is empty does not matter."""

    repository: str = ""
    verdict: str = ""
    """A value of :class:`bot.model.Verdict`."""
    area: str = ""
    """A value of :class:`bot.model.Area`: something of it is there now."""
    rule: str = ""
    """A rule's id: something of it is there now."""
    state: str = ""
    """A value of :class:`State`."""
    text: str = ""
    """Stands in the title, the author's name or the change's name, whatever the case of its letters."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change as its newest review saw it. Texts are its author's: hostile."""

    change: str
    """As ``github:octo/app#7``."""
    place: str
    """As ``github:octo/app``."""
    number: int
    title: str
    author: str
    branch: str
    url: str
    state: str
    head: str
    base: str
    verdict: str
    defects: int
    observations: int
    pushes: int
    """How many reviews there were."""
    first_at: int
    at: int
    """Of the newest review."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some changes, the newest first."""

    changes: tuple[ChangeLine, ...]
    after: str = ""
    """What to ask for to get the next ones; ``""`` at the end."""


@dataclass(frozen=True, slots=True)
class Push:
    """One review of a change."""

    id: int
    head: str
    at: int
    verdict: str
    defects: int
    observations: int
    files_examined: int
    files_total: int
    posted: int
    """Comments."""
    closed: int
    requests: int
    """Writes that the host was sent."""
    seconds: Mapping[str, float]
    """Wall time by stage."""


@dataclass(frozen=True, slots=True)
class Followed:
    """One finding of a change, over all its reviews."""

    fingerprint: str
    rule: str
    area: str
    severity: str
    path: str
    dismissed: bool
    first_at: int
    fixed_at: int
    """0 while it is there."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A change with all that is known of it."""

    line: ChangeLine
    pushes: tuple[Push, ...]
    """The newest first, at most :data:`MOST_PUSHES`."""
    findings: tuple[Followed, ...]
    """What is there first, then by severity."""
    shown: Push | None
    """The review whose document this is."""
    document: Mapping[str, Any] | None
    """What that review said: :class:`bot.render.json_form.ReviewForm` as :mod:`bot.store.keeping` bounds it; ``None``
    where a version before this table made it."""


MOST_PUSHES = 200


@dataclass(frozen=True, slots=True)
class RepositoryLine:
    """What one repository looks like now."""

    place: str
    changes: int
    open: int
    open_defects: int
    """Open changes whose newest review found defects."""
    at: int
    """Of the newest review."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """What became of one rule's findings."""

    rule: str
    area: str
    """``""`` where only an older version told of it."""
    found: int
    """Findings that reviews saw."""
    open: int
    """Of these, there now in changes that are open."""
    fixed: int
    """Of these, gone by a later push."""
    dismissed: int
    fix_seconds: int
    """Median time between the review that saw a finding first and the one that did not see it any more; 0 for none."""
    against: int
    """Findings that somebody called useless or false, or gave a 👎, see :mod:`bot.feedback`."""
    said: int
    """Findings of which anything was said or done, as :class:`bot.feedback.Tally` counts them."""
    demoted_at: int = 0
    """Since when its findings are told in the summary alone, in the whole installation; 0 where they are not."""

    @property
    def useless(self) -> Interval:
        return wilson(self.against, self.said)


@dataclass(frozen=True, slots=True)
class Decided:
    """Decisions, the newest first."""

    decisions: tuple[Known, ...]
    after: str = ""


class Standing(enum.Enum):
    """Which decisions are wanted."""

    ALL = "all"
    HOLDING = "holding"
    EXPIRING = "expiring"
    """They hold and end within :data:`SOON_DAYS`."""
    EXPIRED = "expired"
    TAKEN_BACK = "taken back"


SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class Week:
    """What happened within seven days from a Monday (UTC)."""

    start: int
    found: Mapping[str, int]
    """Findings that were seen first, by area."""
    fixed: Mapping[str, int]
    """Findings that were gone by a later push, by area."""
    reviews: int
    verdicts: Mapping[str, int]
    median_seconds: float
    """To review one head, from reading the change to having posted; 0 where no review was timed."""


class Reading(Protocol):
    """What is shown. See the module for ``seen``."""

    def repositories(self) -> Sequence[str]:
        """All that the store knows anything of, sorted: what :meth:`bot.access.port.Access.seen` is asked about."""
        ...

    def overview(self, seen: frozenset[str]) -> Sequence[RepositoryLine]:
        """The repositories with reviews, the one with most open defects first."""
        ...

    def changes(self, seen: frozenset[str], wanted: Filter, after: str = "", most: int = 50) -> Page:
        """Changes, the newest review first. ``after`` is a page's; one that is none of ours counts as ``""``."""
        ...

    def change(self, seen: frozenset[str], change: str, review: int = 0) -> Whole | None:
        """One change, with what its review of this id said, or its newest; ``None`` where there is none to be seen."""
        ...

    def rules(self, seen: frozenset[str]) -> Sequence[RuleLine]:
        """Every rule of which anything was told, by id."""
        ...

    def decisions(
        self,
        seen: frozenset[str],
        standing: Standing = Standing.ALL,
        *,
        now: int,
        text: str = "",
        change: str = "",
        after: str = "",
        most: int = 100,
    ) -> Decided:
        """Decisions about these repositories; ``text`` stands in the rule, the path, the reason or the name of who made
        it, ``change`` is where it was made."""
        ...

    def trends(self, seen: frozenset[str], *, now: int, weeks: int = 26) -> Sequence[Week]:
        """The last weeks, the oldest first, each of them."""
        ...

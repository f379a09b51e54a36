"""What the workers remember, and what the command line reads of it: the port and its values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Protocol, TypeAlias

from bot.feedback import Judged, Standing
from bot.model import ChangeRef, Decision, DecisionKind, Review, Span, Vote

Lines: TypeAlias = tuple[int, tuple[str, ...]]
"""The number of the first one, and some lines of code, credentials masked."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One review that was posted."""

    ref: ChangeRef
    head: str
    verdict: str
    defects: int
    observations: int
    files_examined: int
    files_total: int
    published_at: datetime
    """In UTC."""
    seconds: Mapping[str, float]
    """Wall time by stage."""
    posted: int
    closed: int
    requests: int
    """Writes that the host was sent."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A decision does not hold any more."""

    at: int
    """Seconds since the epoch."""
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """One decision as the store has it, for audit."""

    scope: str
    """The key of what it holds in, see :func:`bot.decisions.scope_of`."""
    repository: str
    """The repository's name for people when it was decided, as ``github:octo/app``."""
    decision: Decision
    taken_back: TakenBack | None = None


class StoreDown(Exception):
    """The database cannot be reached or does not do what it is asked; the message carries no URL."""


class Store(Protocol):
    """What the workers remember. Every method raises :class:`StoreDown`."""

    def record(
        self,
        review: Review,
        seconds: Mapping[str, float],
        *,
        posted: int,
        closed: int,
        requests: int,
        code: Mapping[Span, Lines] = MappingProxyType({}),
    ) -> None:
        """Remembers a review that was published now: its stages' wall times, what was really sent, and the lines of
        code that it speaks of."""
        ...

    def ended(self, change: str, *, merged: bool) -> None:
        """The change, as ``github:octo/app#7``, is merged or closed. One that was never reviewed stays unknown."""
        ...

    def forget(self, before: int) -> int:
        """Forgets the reviews that were published before this time (seconds since the epoch), and the changes that have
        had none since; returns how many reviews. Decisions and what became of rules' findings are kept."""
        ...

    def latest(self, ref: ChangeRef) -> Recorded | None:
        """The newest review of the change."""
        ...

    def decisions(self, scope: str) -> Sequence[Decision]:
        """Every decision that was made in a scope (see :func:`bot.decisions.scope_of`) and not taken back, expired ones
        too, oldest first."""
        ...

    def decide(self, scope: str, repository: str, decisions: Iterable[Decision]) -> None:
        """Remembers decisions; one that is known by its id stays as it is, also where it was taken back.

        ``repository`` is the repository's name for people, as ``github:octo/app``. What a database cannot hold is
        replaced in the texts, and long reasons are cut: the id is that of what is kept, see
        :func:`bot.store.texts.kept`.
        """
        ...

    def revoke(self, scope: str, fingerprints: Collection[str], *, by: str, at: int, why: str = "") -> None:
        """Takes back the decisions about these findings that were made up to the time ``at`` (seconds since the epoch),
        those as well that only come to be known later."""
        ...

    def told(self, change: str, scope: str, rules: Mapping[str, str]) -> None:
        """Remembers that people were told of these observations of a change: fingerprint → rule. ``change`` is as
        ``github:octo/app#7``."""
        ...

    def outcome(
        self,
        change: str,
        *,
        fixed: Collection[str],
        dismissed: Mapping[str, DecisionKind | None],
        votes: Iterable[Vote],
    ) -> None:
        """What became of a change's observations, by fingerprint; it replaces what was remembered of them before.

        What people were not told of counts for nothing, and neither do votes of bots.
        """
        ...

    def has_complaints(self) -> bool:
        """Whether anybody complained of a rule, or demoted one: else :meth:`demoted` need not be asked, which wants to
        know every rule's version."""
        ...

    def demoted(self, digests: Mapping[str, str]) -> frozenset[str]:
        """Rules that people found useless too often: their findings go to the summary.

        ``digests`` names the version of each rule that may be demoted: rule → digest of its definition. Another version
        of a rule is told on its lines again, and its counting begins anew.
        """
        ...


class Audit(Protocol):
    """What the command line reads and changes beside what the workers do. Every method raises :class:`StoreDown`."""

    def known(self) -> Sequence[Known]:
        """All decisions of all scopes, taken back ones too, oldest first."""
        ...

    def take_back(self, scope: str, decision: str, *, by: str, at: int, why: str) -> None:
        """Takes back one decision by its id; one that was taken back before stays as it is."""
        ...

    def judged(self) -> Sequence[Judged]:
        """Everything that people were told, with what became of it."""
        ...

    def standings(self, digests: Mapping[str, str]) -> Mapping[str, Standing]:
        """Where the findings of these versions of rules are told: rule → digest in, rule → standing out."""
        ...

    def promote(self, rule: str, digest: str) -> None:
        """Tells the rule's findings on their lines again. What was said of it until now no longer counts."""
        ...

    def demote(self, rule: str, digest: str, *, by: str, why: str) -> None:
        """Tells the findings of this version of the rule in the summary only."""
        ...

"""Pure: what people's answers say about a rule, and when it has been found useless too often.

A finding is *judged* when somebody voted on it or dismissed it, or when its lines were mended before the merge. It
speaks against its rule where somebody gave it a 👎 or dismissed it as not useful or as a false positive, and for the
rule in every other case; it may do both, and does each at most once, so that one busy thread does not outweigh nine
quiet ones.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.model import DecisionKind

USELESS = frozenset({DecisionKind.NOT_USEFUL, DecisionKind.FALSE_POSITIVE})
"""Dismissals that speak against the rule; the others say that it was right, or say nothing."""
TOO_OFTEN = 0.10
"""A rule is demoted when at least this share of what was said of it speaks against it, with 97.5 % certainty."""
FEWEST_JUDGED = 10
"""Below this the interval is so wide that two complaints among five would do; with ten it takes three."""
FEWEST_CHANGES = 3
"""The complaints come from so many changes: one odd change is no proof."""
FEWEST_PEOPLE = 2
"""And from so many people: one angry person cannot silence a rule, however many findings they dismiss."""
_Z = 1.959963984540054
"""The normal distribution's quantile for a two-sided interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A share and the Wilson interval around it, each from 0 to 1."""

    share: float
    low: float
    high: float


def wilson(hits: int, trials: int) -> Interval:
    """The share of ``hits`` in ``trials`` with its 95 % Wilson score interval (E. B. Wilson 1927, JASA 22: 209-212).

    Nothing is known of no trials: 0 to 1. Raises :class:`ValueError` unless ``0 <= hits <= trials``.
    """
    if not 0 <= hits <= trials:
        raise ValueError(f"{hits} of {trials} is no share")
    if trials == 0:
        return Interval(0.0, 0.0, 1.0)
    share = hits / trials
    scale = 1 + _Z**2 / trials
    centre = (share + _Z**2 / (2 * trials)) / scale
    margin = _Z / scale * math.sqrt(share * (1 - share) / trials + _Z**2 / (4 * trials**2))
    low = 0.0 if hits == 0 else max(0.0, centre - margin)
    high = 1.0 if hits == trials else min(1.0, centre + margin)
    return Interval(share, low, high)


@dataclass(frozen=True, slots=True)
class Judged:
    """One observation that people were told of on one change, and what became of it."""

    change: str
    """As ``github:octo/app#7``."""
    rule: str
    at: int
    """When they were told, in seconds since the epoch."""
    fixed: bool = False
    """The flagged lines changed before the merge."""
    dismissed: bool = False
    kind: DecisionKind | None = None
    """Of the dismissal; ``None`` also where nobody said why."""
    dismissers: frozenset[str] = frozenset()
    """Names of the people who decided so."""
    up: frozenset[str] = frozenset()
    """Names of the people who gave a 👍."""
    down: frozenset[str] = frozenset()

    @property
    def repository(self) -> str:
        """With its host, as ``github:octo/app``; of a merge queue's group as well."""
        name, mark, _ = self.change.rpartition("#")
        return name if mark else self.change.partition("@")[0]

    @property
    def speaks_against(self) -> bool:
        return bool(self.down) or (self.dismissed and self.kind in USELESS)

    @property
    def speaks_for(self) -> bool:
        return self.fixed or bool(self.up) or (self.dismissed and self.kind not in USELESS)

    @property
    def complainers(self) -> frozenset[str]:
        """The people who spoke against it."""
        return self.down | (self.dismissers if self.dismissed and self.kind in USELESS else frozenset())


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of a rule's findings."""

    rule: str
    told: int = 0
    fixed: int = 0
    dismissed: Mapping[DecisionKind | None, int] = field(default_factory=dict)
    up: int = 0
    """Votes; a person has one on each comment."""
    down: int = 0
    judged: int = 0
    """Findings of which anything was said or done."""
    against: int = 0
    """Findings that speak against the rule."""
    said: int = 0
    """Findings that speak against it and findings that speak for it; who does both counts twice."""
    people: int = 0
    """Different people who spoke against it."""
    changes: int = 0
    """Different changes on which somebody did."""

    @property
    def useless(self) -> Interval:
        """The share of what was said that speaks against the rule."""
        return wilson(self.against, self.said)

    @property
    def is_enough(self) -> bool:
        """Whether so much was said, by so many, that it may decide where the rule's findings go."""
        return self.judged >= FEWEST_JUDGED and self.people >= FEWEST_PEOPLE and self.changes >= FEWEST_CHANGES

    @property
    def is_useless(self) -> bool:
        """Whether people found the rule useless too often."""
        return self.is_enough and self.useless.low > TOO_OFTEN

    @property
    def why(self) -> str:
        """The reason for a demotion, as a clause for people."""
        return (
            f"{self.against} of {self.said} answers say it is not useful (at least {self.useless.low:.0%}, by "
            f"{self.people} people on {self.changes} changes)"
        )


def tallies(outcomes: Iterable[Judged]) -> dict[str, Tally]:
    """The tally of each rule that is named, by rule, in the order of the rules' ids."""
    by_rule: dict[str, list[Judged]] = {}
    for item in outcomes:
        by_rule.setdefault(item.rule, []).append(item)
    return {rule: _tally(rule, by_rule[rule]) for rule in sorted(by_rule)}


def _tally(rule: str, outcomes: list[Judged]) -> Tally:
    against = [item for item in outcomes if item.speaks_against]
    return Tally(
        rule=rule,
        told=len(outcomes),
        fixed=sum(item.fixed for item in outcomes),
        dismissed=Counter(item.kind for item in outcomes if item.dismissed),
        up=sum(len(item.up) for item in outcomes),
        down=sum(len(item.down) for item in outcomes),
        judged=sum(item.speaks_against or item.speaks_for for item in outcomes),
        against=len(against),
        said=len(against) + sum(item.speaks_for for item in outcomes),
        people=len(frozenset().union(*(item.complainers for item in against))),
        changes=len({item.change for item in against}),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the findings of one version of a rule are told."""

    rule: str
    digest: str
    """Names the version: another one begins anew."""
    counted_from: int = 0
    """Only what people were told after this time counts, in seconds since the epoch."""
    demoted_at: int = 0
    """0 while the findings are told on their lines."""
    by: str = ""
    """Who demoted it by hand; ``""`` where the votes did."""
    why: str = ""

    @property
    def is_demoted(self) -> bool:
        return self.demoted_at > 0

    def counts(self, outcome: Judged) -> bool:
        return outcome.at > self.counted_from

"""Recall against noise: what is told of each change at a bar, and where the bar must stand for so many comments.

Every change is scored with weights that were fitted without its repository. One bar holds for all repositories.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.signal.changes import Role
from bench.signal.lost import Lost, Seen, best
from workers.checks.guards import ranking

BUDGETS = (0.5, 1.0, 1.5, 2.0)
"""Line comments of guards per 100 ordinary commits."""
SHIPPED_AT = 1.5
"""The budget at which the bars that are shipped stand."""
SUMMARY_BUDGET = 8.0
"""Observations in the summary per 100 ordinary commits, of all checks together."""
OTHERS = 3.6
"""What the other checks tell in the summary of 100 ordinary commits, as last measured: the room that is not guards'."""

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Scored:
    """A change with the best loss of each of its lines, the best first."""

    seen: Seen
    ranked: tuple[tuple[float, Lost], ...]

    def on_lines(self, bar: float) -> list[Lost]:
        """What gets a line comment: what scores above the bar, as much as one review says on lines."""
        return [lost for place, (score, lost) in enumerate(self.ranked) if ranking.has_line(score, place, bar)]

    def in_summary(self, line: float, bar: float) -> list[Lost]:
        """What the summary tells, with bars for line comments and for the summary."""
        told = len(self.on_lines(line))
        return [lost for place, (score, lost) in self._further(told) if ranking.is_told(score, place, bar)]

    def _further(self, told: int) -> list[tuple[int, tuple[float, Lost]]]:
        """What has no line, each with its place among all."""
        return list(enumerate(self.ranked))[told:]


def value(features: Mapping[str, float], weights: Weights) -> float:
    """The score of a loss."""
    return sum(weights.get(name, 0.0) * amount for name, amount in features.items())


def scored(rows: Iterable[Seen], by_repository: Mapping[str, Weights], otherwise: Weights) -> list[Scored]:
    """Each change scored with the weights of its repository, or with ``otherwise`` where it took no part in a fit."""
    found = []
    for row in rows:
        weights = by_repository.get(row.repository, otherwise)
        found.append(Scored(row, tuple(best([(value(item.features, weights), item) for item in row.lost]))))
    return found


def line_bar(rows: Iterable[Scored], per_hundred: float) -> float:
    """The lowest bar that keeps line comments on ordinary commits within the budget."""
    ordinary = [row for row in rows if row.seen.role is Role.ORDINARY]
    scores = [
        score - ranking.margin(place)
        for row in ordinary
        for place, (score, _) in enumerate(row.ranked[: ranking.MOST_ON_LINES])
    ]
    return _bar(scores, per_hundred, len(ordinary))


def summary_bar(rows: Iterable[Scored], line: float, per_hundred: float) -> float:
    """The lowest bar that keeps what the summary tells beside the line comments within the budget."""
    ordinary = [row for row in rows if row.seen.role is Role.ORDINARY]
    scores = [
        score - (ranking.FURTHER if place else 0.0)
        for row in ordinary
        for place, (score, _) in list(enumerate(row.ranked))[len(row.on_lines(line)) :]
    ]
    return min(line, _bar(scores, per_hundred, len(ordinary)))


def _bar(scores: Sequence[float], per_hundred: float, commits: int) -> float:
    allowed = max(0, math.floor(per_hundred * commits / 100))
    falling = sorted(scores, reverse=True)
    return falling[allowed] if len(falling) > allowed else -math.inf


def per_hundred(rows: Iterable[Scored], bar: float, role: Role) -> float:
    """Line comments per 100 changes of a role."""
    chosen = [row for row in rows if row.seen.role is role]
    return 100 * sum(len(row.on_lines(bar)) for row in chosen) / len(chosen) if chosen else 0.0


def hits(rows: Iterable[Scored], bar: float) -> set[str]:
    """The cases with a line comment by the flaw."""
    back = (row for row in rows if row.seen.role is Role.BACK)
    return {row.seen.case for row in back if any(lost.is_near for lost in row.on_lines(bar))}

"""How much a lost protection matters: what kind it was, its words, and what the edit put in its place.

Each loss has a set of plain features, and the sum of their weights is its score. The weights come from
``python -m bench.signal.fit`` (logistic regression), rounded; docs/checks.md has the figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workers.checks.guards.comparison import Loss
from workers.checks.guards.features import features

DEFECT = 0.0
"""The score from which a loss is worth a line comment."""
CERTAIN = 1.2
OBSERVATION = -0.9
"""The score from which it is worth a line of the summary."""

BIAS = -1.0
WEIGHTS: Mapping[str, float] = {}


def ranked(losses: Iterable[Loss], removed: int) -> list[tuple[float, Loss]]:
    """The losses that count with their scores, the gravest first, one for each hunk.

    ``removed`` is how many lines of code the whole change removes.
    """
    scored = [(score(found), loss) for loss in losses if (found := features(loss, removed))]
    scored.sort(key=lambda item: (-item[0], item[1].sides.file.path, item[1].fact.line, item[1].fact.text))
    best: dict[tuple[str, int], tuple[float, Loss]] = {}
    for value, loss in scored:
        best.setdefault((loss.sides.file.path, loss.hunk.base_start), (value, loss))
    return list(best.values())


def score(found: Iterable[str]) -> float:
    """The sum of the features' weights; a feature without a weight tells nothing."""
    return round(BIAS + sum(WEIGHTS.get(name, 0.0) for name in found), 6)

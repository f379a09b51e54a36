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
OBSERVATION = -0.8
"""The score from which it is worth a line of the summary."""

BIAS = -1.2
WEIGHTS: Mapping[str, float] = {
    "accidental-word": -0.1,
    "additive": -0.7,
    "answer-flipped": 0.4,
    "answer-shrunk": -0.4,
    "answer-weaker": -0.3,
    "argument-gone": -0.2,
    "bound-raised": -0.3,
    "by-the-way": -0.4,
    "call-edited-likely": 0.1,
    "call-edited-sure": 0.0,
    "call-gone-likely": 0.3,
    "call-gone-sure": 1.2,
    "call-unwrapped": 0.1,
    "check-after-use": -0.2,
    "cleaning-gone": -0.2,
    "clearly-weaker": 0.6,
    "client-side": -0.8,
    "comment": 0.2,
    "comparison-widened": 0.3,
    "condition-gone": 0.4,
    "condition-shrunk": -0.4,
    "condition-weaker": -0.3,
    "declared": 0.5,
    "decorator-edited": -0.1,
    "decorator-gone": 0.0,
    "definition-gone": 0.1,
    "deletion-gone": -0.1,
    "emptiness": -0.8,
    "entry-gone": 0.3,
    "gained-guard": -0.3,
    "guarded-place": 0.3,
    "handler-gone": -0.3,
    "handler-swallows": -0.1,
    "header-gone": 0.1,
    "inherited": 0.2,
    "medium-words": 0.5,
    "much-instead": -0.7,
    "name-of-definition": 0.3,
    "no-of-predicate": 0.5,
    "nothing-instead": 1.1,
    "owner-filter-gone": 0.2,
    "ownership": 0.3,
    "pattern-loosened": 0.4,
    "refusal-gone-deny": -0.1,
    "refusal-gone-quiet": -0.8,
    "refusal-gone-raise": 0.4,
    "refusal-gone-value": 0.0,
    "refusal-shrunk": -0.1,
    "refusal-swapped": -1.1,
    "refusal-tamed": -0.2,
    "refusal-weaker": 0.0,
    "refusing-error": 0.4,
    "replaced-by-guard": 0.2,
    "rewritten": -0.7,
    "setting-edited": 0.1,
    "setting-gone": 0.2,
    "small-definition": 0.2,
    "strong-word": 0.7,
    "strong-words": 0.1,
    "subtractive": 0.9,
    "unwrapped": 0.1,
    "wide-change": -1.3,
}


def ranked(losses: Iterable[Loss], removed: int) -> list[tuple[float, Loss]]:
    """The losses that count with their scores, the gravest first, one for each hunk.

    ``removed`` is how many lines of code the whole change removes.
    """
    scored = [(score(found), found, loss) for loss in losses if (found := features(loss, removed))]
    scored.sort(key=lambda item: (-item[0], item[2].sides.file.path, item[2].fact.line, item[2].fact.text))
    best: dict[tuple[str, int], tuple[float, Loss]] = {}
    for value, found, loss in scored:
        place = loss.sides.file.path, loss.hunk.base_start
        gravest = best.setdefault(place, (value, loss))
        # What shows both its old and its new text is easier to judge than what is gone.
        if value >= DEFECT and "clearly-weaker" in found and gravest[1].became is None:
            best[place] = (gravest[0], loss)
    return sorted(best.values(), key=lambda item: -item[0])


def score(found: Iterable[str]) -> float:
    """The sum of the features' weights; a feature without a weight tells nothing."""
    return round(BIAS + sum(WEIGHTS.get(name, 0.0) for name in found), 6)

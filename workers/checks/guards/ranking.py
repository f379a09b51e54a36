"""Which losses are worth a comment: a sum of few features, fitted on real fixes and ordinary commits.

``python -m bench.signal.fit`` fits the weights with cross-validation by repository; a feature without a meaning that one
can say in a line has no place here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.knowledge import protection as words
from workers.checks.guards import context as surroundings
from workers.checks.guards.context import Context
from workers.checks.guards.model import How, Loss, Way

_CONDITIONS = frozenset({Way.REFUSES, Way.SKIPS, Way.RESETS, Way.ENCLOSES})
_HARD = words.REFUSING_ERROR


def features(loss: Loss, change: Context) -> dict[str, float]:
    """The features of a loss by name; what is not named is 0."""
    protection = loss.protection
    said = words.parts(f"{protection.text} {protection.ending} {protection.name}")
    place = words.parts(f"{loss.scope} {loss.base.path.rpartition('/')[2]}")
    hunk = surroundings.hunk_of(loss)
    gone, come = surroundings.balance(hunk, loss) if hunk is not None else (0, 0)
    names = set(surroundings._NAME.findall(protection.text))
    return {
        "bias": 1.0,
        "refusal": float(protection.way in (Way.REFUSES, Way.CHECKS)),
        "condition": float(protection.way in _CONDITIONS),
        "weaker": float(loss.how is How.WEAKER),
        "wrapped": float(protection.way in (Way.WRAPS, Way.DECLARES)),
        "acts": float(protection.way is Way.ACTS),
        "cleans": float(protection.way is Way.CLEANS),
        "strong words": min(2.0, float(len(said & words.STRONG))),
        "medium words": min(2.0, float(len(said & words.MEDIUM))),
        "accidental words": float(bool(said & words.ACCIDENTAL)),
        "hard ending": float(bool(_HARD.search(protection.ending))),
        "place": float(bool(place & words.STRONG)),
        "explained": min(2.0, float(len(surroundings.explained(loss)))),
        "operations": math.log1p(len(loss.operations)),
        "gone": math.log1p(change.gone.code),
        "come": math.log1p(change.come.code),
        "only taken": (change.gone.code - change.come.code) / (1 + change.gone.code + change.come.code),
        "conditions taken": (change.gone.conditions - change.come.conditions)
        / (1 + change.gone.conditions + change.come.conditions),
        "hunk taken": (gone - come) / (1 + gone + come),
        "named anew": float(any(change.came[name] for name in names)),
        "files": math.log1p(change.files),
    }


def score(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The weighted sum of features."""
    return sum(weights.get(name, 0.0) * value for name, value in found.items())

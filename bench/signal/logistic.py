"""Logistic regression with a penalty on large weights, by Newton's method.

A few features on some ten thousand examples take seconds here, and a dependency would bring more code than this is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

INTERCEPT = "bias"
"""The feature that every example has: it carries no penalty."""
PENALTY = 3.0
"""Of half the square of each weight, in examples."""
_ROUNDS = 40
_SETTLED = 1e-5
_LONGEST = 3.0
"""Of one step, in the largest weight: far from the optimum Newton's step can lead anywhere."""


@dataclass(frozen=True, slots=True)
class Example:
    """Features that are not 0, whether they should be told, and how much the example counts."""

    features: Mapping[str, float]
    label: bool
    weight: float = 1.0


def fit(
    examples: Sequence[Example], names: Sequence[str], *, start: Mapping[str, float] | None = None
) -> dict[str, float]:
    """The weight of each name and of the intercept. The same examples give the same weights.

    Both labels count the same in total, so the intercept says nothing of how common they are.
    """
    names = [INTERCEPT, *(name for name in names if name != INTERCEPT)]
    places = {name: place for place, name in enumerate(names)}
    totals = {label: sum(item.weight for item in examples if item.label is label) for label in (True, False)}
    if not all(totals.values()):
        return dict.fromkeys(names, 0.0)
    half = sum(totals.values()) / 2
    rows = [
        (
            [(0, 1.0), *((places[name], value) for name, value in item.features.items() if value and places.get(name))],
            float(item.label),
            item.weight * half / totals[item.label],
        )
        for item in examples
    ]
    weights = [(start or {}).get(name, 0.0) for name in names]
    for _ in range(_ROUNDS):
        slope, bend = _derivatives(rows, weights)
        step = _solved(bend, slope)
        longest = max(map(abs, step))
        scale = min(1.0, _LONGEST / longest) if longest else 0.0
        weights = [weight + scale * part for weight, part in zip(weights, step, strict=True)]
        if longest < _SETTLED:
            break
    return dict(zip(names, weights, strict=True))


_Row = tuple[list[tuple[int, float]], float, float]


def _derivatives(rows: Sequence[_Row], weights: Sequence[float]) -> tuple[list[float], list[list[float]]]:
    """Slope and (negated) curvature of the penalised likelihood."""
    size = len(weights)
    slope = [0.0, *(-PENALTY * weight for weight in weights[1:])]
    bend = [[0.0] * size for _ in range(size)]
    for features, label, weight in rows:
        total = sum(weights[place] * value for place, value in features)
        told = probability(total)
        error, spread = weight * (label - told), weight * told * (1 - told)
        for number, (place, value) in enumerate(features):
            slope[place] += error * value
            row, part = bend[place], spread * value
            for other, second in features[number:]:
                row[other] += part * second
    for one in range(size):
        for two in range(one):
            both = bend[one][two] + bend[two][one]
            bend[one][two] = bend[two][one] = both
        bend[one][one] += PENALTY if one else 1e-9
    return slope, bend


def probability(total: float) -> float:
    """The logistic function, for any argument."""
    if total < 0:
        grown = math.exp(max(total, -700.0))
        return grown / (1 + grown)
    return 1 / (1 + math.exp(-min(total, 700.0)))


def _solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """The solution of a symmetric, positive system of linear equations, by Cholesky's decomposition."""
    size = len(right)
    lower = [[0.0] * size for _ in range(size)]
    for one in range(size):
        for two in range(one + 1):
            rest = matrix[one][two] - sum(lower[one][k] * lower[two][k] for k in range(two))
            lower[one][two] = math.sqrt(max(rest, 1e-12)) if one == two else rest / lower[two][two]
    forth = [0.0] * size
    for one in range(size):
        forth[one] = (right[one] - sum(lower[one][k] * forth[k] for k in range(one))) / lower[one][one]
    back = [0.0] * size
    for one in reversed(range(size)):
        back[one] = (forth[one] - sum(lower[k][one] * back[k] for k in range(one + 1, size))) / lower[one][one]
    return back

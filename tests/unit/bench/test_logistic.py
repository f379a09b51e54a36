"""The regression finds the optimum, whatever the examples."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from bench.signal.logistic import INTERCEPT, PENALTY, Example, fit, probability

NAMES = ("a", "b")
features = st.dictionaries(st.sampled_from(NAMES), st.sampled_from((0.0, 0.5, 1.0, 3.0)), max_size=2)
examples = st.lists(st.builds(Example, features, st.booleans(), st.sampled_from((0.5, 1.0, 4.0))), max_size=30)


def loss(rows: list[Example], weights: dict[str, float]) -> float:
    """What the fit makes as small as it can."""
    totals = {label: sum(row.weight for row in rows if row.label is label) for label in (True, False)}
    half = sum(totals.values()) / 2
    cost = 0.5 * PENALTY * sum(weights[name] ** 2 for name in NAMES)
    for row in rows:
        told = probability(weights[INTERCEPT] + sum(weights[name] * value for name, value in row.features.items()))
        cost -= row.weight * half / totals[row.label] * math.log(max(told if row.label else 1 - told, 1e-300))
    return cost


@given(examples)
def test_no_step_away_from_the_fit_is_better(rows: list[Example]) -> None:
    found = fit(rows, NAMES)
    if len({row.label for row in rows}) < 2:
        assert set(found.values()) == {0.0}
        return
    best = loss(rows, found)
    for name in (INTERCEPT, *NAMES):
        for step in (-0.05, 0.05):
            assert loss(rows, {**found, name: found[name] + step}) >= best - 1e-6


def test_a_start_changes_nothing_but_the_way() -> None:
    rows = [Example({"a": 1.0}, True), Example({"a": 1.0, "b": 2.0}, False), Example({}, False)]
    one, two = fit(rows, NAMES), fit(rows, NAMES, start={"a": 5.0, "b": -5.0})
    assert all(math.isclose(one[name], two[name], abs_tol=1e-4) for name in one)
    assert one["a"] > 0 > one["b"]

"""Fits the weights by which guards ranks losses, and says what they are worth on repositories that took no part.

    python -m bench.signal.fit --clones FOLDER --cases FILE --ordinary FILE [--part 0/10] [--check]

What should be told is the best loss by the flaw of each fix undone. What should not are the losses of ordinary commits,
and those of the undone fixes that stand elsewhere. A repository counts for no more than twice the mean, so that a few
large ones do not decide. Each repository is scored with weights that were fitted on others only.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from bench.signal import curve, logistic, noise, stages
from bench.signal.changes import Part, Role
from bench.signal.curve import Scored, Weights
from bench.signal.logistic import INTERCEPT, Example
from bench.signal.lost import Lost, Seen
from bench.signal.tables import share, table
from workers.checks.guards import ranking
from workers.checks.guards.sorts import SORTS, UNKNOWN_SORT

FOLDS = 10
SEED = 15
"""Of which repositories are left out together."""
LARGEST_SHARE = 2.0
"""What one repository may count for, in means of all."""
SORT = "sort"
"""The feature that is a table: what the sort of a loss is worth by itself."""
_DRAWN = 2.0
"""Cases, and as many commits in proportion, that each sort is drawn towards "as often" by."""
_SELDOM = 12
"""Changes in which a sort must be met to be in the table."""
_CHOICES = 4
"""Rounds in which each case chooses its best loss anew."""
DIGITS = 2


def names(rows: Iterable[Seen]) -> tuple[str, ...]:
    """The features that guards has; where it lists none, those of the rows."""
    listed: Sequence[str] = getattr(ranking, "FEATURES", ())
    return tuple(listed) or tuple(sorted({name for row in rows for item in row.lost for name in item.features}))


def shipped() -> Mapping[str, float]:
    """The weights that guards has."""
    found: Mapping[str, float] = getattr(ranking, "WEIGHTS", {})
    return found


def weights(rows: Sequence[Seen], features: Sequence[str], worth: Collection[str] = ()) -> dict[str, float]:
    """The weights that the rows give.

    A change is worth a comment or not by the best loss that it has, so each case teaches by its best loss near the
    flaw and each ordinary commit by its best loss; which these are is chosen anew after each fit. ``worth`` names
    ordinary commits (the first twelve digits of their ids) of which a comment was judged to be worth a question: they
    say nothing of what should be silent.
    """
    rows = sorted(rows, key=lambda row: (row.repository, row.key))
    groups = [(row.repository, near, True) for row in rows if (near := _to_tell(row))]
    groups += [(row.repository, row.lost, False) for row in rows if row.lost and _is_silent(row, worth)]
    counts = _factors((name, Example({}, label)) for name, _, label in groups)
    found: dict[str, float] = {SORT: 1.0}
    chosen: list[int] = []
    for _ in range(_CHOICES):
        before = chosen
        chosen = [_best(lost, found) for _, lost, _ in groups]
        if chosen == before:
            break
        examples = [
            Example(lost[number].features, label, counts[name])
            for (name, lost, label), number in zip(groups, chosen, strict=True)
        ]
        fitted = logistic.fit(examples, [name for name in features if name not in ranking.PINNED], start=found)
        found = {**fitted, **{name: value for name, value in ranking.PINNED.items() if name in features}}
    return found


def _to_tell(row: Seen) -> tuple[Lost, ...]:
    return tuple(item for item in row.lost if item.is_near) if row.role is Role.BACK else ()


def _is_silent(row: Seen, worth: Collection[str]) -> bool:
    return row.role is Role.ORDINARY and row.key.rpartition(" ")[2][:12] not in worth


def _best(lost: Sequence[Lost], found: Weights) -> int:
    scores = [curve.value(item.features, found) for item in lost]
    return scores.index(max(scores))


def _factors(examples: Iterable[tuple[str, Example]]) -> dict[str, float]:
    totals: dict[str, float] = defaultdict(float)
    for name, item in examples:
        totals[name] += item.weight
    most = LARGEST_SHARE * sum(totals.values()) / max(1, len(totals))
    return {name: min(1.0, most / total) for name, total in totals.items() if total}


def folds(rows: Iterable[Seen], count: int = FOLDS, seed: int = SEED) -> list[list[str]]:
    """The repositories in groups of about as many cases, by chance and always the same."""
    cases: dict[str, int] = defaultdict(int)
    for row in rows:
        cases[row.repository] += row.role is Role.BACK
    order = sorted(cases)
    random.Random(seed).shuffle(order)  # noqa: S311 - no secret
    order.sort(key=lambda name: -cases[name])
    groups: list[list[str]] = [[] for _ in range(min(count, len(order)))]
    for name in order:
        min(groups, key=lambda group: (sum(cases[item] for item in group), len(group))).append(name)
    return [sorted(group) for group in groups]


def left_out(
    rows: Sequence[Seen],
    features: Sequence[str],
    groups: Iterable[Collection[str]],
    worth: Collection[str] = (),
    also: Sequence[Seen] = (),
) -> tuple[list[Seen], dict[str, dict[str, float]]]:
    """For each repository the weights that the repositories of all other groups give.

    The rows, and those that are ``also`` to be scored, come with the worth of each sort of loss in those other groups.
    """
    found: dict[str, dict[str, float]] = {}
    told = []
    for group in groups:
        others = [row for row in rows if row.repository not in group]
        sorts = lifts(others, worth)
        found.update(dict.fromkeys(group, weights(sorted_by(others, sorts), features, worth)))
        told += sorted_by([row for row in (*rows, *also) if row.repository in group], sorts)
    return told, found


def lifts(rows: Sequence[Seen], worth: Collection[str] = ()) -> dict[str, float]:
    """How much more often each sort of loss stands by a flaw than in an ordinary commit, as a natural logarithm.

    Each change counts a sort once; of a rare sort the answer is drawn towards "as often".
    """
    near, silent = Counter[str](), Counter[str]()
    cases = commits = 0
    for row in rows:
        if row.role is Role.BACK:
            cases += 1
            near.update({item.what for item in row.lost if item.is_near})
        elif row.role is Role.ORDINARY and row.key.rpartition(" ")[2][:12] not in worth:
            commits += 1
            silent.update({item.what for item in row.lost})
    if not cases or not commits:
        return {}
    drawn = _DRAWN * commits / cases
    return {
        what: math.log((near[what] + _DRAWN) / cases * commits / (silent[what] + drawn))
        for what in sorted(near.keys() | silent.keys())
        if near[what] + silent[what] >= _SELDOM
    }


def sorted_by(rows: Iterable[Seen], sorts: Mapping[str, float]) -> list[Seen]:
    """The rows with the worth of each loss's sort as its feature."""
    return [replace(row, lost=tuple(_sorted(item, sorts) for item in row.lost)) for row in rows]


def _sorted(item: Lost, sorts: Mapping[str, float]) -> Lost:
    worth = sorts.get(item.what, UNKNOWN_SORT)
    return replace(item, features={**item.features, SORT: max(0.0, worth) if item.features.get("clear") else worth})


def rounded(found: Weights) -> dict[str, float]:
    """As many digits as are shipped: more would say more than the data do."""
    return {name: round(value, DIGITS) + 0.0 for name, value in found.items()}


def report(rows: Sequence[Scored], cases: int) -> str:
    """Recall and more at each budget, of guards alone."""
    lines = []
    for budget in curve.BUDGETS:
        bar = curve.line_bar(rows, budget)
        fixes = [row for row in rows if row.seen.role is Role.FIX]
        told = sum(bool(row.on_lines(bar)) for row in fixes)
        rates = (curve.per_hundred(rows, bar, role) for role in (Role.ORDINARY, Role.UNDONE))
        cells = (share(len(curve.hits(rows, bar)), cases), *(f"{rate:.1f}" for rate in rates), share(told, len(fixes)))
        lines.append((f"{budget:g}", f"{bar:.2f}", *cells))
    near = {row.seen.case for row in rows if row.seen.role is Role.BACK and any(x.is_near for _, x in row.ranked)}
    head = ("budget per 100", "bar", "recall, cross-validated", "ordinary per 100", "undone per 100", "fixes")
    return f"{table(head, lines)}\nA loss by the flaw, told or not: {share(len(near), cases)}"


def meaning(found: Weights, rows: Sequence[Seen]) -> str:
    """The weights as they stand in the ranking, each with how often it is met."""
    groups = {
        "by a flaw": [item for row in rows if row.role is Role.BACK for item in row.lost if item.is_near],
        "in ordinary commits": [item for row in rows if row.role is Role.ORDINARY for item in row.lost],
    }
    lines = ["WEIGHTS: Mapping[str, float] = {"]
    for name, weight in rounded(found).items():
        if name == INTERCEPT:
            lines.append(f'    "{name}": {weight},')
            continue
        means = [
            f"{sum(x.features.get(name, 0.0) for x in items) / max(1, len(items)):.2f} {where}"
            for where, items in groups.items()
        ]
        lines.append(f'    "{name}": {weight},  # on average {", ".join(means)}')
    return "\n".join([*lines, "}"])


def worth() -> frozenset[str]:
    """The ordinary commits that were judged to deserve a comment, by the first digits of their ids."""
    return frozenset(key.split("/")[2] for key, judged in noise.judgements().items() if judged.worth)


@click.command()
@stages.options
@click.option("--check", is_flag=True, help="Only say whether the shipped weights are those of the data.")
def main(clones: Path, cases: Path, ordinary: Path, part: Part, cache: Path, jobs: int, check: bool) -> None:
    """Prints the weights, their worth on repositories that took no part, and which these were."""
    found = stages.losses(stages.Data.load(clones, cases, ordinary, part), cache, jobs)
    features, deserving = names(found), worth()
    sorts = rounded(lifts(found, deserving))
    whole = sorted_by(found, sorts)
    fitted = weights(whole, features, deserving)
    if check:
        _check(rounded(fitted), sorts)
        return
    groups = folds(found)
    told, by_repository = left_out(found, features, groups, deserving)
    rows = curve.scored(told, by_repository, fitted)
    click.echo(report(rows, sum(row.role is Role.BACK for row in found)))
    click.echo("\nEach fold, scored with weights of the other folds:")
    for number, group in enumerate(groups, 1):
        click.echo(f"  {number}: {', '.join(group)}")
    line = curve.line_bar(rows, curve.SHIPPED_AT)
    click.echo(f"\n{meaning(fitted, whole)}")
    click.echo("SORTS: Mapping[str, float] = {")
    for name, worth_of_it in sorts.items():
        click.echo(f'    "{name}": {worth_of_it},')
    click.echo("}")
    click.echo(f"LINE = {line:.{DIGITS}f}")
    click.echo(f"SUMMARY = {curve.summary_bar(rows, line, curve.SUMMARY_BUDGET - curve.OTHERS):.{DIGITS}f}")


def _check(fitted: Weights, sorts: Weights) -> None:
    wrong = [
        f"{name}: shipped {ours.get(name)}, fitted {data.get(name)}"
        for ours, data in ((shipped(), fitted), (SORTS, sorts))
        for name in sorted(ours.keys() | data.keys())
        if abs(ours.get(name, 0.0) - data.get(name, 0.0)) > 10**-DIGITS
    ]
    if wrong:
        raise click.ClickException("the weights are not those of the data:\n" + "\n".join(wrong))
    click.echo("The weights are those of the data.")


if __name__ == "__main__":
    main()

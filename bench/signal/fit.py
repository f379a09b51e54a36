"""Fits the weights of ``guards`` and says what they are worth on projects that took no part.

    python -m bench.signal.fit --cases CASES.json --clones FOLDER [--ordinary OWNER/NAME]… [--commits N]

Examples are lost protections with their features. Those near the flaw of a case (the replayed fixes, and the half of
``removals.json`` that is for developing) are what should be told; those of ordinary commits and of the fixes themselves
are what should not, but for the commits whose comment was judged worth it. The regression is logistic, with a penalty
on large weights. Each project is measured with weights that were fitted on all the others.
"""

from __future__ import annotations

import math
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click

from bench.signal import cases as case_files
from bench.signal import noise, removals
from bench.signal.cases import Case
from bench.signal.replay import SLACK, ranges
from bench.signal.reviews import Range, read
from bench.signal.tables import share, table
from bot.model import ChangedFile, Side
from bot.policy import Policy
from workers.checks import guards
from workers.checks.guards import relevance, wording
from workers.checks.guards.change import MOVED, Change
from workers.checks.guards.comparison import losses
from workers.checks.guards.features import features

PENALTY = 5.0
"""Of the square of each weight, in examples."""
STEPS = 400
_FALLBACK = 1e-12
UNTOLD = relevance.NEVER_A_LINE | {MOVED}
"""Features of what never has a line, whatever else it has."""
Features = frozenset[str]


@dataclass(frozen=True, slots=True)
class Example:
    """One hunk's losses that would be told together; only the best of them counts, as in a review."""

    options: tuple[Features, ...]
    is_near: bool
    """Whether a comment on it stands by the flaw of its case."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One change with its examples. ``role`` is ``case``, ``fix`` or ``ordinary``."""

    key: str
    project: str
    role: str
    kind: str
    examples: tuple[Example, ...]


def sample(key: str, project: str, role: str, files: Iterable[ChangedFile], case: Case | None = None) -> Sample:
    """The examples of one change."""
    found: dict[tuple[str, int, bool], list[Features]] = defaultdict(list)
    files, check = tuple(files), guards.Guards()
    sides = check.sides(file for file in files if check.aside(file, Policy()) is None)
    lost = losses(sides)
    change = Change(sides, lost, files)
    for loss in lost:
        told = features(loss, change)
        if told:
            place = wording.place(loss)
            near = case is not None and case.is_near(
                loss.sides.file.path, place.line, on_base=place.side is Side.BASE, slack=SLACK
            )
            found[loss.sides.file.path, loss.hunk.base_start, near].append(told)
    examples = tuple(Example(tuple(options), key[2]) for key, options in found.items())
    return Sample(key, project, role, case.kind if case else "", examples)


Weighed = Counter[tuple[Features, bool]]


def examples(samples: Iterable[Sample]) -> Weighed:
    """How often each set of features should be told, and how often not. The rest of a case's change tells nothing.

    What never gets a line has nothing to teach.
    """
    found: Weighed = Counter()
    for item in samples:
        for example in item.examples:
            if item.role == "case" and not example.is_near:
                continue
            for option in example.options:
                if not option & UNTOLD:
                    found[option, item.role == "case"] += 1
    return found


def fit(weighed: Weighed, start: Mapping[str, float] | None = None) -> dict[str, float]:
    """The weights by feature; the one of the empty name is the bias. Positive and negative examples weigh the same."""
    totals: Counter[bool] = Counter({True: 0, False: 0})
    for (_, label), count in weighed.items():
        totals[label] += count
    even = {label: weighed.total() / (2 * max(1, count)) for label, count in totals.items()}
    rows = [((*option, ""), label, count * even[label]) for (option, label), count in weighed.items()]
    names = sorted({name for option, _, _ in rows for name in option})
    weights = dict.fromkeys(names, 0.0) | {name: value for name, value in (start or {}).items() if name in names}
    # Newton's step of each weight alone: no rate to choose, and it settles within a few hundred rounds.
    for _ in range(STEPS):
        slope: dict[str, float] = {name: -PENALTY * value * (name != "") for name, value in weights.items()}
        bend: dict[str, float] = dict.fromkeys(names, PENALTY)
        for option, label, weight in rows:
            told = 1 / (1 + math.exp(-sum(weights[name] for name in option)))
            error, spread = weight * (label - told), weight * told * (1 - told)
            for name in option:
                slope[name] += error
                bend[name] += spread
        moved = {name: 0.25 * slope[name] / (bend[name] + _FALLBACK) for name in names}
        weights = {name: value + moved[name] for name, value in weights.items()}
        if max(map(abs, moved.values())) < 0.002:
            break
    return weights


def value(option: Features, weights: Mapping[str, float]) -> float:
    if option & UNTOLD:
        return -math.inf
    return weights.get("", 0.0) + sum(weights.get(name, 0.0) for name in option)


def told(item: Sample, weights: Mapping[str, float], threshold: float) -> list[Example]:
    """The examples that a review would comment on: the best few above the threshold."""
    scored = [(max(value(option, weights) for option in example.options), example) for example in item.examples]
    scored = [pair for pair in scored if pair[0] >= threshold]
    scored.sort(key=lambda pair: -pair[0])
    return [example for _, example in scored[: guards.MOST_ON_LINES]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Counts at one threshold."""

    hits: Counter[str]
    cases: Counter[str]
    comments: int
    ordinary: int
    fixes_told: int
    fixes: int


def measure(samples: Sequence[Sample], by_project: Mapping[str, Mapping[str, float]], threshold: float) -> Measured:
    """Each sample judged with the weights given for its project."""
    hits: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    comments = ordinary = fixes_told = fixes = 0
    for item in samples:
        said = told(item, by_project[item.project], threshold)
        if item.role == "case":
            cases[item.kind] += 1
            hits[item.kind] += any(example.is_near for example in said)
        elif item.role == "fix":
            fixes += 1
            fixes_told += bool(said)
        else:
            ordinary += 1
            comments += len(said)
    return Measured(hits, cases, comments, ordinary, fixes_told, fixes)


def left_out(samples: Sequence[Sample]) -> dict[str, dict[str, float]]:
    """For each project the weights that all the others give."""
    whole = fit(examples(samples))
    return {
        project: fit(examples(item for item in samples if item.project != project), whole)
        for project in sorted({item.project for item in samples})
    }


def report(samples: Sequence[Sample], by_project: Mapping[str, Mapping[str, float]]) -> str:
    """Recall against comments per 100 ordinary commits, over a row of thresholds."""
    rows = []
    for step in range(-4, 13):
        found = measure(samples, by_project, step / 4)
        kinds = [share(found.hits[kind], found.cases[kind]) for kind in ("guard", "weaken", "sink", "logic")]
        rate = f"{100 * found.comments / max(1, found.ordinary):.1f}"
        rows.append(
            (
                f"{step / 4:+.2f}",
                *kinds,
                share(found.hits.total(), found.cases.total()),
                rate,
                share(found.fixes_told, found.fixes),
            )
        )
    return table(("threshold", "guard", "weaken", "sink", "logic", "all", "per 100", "fixes"), rows)


def collect(cases: Path, clones: Path, ordinary: Sequence[str], commits: int, jobs: int) -> Iterator[Sample]:
    """The samples of everything there is to learn from."""
    worth = {tuple(key.split("/")[:3]) for key, judged in noise.judgements().items() if judged.worth}
    with tempfile.TemporaryDirectory(prefix="patchwarden-bench-") as scratch:
        made = removals.prepare([item for item in removals.load() if item.half == "develop"], clones, Path(scratch))
        work: list[tuple[Range, str, Case | None]] = []
        for chosen, folder in ((case_files.load(cases), clones), (made, Path(scratch))):
            by_id = {case.id: case for case in chosen}
            work += [(item, "case", by_id[item.key]) for item in ranges(chosen, folder, forward=False)]
            work += [(item, "fix", None) for item in ranges(chosen, folder, forward=True)]
        for repository in ordinary:
            clone = case_files.clone(clones, repository)
            if clone is not None:
                found = noise.ordinary(repository, clone, commits)
                work += [
                    (item, "ordinary", None) for item in found if (*repository.split("/"), item.key[:12]) not in worth
                ]
        with ProcessPoolExecutor(jobs) as pool:
            yield from pool.map(_sample, work, chunksize=8)


def _sample(work: tuple[Range, str, Case | None]) -> Sample:
    item, role, case = work
    return sample(item.key, item.repository, role, read(item).files, case)


@click.command()
@click.option("--cases", envvar="CASES", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--clones", envvar="CLONES", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--ordinary", multiple=True, help="Repositories whose ordinary commits should be met with silence.")
@click.option("--commits", default=100, show_default=True, help="Commits of each of them.")
@click.option("--jobs", default=2, show_default=True)
def main(cases: Path, clones: Path, ordinary: tuple[str, ...], commits: int, jobs: int) -> None:
    """Prints what left-out projects get, and the weights of the fit on all."""
    samples = list(collect(cases, clones, ordinary, commits, jobs))
    click.echo(report(samples, left_out(samples)))
    weights = fit(examples(samples))
    click.echo(f"BIAS = {weights.pop(''):.1f}")
    for name, weight in sorted(weights.items()):
        click.echo(f'    "{name}": {weight:.1f},')
    unknown = sorted(set(relevance.WEIGHTS) - set(weights))
    if unknown:
        click.echo(f"No example has: {', '.join(unknown)}")


if __name__ == "__main__":
    main()

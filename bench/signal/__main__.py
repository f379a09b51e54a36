"""How good is a review? Real fixes replayed, and ordinary commits, in one table that cannot flatter.

    python -m bench.signal --clones FOLDER --cases FILE --ordinary FILE [--old-cases FILE] [--part 0/10]
                           [--bandit PROGRAM] [--semgrep-rules FOLDER] [--no-reviews] [--keep]

First come the losses that guards sees, without the engine; what ranks them is fitted anew for each repository on the
others. Then all checks review the same changes. Both are kept and go on where they were stopped; each says how long it
will take. ``--part 0/10`` is a tenth by chance. docs/measuring.md says what the rows mean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import click

from bench import regression
from bench.signal import curve, figures, fit, mutants, noise, peers, results, stages
from bench.signal.changes import Part, Role
from bench.signal.figures import Sample, Section, Tool
from bench.signal.lost import Seen, failures
from bench.signal.results import Results
from bench.signal.reviews import Reviewed
from bench.signal.stages import Data
from bench.signal.tables import share

Value = TypeVar("Value")
_FILE = click.Path(path_type=Path)


@click.command()
@stages.options
@click.option("--old-cases", envvar="OLD_CASES", type=_FILE, help="Further fixes, which are reported apart.")
@click.option("--bandit", envvar="BANDIT", help="Also measure Bandit: its program.")
@click.option(
    "--semgrep-rules", envvar="SEMGREP_RULES", type=_FILE, help="Also measure `semgrep scan` with these rules."
)
@click.option("--reviews/--no-reviews", default=True, show_default=True, help="Let all checks review every change.")
@click.option("--keep", is_flag=True, help=f"Write the figures to {results.RESULTS.name}, for the README.")
def main(
    clones: Path,
    cases: Path,
    ordinary: Path,
    part: Part,
    cache: Path,
    jobs: int,
    old_cases: Path | None,
    bandit: str | None,
    semgrep_rules: Path | None,
    reviews: bool,
    keep: bool,
) -> None:
    """Prints one table of everything that can be measured with what is here."""
    data = Data.load(clones, cases, ordinary, part)
    older = Data.load(clones, old_cases, None, part) if old_cases else Data(())

    def of_all(stage: Callable[[Data], Mapping[str, Mapping[str, Value]]]) -> Mapping[str, Mapping[str, Value]]:
        return joined(stage(data), stage(older))

    click.echo(stages.plan((data, older), cache, jobs, with_reviews=reviews), err=True)
    seen, seen_older = stages.losses(data, cache, jobs), stages.losses(older, cache, jobs)
    reviewed = of_all(lambda some: stages.review(some, cache, jobs)) if reviews else {}
    tools = peers.chosen(bandit, semgrep_rules)
    others = [
        figures.other(peer.name, of_all(lambda some, peer=peer: stages.other(peer, some, cache)))  # type: ignore[misc]
        for peer in tools
    ]
    measured = measure(data, older, seen, seen_older, reviewed, others)
    click.echo(figures.text(measured.sections))
    for line in missing((data, older), (*seen, *seen_older), reviewed):
        click.echo(line)
    click.echo(f"Worth a question, of the judged line comments on ordinary commits: {share(*measured.worth)}")
    click.echo(mutants.measured(tools))
    if reviews:
        click.echo(f"Regression test of our own programs (no measure): {regression.outcome(regression.load(), cache)}")
    if keep:
        results.keep(measured)


def measure(
    data: Data,
    older: Data,
    seen: Sequence[Seen],
    seen_older: Sequence[Seen],
    reviewed: Mapping[str, Mapping[str, Reviewed]],
    others: Sequence[Tool] = (),
) -> Results:
    """The figures, from all that was found."""
    chosen = sample(data, older, seen)
    features, deserving = fit.names(seen), fit.worth()
    told, by_repository = fit.left_out(seen, features, fit.folds(seen), deserving, seen_older)
    sorts = fit.lifts(seen, deserving)
    told += fit.sorted_by([row for row in seen_older if row.repository not in by_repository], sorts)
    # An ordinary commit that was not read is not one on which nothing was said.
    read = [row for row in told if row.role is Role.BACK or not row.failed]
    rows = curve.scored(read, by_repository, fit.weights(fit.sorted_by(seen, sorts), features, deserving))
    on_ordinary = [item for rows in reviewed.values() for key, item in rows.items() if key.startswith("ordinary ")]
    guards = [figures.guards_alone(budget, rows, on_ordinary) for budget in curve.BUDGETS]
    alone, together = "guards alone", "all checks"
    if reviewed:
        all_checks = [figures.all_checks(tool, reviewed) for tool in guards]
        sections = [
            Section.of(alone, [*guards, figures.as_shipped(reviewed, figures.is_of_guards)], chosen),
            Section.of(together, [*all_checks, figures.as_shipped(reviewed), *others], chosen),
        ]
    else:
        sections = [Section.of(alone, [*guards, *others], chosen)]
    return Results(
        date=datetime.now(UTC).date().isoformat(),
        part=str(data.part),
        cases=len(chosen.cases),
        older=len(chosen.older),
        repositories=len(data.projects),
        commits=sum(map(len, chosen.commits.values())),
        worth=noise.worth(noise.said_of(reviewed), noise.judgements()),
        sections=tuple(sections),
    )


def sample(data: Data, older: Data, seen: Iterable[Seen]) -> Sample:
    """What is asked about: the cases, and the ordinary commits that could be read."""
    commits: dict[Role, dict[str, list[str]]] = {role: defaultdict(list) for role in Role}
    for row in seen:
        if not row.failed:
            commits[row.role][row.repository].append(row.key.partition(" ")[2])
    ordinary, undone = (
        {name: tuple(ids) for name, ids in commits[role].items()} for role in (Role.ORDINARY, Role.UNDONE)
    )
    return Sample(data.cases, ordinary, undone, older.cases)


def joined(
    one: Mapping[str, Mapping[str, Value]], two: Mapping[str, Mapping[str, Value]]
) -> dict[str, dict[str, Value]]:
    """The rows of both by repository and key."""
    return {name: {**one.get(name, {}), **two.get(name, {})} for name in one.keys() | two.keys()}


def missing(
    data: Iterable[Data], seen: Sequence[Seen], reviewed: Mapping[str, Mapping[str, Reviewed]]
) -> Iterable[str]:
    """What the figures do not cover, one line each: a measurement hides nothing."""
    absent = sorted({name for some in data for name in some.absent})
    if absent:
        yield f"Not among the clones: {', '.join(absent)}"
    yield from (f"Not read: {line}" for line in failures(seen))
    for name, rows in reviewed.items():
        yield from (f"Not reviewed: {name} {key}: {item.failed}" for key, item in rows.items() if item.failed)


if __name__ == "__main__":
    main()

"""Ordinary commits reviewed as changes: how often is a review incomplete, and why; how much does it say?

    python -m bench.ordinary --clones FOLDER [--repo OWNER/NAME]… [--commits N] [--json OUT]
    python -m bench.ordinary --compare BEFORE.json AFTER.json

A gap on ordinary code that its author can do nothing about is a fault of ours, so every reason is counted. The commits
are those of :mod:`bench.signal.noise`, which judges what the comments are worth.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bench.signal import cases as case_files
from bench.signal.noise import COMMITS, REPOSITORIES, ordinary
from bench.signal.reviews import Reviewed, review_all
from bench.signal.tables import share, table
from bot.model import Verdict

_PLACEMENTS = ("line", "file", "summary")
_MOST_PLACES = 5
"""Examples of one reason that are printed; the JSON document has all."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of one review."""

    repository: str
    commit: str
    verdict: str
    said: tuple[str, ...]
    """Each observation as ``placement rule path:line``."""
    gaps: tuple[str, ...]
    """Each as ``check: path reason``."""
    reasons: tuple[str, ...]
    """Of the gaps, in their order: the check and why, without the place."""
    files: int
    seconds: float
    """CPU seconds of this process and of the programs that it started: the machine may be busy."""

    @classmethod
    def of(cls, repository: str, item: Reviewed) -> Row:
        failed = (f"not reviewed: {item.failed}",) if item.failed else ()
        return cls(
            repository,
            item.key,
            item.verdict,
            tuple(f"{one.placement} {one.rules[0]} {one.path}:{one.line}" for one in item.comments),
            (*item.gaps, *failed),
            (*item.reasons, *failed),
            item.files,
            round(item.seconds, 3),
        )

    @property
    def is_incomplete(self) -> bool:
        return self.verdict == Verdict.INCOMPLETE.value or not self.verdict

    def count(self, placement: str) -> int:
        return sum(said.startswith(f"{placement} ") for said in self.said)

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Row:
        lists = {name: tuple(row[name]) for name in ("said", "gaps", "reasons")}
        return cls(**{**row, **lists})


def measure(repositories: Sequence[str], clones: Path, cache: Path, commits: int, jobs: int) -> list[Row]:
    """One row for each of the last ``commits`` commits of each repository that is among the clones."""
    rows = []
    for name in repositories:
        clone = case_files.clone(clones, name)
        if clone is None:
            click.echo(f"not among the clones: {name}", err=True)
            continue
        for item in review_all(ordinary(name, clone, commits), cache, jobs):
            rows.append(Row.of(name, item))
    return rows


def kind_of(reason: str) -> str:
    """What reasons have in common: numbers and quotations are taken out.

    >>> kind_of("semgrep: could not be parsed as Python 3 at line 12")
    'semgrep: could not be parsed as Python 3 at line N'
    """
    return re.sub(r"\d[\d,.]*", "N", re.sub(r"`[^`]*`", "`…`", reason))


def report(rows: Sequence[Row]) -> str:
    """The rates, then every reason for a gap with examples."""
    return f"{_rates(rows)}\n\n{_reasons(rows)}\n"


def _rates(rows: Sequence[Row]) -> str:
    groups = {
        name: [row for row in rows if row.repository == name] for name in dict.fromkeys(r.repository for r in rows)
    }
    if len(groups) > 1:
        groups["all"] = list(rows)
    lines = []
    for name, group in groups.items():
        count = len(group)
        lines.append(
            (
                name,
                count,
                share(sum(row.is_incomplete for row in group), count),
                share(sum(bool(row.gaps) for row in group), count),
                *(f"{100 * sum(row.count(kind) for row in group) / count:.1f}" for kind in _PLACEMENTS),
                f"{sum(row.seconds for row in group):.0f}",
            )
        )
    head = ("ordinary", "commits", "incomplete", "with a gap", *(f"{kind} per 100" for kind in _PLACEMENTS), "CPU s")
    return table(head, lines)


def _reasons(rows: Iterable[Row]) -> str:
    places: dict[str, list[str]] = defaultdict(list)
    reviews: Counter[str] = Counter()
    for row in rows:
        for gap, reason in zip(row.gaps, row.reasons, strict=True):
            places[kind_of(reason)].append(f"{row.repository} {row.commit[:12]} {gap}")
        reviews.update({kind_of(reason) for reason in row.reasons})
    if not places:
        return "No gaps."
    parts = [table(("reason", "reviews", "gaps"), [(key, n, len(places[key])) for key, n in reviews.most_common()])]
    for reason, _ in reviews.most_common():
        shown = places[reason][:_MOST_PLACES]
        more = len(places[reason]) - len(shown)
        parts.append("\n".join([reason, *(f"  {place}" for place in shown), *([f"  and {more} more"] if more else [])]))
    return "\n\n".join(parts)


def compare(before: Sequence[Row], after: Sequence[Row]) -> str:
    """Both rates, and what is said now and was not, or the other way round."""
    old = {(row.repository, row.commit): row for row in before}
    new = {(row.repository, row.commit): row for row in after}
    lines = []
    for key in sorted(old.keys() & new.keys()):
        for sign, left, right in (("-", old[key], new[key]), ("+", new[key], old[key])):
            lost = Counter((*left.said, *(f"gap {gap}" for gap in left.gaps)))
            lost -= Counter((*right.said, *(f"gap {gap}" for gap in right.gaps)))
            lines += [f"{sign} {key[0]} {key[1][:12]} {said}" for said in sorted(lost.elements())]
    return (
        "\n\n".join(["Before", _rates(before), "After", _rates(after), "\n".join(lines) or "Nothing differs."]) + "\n"
    )


def load(path: Path) -> list[Row]:
    """The rows that ``--json`` wrote."""
    return [Row.from_json(row) for row in json.loads(path.read_text(encoding="utf-8"))]


@click.command()
@click.option("--clones", envvar="CLONES", type=click.Path(path_type=Path, exists=True), help="Folder of clones.")
@click.option("--repo", "repositories", multiple=True, default=REPOSITORIES, show_default=True)
@click.option("--commits", default=COMMITS, show_default=True, help="Commits of each repository.")
@click.option("--cache", default=Path("var/bench"), show_default=True, type=click.Path(path_type=Path))
@click.option("--jobs", default=1, show_default=True, help="Reviews at a time.")
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write every review here.")
@click.option("--compare", "both", nargs=2, type=click.Path(path_type=Path, exists=True), help="Two such documents.")
def main(
    clones: Path | None,
    repositories: tuple[str, ...],
    commits: int,
    cache: Path,
    jobs: int,
    out: Path | None,
    both: tuple[Path, Path] | None,
) -> None:
    """Prints the share of incomplete reviews with their reasons, and comments per 100 ordinary commits."""
    if both:
        click.echo(compare(load(both[0]), load(both[1])), nl=False)
        return
    if clones is None:
        raise click.UsageError("name the folder of clones: --clones FOLDER")
    rows = measure(repositories, clones, cache, commits, jobs)
    if out is not None:
        out.write_text(json.dumps([row.to_json() for row in rows], indent=1), encoding="utf-8")
    click.echo(report(rows), nl=False)


if __name__ == "__main__":
    main()

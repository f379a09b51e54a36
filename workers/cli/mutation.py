"""``patchwarden rules mutate``: what the rules still find when their samples are written otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from workers.cli.rulebook import Wrong
from workers.engine import samples
from workers.engine.invoke import Limits
from workers.engine.samples import Sample
from workers.engine.scanner import Scanner
from workers.mutation import kept, scoring
from workers.mutation.languages import LANGUAGES
from workers.mutation.scoring import Result, Scores, Tally
from workers.reading import rule_files

_SECONDS_OF_A_RULE = 3_600.0
"""What is not reached would count as lost, and nobody waits for a review here."""


def mutate(
    rule_id: str | None,
    language: str | None,
    *,
    keep: bool = False,
    show: bool = False,
    mutation: str | None = None,
    folder: Path | None = None,
    console: Console | None = None,
) -> None:
    """Asks for the mutants of the rule's samples, of all rules' without one, and prints what is lost.

    ``folder`` holds compiled rules and answers between runs.
    Raises :class:`~workers.cli.rulebook.Wrong` where there is no such sample, and what the scanner raises.
    """
    console = console or Console(highlight=False)
    chosen = _chosen(rule_id, language)
    with console.status("reading the rules") as status:
        progress = iter(range(1, len(chosen) + 1))
        scores = scoring.scored(
            chosen,
            Scanner(folder=folder, limits=Limits(head_seconds=_SECONDS_OF_A_RULE)),
            lambda rule: status.update(f"{next(progress, 0)} of {len({each.rule for each in chosen})}: {rule}"),
            mutation,
        )
    if not scores.results:
        raise Wrong("no mutation finds a place in these samples")
    _print_rules(scores, console, show)
    _print_table("mutation", scores.by(lambda result: result.mutant.mutation), console)
    _print_table("language", scores.by(lambda result: result.sample.language), console)
    if scores.broken:
        names = sorted({mutant.mutation for _, mutant in scores.broken})
        console.print(f"{len(scores.broken)} mutants do not parse and were not asked for: {', '.join(names)}.")
    if keep and mutation is None:
        _keep(chosen, scores)


def _chosen(rule_id: str | None, language: str | None) -> list[Sample]:
    of_engine = [sample for sample in samples.all_samples() if not sample.is_for_a_check]
    chosen = [sample for sample in of_engine if rule_id in (None, sample.rule)]
    if not chosen:
        raise Wrong(f"`{rule_id}` is no rule of the engine with a sample; `patchwarden rules list` names all")
    chosen = [sample for sample in chosen if sample.language in LANGUAGES and language in (None, sample.language)]
    if not chosen:
        raise Wrong(f"there are mutations for {', '.join(LANGUAGES)} alone")
    return chosen


def _print_rules(scores: Scores, console: Console, show: bool) -> None:
    groups: dict[str, list[Result]] = {}
    for result in scores.results:
        groups.setdefault(result.sample.rule, []).append(result)
    for rule, results in groups.items():
        tally = sum((result.tally for result in results), Tally())
        console.print(f"[bold]{rule}[/bold]  {_of(tally)}")
        for result in results:
            for line in _said(result):
                console.print(f"  {escape(line)}", soft_wrap=True)
            if show and (result.lost or result.told):
                console.print(f"[dim]{escape(_numbered(result.mutant.text))}[/dim]", soft_wrap=True)


def _said(result: Result) -> Iterable[str]:
    name, file = result.mutant.mutation, result.sample.path.name
    if result.lost:
        yield f"lost by {name}: {file}:{_lines(result.lost)}"
    if result.told:
        yield f"falsely found by {name}: {file}:{_lines(result.told)}"
    yield from (f"{name}: the mutant of {file} {problem}" for problem in result.problems)


def _lines(lines: Sequence[int]) -> str:
    return ", ".join(map(str, lines))


def _numbered(text: str) -> str:
    return "\n".join(f"{number:5} {line}" for number, line in enumerate(text.splitlines(), 1))


def _print_table(of: str, tallies: Mapping[str, Tally], console: Console) -> None:
    table = Table(of, "found", "", "silent", "", box=None, pad_edge=False, header_style="bold")
    for name, tally in sorted(tallies.items(), key=lambda row: (_share(row[1].found, row[1].to_find), row[0])):
        table.add_row(
            name,
            _percent(tally.found, tally.to_find), f"{tally.found}/{tally.to_find}",
            _percent(tally.silent, tally.to_spare), f"{tally.silent}/{tally.to_spare}",
        )  # fmt: skip
    console.print()
    console.print(table)


def _of(tally: Tally) -> str:
    return f"{tally.found} of {tally.to_find} found, {tally.silent} of {tally.to_spare} silent"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _keep(chosen: Sequence[Sample], scores: Scores) -> None:
    """Of a rule with samples in several languages only if all were asked for."""
    root, by_rule = rule_files.root(), samples.by_rule()
    files = {rule.id: root / path for path, rule in samples.all_rules()}
    whole = {
        rule: tally
        for rule, tally in scores.by(lambda result: result.sample.rule).items()
        if all(sample in chosen for sample in by_rule[rule] if sample.language in LANGUAGES)
    }
    measured = {rule: kept.of(kept.digest(files[rule], by_rule[rule]), tally) for rule, tally in whole.items()}
    kept.write(root, measured, files)

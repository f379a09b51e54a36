"""Decisions on a terminal: which are wanted, the table of them, and the whole story of one."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.globs import Globs
from bot.render.text import cut, visible
from bot.store import Known
from workers.cli.decision_files import written_time

_LONGEST_LINE = 250
_LONGEST_CELL = 60
_WIDE = 150
"""Columns of a terminal in which a decision fits into a line."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions are meant. The first three are patterns, in which ``*`` stands for anything."""

    repository: str | None = None
    """With its host or without."""
    rule: str | None = None
    by: str | None = None
    expired: bool = False
    """Only those that have expired."""
    everything: bool = False
    """Also those that were taken back."""

    def of(self, known: Iterable[Known], today: date) -> Sequence[Known]:
        repository, rule, by = (_pattern(text) for text in (self.repository, self.rule, self.by))
        return [
            item
            for item in known
            if (self.everything or item.taken_back is None)
            and (not self.expired or not item.decision.holds_on(today))
            and (repository.match(item.repository) or repository.match(item.repository.partition(":")[2]))
            and rule.match(item.decision.rule)
            and by.match(item.decision.by)
        ]


def _pattern(text: str | None) -> Globs:
    return Globs.of_names((text or "*",))


def state(known: Known, today: date) -> str:
    """Whether the decision holds, in a few words."""
    if known.taken_back:
        return f"taken back {written_time(known.taken_back.at)[:10]}"
    if not known.decision.holds_on(today):
        return "expired"
    return "holds"


def put(text: str) -> None:
    """A document on the standard output, as it is; on a terminal without what a terminal would obey."""
    if sys.stdout.isatty():
        lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
        text = "".join(f"{visible(line)}\n" for line in lines)
    click.echo(text, nl=False, color=True)  # click takes escape sequences away, and the file would be another one


def table(chosen: Sequence[Known], today: date, console: Console | None = None) -> None:
    """A line each where a wide terminal or a program reads it, else a few lines each."""
    console = console or Console(highlight=False)
    if not chosen:
        console.print("No decision matches.")
        return
    if console.is_terminal and console.width < _WIDE:
        _print_below_each_other(chosen, today, console)
    else:
        _print_in_lines(chosen, today, console)
    number = "1 decision" if len(chosen) == 1 else f"{len(chosen)} decisions"
    console.print(f"\n{number}. `patchwarden decisions show ID` tells all about one.")


def _print_in_lines(chosen: Sequence[Known], today: date, console: Console) -> None:
    rows = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("id", "when", "by", "repository", "rule", "path", "kind", "until", "state", "reason"):
        rows.add_column(heading, no_wrap=not console.is_terminal or heading in ("id", "when", "until"), overflow="fold")
    for item in chosen:
        decision = item.decision
        cells = (
            *(decision.id, written_time(decision.at)[:10], decision.by, item.repository, decision.rule, decision.path),
            *(decision.kind.value if decision.kind else "", str(decision.until or ""), state(item, today)),
            decision.reason,
        )
        rows.add_row(*(Text(cut(visible(cell), _LONGEST_CELL)) for cell in cells))
    if not console.is_terminal:
        console.width = _LONGEST_LINE
    console.print(rows)


def _print_below_each_other(chosen: Sequence[Known], today: date, console: Console) -> None:
    for item in chosen:
        decision = item.decision
        until = f", until {decision.until}" if decision.until else ""
        kind = f"{decision.kind.value}: " if decision.kind else ""
        lines = (
            f"{decision.id}  {written_time(decision.at)[:10]}  by {decision.by or 'nobody knows'}  "
            f"{state(item, today)}{until}",
            f"  {item.repository}  {decision.path}  {decision.rule}",
            f"  {kind}{decision.reason or 'no reason given'}",
        )
        for line in lines:
            console.print(Text(visible(line)))


def tell(chosen: Known, known: Iterable[Known], today: date, console: Console | None = None) -> None:
    """The whole story of one decision, with what else was decided about its finding."""
    console = console or Console(highlight=False, soft_wrap=True)
    decision, gone = chosen.decision, chosen.taken_back
    facts = {
        "decision": decision.id,
        "state": state(chosen, today),
        "finding": decision.fingerprint,
        "rule": decision.rule,
        "path": decision.path or "any",
        "repository": f"{chosen.repository} (scope {chosen.scope})",
        "holds for": "its own change alone" if decision.alone else "the repository",
        "by": decision.by or "nobody knows",
        "at": written_time(decision.at),
        "reason": decision.reason or "none",
        "kind": decision.kind.value if decision.kind else "none",
        "until": f"{decision.until} (UTC, that day included)" if decision.until else "for ever",
        "change": decision.change or "none",
        "comment": decision.comment or "none",
        "came by": decision.source.value,
    }
    if gone:
        facts["taken back"] = f"{written_time(gone.at)} by {gone.by}: {gone.why or 'no reason given'}"
    for name, value in facts.items():
        console.print(Text(f"{name:12}{visible(value)}"))
    others = [
        item
        for item in known
        if (item.scope, item.decision.fingerprint) == (chosen.scope, decision.fingerprint) and item != chosen
    ]
    if others:
        console.print("\nAlso decided about this finding:")
    for item in others:
        made = item.decision
        line = f"{made.id}  {written_time(made.at)}  {made.by}  {state(item, today)}  {made.reason}"
        console.print(Text(f"  {visible(line)}"))

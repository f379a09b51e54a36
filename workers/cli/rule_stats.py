"""``patchwarden rules stats|promote|demote``: how useful people find each rule, and where its findings are told."""

from __future__ import annotations

import difflib
import getpass
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from workers.cli import completing

if TYPE_CHECKING:
    from rich.console import Console

    from bot.feedback import Standing, Tally

_COLUMNS = (
    *("rule", "told", "fixed", "false-positive", "accepted-risk", "not-useful", "used-in-tests", "no kind"),
    *("up", "down", "useless", "low", "high", "state"),
)


@dataclass(frozen=True, slots=True)
class _Line:
    """One rule of the table."""

    tally: Tally
    standing: Standing | None
    """``None`` of a rule that this version does not bring along."""

    @property
    def state(self) -> str:
        from workers.cli.decision_files import written_time

        if self.standing is None:
            return "not a rule of ours"
        if not self.standing.is_demoted:
            return "lines"
        by = f" by {self.standing.by}" if self.standing.by else ""
        return f"summary since {written_time(self.standing.demoted_at)[:10]}{by}: {self.standing.why}"

    @property
    def cells(self) -> Mapping[str, str | int | float]:
        from bot.model import DecisionKind

        tally, share = self.tally, self.tally.useless
        kinds = {kind.value: tally.dismissed.get(kind, 0) for kind in DecisionKind}
        return {
            "rule": tally.rule,
            "told": tally.told,
            "fixed": tally.fixed,
            **kinds,
            "no kind": tally.dismissed.get(None, 0),
            "up": tally.up,
            "down": tally.down,
            "useless": round(share.share, 3),
            "low": round(share.low, 3),
            "high": round(share.high, 3),
            "state": self.state,
        }


@click.command("stats")
@click.option(
    "--rule", "pattern", default="*", shell_complete=completing.rule_ids, help="Only these rules, e.g. 'python.sql.*'."
)
@click.option("--repository", default="*", help="What was said there alone, e.g. octo/app or 'github:octo/*'.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def stats(pattern: str, repository: str, form: str) -> None:
    """What people made of each rule's findings.

    Counted is what was said since the rule was last changed or promoted. A rule that is found useless too often (see
    docs/audit.md) tells its findings in the summary.
    """
    from workers.cli import decision_files, decision_tables

    lines = _lines(pattern, repository)
    if form == "csv":
        rows = [{name: str(value) for name, value in line.cells.items()} for line in lines]
        decision_tables.put(decision_files.as_csv(_COLUMNS, rows))
    elif form == "json":
        decision_tables.put(decision_files.as_json(line.cells for line in lines))
    else:
        _table(lines)


@click.command("promote")
@click.argument("rule", metavar="RULE", shell_complete=completing.rule_ids)
def promote(rule: str) -> None:
    """Tell a rule's findings on their lines again.

    What people say of them is counted anew.
    """
    from workers.cli.decisions import opened

    digest = _digest(rule)
    with opened() as store:
        store.promote(rule, digest)
    click.echo(f"{rule} is told on its lines again; what was said of it until now no longer counts")


@click.command("demote")
@click.argument("rule", metavar="RULE", shell_complete=completing.rule_ids)
@click.option("--because", required=True, help="Why.")
@click.option("--by", default=None, help="Who decides so.  [default: your name on this machine]")
def demote(rule: str, because: str, by: str | None) -> None:
    """Tell a rule's findings in the summary only.

    They count as before; it ends when the rule is changed or promoted.
    """
    from workers.cli.decisions import opened

    digest = _digest(rule)
    with opened() as store:
        store.demote(rule, digest, by=by or getpass.getuser(), why=because.strip())
    click.echo(f"{rule} is told in the summary only: `patchwarden rules promote {rule}` takes it back")


def _lines(pattern: str, repository: str) -> Sequence[_Line]:
    """The rules that were told, and those that are demoted."""
    from bot import feedback
    from bot.globs import Globs
    from workers.cli.decisions import opened

    rules, places = Globs.of_names((pattern,)), Globs.of_names((repository,))
    with opened() as store:
        told, standings = store.judged(), store.standings(_digests())
    counted = [
        item
        for item in told
        if rules.match(item.rule)
        and (item.rule not in standings or standings[item.rule].counts(item))
        and (places.match(item.repository) or places.match(item.repository.partition(":")[2]))
    ]
    tallies = feedback.tallies(counted)
    demoted = [rule for rule, standing in standings.items() if standing.is_demoted and rules.match(rule)]
    names = sorted({*tallies, *demoted})
    return [_Line(tallies.get(name) or feedback.Tally(name), standings.get(name)) for name in names]


def _digests() -> Mapping[str, str]:
    from workers import rule_versions
    from workers.checks.registry import default_checks

    return rule_versions.digests(default_checks(cache_dir=None))


def _digest(rule: str) -> str:
    """Raises :class:`click.ClickException` for a rule that there is not."""
    digests = _digests()
    if rule not in digests:
        near = difflib.get_close_matches(rule, digests, n=3, cutoff=0.4)
        hint = f"near it are {', '.join(near)}" if near else "`patchwarden rules list` names all"
        raise click.ClickException(f"no rule is called `{rule[:200]}`; {hint}")
    return digests[rule]


def _table(lines: Sequence[_Line], console: Console | None = None) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from bot.render.text import visible

    console = console or Console(highlight=False)
    if not lines:
        console.print("No finding of these rules was told yet.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("rule", "told", "fixed", "dismissed", "👍", "👎", "not useful", "state"):
        table.add_column(heading, overflow="fold")
    for line in lines:
        tally, share = line.tally, line.tally.useless
        kinds = sorted((kind.value if kind else "no kind", number) for kind, number in tally.dismissed.items())
        dismissed = ", ".join(f"{number} {kind}" for kind, number in kinds)
        part = f"{share.share:.0%} ({share.low:.0%} to {share.high:.0%})" if tally.said else ""
        cells = (tally.rule, tally.told, tally.fixed, dismissed, tally.up, tally.down, part, line.state)
        table.add_row(*(Text(visible(str(cell))) for cell in cells))
    if not console.is_terminal:
        console.width = 250
    console.print(table)

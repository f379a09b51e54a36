"""``patchwarden decisions``: who dismissed what, when and why; for audit, and for a database that was lost."""

from __future__ import annotations

import getpass
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands.table import SHORTEST_ID
from workers.cli import completing

if TYPE_CHECKING:
    from bot.store import Known
    from bot.store.sql import SqlStore
    from workers.cli.decision_tables import Wanted

DONE, NOT_FOUND, NOT_DONE = 0, 1, 2


class _NotDone(click.ClickException):
    """What was asked cannot be done: the settings, the database or a host do not allow it."""

    exit_code = NOT_DONE

    def show(self, file: Any = None) -> None:  # Any: as click has it
        del file
        click.echo(f"patchwarden: {self.message}", err=True)


class _NotFound(_NotDone):
    """What was named is not there, or the file is wrong."""

    exit_code = NOT_FOUND


@contextmanager
def opened() -> Iterator[SqlStore]:
    """The database that DATABASE_URL names, else that of the embedded stack. What it cannot do is one line."""
    from bot.settings import Settings, SettingsError
    from bot.store import StoreDown
    from bot.store.sql import SqlStore

    store = None
    try:
        store = SqlStore(Settings.database_alone(os.environ))
        yield store
    except SettingsError as error:
        raise _NotDone(str(error)) from error
    except StoreDown as error:
        raise _NotDone(f"{error}: is DATABASE_URL right, and the server up? `patchwarden doctor` tells more") from error
    finally:
        if store is not None:
            store.close()


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    """The options that choose decisions; ``*`` stands for anything in each."""
    options = (
        click.option("--repository", help="Only of this repository, e.g. octo/app or 'github:octo/*'."),
        click.option("--rule", shell_complete=completing.rule_ids, help="Only about this rule, e.g. 'python.sql.*'."),
        click.option("--by", help="Only by this person."),
        click.option("--expired", is_flag=True, help="Only what has expired."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(invoke_without_command=True)
@click.pass_context
def decisions(context: click.Context) -> None:
    """Who dismissed what, when, why and until when: for audit.

    Exit code: 0 done, 1 not found or a wrong file, 2 not done.
    """
    if context.invoked_subcommand is None:
        context.invoke(list_decisions)


@decisions.command("list")
@_filters
@click.option("--all", "everything", is_flag=True, help="Also what was taken back.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def list_decisions(everything: bool, form: str, **filters: Any) -> None:  # Any: what _filters adds
    """The decisions that stand, oldest first, each with its state."""
    from workers.cli import decision_tables

    _print(_chosen(decision_tables.Wanted(**filters, everything=everything)), form)


@decisions.command("export")
@_filters
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write there, not to the terminal.")
def export(form: str, output: Path | None, **filters: Any) -> None:  # Any: what _filters adds
    """Everything, with what was taken back, as a file that `import` reads."""
    from workers.cli import decision_tables

    text = _written(_chosen(decision_tables.Wanted(**filters, everything=True)), form)
    if output is None:
        decision_tables.put(text)
    else:
        output.write_text(text, encoding="utf-8", newline="")


@decisions.command("show")
@click.argument("name", metavar="ID")
def show(name: str) -> None:
    """All about one decision; the beginning of its id, or of the finding's, will do."""
    from workers.cli import decision_tables

    with opened() as store:
        known = store.known()
    chosen = _named(known, name)
    decision_tables.tell(chosen, known, _today())


@decisions.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@click.option("--partial", is_flag=True, help="Import the rows that are right, whatever is wrong with others.")
def import_(file: Path, partial: bool) -> None:
    """Add the decisions of a CSV or JSON FILE (`-`: standard input); what is known already stays as it is.

    \b
    The first line of a CSV file names the columns. Needed are scope, fingerprint, rule, by, at and a reason;
    `patchwarden decisions export` shows all of them.
    """
    from workers.cli import decision_files

    content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    found, wrong = decision_files.read(content)
    for problem in wrong:
        click.echo(f"patchwarden: {file}:{problem.line}: {problem.text}", err=True)
    if wrong and not partial:
        raise _NotFound(f"nothing was imported: {_counted(len(wrong), 'row')} cannot be used (--partial skips such)")
    with opened() as store:
        before = _names(store.known())
        _remember(store, found)
        new = len(_names(store.known()) - before)
    click.echo(f"{_counted(new, 'decision')} imported, {len(found) - new} known before, {len(wrong)} skipped")
    sys.exit(NOT_FOUND if wrong else DONE)


@decisions.command("revoke")
@click.argument("name", metavar="ID")
@click.option("--because", required=True, help="Why it does not hold any more.")
@click.option("--by", default=None, help="Who takes it back.  [default: your name on this machine]")
def revoke(name: str, because: str, by: str | None) -> None:
    """Take a decision back: the next review tells of the finding again."""
    if not because.strip():
        raise click.BadParameter("say why, an auditor will ask", param_hint="--because")
    with opened() as store:
        chosen = _named(store.known(), name)
        if gone := chosen.taken_back:
            click.echo(f"{chosen.decision.id} was taken back before, by {_shown(gone.by)}")
            return
        person = by or getpass.getuser()
        store.take_back(chosen.scope, chosen.decision.id, by=person, at=int(time.time()), why=because.strip())
    click.echo(f"{chosen.decision.id} is taken back: the next review of {_shown(chosen.repository)} tells it again")


@decisions.command("rebuild")
@click.option("--host", "host_name", help="The host's name in the settings; may be left out where there is one.")
@click.option("--repository", "repositories", multiple=True, required=True, help="E.g. octo/app; may be repeated.")
def rebuild(host_name: str | None, repositories: tuple[str, ...]) -> None:
    """Read the decisions of a REPOSITORY back from our answers on its host, after the database was lost.

    Needs the settings of the workers, above all PATCHWARDEN_SECRET: answers signed with another are not ours.
    """
    from bot.settings import Settings, SettingsError
    from workers.cli import decision_rebuild

    try:
        settings = Settings.from_environ(os.environ)
        host = decision_rebuild.host_of(settings, host_name)
    except (SettingsError, decision_rebuild.NoHost) as error:
        raise _NotDone(str(error)) from error
    with opened() as store:
        failed = [name for name in repositories if not decision_rebuild.rebuild(host, name, store, settings.mirrors)]
    if failed:
        raise _NotDone(f"not rebuilt: {', '.join(failed)}")


def _chosen(wanted: Wanted) -> Sequence[Known]:
    with opened() as store:
        return wanted.of(store.known(), _today())


def _print(chosen: Sequence[Known], form: str) -> None:
    from workers.cli import decision_tables

    if form == "table":
        decision_tables.table(chosen, _today())
    else:
        decision_tables.put(_written(chosen, form))


def _written(chosen: Iterable[Known], form: str) -> str:
    """The decisions as the text of a file, ``csv`` or ``json``."""
    from workers.cli import decision_files

    rows = map(decision_files.as_row, chosen)
    return decision_files.as_csv(decision_files.COLUMNS, rows) if form == "csv" else decision_files.as_json(rows)


def _named(known: Iterable[Known], name: str) -> Known:
    """The decision whose id begins so; else the one about the finding whose id does, as comments show it."""
    everything = [item for item in known if name]
    found = [item for item in everything if item.decision.id.startswith(name.lower())]
    if not found and len(name) >= SHORTEST_ID:
        found = [item for item in everything if item.decision.fingerprint.startswith(name.lower())]
    if not found:
        raise _NotFound(
            f"no id of a decision or of its finding begins with {name[:40]!r}: `patchwarden decisions list --all` "
            "has all"
        )
    if len(found) > 1:
        some = ", ".join(f"{item.decision.id} ({_shown(item.repository)})" for item in found[:5])
        raise _NotFound(f"{name[:40]!r} begins the ids of {len(found)} decisions: {some}; give more of it")
    return found[0]


def _remember(store: SqlStore, found: Iterable[Known]) -> None:
    for item in found:
        store.decide(item.scope, item.repository, [item.decision])
        if gone := item.taken_back:
            store.take_back(item.scope, item.decision.id, by=gone.by, at=gone.at, why=gone.why)


def _names(known: Iterable[Known]) -> set[tuple[str, str]]:
    return {(item.scope, item.decision.id) for item in known}


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _shown(text: str) -> str:
    from bot.render.text import visible

    return visible(text)


def _today() -> Any:  # a date; its module is imported late
    from bot.decisions import day_of

    return day_of(int(time.time()))

"""``patchwarden queue``: the changes whose review failed, their next try, and the end of their tries."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.parking import Parked, Parking
    from bot.settings import Settings

_LONGEST_WHY = 160
_LINE = 1_000
"""Columns where no terminal shows it: nothing is broken into lines there."""


@click.group()
def queue() -> None:
    """Failed reviews: list them, try them again, forget them."""


@queue.command()
def failed() -> None:
    """List the changes that wait for another try.

    Each is on a line: the change, since when, how often it was tried, when the sweep tries it again, and why.
    Exit code: 0 none, 1 some, 2 nobody knows.
    """
    with _parking() as (parking, _):
        waiting = parking.all()
    if not waiting:
        click.echo("Nothing waits for another try.")
        return
    _table(waiting)
    sys.exit(1)


@queue.command()
@click.argument("changes", metavar="[CHANGE]…", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All that are listed by `patchwarden queue failed`.")
def retry(changes: tuple[str, ...], everything: bool) -> None:
    """Try CHANGES again now.

    They are named as `patchwarden queue failed` names them. Exit code: 0 all queued, 2 not all of them.
    """
    from bot.hosts import registry
    from bot.queue import CeleryQueue

    with _parking() as (parking, settings), _chosen(parking, changes, everything=everything) as chosen:
        sender = CeleryQueue(settings.redis_url, registry.owners(settings.hosts))
        for one in chosen:
            sender.enqueue(parking.taken(one))
            click.echo(f"{one.job.ref} is queued")


@queue.command()
@click.argument("changes", metavar="[CHANGE]…", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All that are listed by `patchwarden queue failed`.")
def forget(changes: tuple[str, ...], everything: bool) -> None:
    """Never try CHANGES again by ourselves.

    This is for changes of a host, e.g., that is not set up any more. They are named as `patchwarden queue failed` names
    them. A push or a comment `/patchwarden review` has a change reviewed all the same.
    Exit code: 0 all forgotten, 2 not all of them.
    """
    with _parking() as (parking, _), _chosen(parking, changes, everything=everything) as chosen:
        for one in chosen:
            parking.release(one.job.ref)
            click.echo(f"{one.job.ref} is forgotten")


class _Undone(click.ClickException):
    """Something of what was asked for was not done."""

    exit_code = 2


@contextmanager
def _chosen(parking: Parking, changes: tuple[str, ...], *, everything: bool) -> Iterator[list[Parked]]:
    """Those of what waits that are named, or all; after the block, what was named in vain is said."""
    if bool(changes) == everything:
        raise click.UsageError("name changes, or say --all")
    listed = {str(one.job.ref): one for one in parking.all()}
    yield list(listed.values()) if everything else [listed[name] for name in changes if name in listed]
    if unknown := [name for name in changes if name not in listed]:
        raise _Undone(f"not among those that wait: {', '.join(unknown)}")


@contextmanager
def _parking() -> Iterator[tuple[Parking, Settings]]:
    """The parking, and the settings with the Redis that is used. What keeps from it is one line for people."""
    from dataclasses import replace

    from redis.exceptions import RedisError

    from bot.broker import connect
    from bot.parking import Parking
    from bot.queue import QueueDown
    from bot.settings import Settings, SettingsError
    from workers.local_redis import redis_url

    try:
        settings = Settings.from_environ(os.environ)
        settings = replace(settings, redis_url=redis_url(settings))
        with connect(settings.redis_url) as redis:
            yield Parking(redis), settings
    except SettingsError as error:
        raise _Undone(str(error)) from error
    except (RedisError, QueueDown) as error:
        raise _Undone(
            f"Redis does not answer ({type(error).__name__}): set REDIS_URL, or start `patchwarden serve`"
        ) from error


def _table(waiting: tuple[Parked, ...]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from bot.render.text import cut, visible

    console = Console(highlight=False, width=None if sys.stdout.isatty() else _LINE)
    rows = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("change", "since", "tries", "next try", "why"):
        rows.add_column(heading, no_wrap=heading != "why" or not console.is_terminal, overflow="fold")
    for one in waiting:
        cells = (str(one.job.ref), _time(one.since), str(one.tries), _time(one.due), cut(one.why, _LONGEST_WHY))
        rows.add_row(*(Text(visible(cell)) for cell in cells))
    console.print(rows)
    console.print("\n`patchwarden queue retry CHANGE`, or --all, tries again now; `patchwarden queue forget` gives up.")


def _time(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M")

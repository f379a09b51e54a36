"""A lost database is filled again from our answers on a host: they remember every decision and every reopening."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import click
from rich.console import Console

from bot.hosts import registry
from bot.hosts.base import HostError
from bot.model import Answered, Change
from bot.redaction import redact
from bot.render.text import visible
from bot.settings import Settings
from bot.store import Store
from workers.memory import Mirrors, keep


class Remembers(Protocol):
    """The part of :class:`~bot.hosts.base.Converses` that is needed here."""

    def remembered(self, repository: str) -> Iterator[tuple[Change, Answered]]: ...


class NoHost(Exception):
    """It is not clear which host is meant; the message names those that there are."""


def host_of(settings: Settings, name: str | None) -> Remembers:
    """The host of that name, or the only one. Raises :class:`NoHost`."""
    names = [host.name for host in settings.hosts]
    if not names:
        raise NoHost("no host is set up: `patchwarden doctor` says how")
    if name is None and len(names) > 1:
        raise NoHost(f"say which host is meant: --host {' or --host '.join(names)}")
    if name is not None and name not in names:
        raise NoHost(f"no host is called {name[:100]!r}: there are {', '.join(names)}")
    return registry.build(settings.host(name or names[0]))


def rebuild(host: Remembers, repository: str, store: Store, mirrors: Mirrors, console: Console | None = None) -> bool:
    """Whether everything was read. Nothing is kept of a repository that was read in part: a decision that was taken
    back later would hold again.

    What is known already stays as it is. Raises :class:`~bot.store.StoreDown`.
    """
    console = console or Console(stderr=True, highlight=False)
    answers: list[tuple[Change, Answered]] = []
    shown = visible(repository)
    with console.status(f"{shown}: reading the host") as status:
        try:
            for change, answer in host.remembered(repository):
                answers.append((change, answer))
                status.update(f"{shown}: {len(answers)} answers read, now at {visible(str(change.ref))}")
        except HostError as error:
            click.echo(f"patchwarden: {shown}: {redact(str(error))}", err=True)
            return False
    groups = tuple(tuple(group) for group in mirrors)
    for change, answer in answers:
        keep(store, change, [answer], groups)
    made = len({item.id for _, answer in answers for item in answer.dismissed})
    reopened = sum(len(answer.reopened) for _, answer in answers)
    click.echo(f"{shown}: {len(answers)} answers read, {made} dismissed, {reopened} reopened")
    return True

"""The kinds of host. Adding one is its package beside this file and one line in :data:`HOSTS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any

from bot.hosts import gerrit, github
from bot.hosts.base import BeforeWrite, EventSource, ReviewHost, unguarded
from bot.hosts.kind import Door, HostKind, HostSettings
from bot.hosts.viewing import Viewing
from bot.model import ChangeRef

HOSTS: Mapping[str, HostKind[Any]] = {  # Any: a kind's functions take that kind's settings alone
    "github": github.KIND,
    "gerrit": gerrit.KIND,
}
"""By the name that variables (``PATCHWARDEN_GITHUB_…``) and TOML tables (``[[github]]``) use."""


def build(settings: HostSettings, before_write: BeforeWrite = unguarded) -> ReviewHost:
    """A host account for one task, that asks ``before_write`` right before each write."""
    return _kind(settings).build(settings, before_write)


def events(account: HostSettings | Door) -> EventSource:
    """The reader of that host's deliveries."""
    return _kind(account).events(account)


def doors(hosts: Iterable[HostSettings]) -> Mapping[str, list[Mapping[str, object]]]:
    """What the web server needs of these hosts, as tables by kind: :meth:`Door.fields`."""
    tables: dict[str, list[Mapping[str, object]]] = {}
    for host in hosts:
        name = next(name for name, kind in HOSTS.items() if isinstance(host, kind.settings))
        tables.setdefault(name, []).append(HOSTS[name].doorway(host).fields())
    return tables


def viewing(settings: HostSettings) -> Viewing | None:
    """How people sign in on that host, or how it is found out what they are shown there."""
    return _kind(settings).doorway(settings).viewing


def webhook(settings: HostSettings) -> str:
    """The path that the host's deliveries go to, without any secret."""
    return _kind(settings).webhook.format(settings.name)


def owners(hosts: Iterable[HostSettings | Door]) -> Callable[[ChangeRef], str]:
    """Whose line a job of a change stands in. On a host that is not among ``hosts`` each repository is its own."""
    kinds = {host.name: _kind(host) for host in hosts}

    def owner(ref: ChangeRef) -> str:
        kind = kinds.get(ref.host)
        return f"{ref.host}:{kind.owner(ref.repository) if kind else ref.repository}"

    return owner


def preload(hosts: Iterable[HostSettings]) -> None:
    """Imports the clients of these hosts: once in a worker, not again in each process that it forks."""
    for host in hosts:
        import_module(_kind(host).library)


def _kind(account: HostSettings | Door) -> HostKind[Any]:
    return next(kind for kind in HOSTS.values() if isinstance(account, (kind.settings, kind.door)))

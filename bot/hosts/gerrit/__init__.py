"""Gerrit: events in, changes and our own comments read, reviews published. The facts are those of its REST API."""

from bot.hosts.gerrit.door import GerritDoor
from bot.hosts.gerrit.events import GerritEvents
from bot.hosts.gerrit.host import Gerrit
from bot.hosts.gerrit.settings import GerritSettings
from bot.hosts.kind import HostKind

KIND = HostKind(
    settings=GerritSettings,
    build=Gerrit,
    door=GerritDoor,
    doorway=GerritDoor.of,
    events=GerritEvents,
    library="gerrit",
    remedy="PATCHWARDEN_GERRIT_URL, _USERNAME, _PASSWORD and _WEBHOOK_SECRET",
    owner=lambda project: project,
    webhook="/webhooks/{}/<webhook secret>",
)

__all__ = ["KIND", "Gerrit", "GerritDoor", "GerritEvents", "GerritSettings"]

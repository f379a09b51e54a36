"""Gerrit: events in, changes and our own comments read, reviews published. The facts are those of its REST API."""

from bot.hosts.gerrit.events import GerritEvents
from bot.hosts.gerrit.host import Gerrit
from bot.hosts.gerrit.settings import GerritSettings

__all__ = ["Gerrit", "GerritEvents", "GerritSettings"]

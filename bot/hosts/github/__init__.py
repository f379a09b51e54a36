"""GitHub: events in, changes and our own comments read, reviews published. The facts are those of its REST API."""

from bot.hosts.github.events import GitHubEvents
from bot.hosts.github.host import GitHub
from bot.hosts.github.settings import GitHubSettings

__all__ = ["GitHub", "GitHubEvents", "GitHubSettings"]

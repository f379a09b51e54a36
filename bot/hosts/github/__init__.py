"""GitHub: events in, changes and our own comments read, reviews published. The facts are those of its REST API."""

from bot.hosts.github.door import GitHubDoor
from bot.hosts.github.events import GitHubEvents
from bot.hosts.github.host import GitHub
from bot.hosts.github.settings import GitHubSettings
from bot.hosts.kind import HostKind

KIND = HostKind(
    settings=GitHubSettings,
    build=GitHub,
    door=GitHubDoor,
    doorway=GitHubDoor.of,
    events=GitHubEvents,
    library="github",
    remedy="PATCHWARDEN_GITHUB_TOKEN (or _APP_ID and _PRIVATE_KEY_FILE) and PATCHWARDEN_GITHUB_WEBHOOK_SECRET",
    owner=lambda repository: repository.partition("/")[0].lower(),
)

__all__ = ["KIND", "GitHub", "GitHubDoor", "GitHubEvents", "GitHubSettings"]

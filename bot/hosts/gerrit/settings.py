"""Who we are on a Gerrit, and where that Gerrit is."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from bot.hosts.gerrit.names import is_label, is_project
from bot.model import Severity

DEFAULT_LABEL = "Security-Review"
_LONGEST_PASSWORD = 71
"""Gerrit hashes HTTP passwords with bcrypt, which reads no more."""


@dataclass(frozen=True, slots=True)
class GerritSettings:
    """One account on one Gerrit, by its HTTP password (Settings → HTTP credentials).

    ``url`` is the canonical web URL, with its path where Gerrit is served below one. Raises :class:`ValueError`, with
    the remedy and without a secret.
    """

    name: str = "gerrit"
    """What events, queue messages and logs call this host."""
    url: str = ""
    username: str = ""
    password: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)
    """The last part of the webhook's address; the webhooks plugin signs nothing. Without one every delivery is
    refused."""
    marker_key: bytes = field(default=b"", repr=False)
    """From :func:`bot.markers.derive_key`."""
    allow_http: bool = False
    """For tests and the demo on loopback: the only way to send a credential without TLS."""
    label: str = DEFAULT_LABEL
    """Voted on where the project has it and lets us: -1 for defects, +1 for a complete review without any, 0 for an
    incomplete one, and the label's lowest value where the policy wants a failure. ``""`` never votes."""
    projects: tuple[str, ...] = ()
    """The projects that the sweep looks through; empty means all that the account may read."""
    unresolved_from: Severity = Severity.MEDIUM
    """Comments of this severity and above ask for a resolution; on many sites an unresolved one blocks the submit."""
    fix_suggestions: bool = False
    """Offer verified fixes behind Gerrit's own button. Only servers with that experiment on take them; where they are
    refused the comments are sent without."""
    timeout: tuple[float, float] = (5.0, 60.0)
    """Seconds: to connect, and to wait for each part of an answer."""
    lag: tuple[float, ...] = (5.0, 15.0, 20.0)
    """Seconds to wait before each further look at a change that is not found: a replica may lag behind its events."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "url", self.url.rstrip("/"))
        _check_url(self.name, self.url, self.allow_http)
        if not self.username or not self.password:
            raise ValueError(
                f"{self.name}: give the bot's user name and its HTTP password (Settings, HTTP credentials)"
            )
        if ":" in self.username:
            raise ValueError(f"{self.name}: a user name has no colon")
        if len(self.password.encode()) > _LONGEST_PASSWORD:
            raise ValueError(f"{self.name}: Gerrit takes HTTP passwords of at most {_LONGEST_PASSWORD} characters")
        if not self.marker_key:
            raise ValueError(f"{self.name}: the marker key is missing: without it our own comments are not recognised")
        if self.label and not is_label(self.label):
            raise ValueError(f"{self.name}: {self.label[:100]!r} is not a label: letters, digits and hyphens")
        for project in self.projects:
            if not is_project(project):
                raise ValueError(f"{self.name}: {project[:140]!r} is not a project's name")

    def clone_url(self, project: str) -> str:
        """Where git fetches a project. Raises :class:`ValueError` for a name that no project can have."""
        if not is_project(project):
            raise ValueError(f"{self.name}: {project[:140]!r} is not a project's name")
        return f"{self.url}/a/{quote(project, safe='/')}"


def _check_url(name: str, url: str, allow_http: bool) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (allow_http and parts.scheme == "http"):
        raise ValueError(f"{name}: Gerrit's address must begin with https://")
    if not parts.hostname or parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError(f"{name}: Gerrit's address is a plain URL such as https://review.example.org")
    if parts.path.endswith("/a"):
        raise ValueError(
            f"{name}: give Gerrit's address without the final /a: it is added for requests with a password"
        )

"""Who we are on a Gerrit, and where that Gerrit is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Self
from urllib.parse import quote, urlsplit

from bot.hosts.fields import BadSettings, Fields, Problem, address_problem, is_loopback
from bot.hosts.gerrit.door import read_webhook_secret
from bot.hosts.gerrit.names import is_label, is_project
from bot.hosts.gerrit.viewing import GerritViewing
from bot.hosts.talk import TalkSettings
from bot.model import Severity

DEFAULT_LABEL = "Security-Review"
_LONGEST_PASSWORD = 71
"""Gerrit hashes HTTP passwords with bcrypt, which reads no more."""


@dataclass(frozen=True, slots=True)
class GerritSettings:
    """One account on one Gerrit, by its HTTP password (Settings → HTTP credentials).

    ``url`` is the canonical web URL, with its path where Gerrit is served below one. Raises
    :class:`BadSettings`, with the remedy and without a secret.
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
    talk: TalkSettings = field(default_factory=lambda: TalkSettings(authors_dismiss=True))
    viewing: GerritViewing | None = None
    """How it is found out what people are shown there."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "url", self.url.rstrip("/"))
        if problems := tuple(self._problems()):
            raise BadSettings(self.name, problems)

    @classmethod
    def read(cls, fields: Fields, marker_key: bytes) -> Self | None:
        """The bot's account by its HTTP password, and the end of the webhook's address."""
        url, label = fields.text("url"), fields.text("label", DEFAULT_LABEL)
        webhook_secret = read_webhook_secret(fields)
        make = partial(
            cls,
            name=fields.text("name", "gerrit"),
            url=url,
            username=fields.text("username"),
            password=fields.secret("password"),
            webhook_secret=webhook_secret,
            marker_key=marker_key,
            talk=TalkSettings.read(fields, authors_dismiss=True),
            viewing=GerritViewing.read(fields),
            allow_http=is_loopback(url),
            label="" if label == "none" else label,
            projects=fields.words("projects"),
            fix_suggestions=fields.flag("fix_suggestions"),
        )
        return fields.finish(make)

    def _problems(self) -> Iterator[Problem]:
        example = "https://review.example.org"
        address = address_problem(self.url, allow_http=self.allow_http, whose="Gerrit's", example=example)
        if not address and urlsplit(self.url).path.endswith("/a"):
            address = "give Gerrit's address without the final /a: it is added for requests with a password"
        if address:
            yield Problem("url", address)
        if not self.username:
            yield Problem("username", "not set: the bot's user name on that Gerrit")
        if ":" in self.username:
            yield Problem("username", "a user name has no colon")
        if not self.password:
            yield Problem("password", "not set: make one on Gerrit's Settings page, under HTTP Credentials")
        if len(self.password.encode()) > _LONGEST_PASSWORD:
            yield Problem("password", f"Gerrit takes HTTP passwords of at most {_LONGEST_PASSWORD} characters")
        if not self.marker_key:
            yield Problem("marker_key", "the marker key is missing: without it our own comments are not recognised")
        if self.label and not is_label(self.label):
            yield Problem("label", f"{self.label[:100]!r} is not a label: letters, digits and hyphens")
        for project in self.projects:
            if not is_project(project):
                yield Problem("projects", f"{project[:140]!r} is not a project's name")

    @property
    def write_limits(self) -> None:
        """Gerrit asks for no pace."""
        return None

    def clone_url(self, project: str) -> str:
        """Where git fetches a project. Raises :class:`ValueError` for a name that no project can have."""
        if not is_project(project):
            raise ValueError(f"{self.name}: {project[:140]!r} is not a project's name")
        return f"{self.url}/a/{quote(project, safe='/')}"

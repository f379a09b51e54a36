"""Who we are on GitHub, and where that GitHub is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Self
from urllib.parse import urlsplit

from bot.hosts.fields import BadSettings, Fields, Problem, address_problem, is_loopback
from bot.hosts.github.door import read_webhook_secret
from bot.hosts.github.names import is_repository, is_team
from bot.hosts.github.viewing import GitHubViewing
from bot.hosts.kind import WriteLimits
from bot.hosts.talk import TalkSettings

PUBLIC_API = "https://api.github.com"


@dataclass(frozen=True, slots=True)
class GitHubSettings:
    """One account on one GitHub: a GitHub App (``app_id`` and ``private_key``) or a personal ``token``.

    ``base_url`` is the REST root: ``https://api.github.com``, ``https://HOST/api/v3`` for Enterprise Server,
    ``https://api.NAME.ghe.com`` for data residency. Raises :class:`BadSettings`, with the remedy and without a secret.
    """

    name: str = "github"
    """What events, queue messages and logs call this host."""
    base_url: str = PUBLIC_API
    app_id: int | str | None = None
    """The App's id or its client id; GitHub takes either."""
    private_key: str | None = field(default=None, repr=False)
    """PEM."""
    token: str | None = field(default=None, repr=False)
    webhook_secret: str = field(default="", repr=False)
    """Without one every delivery is refused."""
    marker_key: bytes = field(default=b"", repr=False)
    """From :func:`bot.markers.derive_key`."""
    allow_http: bool = False
    """For tests and the demo on loopback: the only way to send a credential without TLS."""
    resolve_threads: bool = False
    """Resolve the threads of closed comments. For an App this needs ``contents: write``, so it is not the default."""
    repositories: tuple[str, ...] = ()
    """With a token: the repositories (``owner/name``) that the sweep looks through. A token sees every repository of
    its owner, and nobody asked for reviews on all of these; an App is installed where reviews are wanted."""
    paced: bool = True
    """Writes within GitHub's limits and patient retries. A test against a fake has no reason to wait."""
    writes_per_minute: int = 80
    """Of one installation, or of the token; with :attr:`writes_per_hour` GitHub's limits for requests that create
    content. Each write counts as one, a review with a hundred comments too.

    Source: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
    """
    writes_per_hour: int = 500
    talk: TalkSettings = field(default_factory=TalkSettings)
    viewing: GitHubViewing | None = None
    """How people sign in through this GitHub."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "base_url", self.base_url.rstrip("/"))
        if problems := tuple(self._problems()):
            raise BadSettings(self.name, problems)

    @classmethod
    def read(cls, fields: Fields, marker_key: bytes) -> Self | None:
        """An App (id and private key) or a personal token; the webhook secret either way."""
        url, private_key = fields.text("url", PUBLIC_API), fields.secret("private_key").replace("\\n", "\n")
        webhook_secret = read_webhook_secret(fields)
        make = partial(
            cls,
            name=fields.text("name", "github"),
            base_url=url,
            app_id=fields.text("app_id") or None,
            private_key=private_key or None,
            token=fields.secret("token") or None,
            webhook_secret=webhook_secret,
            marker_key=marker_key,
            talk=TalkSettings.read(fields),
            viewing=GitHubViewing.read(fields),
            allow_http=is_loopback(url),
            resolve_threads=fields.flag("resolve_threads"),
            repositories=fields.words("repositories"),
            paced=fields.flag("paced", default=True),
            writes_per_minute=fields.number("writes_per_minute", 80, low=1, high=100_000),
            writes_per_hour=fields.number("writes_per_hour", 500, low=1, high=100_000),
        )
        fields.together("app_id", "private_key", "token")
        if fields.good("private_key") and private_key and not private_key.startswith("-----BEGIN "):
            fields.problem("private_key", "not a PEM private key (it begins with -----BEGIN)")
        return fields.finish(make)

    def _problems(self) -> Iterator[Problem]:
        if address := self._address_problem():
            yield Problem("url", address)
        if self.token and (self.app_id or self.private_key):
            yield Problem("token", "give either a token or an App (app_id and private_key), not both")
        elif self.app_id and not self.private_key:
            yield Problem("private_key", "not set: download a private key from the App's settings page")
        elif self.private_key and not self.app_id:
            yield Problem("app_id", "not set: it stands at the top of the App's settings page")
        elif not self.token and not self.app_id:
            yield Problem("token", "not set: give a token, or an App by app_id and private_key")
        if not self.marker_key:
            yield Problem("marker_key", "the marker key is missing: without it our own comments are not recognised")
        for repository in self.repositories:
            if not is_repository(repository):
                yield Problem("repositories", f"{repository[:140]!r} is not a repository: write it as owner/name")
        for team in self.talk.maintainers:
            if not is_team(team):
                problem = f"{team[:140]!r} is not a team: write it as org/team, as in the address of the team's page"
                yield Problem("maintainers", problem)

    def _address_problem(self) -> str:
        text = address_problem(self.base_url, allow_http=self.allow_http, whose="the API's", example=PUBLIC_API)
        if text:
            return text
        parts = urlsplit(self.base_url)
        if parts.path not in ("", "/api/v3"):
            return "the API's address ends in the host name, or in /api/v3 on an Enterprise Server"
        return f"the API of github.com is {PUBLIC_API}" if parts.hostname in ("github.com", "www.github.com") else ""

    @property
    def write_limits(self) -> WriteLimits | None:
        return WriteLimits(self.writes_per_minute, self.writes_per_hour) if self.paced else None

    @property
    def is_app(self) -> bool:
        return self.app_id is not None

    @property
    def web_url(self) -> str:
        """The root that people and git use: ``https://github.com`` for the public API."""
        parts = urlsplit(self.base_url)
        host = parts.netloc.removeprefix("api.") if not parts.path else parts.netloc
        return f"{parts.scheme}://{host}"

    def clone_url(self, repository: str) -> str:
        """Where git fetches ``owner/name``. Raises :class:`ValueError` for a name that no repository can have."""
        if not is_repository(repository):
            raise ValueError(f"{self.name}: {repository[:140]!r} is not a repository name")
        return f"{self.web_url}/{repository}.git"

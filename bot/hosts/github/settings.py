"""Who we are on GitHub, and where that GitHub is."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.hosts.github.names import is_repository

PUBLIC_API = "https://api.github.com"


@dataclass(frozen=True, slots=True)
class GitHubSettings:
    """One account on one GitHub: a GitHub App (``app_id`` and ``private_key``) or a personal ``token``.

    ``base_url`` is the REST root: ``https://api.github.com``, ``https://HOST/api/v3`` for Enterprise Server,
    ``https://api.NAME.ghe.com`` for data residency. Raises :class:`ValueError`, with the remedy and without a secret.
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
    """One write a second and patient retries, as GitHub asks for. A test against a fake has no reason to wait."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "base_url", self.base_url.rstrip("/"))
        _check_url(self.name, self.base_url, self.allow_http)
        if self.token and (self.app_id or self.private_key):
            raise ValueError(f"{self.name}: give either a token or an App (id and private key), not both")
        if not self.token and not (self.app_id and self.private_key):
            raise ValueError(f"{self.name}: give the App's id and its private key, or a token")
        if not self.marker_key:
            raise ValueError(f"{self.name}: the marker key is missing: without it our own comments are not recognised")
        for repository in self.repositories:
            if not is_repository(repository):
                raise ValueError(f"{self.name}: `{repository}` is not a repository; write it as owner/name")

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


def _check_url(name: str, url: str, allow_http: bool) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (allow_http and parts.scheme == "http"):
        raise ValueError(f"{name}: the API's address must begin with https://")
    if not parts.hostname or parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError(f"{name}: the API's address is a plain URL such as {PUBLIC_API}, without credentials in it")
    if parts.path not in ("", "/api/v3"):
        raise ValueError(f"{name}: the API's address ends in the host name, or in /api/v3 on an Enterprise Server")
    if parts.hostname in ("github.com", "www.github.com"):
        raise ValueError(f"{name}: the API of github.com is {PUBLIC_API}")

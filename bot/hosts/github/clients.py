"""Who signs the requests to one GitHub: a personal token, the App, or an installation with what one step needs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from bot.hosts.base import BeforeWrite, ChangeNotFound, HostError, unguarded
from bot.hosts.github import wire
from bot.hosts.github.client import PAGE, Api, BeforeRequest, Identity, uncounted
from bot.hosts.github.errors import Refused
from bot.hosts.github.names import is_repository
from bot.hosts.github.permissions import Step, granted
from bot.hosts.github.settings import GitHubSettings

if TYPE_CHECKING:
    from github import GithubIntegration, GithubRetry
    from github.Auth import Auth

Client = TypeVar("Client")
_WAIT = 60
"""Seconds that a read waits for a rate limit; for a longer wait the queue tries again."""


class Clients:
    """The credentials of one account, built anew in each task: the client is not thread-safe."""

    def __init__(
        self,
        settings: GitHubSettings,
        before_write: BeforeWrite = unguarded,
        before_request: BeforeRequest | None = None,
    ) -> None:
        """With ``before_request`` no request is tried again by itself: each try is one that counts."""
        self._settings = settings
        self._before_write = before_write
        self._before_request = before_request or uncounted
        self._counted = before_request is not None
        self._installed: dict[str, wire.Installation] = {}
        self._repositories: dict[tuple[str, Step], Api] = {}
        _silence_debug()

    def repository(self, name: str, step: Step = Step.READ) -> Api:
        """Requests for one step in one repository, given by its ``owner/name``. The token is asked for once in the life
        of this object.

        Raises :class:`ChangeNotFound` for a name that cannot be, or where the App is not installed.
        """
        if not is_repository(name):
            raise ChangeNotFound(f"{self._settings.name}: {name[:140]!r} is not a repository name")
        if not self._settings.is_app:
            return self.token
        if (name, step) not in self._repositories:
            self._repositories[name, step] = self._scoped(self._installation_on(name), name, step)
        return self._repositories[name, step]

    def _installation_on(self, name: str) -> wire.Installation:
        if name not in self._installed:
            try:
                self._installed[name] = self.app.find(
                    wire.Installation, f"/repos/{name}/installation", f"find the App's installation on {name}"
                )
            except ChangeNotFound as missing:
                raise ChangeNotFound(
                    f"{self._settings.name}: the App is not installed on {name}, or the repository does not exist"
                ) from missing
        return self._installed[name]

    def _scoped(self, installation: wire.Installation, name: str, step: Step) -> Api:
        """A token names repositories as they are called now: one that was renamed is looked up first."""
        wanted = granted(self._settings, installation, step)
        api = self._under(installation, wanted, name.split("/")[1])
        try:
            api.authorization()
        except Refused as refusal:
            if refusal.status != 422:
                raise
            to = f"read the repository {name}"
            found = self._under(installation, {"metadata": "read"}).find(wire.Repository, f"/repos/{name}", to)
            api = self._under(installation, wanted, found.full_name.rpartition("/")[2])
        return api

    def installation(self, installation: wire.Installation) -> Api:
        """Requests as one installation, given as GitHub describes it, that only read, in all of its repositories."""
        return self._under(installation, granted(self._settings, installation, Step.SWEEP))

    def _under(self, installation: wire.Installation, permissions: Mapping[str, str], *repositories: str) -> Api:
        from bot.hosts.github.scoped import ScopedAuth

        app = self._integration.auth
        requester = self._integration.requester.withAuth(ScopedAuth(app, installation.id, permissions, repositories))
        account = f"{self._settings.name}:installation {installation.id}"
        return Api(self._settings.name, requester, self._before_write, account, self._before_request)

    def installations(self) -> Iterator[wire.Installation]:
        """Every installation of the App that is not suspended."""
        listed = self.app.pages(wire.Installation, "/app/installations", "list the App's installations")
        return (installation for installation in listed if not installation.suspended_at)

    @property
    def app(self) -> Api:
        """Requests as the App itself."""
        account = f"{self._settings.name}:app"
        return Api(self._settings.name, self._integration.requester, self._before_write, account, self._before_request)

    @cached_property
    def token(self) -> Api:
        """Requests with the personal token."""
        from github import Auth, Github

        requester = self._connect(Github, Auth.Token(self._settings.token or "")).requester
        return Api(self._settings.name, requester, self._before_write, before_request=self._before_request)

    def identity(self) -> Identity:
        """The user or the App that the credentials belong to."""
        if not self._settings.is_app:
            user = self.token.get(wire.User, "/user", "read the token's own user")
            return Identity(user.login, user_id=user.id)
        app = self.described()
        return Identity(f"{app.slug}[bot]", app_id=app.id)

    def described(self) -> wire.App:
        """The App as GitHub describes it."""
        return self.app.get(wire.App, "/app", "read the App itself")

    @cached_property
    def _integration(self) -> GithubIntegration:
        from github import Auth, GithubIntegration
        from jwt.exceptions import PyJWTError

        auth = Auth.AppAuth(self._settings.app_id or "", self._settings.private_key or "")
        try:
            auth.create_jwt()
        except (PyJWTError, ValueError) as error:
            raise HostError(
                f"{self._settings.name}: the App's private key cannot be read: give the whole PEM file that GitHub "
                "made, from -----BEGIN to END-----"
            ) from error
        return self._connect(GithubIntegration, auth)

    def _connect(self, kind: Callable[..., Client], auth: Auth) -> Client:
        return kind(
            auth=auth,
            base_url=self._settings.base_url,
            retry=None if self._counted else _retry(self._settings.paced),
            lazy=True,
            per_page=PAGE,
            seconds_between_requests=None,  # the pace of writes is one for all workers: see bot.pace
            seconds_between_writes=None,
        )


def _retry(patient: bool) -> GithubRetry:
    """Reads are tried again, writes never: nobody knows whether a write that failed has arrived.

    Left alone, the client would send a POST up to eleven times without a pause.
    """
    from github import GithubRetry

    return GithubRetry(
        total=4,
        backoff_factor=1 if patient else 0,
        backoff_max=30,
        allowed_methods={"GET", "HEAD"},
        status_forcelist=[403, 429, 500, 502, 503, 504],
        max_rate_limit_wait=_WAIT,
        retry_after_max=_WAIT,
    )


def _silence_debug() -> None:
    """At DEBUG the client logs every request with its token."""
    logger = logging.getLogger("github")
    if logger.getEffectiveLevel() < logging.INFO:
        logger.setLevel(logging.INFO)

"""Requests to one GitHub: who signs them, how often they are tried, how fast they follow each other.

PyGithub carries the credentials, the retries and the pauses. We send requests by path and read plain JSON: its objects
fetch themselves again when an attribute is absent, and take a redirected write for a success.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.hosts.base import ChangeNotFound, HostError
from bot.hosts.github.errors import Refused, boundary
from bot.hosts.github.names import is_repository
from bot.hosts.github.settings import GitHubSettings

if TYPE_CHECKING:
    from github import GithubIntegration, GithubRetry
    from github.Requester import Requester

Json = dict[str, Any]

PERMISSIONS: Mapping[str, str] = {
    "contents": "read",
    "pull_requests": "write",
    "issues": "write",
    "checks": "write",
}
"""What the App needs; ``metadata: read`` is implied. A token is asked for with these and no others."""
_PAGE = 100
_WAIT = 60
"""Seconds that a read waits for a rate limit; for a longer wait the queue tries again."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are: comments of this user are ours. ``app_id`` is ``None`` with a personal token."""

    login: str
    user_id: int | None = None
    """``None`` for an App: GitHub tells an App its own id but not that of the user it writes as."""
    app_id: int | None = None

    def wrote(self, item: Mapping[str, Any]) -> bool:
        """Whether a comment is ours. A deleted account (``null``) is somebody else's.

        Nobody can register a name with brackets, so an App's ``slug[bot]`` of the type ``Bot`` is as good as an id.
        """
        user = item.get("user") or {}
        if self.user_id is not None:
            return bool(user.get("id") == self.user_id)
        return user.get("type") == "Bot" and user.get("login") == self.login


class Api:
    """Requests under one credential. Reads are tried again, writes are sent once and counted in ``writes``."""

    def __init__(self, host: str, requester: Requester) -> None:
        self._host = host
        self._requester = requester
        self.writes = 0

    def get(self, path: str, to: str, **parameters: str | int) -> Json:
        """One object. ``to`` completes "could not …" in an error."""
        _, data = self._request("GET", path, to, parameters=parameters)
        return self._object(data, to)

    def pages(self, path: str, to: str, key: str = "", **parameters: str | int) -> Iterator[Json]:
        """Every item of a list, page by page; ``key`` names the list where it is a field of an object.

        Pages are counted, not followed: no address of an answer is ever requested.
        """
        page = 1
        while True:
            headers, data = self._request("GET", path, to, parameters={"per_page": _PAGE, **parameters, "page": page})
            items = self._object(data, to).get(key) if key else data
            if not isinstance(items, list):
                raise HostError(f"{self._host}: could not {to}: the answer is not a list")
            yield from items
            if 'rel="next"' not in headers.get("link", ""):
                return
            page += 1

    def post(self, path: str, to: str, body: Json) -> Json:
        """Creates something and returns it.

        A write to a repository that was renamed is answered with a redirect that the client takes for a success: only
        an answer with an id says that something was created.
        """
        self.writes += 1
        _, data = self._request("POST", path, to, body=body)
        created = self._object(data, to)
        if not created.get("id"):
            raise HostError(f"{self._host}: could not {to}: GitHub redirected it, the repository has another name now")
        return created

    def patch(self, path: str, to: str, body: Json) -> Json:
        """Changes something and returns it."""
        self.writes += 1
        _, data = self._request("PATCH", path, to, body=body)
        changed = self._object(data, to)
        if not changed.get("id"):
            raise HostError(f"{self._host}: could not {to}: GitHub redirected it, the repository has another name now")
        return changed

    def graphql(self, query: str, to: str, variables: Json, write: bool = False) -> Json:
        """The ``data`` of a GraphQL answer."""
        self.writes += write
        with boundary(self._host, to):
            _, answer = self._requester.graphql_query(query, variables)
        return self._object(answer.get("data"), to)

    def authorization(self) -> str:
        """The token to use now; an installation's is renewed when it is about to expire."""
        with boundary(self._host, "get a token"):
            auth = self._requester.auth
            return auth.token if auth else ""

    def headers(self, path: str, to: str) -> Mapping[str, str]:
        """Only the headers of an answer: a classic token's scopes stand there."""
        headers, _ = self._request("GET", path, to)
        return headers

    def _request(
        self, verb: str, path: str, to: str, parameters: Mapping[str, str | int] | None = None, body: Json | None = None
    ) -> tuple[Mapping[str, str], Any]:
        with boundary(self._host, to):
            return self._requester.requestJsonAndCheck(verb, path, parameters=dict(parameters or {}), input=body)

    def _object(self, data: Any, to: str) -> Json:
        if not isinstance(data, dict):
            raise HostError(f"{self._host}: could not {to}: the answer is not a JSON object")
        return data


class Clients:
    """The credentials of one account, built anew in each task: the client is not thread-safe."""

    def __init__(self, settings: GitHubSettings) -> None:
        self._settings = settings
        self._installations: dict[int, Api] = {}
        self._repositories: dict[str, Api] = {}
        _silence_debug()

    def repository(self, name: str) -> Api:
        """Requests for one repository, by its ``owner/name``.

        Raises :class:`ChangeNotFound` for a name that cannot be, or where the App is not installed.
        """
        if not is_repository(name):
            raise ChangeNotFound(f"{self._settings.name}: {name[:140]!r} is not a repository name")
        if not self._settings.is_app:
            return self.token
        if name not in self._repositories:
            try:
                found = self.app.get(f"/repos/{name}/installation", f"find the App's installation on {name}")
            except Refused as refusal:
                if refusal.status != 404:
                    raise
                raise ChangeNotFound(
                    f"{self._settings.name}: the App is not installed on {name}, or the repository does not exist"
                ) from refusal
            self._repositories[name] = self.installation(found)
        return self._repositories[name]

    def installation(self, installation: Json) -> Api:
        """Requests as one installation, given as GitHub describes it.

        The token gets what we need and no more. A permission that was not granted cannot be asked for: GitHub would
        refuse the whole token, and a missing permission would cost the review instead of the check run.
        """
        number = int(installation["id"])
        if number not in self._installations:
            granted = installation.get("permissions") or {}
            wanted = {
                name: "read" if granted[name] == "read" else level
                for name, level in self._needed().items()
                if name in granted
            }
            client = self._integration.get_github_for_installation(number, wanted)
            self._installations[number] = Api(self._settings.name, client.requester)
        return self._installations[number]

    def installations(self) -> Iterator[Json]:
        """Every installation of the App that is not suspended."""
        for installation in self.app.pages("/app/installations", "list the App's installations"):
            if not installation.get("suspended_at"):
                yield installation

    @property
    def app(self) -> Api:
        """Requests as the App itself."""
        return Api(self._settings.name, self._integration.requester)

    @cached_property
    def token(self) -> Api:
        """Requests with the personal token."""
        from github import Auth, Github

        client = Github(auth=Auth.Token(self._settings.token or ""), **self._options())
        return Api(self._settings.name, client.requester)

    def identity(self) -> Identity:
        """Who writes."""
        if not self._settings.is_app:
            user = self.token.get("/user", "read the token's own user")
            return Identity(str(user["login"]), user_id=int(user["id"]))
        app = self.app.get("/app", "read the App itself")
        return Identity(f"{app['slug']}[bot]", app_id=int(app["id"]))

    def _needed(self) -> Mapping[str, str]:
        return {**PERMISSIONS, "contents": "write"} if self._settings.resolve_threads else PERMISSIONS

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
        return GithubIntegration(auth=auth, **self._options())

    def _options(self) -> dict[str, Any]:
        options: dict[str, Any] = {
            "base_url": self._settings.base_url,
            "retry": _retry(self._settings.paced),
            "lazy": True,
            "per_page": _PAGE,
        }
        if not self._settings.paced:
            options |= {"seconds_between_requests": None, "seconds_between_writes": None}
        return options


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

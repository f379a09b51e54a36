"""What GitHub shows to a person who signed in through an App.

A person's token speaks of repositories that the App is installed on *and* the person was given access to. Public ones
that the person merely may read are not among them, which is wanted: findings are for those who work on a repository.
Source: https://docs.github.com/en/rest/apps/installations#list-repositories-accessible-to-the-user-access-token
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self, TypeVar
from urllib.parse import quote, urlsplit

from msgspec import Struct

from bot.hosts.base import HostError, HostUnavailable
from bot.hosts.fields import Fields, address_problem, is_loopback
from bot.hosts.viewing import OAuthClient, Person, Refusal, Shown, ask

PUBLIC_API = "https://api.github.com"
_MOST_PAGES = 200
"""Of a hundred repositories each, for one person."""

Item = TypeVar("Item", bound=Struct)
log = logging.getLogger(__name__)


class _User(Struct, frozen=True):
    id: int
    login: str


class _Installation(Struct, frozen=True):
    id: int
    suspended_at: str | None = None


class _Repository(Struct, frozen=True):
    full_name: str


class _Installations(Struct, frozen=True):
    installations: list[_Installation]


class _Repositories(Struct, frozen=True):
    repositories: list[_Repository]


@dataclass(frozen=True, slots=True)
class GitHubViewing:
    """Sign-in through a GitHub App by its client id and secret. It may be the bot's App, or one that only signs people
    in and is installed on the same repositories."""

    name: str = "github"
    api: str = PUBLIC_API
    client_id: str = ""
    client_secret: str = field(default="", repr=False)

    @classmethod
    def read(cls, fields: Fields) -> Self | None:
        """``None`` where no sign-in is wanted, or a field is wrong: then ``fields.problems`` says what."""
        name, api = fields.text("name", "github"), fields.text("url", PUBLIC_API).rstrip("/")
        client_id, client_secret = fields.text("client_id"), fields.secret("client_secret")
        fields.together("client_id", "client_secret")
        if client_id and not client_secret and fields.good("client_secret"):
            fields.problem("client_secret", "not set: generate one on the App's settings page, or leave out client_id")
        if client_secret and not client_id and fields.good("client_id"):
            fields.problem("client_id", "not set: it stands at the top of the App's settings page")
        if not client_id or not client_secret:
            return None
        wrong = address_problem(api, allow_http=is_loopback(api), whose="the API's", example=PUBLIC_API)
        if wrong and fields.good("url"):
            fields.problem("url", wrong)
        return None if wrong else cls(name, api, client_id, client_secret)

    def fields(self) -> Mapping[str, object]:
        return {"url": self.api, "client_id": self.client_id, "client_secret": self.client_secret}

    @property
    def oauth(self) -> OAuthClient:
        parts = urlsplit(self.api)
        web = f"{parts.scheme}://{parts.netloc.removeprefix('api.') if not parts.path else parts.netloc}"
        base = f"{web}/login/oauth"
        return OAuthClient(self.client_id, self.client_secret, f"{base}/authorize", f"{base}/access_token")

    def key(self, repository: str) -> str:
        """Letters' case means nothing to GitHub."""
        return repository.lower()

    def person(self, token: str) -> Person:
        user, _ = ask(
            _User, self.name, f"{self.api}/user", "read who signed in", parameters={}, headers=_headers(token)
        )
        return Person(str(user.id), user.login)

    def shown(self, account: str, token: str, repositories: Collection[str]) -> Shown:
        """All that this person is shown. An account's name proves nothing here."""
        del account, repositories
        if not token:
            return Shown(frozenset(), whole=True)
        found: set[str] = set()
        pages = 0
        to = "list the repositories of who signed in"
        for installations in self._pages(_Installations, "/user/installations", to, token):
            for one in installations.installations:
                if one.suspended_at:
                    continue
                for page in self._listed(one, to, token):
                    found.update(self.key(repository.full_name) for repository in page.repositories)
                    pages += 1
                    if pages >= _MOST_PAGES:
                        log.warning("%s: a person's repositories go on after %d pages", self.name, pages)
                        return Shown(frozenset(found), whole=True)
        return Shown(frozenset(found), whole=True)

    def _listed(self, installation: _Installation, to: str, token: str) -> Iterator[_Repositories]:
        """An installation that is gone since it was listed, or that an organization's single sign-on keeps this token
        from, shows nothing."""
        try:
            path = f"/user/installations/{installation.id}/repositories"
            yield from self._pages(_Repositories, path, to, token)
        except Refusal as refusal:
            if refusal.status not in (403, 404):
                raise

    def _pages(self, shape: type[Item], path: str, to: str, token: str) -> Iterator[Item]:
        """Pages are counted, not followed: no address of an answer is ever requested."""
        for number in range(1, _MOST_PAGES + 1):
            found, headers = ask(
                shape,
                self.name,
                self.api + path,
                to,
                parameters={"per_page": 100, "page": number},
                headers=_headers(token),
            )
            yield found
            if 'rel="next"' not in headers.get("link", ""):
                return

    def forget(self, token: str) -> None:
        """Source: https://docs.github.com/en/rest/apps/oauth-applications#delete-an-app-token"""
        import requests

        url = f"{self.api}/applications/{quote(self.client_id, safe='')}/token"
        try:
            answer = requests.delete(
                url,
                json={"access_token": token},
                auth=(self.client_id, self.client_secret),
                headers={"Accept": "application/vnd.github+json"},
                timeout=(3.05, 5.0),
                allow_redirects=False,
            )
        except (requests.RequestException, OSError) as error:
            raise HostUnavailable(f"{self.name}: a token was not taken back ({type(error).__name__})") from error
        if answer.status_code not in (204, 404, 422):  # what is no token any more is a 404 or a 422
            raise HostError(f"{self.name}: a token was not taken back: it answers {answer.status_code}")


def _headers(token: str) -> Mapping[str, str]:
    return {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {token}",
        "X-GitHub-Api-Version": "2022-11-28",
    }

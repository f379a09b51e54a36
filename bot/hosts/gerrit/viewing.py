"""What Gerrit shows to a person whose user name was made sure of elsewhere (OpenID Connect, or a proxy that signs in).

It is asked under an account that has the global capability *View Access*, and needs no other right than to read.
Source: https://gerrit-review.googlesource.com/Documentation/rest-api-projects.html#check-access
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Self, TypeVar
from urllib.parse import quote

from msgspec import Struct
from msgspec import field as named

from bot.hosts.base import HostError
from bot.hosts.fields import Fields, address_problem, is_loopback
from bot.hosts.gerrit.names import is_project, project_path
from bot.hosts.viewing import Person, Refusal, Shown, SignInLapsed, ask

_MAGIC = b")]}'\n"
"""What stands before each answer's JSON."""

Shape = TypeVar("Shape")


class _Account(Struct, frozen=True):
    account_id: int = named(name="_account_id")
    username: str = ""
    inactive: bool = False


class _Check(Struct, frozen=True):
    """``status`` is the HTTP status that the account would get."""

    status: int


@dataclass(frozen=True, slots=True)
class GerritViewing:
    """The account that asks, which need not be the bot's."""

    name: str = "gerrit"
    url: str = ""
    username: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def read(cls, fields: Fields) -> Self | None:
        """``None`` where nothing is to be asked, or a field is wrong: then ``fields.problems`` says what."""
        name, url = fields.text("name", "gerrit"), fields.text("url").rstrip("/")
        username, password = fields.text("access_username"), fields.secret("access_password")
        fields.together("access_username", "access_password")
        if not username and not password:
            return None
        if not password and fields.good("access_password"):
            fields.problem("access_password", "not set: the HTTP password of the account that access_username names")
        if (not username or ":" in username) and fields.good("access_username"):
            state = "a user name has no colon" if username else "not set: the user name that access_password is of"
            fields.problem("access_username", state)
        example = "https://review.example.org"
        wrong = address_problem(url, allow_http=is_loopback(url), whose="Gerrit's", example=example)
        if wrong and fields.good("url"):
            fields.problem("url", wrong)
        return cls(name, url, username, password) if username and password and not wrong else None

    def fields(self) -> Mapping[str, object]:
        return {"url": self.url, "access_username": self.username, "access_password": self.password}

    @property
    def oauth(self) -> None:
        """Gerrit signs nobody in for others."""
        return None

    def key(self, repository: str) -> str:
        return repository

    def person(self, token: str) -> Person:
        del token
        raise HostError(f"{self.name}: Gerrit gives out no tokens")

    def forget(self, token: str) -> None:
        del token

    def shown(self, account: str, token: str, repositories: Collection[str]) -> Shown:
        """Those projects whose default branch the account may read. One that has an account of that name no more, or
        never had, is shown nothing."""
        del token
        number = self._number(account)
        if number is None:
            return Shown(frozenset(), whole=True)
        return Shown(frozenset(name for name in repositories if self._may_read(number, name)), whole=False)

    def _number(self, account: str) -> int | None:
        """The number of the active account that has exactly this user name.

        Gerrit takes a number, an address or a part of a person's name for an account as well: so that nobody is taken
        for another, the answer must have the very name.
        """
        if not account:
            return None
        try:
            found = self._get(_Account, f"/accounts/{quote(account, safe='')}/detail", "look up who signed in")
        except Refusal as refusal:
            if refusal.status == 404:
                return None
            raise
        return found.account_id if found.username == account and not found.inactive else None

    def _may_read(self, number: int, project: str) -> bool:
        if not is_project(project):
            return False
        path, to = project_path(project), f"ask what an account may read of {project}"
        try:
            head = self._get(str, f"{path}/HEAD", to)
            found = self._get(_Check, f"{path}/check.access", to, account=number, ref=head)
        except Refusal as refusal:
            if refusal.status == 404:  # the project, or its HEAD: what does not stand there is shown to nobody
                return False
            if refusal.status == 403:
                remedy = f"give the account {self.username} the global capability View Access"
                raise HostError(f"{refusal}; {remedy}") from refusal
            raise
        return found.status == 200

    def _get(self, shape: type[Shape], path: str, to: str, **parameters: str | int) -> Shape:
        try:
            return ask(
                shape,
                self.name,
                f"{self.url}/a{path}",
                to,
                parameters=parameters,
                headers={"Accept": "application/json"},
                basic=(self.username, self.password),
                skip=_MAGIC,
            )[0]
        except SignInLapsed as lapsed:
            raise HostError(f"{lapsed}: check access_username and access_password of {self.name}") from lapsed

"""Requests to one Gerrit under one account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from bot.hosts.base import HostError
from bot.hosts.gerrit.errors import boundary
from bot.hosts.gerrit.settings import GerritSettings

Json = dict[str, Any]
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are: comments of this account are ours."""

    account_id: int
    name: str

    def wrote(self, item: Mapping[str, Any]) -> bool:
        """Whether a comment or message is ours. One without an author is the server's."""
        author = item.get("author") or {}
        return bool(author.get("_account_id") == self.account_id)


class Api:
    """Reads are tried again, writes are sent once and counted in ``writes``."""

    def __init__(self, settings: GerritSettings) -> None:
        self.host = settings.name
        self._settings = settings
        self.writes = 0

    @cached_property
    def _client(self) -> Any:
        from bot.hosts.gerrit.transport import connect

        return connect(self._settings)

    @cached_property
    def identity(self) -> Identity:
        """The account that the credentials belong to."""
        account = self.object("/accounts/self", "read its own account")
        return Identity(int(account["_account_id"]), str(account.get("username") or account.get("name") or ""))

    def get(self, path: str, to: str, **parameters: str | int | tuple[str, ...]) -> Any:
        """Any JSON value. ``to`` completes "could not …" in an error; a tuple gives a parameter several times."""
        query = urlencode(parameters, doseq=True)
        with boundary(self.host, to):
            return self._client.get(f"{path}?{query}" if query else path, allow_redirects=False)

    def object(self, path: str, to: str, **parameters: str | int | tuple[str, ...]) -> Json:
        """A JSON object."""
        data = self.get(path, to, **parameters)
        if not isinstance(data, dict):
            raise HostError(f"{self.host}: could not {to}: the answer is not a JSON object; is this Gerrit's address?")
        return data

    def changes(self, query: str, to: str, options: tuple[str, ...]) -> Iterator[Json]:
        """Every change that the query finds, page by page."""
        start = 0
        while True:
            page = self.get("/changes/", to, q=query, o=options, n=_PAGE, start=start)
            if not isinstance(page, list):
                raise HostError(f"{self.host}: could not {to}: the answer is not a list")
            yield from page
            if not page or not page[-1].get("_more_changes"):
                return
            start += len(page)

    def post(self, path: str, to: str, body: Json) -> Json:
        """Writes something and returns the answer."""
        self.writes += 1
        with boundary(self.host, to):
            data = self._client.post(path, json=body, allow_redirects=False)
        return data if isinstance(data, dict) else {}

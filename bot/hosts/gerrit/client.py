"""Requests to one Gerrit under one account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bot import metrics
from bot.decoding import Shape, decode
from bot.hosts.base import BeforeWrite, HostUnavailable, unguarded
from bot.hosts.gerrit import wire
from bot.hosts.gerrit.errors import boundary
from bot.hosts.gerrit.settings import GerritSettings

if TYPE_CHECKING:
    from bot.hosts.gerrit.transport import Client

Json = dict[str, object]
"""What is sent."""
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are: comments of this account are ours."""

    account_id: int
    name: str

    def wrote(self, said: wire.Said) -> bool:
        """Whether a comment or message is ours. One without an author is the server's."""
        return said.author is not None and said.author.account_id == self.account_id


class Api:
    """Reads are tried again, writes are sent once and counted in ``writes``.

    In all of these ``to`` completes "could not …" in an error, and an answer that is not of the wanted shape is a
    :class:`~bot.hosts.base.HostError`.
    """

    def __init__(self, settings: GerritSettings, before_write: BeforeWrite = unguarded) -> None:
        self.host = settings.name
        self._settings = settings
        self._before_write = before_write
        self.writes = 0

    @cached_property
    def _client(self) -> Client:
        from bot.hosts.gerrit.transport import connect

        return connect(self._settings)

    @cached_property
    def identity(self) -> Identity:
        """The account that the credentials belong to."""
        account = self.get(wire.OwnAccount, "/accounts/self", "read its own account")
        return Identity(account.account_id, account.username or account.name)

    def get(self, shape: type[Shape], path: str, to: str, **parameters: str | int | tuple[str, ...]) -> Shape:
        """The answer to one GET as ``shape``. A parameter that is a tuple is sent once for each of its items."""
        query = urlencode(parameters, doseq=True)
        with boundary(self.host, to):
            data = self._client.get(f"{path}?{query}" if query else path, allow_redirects=False)
            metrics.asked(self.host, self.host)
            return decode(shape, data)

    def changes(
        self,
        query: str,
        to: str,
        options: tuple[str, ...],
        before_page: Callable[[], None] = lambda: None,
        start: int = 0,
    ) -> Iterator[dict[str, object]]:
        """Every change that the query finds from number ``start`` on, page by page and not yet decoded: see
        :meth:`read`."""
        more = True
        while more:
            before_page()
            page = self.get(list[dict[str, object]], "/changes/", to, q=query, o=options, n=_PAGE, start=start)
            yield from page
            start += len(page)
            more = bool(page and page[-1].get("_more_changes"))

    def read(self, shape: type[Shape], data: object, to: str) -> Shape:
        """One item of a list as ``shape``: decoded by itself, so that one unreadable item does not cost the others."""
        with boundary(self.host, to):
            return decode(shape, data)

    def post(self, path: str, to: str, body: Json) -> None:
        """Sends one POST. Of the answer only counts that it is one: a proxy may answer with a page of its own, and then
        nobody knows whether anything was written. Whoever needs the new state of the change asks Gerrit again."""
        self._before_write(self.host)
        self.writes += 1
        with boundary(self.host, to):
            answer = self._client.post(path, json=body, allow_redirects=False)
            metrics.asked(self.host, self.host)
        if not isinstance(answer, dict):
            raise HostUnavailable(f"{self.host}: could not {to}: the answer is unlike Gerrit's")

"""Requests to one GitHub, and what may come of one. Who signs them stands in :mod:`bot.hosts.github.clients`.

PyGithub carries the credentials, the retries and the pauses. We send requests by path and read plain JSON: its objects
fetch themselves again when an attribute is absent, and take a redirected write for a success.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot import metrics
from bot.decoding import Misread, Shape, decode
from bot.hosts.base import BeforeWrite, ChangeNotFound, HostUnavailable, RateLimited, unguarded
from bot.hosts.github import wire
from bot.hosts.github.errors import Refused, boundary

if TYPE_CHECKING:
    from github.Requester import Requester

Json = Mapping[str, object]
"""What is sent: the body of a request, or a query's variables."""
BeforeRequest = Callable[[str, int], None]
"""Called right before each request, with the account that asks and the points that it costs by GitHub's count. What it
raises keeps the request from being sent."""


def uncounted(account: str, points: int) -> None:
    del account, points


PAGE = 100


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are: comments of this user are ours. ``app_id`` is ``None`` with a personal token."""

    login: str
    user_id: int | None = None
    """``None`` for an App: GitHub tells an App its own id but not that of the user it writes as."""
    app_id: int | None = None

    def wrote(self, item: wire.Authored) -> bool:
        """Whether a comment, review or reaction is ours. That of a deleted account, which has no user, is not.

        Nobody can register a name with brackets, so an App's ``slug[bot]`` of the type ``Bot`` is as good as an id.
        """
        user = item.user
        if user is None:
            return False
        if self.user_id is not None:
            return user.id == self.user_id
        return user.type == "Bot" and user.login == self.login


class Api:
    """Requests under one credential. Reads are tried again, writes are sent once and counted in ``writes``; each asks
    ``before_write`` first, with ``account`` as the name of the credential.

    In all of these ``to`` completes "could not …" in an error, and an answer that is not of the wanted shape is a
    :class:`HostError`.
    """

    def __init__(
        self,
        host: str,
        requester: Requester,
        before_write: BeforeWrite = unguarded,
        account: str = "",
        before_request: BeforeRequest = uncounted,
    ) -> None:
        self._host = host
        self._requester = requester
        self._before_write = before_write
        self.account = account or host
        self._before_request = before_request
        self.writes = 0

    def get(self, shape: type[Shape], path: str, to: str, **parameters: str | int) -> Shape:
        self._before_request(self.account, 1)
        with self._asking(to):
            return decode(shape, _answered(self._ask("GET", path, parameters=parameters)[1]))

    def find(self, shape: type[Shape], path: str, to: str) -> Shape:
        """Like :meth:`get`, for something without which there is no change, e.g. its repository.

        Raises :class:`ChangeNotFound` where GitHub answers 404.
        """
        try:
            return self.get(shape, path, to)
        except Refused as refusal:
            if refusal.status != 404:
                raise
            raise ChangeNotFound(str(refusal)) from refusal

    def pages(self, shape: type[Shape], path: str, to: str, key: str = "", **parameters: str | int) -> Iterator[Shape]:
        """Every item of a list, page by page; ``key`` names the list where it is a field of an object.

        Pages are counted, not followed: no address of an answer is ever requested.
        """
        page, more = 1, True
        before: list[object] = []
        while more:
            asked = {"per_page": PAGE, **parameters, "page": page}
            self._before_request(self.account, 1)
            with self._asking(to):
                headers, data = self._ask("GET", path, parameters=asked)
                _answered(data)
                items = decode(list[object], decode(dict[str, object], data).get(key) if key else data)
            if items and items == before:  # the client follows a redirect without the page's number
                raise HostUnavailable(f"{self._host}: could not {to}: GitHub redirects, and gives one page again")
            before = items
            yield from (self.read(shape, item, to) for item in items)
            page, more = page + 1, 'rel="next"' in headers.get("link", "")

    def read(self, shape: type[Shape], data: object, to: str) -> Shape:
        """One item of a list as ``shape``: decoded by itself, so that one unreadable item does not cost the others."""
        with self._asking(to):
            return decode(shape, data)

    def write(self, verb: str, path: str, to: str, body: Json) -> int:
        """Creates (``POST``) or changes (``PATCH``) something and returns its id.

        A write to a repository that was renamed is answered with a redirect that the client takes for a success, and
        a proxy may answer with a page of its own: only an answer with an id says that something was written. Raises
        :class:`HostUnavailable` for any other: when the change is read again, it is known what stands and where.
        """
        return self.create(verb, path, to, body).id

    def create(self, verb: str, path: str, to: str, body: Json) -> wire.Identified:
        """Like :meth:`write`, with GraphQL's name of what was written."""
        self._count_write()
        with self._asking(to):
            answer = _answered(self._ask(verb, path, input=body)[1])
        try:
            written = decode(wire.Identified, answer)
        except Misread as misread:
            raise HostUnavailable(
                f"{self._host}: could not {to}: the answer is unlike GitHub's ({misread})"
            ) from misread
        if not written.id:
            raise self._redirected(to)
        return written

    def _ask(self, verb: str, path: str, **more: Any) -> tuple[Mapping[str, str], Any]:
        """One request. Raises what the client raises, and :class:`ValueError` without a token: the client takes a page
        in place of an installation's token for a token that is ``None``."""
        from github.Auth import AppInstallationAuth

        auth = self._requester.auth
        if isinstance(auth, AppInstallationAuth) and not auth.token:
            raise ValueError("no token")
        headers, data = self._requester.requestJsonAndCheck(verb, path, **more)
        metrics.asked(self._host, self.account, headers)
        return headers, data

    def _redirected(self, to: str) -> HostUnavailable:
        return HostUnavailable(
            f"{self._host}: could not {to}: GitHub redirected it, the repository may have another name now"
        )

    def delete(self, path: str, to: str) -> None:
        self._count_write()
        with self._asking(to):
            answer = self._ask("DELETE", path)[1]
            if answer is not None:  # what was deleted, where it is not nothing
                _answered(answer)
        if isinstance(answer, dict) and "id" not in answer:
            raise self._redirected(to)

    def exists(self, path: str, to: str) -> bool:
        """What GitHub answers with 204 or 404. Raises :class:`Refused` for any other refusal."""
        try:
            with self._asking(to):
                if self._ask("GET", path)[1] is not None:
                    raise ValueError("204 has no body: this is another's answer")
        except Refused as refusal:
            if refusal.status != 404:
                raise
            return False
        return True

    def graphql(
        self,
        shape: type[Shape],
        query: str,
        to: str,
        variables: Json,
        at: str = "",
        write: bool = False,
        points: int = 1,
    ) -> Shape:
        """What stands in the answer's ``data`` ``at`` a path, e.g. ``repository.pullRequest``, or all of it.

        ``points`` are what the query costs: a hundredth of the lists that it may open, at least one.
        Source: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
        """
        if write:
            self._count_write()
        self._before_request(self.account, points)
        with self._asking(to):
            found: object = _answered(self._query(query, variables))
            for name in ("data", *filter(None, at.split("."))):
                found = decode(dict[str, object], found).get(name)
            return decode(shape, found)

    def mutate(self, query: str, to: str, variables: Json) -> None:
        """Several GraphQL mutations in one request. Some may have been made where this raises :class:`Refused`."""
        self._count_write()
        with self._asking(to):
            _answered(self._query(query, variables))

    def _query(self, query: str, variables: Json) -> Any:
        headers, data = self._requester.graphql_query(query, dict(variables))
        metrics.asked(self._host, self.account, headers)
        return data

    def _count_write(self) -> None:
        self._before_write(self.account)
        self.writes += 1

    @contextmanager
    def _asking(self, to: str) -> Iterator[None]:
        """What goes wrong inside leaves as a :class:`HostError`; a rate limit names the account that it is for."""
        try:
            with boundary(self._host, to):
                yield
        except RateLimited as limited:
            limited.account = self.account
            raise

    def authorization(self) -> str:
        """The token to use now; an installation's is renewed when it is about to expire."""
        with self._asking("get a token"):
            auth = self._requester.auth
            return auth.token if auth else ""

    def headers(self, path: str, to: str) -> Mapping[str, str]:
        """Only the headers of an answer: a classic token's scopes stand there."""
        with self._asking(to):
            return self._ask("GET", path)[0]


def _answered(data: object) -> object:
    """``data``, unless it is what the client makes of a body that is no JSON, e.g. the page of a proxy with a 200.

    Raises :class:`ValueError`, as the client does for broken JSON.
    """
    if data is None or (
        isinstance(data, dict) and isinstance(data.get("data"), str) and data.keys() <= {"data", "url"}
    ):
        raise ValueError("no JSON")
    return data

"""python-gerrit-api with its errors and its timeouts mended. Imported only where a request is made."""

from __future__ import annotations

from typing import Protocol, cast

import requests
from gerrit import GerritClient
from gerrit.utils.requester import Requester
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from bot.hosts.gerrit.errors import Answer
from bot.hosts.gerrit.settings import GerritSettings

_READ_AGAIN = Retry(
    total=3,
    backoff_factor=0.5,
    backoff_jitter=0.5,
    status_forcelist=(502, 503, 504),
    allowed_methods=frozenset({"GET"}),
    raise_on_status=False,
    respect_retry_after_header=False,
)
"""Reads are tried again after a passing fault; a write is sent once, whoever sends it looks before it sends again."""


class Client(Protocol):
    """What is used of the client, which ships no types."""

    def get(self, endpoint: str, *, allow_redirects: bool) -> object: ...

    def post(self, endpoint: str, *, json: object, allow_redirects: bool) -> object: ...


class KeepsBodies(Requester):  # type: ignore[misc]  # the client ships no types
    """The client's own requester drops an error's body, and takes one timeout for connecting and reading."""

    @staticmethod
    def confirm_status(res: requests.Response) -> None:
        """Raises :class:`Answer` for everything that is no success; redirects are never followed. Raises
        :class:`ValueError` for a page, which Gerrit's API never answers, but a proxy or a login may."""
        if res.status_code >= 300:
            raise Answer(res.status_code, res.text, {name.lower(): value for name, value in res.headers.items()})
        if res.headers.get("content-type", "").partition(";")[0].strip().lower() in (
            "text/html",
            "application/xhtml+xml",
        ):
            raise ValueError("a page")


def connect(settings: GerritSettings) -> Client:
    """A client for one task: it is not thread-safe and does not survive a fork. No request is made here."""
    session = requests.Session()
    session.headers["Accept"] = "application/json"
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=_READ_AGAIN))
    client = GerritClient(settings.url, settings.username, settings.password, session=session)
    client.requester = KeepsBodies(base_url=settings.url, session=session, timeout=settings.timeout)
    return cast(Client, client)

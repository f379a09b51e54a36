"""What a host shows to a person: the port that signing in and the pages ask, and how one question is put.

Questions come from the web server while somebody waits: one try, short timeouts, no redirect followed, bounded answers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from bot.decoding import Misread, Shape, decode_json
from bot.hosts.base import HostError, HostUnavailable

if TYPE_CHECKING:
    from requests import PreparedRequest

_SECONDS = (3.05, 10.0)
"""To connect, and to wait for each part of an answer."""
_LARGEST = 4_000_000
"""Bytes of an answer; a hundred repositories of GitHub have about 600,000."""


class SignInLapsed(HostError):
    """The host no longer takes the token that a person got at signing in: that person signs in again."""


@dataclass(frozen=True, slots=True)
class Person:
    """An account as its host knows it."""

    id: str
    """The host's number for it, which no other account ever gets."""
    name: str
    """For people; another account may get it later."""


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """Where people say at the host who they are, and as whom we ask for that."""

    client_id: str
    client_secret: str = field(repr=False)
    authorize_url: str
    token_url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a host shows to a person."""

    repositories: frozenset[str]
    """By :meth:`Viewing.key`."""
    whole: bool
    """Whether these are all that the person is shown, and not only those asked for."""


class Viewing(Protocol):
    """What one host shows to people. Each question raises :class:`~bot.hosts.base.HostError`."""

    @property
    def name(self) -> str:
        """As events and queue messages call the host."""
        ...

    @property
    def oauth(self) -> OAuthClient | None:
        """How people sign in at the host itself; ``None`` where they come by another way."""
        ...

    def key(self, repository: str) -> str:
        """The name by which repositories are compared."""
        ...

    def person(self, token: str) -> Person:
        """Whom the token of a person belongs to."""
        ...

    def shown(self, account: str, token: str, repositories: Collection[str]) -> Shown:
        """Which of the repositories a person is shown: by the token that the host gave that person, or, for one whose
        identity was checked elsewhere, by the name of the account."""
        ...

    def forget(self, token: str) -> None:
        """Takes a person's token back."""
        ...

    def fields(self) -> Mapping[str, object]:
        """The settings that make the same again."""
        ...


def ask(
    shape: type[Shape],
    host: str,
    url: str,
    to: str,
    *,
    parameters: Mapping[str, str | int],
    headers: Mapping[str, str],
    basic: tuple[str, str] | None = None,
    skip: bytes = b"",
) -> tuple[Shape, Mapping[str, str]]:
    """The answer to one GET as ``shape``, and its headers. ``to`` completes "could not …" in an error, ``skip`` is what
    stands before the JSON.

    Raises :class:`HostUnavailable` where the host does not answer, :class:`SignInLapsed` for a 401, and
    :class:`HostError` with another refusal's status.
    """
    import requests  # by who asks: most processes never do

    what = f"{host}: could not {to}"
    try:
        with requests.get(
            url,
            params=dict(parameters),
            headers=dict(headers),
            auth=basic or _no_netrc,
            timeout=_SECONDS,
            allow_redirects=False,
            stream=True,
        ) as answer:
            body = answer.raw.read(_LARGEST + 1, decode_content=True)
            status, found = answer.status_code, {name.lower(): value for name, value in answer.headers.items()}
    except (requests.RequestException, OSError) as error:
        raise HostUnavailable(f"{what}: it does not answer ({type(error).__name__})") from error
    except Exception as error:  # urllib3's own errors leave a raw read as they are
        if type(error).__module__.partition(".")[0] != "urllib3":
            raise
        raise HostUnavailable(f"{what}: its answer broke off ({type(error).__name__})") from error
    if status == 401:
        raise SignInLapsed(f"{what}: it answers 401")
    if status >= 500 or status == 429 or (status == 403 and _is_limit(found)):
        raise HostUnavailable(f"{what}: it answers {status}")
    if status != 200:
        raise Refusal(f"{what}: it answers {status}", status)
    if len(body) > _LARGEST:
        raise HostUnavailable(f"{what}: the answer is larger than {_LARGEST} bytes")
    try:
        return decode_json(shape, body.removeprefix(skip)), found
    except Misread as misread:
        raise HostUnavailable(f"{what}: the answer cannot be read ({misread.place or 'no JSON'})") from misread


class Refusal(HostError):
    """The host answered with a status that is no success; neither 401 nor a passing fault."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def _is_limit(headers: Mapping[str, str]) -> bool:
    return "retry-after" in headers or headers.get("x-ratelimit-remaining") == "0"


def _no_netrc(request: PreparedRequest) -> PreparedRequest:
    """The client would take a password for the host out of ``~/.netrc`` where no other is given."""
    return request

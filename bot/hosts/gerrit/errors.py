"""The one boundary around Gerrit's client: what goes wrong leaves as a :class:`~bot.hosts.base.HostError`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bot import redaction
from bot.decoding import Misread
from bot.hosts.base import HostError, HostUnavailable, RateLimited, unreached

_USUAL_WAIT = 60.0
"""Seconds to wait where Gerrit names no time."""
_REMEDIES = {
    401: "check the user name and the HTTP password: it may have been made anew",
    403: "the account lacks a permission here; `patchwarden doctor` names those that are needed",
    404: "it does not exist, or the account may not read it",
}


class Answer(Exception):
    """An answer that is no success, with the body that the client would throw away. Stays inside this package."""

    def __init__(self, status: int, body: str, headers: Mapping[str, str]) -> None:
        super().__init__(f"{status} {redaction.detail(body)}")
        self.status = status
        self.body = body
        self.headers = headers


class Refused(HostError):
    """Gerrit answered 3xx or 4xx, or 500: ``status`` is the HTTP status and ``body`` its plain text."""

    def __init__(self, message: str, status: int, body: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = body


class Broken(HostUnavailable):
    """Gerrit answered 500: it may pass, or it may be what was sent."""


@contextmanager
def boundary(host: str, operation: str) -> Iterator[None]:
    """Raises :class:`Refused`, :class:`HostUnavailable` or :class:`RateLimited` for what goes wrong inside.

    ``operation`` says what was tried, for people: "read change 7".
    """
    # Imported here: the web process reads events and never talks to Gerrit.
    import requests

    try:
        yield
    except Answer as answer:
        raise _of_answer(host, f"{host}: could not {operation}", answer) from answer
    except requests.exceptions.RequestException as error:
        detail = unreached(error) or f"{type(error).__name__}: {redaction.detail(str(error))}"
        raise HostUnavailable(f"{host}: could not {operation}: {detail}") from error
    except Misread as misread:
        raise HostError(
            f"{host}: could not {operation}: the answer is unlike Gerrit's ({misread}); is this Gerrit's address?"
        ) from misread
    except ValueError as error:  # the client's words for a body that is no JSON
        raise HostUnavailable(
            f"{host}: could not {operation}: the answer cannot be read ({type(error).__name__})"
        ) from error


def _of_answer(host: str, what: str, answer: Answer) -> HostError:
    status, detail = answer.status, redaction.detail(answer.body)
    if status == 429:
        return RateLimited(f"{what}: the quota is used up ({detail})", _wait(answer.headers), account=host)
    if status == 500:
        return Broken(f"{what}: Gerrit answered 500 ({detail})")
    if status >= 500 or status in (408, 499):
        wait = answer.headers.get("retry-after", "")
        return HostUnavailable(f"{what}: Gerrit answered {status} ({detail})", float(wait) if wait.isdigit() else None)
    if 300 <= status < 400:
        return Refused(f"{what}: Gerrit redirects; give its canonical web URL", status, answer.body)
    remedy = f"; {_REMEDIES[status]}" if status in _REMEDIES else ""
    return Refused(f"{what}: Gerrit answered {status} ({detail}){remedy}", status, answer.body)


def _wait(headers: Mapping[str, str]) -> float:
    value = headers.get("retry-after", "")
    return float(value) if value.isdigit() else _USUAL_WAIT

"""The one boundary around GitHub's client: what goes wrong there leaves as a :class:`~bot.hosts.base.HostError`."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot import redaction
from bot.decoding import Misread, decode
from bot.hosts.base import HostError, HostUnavailable, RateLimited, unreached
from bot.hosts.github import wire

if TYPE_CHECKING:
    from github.GithubException import GithubException

_USUAL_WAIT = 60.0
"""Seconds to wait where GitHub names no time: what it asks for after a secondary limit."""


_LIMITED = re.compile(r"too many (?:403|429) error responses")
"""urllib3's words; the address stands in the same text, and may have these digits in it."""


class Refused(HostError):
    """GitHub answered 4xx: the same call will get the same answer. ``status`` is the HTTP status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


@contextmanager
def boundary(host: str, operation: str) -> Iterator[None]:
    """Raises :class:`Refused`, :class:`HostUnavailable` or :class:`RateLimited` for what goes wrong inside.

    ``operation`` says what was tried, for people: "read pull request 7".
    """
    # Imported here: the web process reads events and never talks to GitHub, and the client takes half a second to load.
    import requests
    from github.GithubException import BadAttributeException, GithubException

    try:
        yield
    except GithubException as error:
        raise _of_answer(f"{host}: could not {operation}", error) from error
    except requests.exceptions.RetryError as error:
        if _LIMITED.search(str(error)):
            raise RateLimited(f"{host}: could not {operation}: the rate limit holds", _USUAL_WAIT) from error
        raise HostUnavailable(f"{host}: could not {operation}: no good answer after several tries") from error
    except requests.exceptions.RequestException as error:
        detail = unreached(error) or f"{type(error).__name__}: {redaction.detail(str(error))}"
        raise HostUnavailable(f"{host}: could not {operation}: {detail}") from error
    except RuntimeError as error:  # the client's word for a redirect to another scheme or host
        raise HostError(
            f"{host}: could not {operation}: {redaction.detail(str(error))}; check the API's address"
        ) from error
    except Misread as misread:
        raise HostError(f"{host}: could not {operation}: the answer is unlike GitHub's ({misread})") from misread
    except ValueError as error:  # the client's words for a body that is broken JSON
        raise HostUnavailable(f"{host}: could not {operation}: the answer cannot be read") from error
    except (BadAttributeException, AssertionError, AttributeError, LookupError, TypeError) as error:
        # The client reads some answers itself, e.g. an installation's token, and has no word for another shape. Without
        # these nothing can be said on the change either: it is tried again.
        name = type(error).__name__
        raise HostUnavailable(f"{host}: could not {operation}: the answer is unlike GitHub's ({name})") from error


def _of_answer(what: str, error: GithubException) -> HostError:
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    said, status = _read(error.data), error.status
    detail = redaction.detail(said.detail or error.message or "")
    if _is_rate_limit(error, said, headers):
        return RateLimited(f"{what}: the rate limit holds ({status} {detail})", _wait(error, headers))
    if status >= 500:
        return HostUnavailable(f"{what}: GitHub answered {status}")
    remedies = {
        401: "check the App's id and private key, or the token: it may be revoked or expired",
        403: "the App or the token lacks a permission here; `patchwarden doctor` names those that are needed",
        404: "it does not exist, or the App or the token has no access to it",
    }
    remedy = f"; {remedies[status]}" if status in remedies else ""
    return Refused(f"{what}: GitHub answered {status} ({detail}){remedy}", status)


def _read(data: object) -> wire.Problem:
    """What GitHub said; nothing where the body is no mapping, e.g. a proxy's page."""
    return decode(wire.Problem, data) if isinstance(data, dict) else wire.Problem()


def _is_rate_limit(error: GithubException, said: wire.Problem, headers: Mapping[str, str]) -> bool:
    """GitHub says it with 429 or 403, and with a header, a text or both; GraphQL says it with a type."""
    from github.GithubException import RateLimitExceededException

    if isinstance(error, RateLimitExceededException) or error.status == 429:
        return True
    if any(item.type == "RATE_LIMITED" for item in said.single):
        return True
    return error.status == 403 and ("retry-after" in headers or headers.get("x-ratelimit-remaining") == "0")


def _wait(error: GithubException, headers: Mapping[str, str]) -> float:
    """Seconds until the next try, from the client, ``Retry-After`` or ``X-RateLimit-Reset`` (a Unix time)."""
    from github.GithubException import RateLimitExceededExceedsMaxWait

    if isinstance(error, RateLimitExceededExceedsMaxWait) and error.wait is not None:
        return float(error.wait)
    if headers.get("retry-after", "").isdigit():
        return float(headers["retry-after"])
    if headers.get("x-ratelimit-remaining") == "0" and headers.get("x-ratelimit-reset", "").isdigit():
        # One second more: nobody says when in that second the limit is lifted.
        return max(1.0, int(headers["x-ratelimit-reset"]) - time.time() + 1)
    return _USUAL_WAIT

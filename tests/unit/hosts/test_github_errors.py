"""The boundary: what GitHub's client raises, and what the project hears of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator

import pytest
import requests
from github import GithubException, RateLimitExceededException
from github.GithubException import BadCredentialsException, RateLimitExceededExceedsMaxWait, UnknownObjectException

from bot import redaction
from bot.decoding import Misread
from bot.hosts.base import HostError, HostUnavailable, RateLimited
from bot.hosts.github import GitHubSettings
from bot.hosts.github.clients import Clients
from bot.hosts.github.errors import Refused, boundary

TOKEN = "ghs" + "_" + "A1b2" * 10
SECONDARY = {"message": "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}
EMPTY = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1700000090"}


def heard(error: Exception) -> HostError:
    with pytest.raises(HostError) as caught, boundary("github", "read the change"):
        raise error
    assert caught.value.__cause__ is error
    assert str(caught.value).startswith("github: could not read the change")
    return caught.value


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (UnknownObjectException(404, {"message": "Not Found"}, {}), Refused),
        (BadCredentialsException(401, {"message": "Bad credentials"}, {}), Refused),
        (GithubException(403, {"message": "Resource not accessible by integration"}, {}), Refused),
        (GithubException(422, {"message": "Validation Failed"}, {}), Refused),
        (GithubException(500, None, {}), HostUnavailable),
        (GithubException(502, {"data": "<html>"}, {}), HostUnavailable),
        (GithubException(429, SECONDARY, {}), RateLimited),
        (GithubException(403, SECONDARY, {"Retry-After": "7"}), RateLimited),
        (GithubException(403, {"message": "no"}, EMPTY), RateLimited),
        (RateLimitExceededException(403, SECONDARY, None), RateLimited),
        (GithubException(400, {"errors": [{"type": "RATE_LIMITED", "message": "wait"}]}, {}), RateLimited),
        (GithubException(400, {"errors": [{"type": "FORBIDDEN", "message": "no"}]}, {}), Refused),
        (requests.exceptions.ConnectTimeout("slow"), HostUnavailable),
        (requests.exceptions.ConnectionError("reset"), HostUnavailable),
        (requests.exceptions.RetryError("too many 502 error responses"), HostUnavailable),
        (requests.exceptions.RetryError("too many 429 error responses"), RateLimited),
        (requests.exceptions.RetryError("port=40322): too many 503 error responses"), HostUnavailable),
        (RuntimeError("Github server redirected from https protocol to http"), HostError),
        (GithubException(422, {"message": "no", "errors": [1, None]}, {}), Refused),
        (GithubException(400, {"errors": [{"field": ["a"]}, {"type": "RATE_LIMITED"}]}, {}), RateLimited),
        (GithubException(422, "no", {}), Refused),
        (ValueError("broken JSON"), HostUnavailable),
        (Misread("base.sha", "is missing"), HostError),
        (TypeError("the client expected something else"), HostUnavailable),
    ],
)
def test_every_error_is_of_one_family(error: Exception, kind: type[HostError]) -> None:
    assert type(heard(error)) is kind


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (RateLimitExceededExceedsMaxWait(403, SECONDARY, {}, wait=1800.0), 1800),
        (GithubException(429, SECONDARY, {"Retry-After": "7"}), 7),
        (GithubException(429, SECONDARY, {}), 60),
    ],
)
def test_how_long_to_wait(error: Exception, wait: float) -> None:
    limited = heard(error)
    assert isinstance(limited, RateLimited)
    assert limited.retry_after == wait


@pytest.mark.parametrize(("now", "wait"), [(1_700_000_000.0, 91), (1_700_001_000.0, 1)])
def test_a_reset_is_a_moment_by_our_clock(monkeypatch: pytest.MonkeyPatch, now: float, wait: float) -> None:
    monkeypatch.setattr(time, "time", lambda: now)
    limited = heard(GithubException(403, {"message": "API rate limit exceeded"}, EMPTY))
    assert isinstance(limited, RateLimited)
    assert limited.retry_after == wait


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        (["line must be part of the diff", {"field": "path"}], "; line must be part of the diff; path"),
        ([{"message": "no", "field": ["path"]}, None], "; no"),
        ({"line": "is missing"}, ""),
    ],
)
def test_what_github_says_is_passed_on(errors: object, said: str) -> None:
    refused = heard(GithubException(422, {"message": "Validation Failed", "errors": errors}, {}))
    assert str(refused).endswith(f"GitHub answered 422 (Validation Failed{said})")


@pytest.mark.parametrize("errors", [{"base": ["invalid"]}, [["invalid"]], [{"field": ["path", "line"]}], 7])
def test_the_message_is_passed_on_beside_errors_of_an_unknown_shape(errors: object) -> None:
    refused = heard(GithubException(422, {"message": "Validation Failed", "errors": errors}, {}))
    assert "GitHub answered 422 (Validation Failed" in str(refused)


@pytest.mark.parametrize(("status", "remedy"), [(401, "private key"), (403, "permission"), (404, "access")])
def test_a_refusal_names_the_remedy(status: int, remedy: str) -> None:
    assert remedy in str(heard(GithubException(status, {"message": "no"}, {})))


@pytest.mark.parametrize(
    "text", [f"x {TOKEN} y", f"Authorization: Bearer {TOKEN[4:]}", f"basic {TOKEN[4:]}", "github_pat" + "_11ABC_def"]
)
def test_no_message_carries_a_credential(text: str) -> None:
    shown = str(heard(requests.exceptions.ConnectionError(text)))
    assert "[redacted]" in shown
    assert not [part for part in (TOKEN[4:], "11ABC") if part in shown]


def test_an_answer_is_one_short_line() -> None:
    assert redaction.detail("a\n\n b\t" + "c" * 1000) == "a b " + "c" * 296


@pytest.fixture
def root_at_debug() -> Iterator[None]:
    root, client = logging.getLogger(), logging.getLogger("github")
    before = root.level, client.level
    root.setLevel(logging.DEBUG)
    client.setLevel(logging.NOTSET)
    yield
    root.setLevel(before[0])
    client.setLevel(before[1])


@pytest.mark.usefixtures("root_at_debug")
def test_the_client_never_logs_its_requests() -> None:
    """They carry the token."""
    Clients(GitHubSettings(token=TOKEN, marker_key=b"k"))
    assert not logging.getLogger("github.Requester").isEnabledFor(logging.DEBUG)
    assert logging.getLogger("github.Requester").isEnabledFor(logging.INFO)


def test_a_private_key_that_is_none_is_named() -> None:
    settings = GitHubSettings(app_id=7, private_key="-----BEGIN nothing", marker_key=b"k")
    with pytest.raises(HostError, match="private key cannot be read") as caught:
        Clients(settings).identity()
    assert "nothing" not in str(caught.value)

"""The fake goes wrong the way GitHub does, when it is told to."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from github import GithubException, RateLimitExceededException
from github.Repository import Repository as RemoteRepository

from tests.fakes.github import FakeGitHub
from tests.unit.fakes.conftest import NAME

COMMENTS = r"/issues/1/comments$"


def bodies(fake: FakeGitHub) -> list[str]:
    return [comment.body for comment in fake.state.repository(NAME).comments_of(1)]


def test_an_error_before_anything_is_done(fake: FakeGitHub, remote: RemoteRepository) -> None:
    fake.fail_next("POST", COMMENTS, "error", times=2, status=503)
    issue = remote.get_issue(1)
    for _ in range(2):
        with pytest.raises(GithubException) as failed:
            issue.create_comment("Hello")
        assert failed.value.status == 503
    issue.create_comment("Hello")
    assert bodies(fake) == ["Hello"]


def test_an_error_after_everything_is_done(fake: FakeGitHub, remote: RemoteRepository) -> None:
    fake.fail_next("POST", COMMENTS, "committed")
    with pytest.raises(GithubException) as failed:
        remote.get_issue(1).create_comment("Hello")
    assert failed.value.status == 502
    assert bodies(fake) == ["Hello"]
    assert [(one.method, one.path, one.status) for one in fake.writes] == [
        ("POST", f"/repos/{NAME}/issues/1/comments", 502)
    ]


@pytest.mark.parametrize(("kind", "done"), [("drop", []), ("drop_committed", ["Hello"])])
def test_a_broken_connection(fake: FakeGitHub, remote: RemoteRepository, kind: str, done: list[str]) -> None:
    issue = remote.get_issue(1)
    fake.fail_next("POST", COMMENTS, kind)  # type: ignore[arg-type]  # one of the kinds
    with pytest.raises(requests.ConnectionError):
        issue.create_comment("Hello")
    assert bodies(fake) == done


@pytest.mark.parametrize(("status", "retry_after"), [(403, None), (403, 7), (429, 7), (429, None)])
def test_the_secondary_rate_limit(
    fake: FakeGitHub, remote: RemoteRepository, status: int, retry_after: int | None
) -> None:
    issue = remote.get_issue(1)
    fake.fail_next("POST", COMMENTS, "secondary", status=status, retry_after=retry_after)
    with pytest.raises(GithubException) as failed:
        issue.create_comment("Hello")
    assert failed.value.status == status
    assert "secondary rate limit" in str(failed.value.data)
    assert (failed.value.headers or {}).get("retry-after") == (str(retry_after) if retry_after else None)
    assert bodies(fake) == []


def test_the_primary_rate_limit(fake: FakeGitHub, remote: RemoteRepository) -> None:
    fake.fail_next("GET", r"/pulls/1$", "primary", reset_in=30)
    with pytest.raises(RateLimitExceededException) as failed:
        remote.get_pull(1)
    assert (failed.value.headers or {})["x-ratelimit-remaining"] == "0"


def test_a_scripted_answer(fake: FakeGitHub, remote: RemoteRepository) -> None:
    fake.fail_next("*", "/graphql$", "answer", body={"errors": [{"type": "RATE_LIMITED", "message": "Wait"}]})
    with pytest.raises(GithubException) as failed:
        remote.requester.graphql_query("query { viewer { login } }", {})
    assert failed.value.data["errors"][0]["type"] == "RATE_LIMITED"


def test_a_slow_answer(fake: FakeGitHub) -> None:
    fake.fail_next("GET", "/rate_limit$", "hang", seconds=0.3)
    with pytest.raises(requests.Timeout):
        requests.get(f"{fake.url}/rate_limit", timeout=0.05)


def test_git_s_requests_go_wrong_as_well(fake: FakeGitHub) -> None:
    address = f"{fake.origin}/{NAME}.git/info/refs?service=git-upload-pack"
    fake.fail_next("GET", "/info/refs$", "error", status=503)
    assert [requests.get(address, timeout=20).status_code for _ in range(2)] == [503, 200]


def test_what_hangs_ends_with_the_fake(fake: FakeGitHub) -> None:
    fake.fail_next("GET", "/info/refs$", "hang", seconds=600)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(requests.get, f"{fake.origin}/{NAME}.git/info/refs", timeout=60)
        end = time.monotonic() + 20
        while fake.faults_left and time.monotonic() < end:
            time.sleep(0.01)
        fake.close()
        with pytest.raises(requests.ConnectionError):
            asked.result(20)

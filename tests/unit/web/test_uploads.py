"""What a CI gets as an answer to a report, for everything that it may send; and what is kept of it in Redis."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from redis import Redis
from redis.exceptions import ConnectionError as RedisGone
from werkzeug.test import TestResponse

from bot.broker import client_url
from bot.model import ChangeRef
from bot.reports import sarif
from bot.reports.model import Report
from bot.uploads import kept as keeping
from bot.uploads.kept import KeptReports, TooMuch
from bot.uploads.tokens import KeyedTokens, Nobody, secret_of
from bot.web.application import create_app
from bot.web.uploads import Uploads
from tests.unit.reports.scene import real, report
from tests.unit.web.test_webhooks import HEAD, MemoryQueue

TOKENS = KeyedTokens("sixteen characters")
REF = ChangeRef("github", "octo/app", 7)
OURS = f"/sarif/github/octo/app/{HEAD}"


class MemoryReports:
    def __init__(self, fault: Exception | None = None) -> None:
        self.kept: dict[tuple[str, str, str], tuple[Report, ...]] = {}
        self.fault = fault

    def keep(self, host: str, repository: str, commit: str, reports: Iterable[Report]) -> None:
        if self.fault:
            raise self.fault
        self.kept[host, repository, commit] = tuple(reports)


def client(queue: MemoryQueue, kept: MemoryReports) -> FlaskClient:
    return create_app({}, queue, {}, Uploads(TOKENS, kept, queue)).test_client()


def send(
    path: str = f"{OURS}?change=7",
    body: bytes = b"",
    *,
    token: str = "",
    queue: MemoryQueue | None = None,
    kept: MemoryReports | None = None,
) -> TestResponse:
    sender = client(queue or MemoryQueue(), kept or MemoryReports())
    token = token or f"Bearer {TOKENS.token('github', 'octo/app')}"
    return sender.post(path, data=body or real("bandit"), headers={"Authorization": token} if token != "none" else {})


def test_a_report_is_kept_and_the_review_repeated_once() -> None:
    queue, kept = MemoryQueue(), MemoryReports()
    first = send(queue=queue, kept=kept)
    assert (first.status_code, first.get_json()) == (
        202,
        {
            "status": "queued",
            "change": "github:octo/app#7",
            "tools": [{"tool": "Bandit", "results": 7, "left_out": 0}],
        },
    )
    assert send(queue=queue, kept=kept).get_json()["status"] == "known"
    assert kept.kept == {("github", "octo/app", HEAD): (report("bandit"),)}
    (job,) = queue.jobs
    assert (job.ref, job.head, job.reason, job.listens) == (REF, "", "a report of bandit", False)


def test_gzip_and_a_commit_without_a_change() -> None:
    queue, kept = MemoryQueue(), MemoryReports()
    answer = send(OURS, gzip.compress(real("semgrep")), queue=queue, kept=kept)
    assert (answer.status_code, answer.get_json()["status"]) == (202, "kept")
    assert not queue.jobs
    assert len(kept.kept) == 1


def document(**run: Any) -> bytes:
    return json.dumps({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "a"}}, **run}]}).encode()


@pytest.mark.parametrize(
    ("path", "body", "token", "status", "says"),
    [
        (OURS, b"", "none", 401, "no token for this repository"),
        (OURS, b"", "Bearer nonsense", 401, "no token"),
        (OURS, b"", "Basic " + TOKENS.token("github", "octo/app"), 401, "no token"),
        (OURS, b"", "Bearer " + TOKENS.token("github", "octo/other"), 401, "no token"),
        (OURS, b"", "Bearer " + TOKENS.token("gerrit", "octo/app"), 401, "no token"),
        (OURS, b"", "Bearer \u00e9", 401, "no token"),
        (f"/sarif/github/octo/app/{HEAD[:12]}", b"", "", 400, "is no commit"),
        (f"{OURS}?change=seven", b"", "", 400, "no number of a change"),
        (f"{OURS}?change=-1", b"", "", 400, "no number of a change"),
        (OURS, b"{", "", 400, "no SARIF 2.1.0"),
        (OURS, document(versionControlProvenance=[{"revisionId": "b" * 40}]), "", 409, "is of commit bbbbbbbbbbbb"),
        (OURS, gzip.compress(b" " * (sarif.LARGEST + 1)), "", 413, "larger than 16 MB"),
        (OURS, b" " * (sarif.LARGEST + 1), "", 413, "larger than 16 MB"),
    ],
)
def test_what_is_refused_keeps_and_queues_nothing(path: str, body: bytes, token: str, status: int, says: str) -> None:
    queue, kept = MemoryQueue(), MemoryReports()
    answer = send(path, body, token=token, queue=queue, kept=kept)
    assert answer.status_code == status
    assert says in answer.get_json()["error"]
    assert (queue.jobs, kept.kept) == ([], {})


def test_faults_behind_the_door() -> None:
    assert send(kept=MemoryReports(RedisGone("gone"))).status_code == 503
    assert send(queue=MemoryQueue(down=True)).status_code == 503
    full = send(kept=MemoryReports(TooMuch("20 tools have reported")))
    assert (full.status_code, full.get_json()["error"]) == (413, "20 tools have reported")


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_a_token_is_good_for_one_repository(host: str, repository: str, other_host: str, other: str) -> None:
    token = TOKENS.token(host, repository)
    is_same = (host, repository) == (other_host, other)
    assert TOKENS.may_upload(token, other_host, other) is (
        is_same or f"{host}\0{repository}" == f"{other_host}\0{other}"
    )
    assert not KeyedTokens("another secret, long").may_upload(token, host, repository)
    assert not Nobody().may_upload(token, host, repository)


def test_the_secret_of_reports_is_another_than_the_deployments() -> None:
    assert secret_of("a" * 20) not in ("a" * 20, secret_of("b" * 20))
    with pytest.raises(ValueError, match="shorter"):
        KeyedTokens("short")


def test_what_redis_keeps(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Redis.from_url(client_url(redis_url)) as redis:
        redis.flushdb()
        kept = KeptReports(redis)
        kept.keep("github", "octo/app", HEAD, (report("bandit"),))
        kept.keep("github", "octo/app", HEAD, (report("semgrep"),))
        kept.keep("github", "octo/app", HEAD, (report("bandit"),))
        assert kept.of("github", "octo/app", HEAD) == (report("bandit"), report("semgrep"))
        assert kept.of("github", "octo/other", HEAD) == ()
        assert 0 < redis.ttl(f"patchwarden:reports:of:github:octo/app@{HEAD}") <= keeping.SECONDS
        monkeypatch.setattr(keeping, "MOST_COMMITS", 2)
        for digit in "123":
            kept.keep("github", "octo/app", digit * 40, (report("semgrep"),))
        there = [bool(kept.of("github", "octo/app", commit)) for commit in (HEAD, "1" * 40, "2" * 40, "3" * 40)]
        assert there == [False, False, True, True]


def test_what_is_told_of_a_change_is_awaited_at_its_next_head(redis_url: str) -> None:
    with Redis.from_url(client_url(redis_url)) as redis:
        redis.flushdb()
        kept = KeptReports(redis)
        many = tuple(f"{number}.py" for number in range(300))
        kept.told(REF, {"bandit": ("a.py",), "gosec": (), "trivy": many})
        assert kept.awaited(REF) == {"bandit": ("a.py",), "trivy": ()}
        kept.told(REF, {"bandit": ()})
        assert kept.awaited(REF) == {"trivy": ()}


def test_what_is_too_much_is_not_kept(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Redis.from_url(client_url(redis_url)) as redis:
        redis.flushdb()
        kept = KeptReports(redis)
        monkeypatch.setattr(keeping, "MOST_TOOLS", 1)
        kept.keep("github", "octo/app", HEAD, (report("bandit"),))
        with pytest.raises(TooMuch, match="reported of this commit already"):
            kept.keep("github", "octo/app", HEAD, (report("semgrep"),))
        monkeypatch.setattr(keeping, "LARGEST", 10)
        with pytest.raises(TooMuch, match="megabyte"):
            kept.keep("github", "octo/app", HEAD, (report("bandit"),))
        assert kept.of("github", "octo/app", HEAD) == (report("bandit"),)


def test_what_another_version_has_kept_is_left_out(redis_url: str) -> None:
    with Redis.from_url(client_url(redis_url)) as redis:
        redis.flushdb()
        kept = KeptReports(redis)
        kept.keep("github", "octo/app", HEAD, (report("bandit"),))
        redis.hset(f"patchwarden:reports:of:github:octo/app@{HEAD}", "other", b"no zlib")
        assert kept.of("github", "octo/app", HEAD) == (report("bandit"),)

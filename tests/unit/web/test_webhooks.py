"""What a host gets as an answer, for everything that it may send."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import logging

import pytest
from flask.testing import FlaskClient

from bot.hosts.base import BadSignature, Delivery, EventSource, Ignored
from bot.hosts.github import GitHubEvents, GitHubSettings
from bot.job import Job
from bot.model import ChangeRef
from bot.queue import QueueDown
from bot.web.application import BODY_LIMIT, create_app

SECRET = "It's a Secret to Everybody"
DELIVERY = "72d3162e-cc78-11e3-81ab-4c9367dc0958"
HEAD = "3fa1c2e" + "a" * 33


class MemoryQueue:
    def __init__(self, *, down: bool = False, broken: bool = False) -> None:
        self.jobs: list[Job] = []
        self.down = down
        self.broken = broken

    def enqueue(self, job: Job) -> bool:
        if self.down:
            raise QueueDown("nobody answers")
        if self.broken:
            raise ZeroDivisionError("a fault of ours")
        known = any(job.delivery == other.delivery for other in self.jobs)
        if not known:
            self.jobs.append(job)
        return not known


def client(queue: MemoryQueue) -> FlaskClient:
    settings = GitHubSettings(token="t", webhook_secret=SECRET, marker_key=b"k")
    sources: dict[str, EventSource] = {"github": GitHubEvents(settings)}
    return create_app(sources, queue).test_client()


def pull_request(action: str = "opened") -> bytes:
    return json.dumps(
        {
            "action": action,
            "number": 7,
            "pull_request": {"number": 7, "head": {"sha": HEAD}},
            "repository": {"id": 42, "full_name": "octo/app"},
        }
    ).encode()


def headers(body: bytes, *, event: str = "pull_request", secret: str = SECRET) -> dict[str, str]:
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {
        "X-GitHub-Event": event,
        "X-GitHub-Delivery": DELIVERY,
        "X-Hub-Signature-256": f"sha256={signature}",
        "Content-Type": "application/json",
    }


def test_a_signed_pull_request_is_queued_and_then_known() -> None:
    queue = MemoryQueue()
    caller, body = client(queue), pull_request()

    first = caller.post("/webhooks/github", data=body, headers=headers(body))
    second = caller.post("/webhooks/github", data=body, headers=headers(body))

    assert (first.status_code, first.get_json()) == (202, {"status": "queued", "change": "github:octo/app#7"})
    assert (second.status_code, second.get_json()) == (202, {"status": "known", "change": "github:octo/app#7"})
    assert queue.jobs == [Job(ChangeRef("github", "octo/app", 7), HEAD, "pull request opened", DELIVERY)]


@pytest.mark.parametrize(
    ("body", "sent", "status", "said"),
    [
        (b"{}", headers(b"{}", event="ping"), 200, "pong"),
        (b"{}", headers(b"{}", event="star"), 204, ""),
        (pull_request("assigned"), headers(pull_request("assigned")), 204, ""),
        (pull_request(), headers(pull_request(), secret="another secret"), 401, "the signature does not fit"),
        (pull_request() + b" ", headers(pull_request()), 401, "the signature does not fit"),
        (pull_request(), {"X-GitHub-Event": "pull_request"}, 401, "the signature does not fit"),
        (b"{", headers(b"{"), 400, "JSON"),
        (b"[]", headers(b"[]"), 400, ""),
        (b'{"action": "opened"}', headers(b'{"action": "opened"}'), 400, "pull_request"),
    ],
)
def test_what_is_not_a_review_queues_nothing(body: bytes, sent: dict[str, str], status: int, said: str) -> None:
    queue = MemoryQueue()

    answer = client(queue).post("/webhooks/github", data=body, headers=sent)

    assert answer.status_code == status
    assert said in answer.get_data(as_text=True)
    assert not queue.jobs


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/webhooks/nobody", 404),
        ("POST", "/elsewhere", 404),
        ("GET", "/webhooks/github", 405),
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
    ],
)
def test_paths(method: str, path: str, status: int) -> None:
    answer = client(MemoryQueue()).open(path, method=method)

    assert answer.status_code == status
    assert answer.is_json


def test_a_body_over_the_limit_is_refused_unread() -> None:
    body = io.BytesIO(b"x")
    environ = {"wsgi.input": body, "CONTENT_LENGTH": str(BODY_LIMIT + 2)}

    answer = client(MemoryQueue()).post("/webhooks/github", environ_overrides=environ)

    assert answer.status_code == 413
    assert body.tell() == 0


def test_a_body_without_a_length_is_read_to_the_limit_only() -> None:
    body = io.BytesIO(b"x" * (BODY_LIMIT + 10_000_000))
    environ = {"wsgi.input": body, "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}

    answer = client(MemoryQueue()).post("/webhooks/github", environ_overrides=environ)

    assert answer.status_code == 413
    assert body.tell() < BODY_LIMIT + 1_000_000


def test_nothing_is_acknowledged_while_the_queue_is_down() -> None:
    body = pull_request()

    answer = client(MemoryQueue(down=True)).post("/webhooks/github", data=body, headers=headers(body))

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"


def test_a_fault_of_ours_is_logged_and_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    body = pull_request()

    answer = client(MemoryQueue(broken=True)).post("/webhooks/github", data=body, headers=headers(body))

    assert answer.status_code == 500
    assert "a fault of ours" not in answer.get_data(as_text=True)
    assert "ZeroDivisionError" in caplog.text


def test_the_access_log_names_the_change_and_the_delivery(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    body = pull_request()

    client(MemoryQueue()).post("/webhooks/github", data=body, headers=headers(body))

    (record,) = [record for record in caplog.records if record.name == "patchwarden.access"]
    logged = vars(record)
    assert {name: logged[name] for name in ("method", "path", "status", "change", "delivery", "reason")} == {
        "method": "POST",
        "path": "/webhooks/github",
        "status": 202,
        "change": "github:octo/app#7",
        "delivery": DELIVERY,
        "reason": "pull request opened",
    }


class ByPath:
    """A host that signs nothing: it knows its deliveries by a secret in the address."""

    insistent = True

    def parse(self, delivery: Delivery) -> Job | Ignored:
        if delivery.path_secret != SECRET:
            raise BadSignature("the secret in the address is wrong")
        return Job(ChangeRef("gerrit", "app", 7), delivery=hashlib.sha256(delivery.body).hexdigest())


@pytest.mark.parametrize(
    ("path", "status"),
    [(f"/webhooks/gerrit/{SECRET}", 200), ("/webhooks/gerrit/guess", 401), ("/webhooks/gerrit", 401)],
)
def test_a_secret_in_the_address_is_handed_over_and_not_logged(
    path: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    app = create_app({"gerrit": ByPath()}, MemoryQueue())

    answer = app.test_client().post(path, headers={"X-Patchwarden-Path-Secret": "guess"})

    assert answer.status_code == status
    (record,) = [record for record in caplog.records if record.name == "patchwarden.access"]
    assert SECRET not in str(vars(record))
    assert vars(record)["path"] == "/webhooks/gerrit"


def test_a_host_that_insists_hears_of_a_queue_that_is_down_once_a_delivery() -> None:
    """Gerrit would repeat each thirty times; the sweep finds what is left."""
    queue = MemoryQueue(down=True)
    gerrit = create_app({"gerrit": ByPath()}, queue).test_client()
    path = f"/webhooks/gerrit/{SECRET}"

    answers = [gerrit.post(path, data=body) for body in (b"one", b"one", b"two", b"one", b"two")]
    queue.down = False
    after = [gerrit.post(path, data=body) for body in (b"one", b"three", b"three")]

    assert [answer.status_code for answer in answers] == [503, 200, 503, 200, 200]
    assert answers[1].get_json() == {"status": "left to the sweep", "change": "gerrit:app#7"}
    assert [answer.get_json()["status"] for answer in after] == ["queued", "queued", "known"]


def test_a_host_that_does_not_insist_always_hears_that_the_queue_is_down() -> None:
    """A redelivery on GitHub is asked for by a person, who wants to know."""
    github = client(MemoryQueue(down=True))
    body = pull_request()
    answers = [github.post("/webhooks/github", data=body, headers=headers(body)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [503, 503]


def test_the_sender_cannot_set_the_secret_by_a_header() -> None:
    app = create_app({"gerrit": ByPath()}, MemoryQueue())

    assert app.test_client().post("/webhooks/gerrit", headers={"X-Patchwarden-Path-Secret": SECRET}).status_code == 401


def test_readiness_names_the_part_that_fails() -> None:
    def broken() -> str:
        raise ConnectionError("the address of the database is nobody's business")

    app = create_app({}, MemoryQueue(), {"redis": lambda: "answers", "database": broken})

    answer = app.test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.get_json() == {
        "status": "not ready",
        "parts": {"redis": {"ok": True, "detail": "answers"}, "database": {"ok": False, "detail": "ConnectionError"}},
    }

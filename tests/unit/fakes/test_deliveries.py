"""Webhooks of the fake, and GitHub's own examples of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from flask import Flask, request
from github import Auth

from tests.fakes import payloads
from tests.fakes.github import FakeGitHub
from tests.fakes.github.deliveries import Delivery, sign
from tests.fakes.serving import Server
from tests.unit.fakes.conftest import NAME, as_app


class Receiver:
    """Keeps what it is sent and answers ``status``."""

    def __init__(self) -> None:
        self.got: list[tuple[str, bytes]] = []
        self.status = 202
        self.app = Flask(__name__)
        self.app.post("/hooks")(self.take)

    def take(self) -> tuple[str, int]:
        self.got.append((request.headers["X-GitHub-Delivery"], request.get_data()))
        return "", self.status


@pytest.fixture
def receiver(fake: FakeGitHub) -> Iterator[Receiver]:
    receiver = Receiver()
    with Server(receiver.app) as server:
        fake.deliver.url = f"{server.origin}/hooks"
        yield receiver
        fake.settle()


def test_githubs_own_signature_vector() -> None:
    expected = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    assert sign("It's a Secret to Everybody", b"Hello, World!") == expected


def test_every_kind_of_delivery(fake: FakeGitHub) -> None:
    remote = as_app(fake).get_repo(NAME)
    comment = fake.comment_as("alice", NAME, 1, "/patchwarden review")
    remark = fake.review_comment_as("alice", NAME, 1, "app.py", 10, "Why?")
    run = remote.create_check_run("patchwarden", "feature", external_id="octo/app#1")
    deliver = fake.deliver
    built: list[tuple[Delivery, str | None, str]] = [
        (deliver.ping(), None, "zen"),
        (deliver.pull_request("opened", NAME, 1), "mallory", "pull_request"),
        (deliver.pull_request("edited", NAME, 1, sender="bob", changes={"base": {}}), "bob", "changes"),
        (deliver.issue_comment(NAME, comment.id), "alice", "comment"),
        (deliver.review_comment(NAME, remark.id), "alice", "comment"),
        (deliver.check_run(NAME, run.id), "alice", "check_run"),
        (deliver.check_suite(NAME, run.id), "alice", "check_suite"),
    ]
    for delivery, sender, member in built:
        assert delivery.headers["X-Hub-Signature-256"] == sign(fake.app.webhook_secret, delivery.body)
        assert delivery.headers["X-GitHub-Event"] == delivery.event
        assert delivery.payload.get("action") == delivery.action
        assert delivery.payload.get("sender", {}).get("login") == sender
        assert delivery.payload[member]
    assert len({delivery.guid for delivery, _, _ in built}) == len(built)
    assert built[3][0].payload["issue"]["pull_request"]
    assert built[5][0].payload["check_run"]["app"]["id"] == fake.app.id


def test_a_lost_delivery_is_sent_again(fake: FakeGitHub, receiver: Receiver) -> None:
    good, lost = (fake.deliver.pull_request(action, NAME, 1) for action in ("opened", "synchronize"))
    assert fake.deliver.send(good) == 202
    fake.deliver.lose(lost)
    answer = as_the_app(fake, "GET", "/app/hook/deliveries?status=failure")
    assert [(one["guid"], one["action"]) for one in answer.json()] == [(lost.guid, "synchronize")]
    number = answer.json()[0]["id"]
    assert as_the_app(fake, "GET", f"/app/hook/deliveries/{number}").json()["request"]["payload"] == lost.payload
    assert as_the_app(fake, "POST", f"/app/hook/deliveries/{number}/attempts").status_code == 202
    fake.settle()
    assert [guid for guid, _ in receiver.got] == [good.guid, lost.guid]
    assert receiver.got[1][1] == lost.body
    newest = as_the_app(fake, "GET", "/app/hook/deliveries?per_page=1")
    assert (newest.json()[0]["guid"], newest.json()[0]["redelivery"]) == (lost.guid, True)
    older = as_the_app(fake, "GET", newest.links["next"]["url"].removeprefix(fake.url))
    assert older.json()[0]["id"] == number


def test_a_receiver_that_fails(fake: FakeGitHub, receiver: Receiver) -> None:
    receiver.status = 500
    assert fake.deliver.send(fake.deliver.ping()) == 500
    fake.deliver.url = f"{fake.origin[:-1]}"  # nobody listens there
    assert fake.deliver.send(fake.deliver.ping()) in (404, 502)
    assert [one.status_code < 400 for one in fake.state.deliveries] == [False, False]


def as_the_app(fake: FakeGitHub, method: str, path: str) -> Any:
    token = Auth.AppAuth(fake.app.id, fake.app.private_key).token
    return requests.request(method, fake.url + path, headers={"Authorization": f"Bearer {token}"}, timeout=5)


@pytest.mark.parametrize("name", payloads.names())
def test_payloads_are_named_after_what_they_are(name: str) -> None:
    event, action, *_ = [*name.split("."), None]
    payload = payloads.load(name)
    assert payload.get("action") == action
    assert event == "ping" or event.split("_")[0] in "".join(payload)
    headers, body = payloads.signed(name, "a secret", sender={"login": "eve"})
    assert headers["X-GitHub-Event"] == event
    assert headers["X-Hub-Signature-256"] == sign("a secret", body)


def test_payloads_that_the_examples_lack() -> None:
    assert payloads.load("issue_comment.created.on-pull-request")["issue"]["pull_request"]
    fork = payloads.load("pull_request.opened.from-fork")["pull_request"]
    assert fork["head"]["repo"]["id"] != fork["base"]["repo"]["id"]
    assert payloads.load("pull_request.opened.fork-deleted")["pull_request"]["head"]["repo"] is None
    assert payloads.load("pull_request.edited.new-base")["changes"]["base"]["ref"]["from"]

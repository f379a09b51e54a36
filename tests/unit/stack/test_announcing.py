"""Verdicts for the operator's other programs: what is news, what is sent, and what a receiver may cost."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis import Redis

from bot.announce_settings import AnnounceSettings
from bot.job import Job
from bot.model import Review
from bot.render import announcement
from bot.settings import Settings, SettingsError
from tests import waits
from tests.unit.render import samples
from tests.unit.stack.memory_host import MemoryContext, MemoryHost
from workers import announcing, tasks
from workers.announcing import MOST, PAUSES, Announcer

SECRET = "the secret of the test's receiver"
RECEIVER = """
import http.server, json, sys, time
class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with open(sys.argv[1], "a") as file:
            file.write(json.dumps([self.path, dict(self.headers), body]) + "\\n")
        wanted = self.path.split("/")[1]
        if wanted == "hang":
            time.sleep(60)
        self.send_response(int(wanted))
        if wanted == "302":
            self.send_header("Location", "/200/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *_): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
"""


class Receiver:
    """A program that answers with the status that its address begins with, and writes down what it got."""

    def __init__(self, port: int, file: Path) -> None:
        self.port = port
        self._file = file

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    def got(self) -> list[tuple[str, dict[str, str], str]]:
        lines = self._file.read_text().splitlines() if self._file.exists() else []
        return [tuple(json.loads(line)) for line in lines]

    def clear(self) -> None:
        self._file.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    file = tmp_path_factory.mktemp("receiver") / "got"
    process = subprocess.Popen([sys.executable, "-c", RECEIVER, str(file)], stdout=subprocess.PIPE, text=True)
    try:
        yield Receiver(int(waits.first_line(process.stdout)), file)
    finally:
        process.kill()
        process.communicate(timeout=60)


@pytest.fixture
def receiver(running: Receiver) -> Receiver:
    running.clear()
    return running


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def announcer(redis: Redis, receiver: Receiver, path: str = "200/x", **more: Any) -> Announcer:
    settings = AnnounceSettings(url=receiver.url(path), secret=SECRET, **more)
    return Announcer(redis, settings, more.pop("clock", None) or Clock())


def waiting(redis: Redis) -> int:
    return int(redis.zcard("patchwarden:announce:due"))


def test_a_receiver_knows_what_is_ours(redis: Redis, receiver: Receiver) -> None:
    ours = announcer(redis, receiver)
    ours.tell(samples.two_defects())
    ours.send()
    ((_, headers, body),) = receiver.got()
    wanted = hmac.new(SECRET.encode(), f"{headers['X-Patchwarden-Timestamp']}.{body}".encode(), hashlib.sha256)
    assert headers["X-Patchwarden-Signature-256"] == f"sha256={wanted.hexdigest()}"
    assert headers["X-Patchwarden-Timestamp"] == "1000000"
    assert len(headers["X-Patchwarden-Delivery"]) == 32
    document = json.loads(body)
    assert document == announcement.document(samples.two_defects())
    assert (document["schema"], document["verdict"]) == ("patchwarden.verdict/1", "defects")
    assert waiting(redis) == 0
    ours.send()
    assert len(receiver.got()) == 1


def with_verdicts() -> tuple[Review, Review, Review]:
    change = samples.two_defects().change
    return samples.two_defects(), replace(samples.clean(), change=change), replace(samples.incomplete(), change=change)


def test_only_news_is_announced(redis: Redis, receiver: Receiver) -> None:
    defects, clean, incomplete = with_verdicts()
    ours = announcer(redis, receiver)
    for review in (clean, clean, defects, defects, clean, clean, incomplete):
        ours.tell(review)
        ours.send()
    assert [json.loads(body)["verdict"] for _, _, body in receiver.got()] == ["defects", "no defects", "incomplete"]


def test_everything_may_be_wanted(redis: Redis, receiver: Receiver) -> None:
    ours = announcer(redis, receiver, everything=True)
    ours.tell(with_verdicts()[1])
    ours.send()
    assert len(receiver.got()) == 1


def test_both_forms_each_to_its_address(redis: Redis, receiver: Receiver) -> None:
    ours = announcer(redis, receiver, "200/json", slack_url=receiver.url("200/slack"))
    ours.tell(samples.two_defects())
    ours.send()
    got = {path: (headers, json.loads(body)) for path, headers, body in receiver.got()}
    assert got["/200/slack"][1] == announcement.chat(samples.two_defects())
    assert "X-Patchwarden-Signature-256" not in got["/200/slack"][0]
    assert "schema" in got["/200/json"][1]


@pytest.mark.parametrize("answer", ["500", "503", "429", "hang"])
def test_a_receiver_that_cannot_now_is_asked_again_and_not_for_ever(
    answer: str, redis: Redis, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(announcing, "SECONDS", 0.4)
    clock = Clock()
    path = f"{answer}/secret-part"
    ours = Announcer(redis, AnnounceSettings(url=receiver.url(path), secret=SECRET), clock)
    ours.tell(samples.two_defects())
    for tries in range(len(PAUSES) + 1):
        start = time.monotonic()
        ours.send()
        ours.send()  # it is not due
        assert time.monotonic() - start < 3
        assert len(receiver.got()) == tries + 1
        assert waiting(redis) == (tries < len(PAUSES))
        redis.delete("patchwarden:announce:pause:json")  # Redis has a clock of its own
        clock.now += PAUSES[min(tries, len(PAUSES) - 1)]
    assert len({headers["X-Patchwarden-Delivery"] for _, headers, _ in receiver.got()}) == 1
    assert any("is given up" in record.message for record in caplog.records)
    assert "secret-part" not in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("answer", ["302", "400", "404", "410"])
def test_a_receiver_that_refuses_is_not_asked_again_and_nobody_follows_it_elsewhere(
    answer: str, redis: Redis, receiver: Receiver
) -> None:
    ours = announcer(redis, receiver, f"{answer}/x")
    ours.tell(samples.two_defects())
    ours.send()
    assert [path for path, _, _ in receiver.got()] == [f"/{answer}/x"]
    assert waiting(redis) == 0


def test_one_receiver_that_is_down_costs_one_try_and_keeps_none_from_the_other(
    redis: Redis, receiver: Receiver
) -> None:
    clock = Clock()
    ours = Announcer(redis, AnnounceSettings(receiver.url("500/x"), SECRET, receiver.url("200/slack")), clock)
    change = samples.two_defects().change
    for number in range(10):
        ours.tell(replace(samples.two_defects(), change=replace(change, ref=replace(change.ref, number=number + 1))))
    for _ in range(10):
        ours.send()
    paths = [path for path, _, _ in receiver.got()]
    assert (paths.count("/500/x"), paths.count("/200/slack")) == (1, 10)
    assert waiting(redis) == 10


def test_what_waits_is_bounded(redis: Redis, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "MOST", 5)
    assert MOST == 1_000
    ours = announcer(redis, receiver)
    change = samples.two_defects().change
    for number in range(1, 9):
        ours.tell(replace(samples.two_defects(), change=replace(change, ref=replace(change.ref, number=number))))
    assert waiting(redis) == 5
    assert redis.hlen("patchwarden:announce:said") == 5


def test_an_address_that_is_taken_away_gets_nothing_more(redis: Redis, receiver: Receiver) -> None:
    announcer(redis, receiver).tell(samples.two_defects())
    Announcer(redis, AnnounceSettings(slack_url=receiver.url("200/slack")), Clock()).send()
    assert receiver.got() == []
    assert waiting(redis) == 0


def test_a_job_announces_its_review(host: MemoryHost, context: MemoryContext, redis: Redis, receiver: Receiver) -> None:
    ours = announcer(redis, receiver, everything=True)
    context.__dict__["announcer"] = ours
    assert tasks.review(Job(host.at.ref, delivery="d1"), context) == tasks.Done("reviewed")
    ours.send()
    ((_, _, body),) = receiver.got()
    assert json.loads(body)["change"]["head"] == host.at.head


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_no_stranger_calls_anybody_or_makes_a_link(title: str, repository: str, url: str) -> None:
    """``<!channel>``, ``<@U123>``, ``<https://…|words>``: each begins with the sign that is written otherwise."""
    review = samples.two_defects()
    ref = replace(review.change.ref, repository=f"<!here>{repository}")
    change = replace(review.change, title=f"<!channel> {title}", ref=ref, url=f"https://h/<@U1>|{url}")
    said = announcement.chat(replace(review, change=change))["text"]
    assert isinstance(said, str)
    assert said.count("<") == said.count(">") == 1
    head, *rest = said.split("\n")
    assert head.startswith("*2 security defects*: <https://h/&lt;@U1&gt;")
    assert len(rest) == 2


def test_a_hostile_review_is_announced_in_few_bytes() -> None:
    for review in (samples.hostile(), samples.hostile_together(), samples.over_cap(), samples.told_together()):
        assert len(json.dumps(announcement.document(review)).encode()) < 100_000
        assert len(json.dumps(announcement.chat(review)).encode()) < 10_000


GOOD = "https://receiver.example/hook"


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"URL": GOOD, "SECRET": SECRET}, ""),
        ({"URL": f"{GOOD}?a=b", "SECRET": SECRET, "CLEAN": "true"}, ""),
        ({"URL": "http://127.0.0.1:8000/x", "SECRET": SECRET}, ""),
        ({"SLACK_URL": "https://hooks.example/services/T/B/x"}, ""),
        ({"URL": GOOD}, "SECRET: not set"),
        ({"URL": GOOD, "SECRET": "short"}, "SECRET: shorter than 16"),
        ({"URL": "http://receiver.example/x", "SECRET": SECRET}, "URL: must begin with https://"),
        ({"URL": "file:///etc/passwd", "SECRET": SECRET}, "URL: not a URL"),
        ({"URL": "https://me:word@receiver.example/", "SECRET": SECRET}, "URL: must be without"),
        ({"URL": "https://[", "SECRET": SECRET}, "URL: not a URL"),
        ({"SLACK_URL": "gopher://x/y"}, "SLACK_URL: must begin with https://"),
        ({"URL": GOOD, "SECRET": SECRET, "CLEAN": "perhaps"}, "CLEAN: must be true or false"),
    ],
)
def test_addresses_come_from_the_operator_and_are_checked(given: dict[str, str], wrong: str, tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path)} | {f"PATCHWARDEN_ANNOUNCE_{name}": value for name, value in given.items()}
    if not wrong:
        assert "receiver.example" not in repr(Settings.from_environ(environ))
        return
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ(environ)
    assert f"PATCHWARDEN_ANNOUNCE_{wrong}" in str(caught.value)
    assert "word@" not in str(caught.value)

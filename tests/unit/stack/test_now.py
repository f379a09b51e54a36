"""What the pages tell of this moment is what workers wrote into Redis; what is old is forgotten."""

from __future__ import annotations

import logging
import time

import pytest
from redis import Redis

from bot.broker import tell_database
from bot.job import Job
from bot.model import ChangeRef
from bot.pages.now import RedisNow, Unseen
from bot.parking import Parked, Parking
from bot.store import StoreDown
from bot.store.sql import SqlStore
from bot.turnstile import Turnstile
from tests.unit.stack.test_store import reviewed
from workers.forgetting import forget_old

DAY = 24 * 3600


def ref(number: int) -> ChangeRef:
    return ChangeRef("github", "octo/app", number)


def test_what_waits_runs_and_failed(redis: Redis) -> None:
    turnstile = Turnstile(redis)
    for number in (1, 2):
        turnstile.admit(Job(ref(number)), "octo")
    turnstile.take("token", "worker", 2)
    Parking(redis).park(Parked(Job(ref(3)), "the host took no word of ours"))
    tell_database(redis, "sqlite answers", answers=True)
    look = RedisNow(redis, time.time).look()
    assert [one.change for one in look.running] == ["github:octo/app#1"]
    assert [(one.change, one.place) for one in look.waiting] == [("github:octo/app#2", "github:octo/app")]
    assert abs(look.waiting[0].since - time.time()) < 60
    assert [(one.change, one.why, one.tries) for one in look.failed] == [
        ("github:octo/app#3", "the host took no word of ours", 1)
    ]
    assert look.parts is not None
    assert look.parts["database"] == (True, "sqlite answers")


def test_an_empty_redis_tells_that_no_worker_lives(redis: Redis) -> None:
    look = RedisNow(redis, time.time).look()
    assert (look.waiting, look.running, look.failed, look.workers) == ((), (), (), 0)
    assert look.parts is not None
    assert not look.parts["workers"][0]


def test_a_redis_that_is_gone_is_said() -> None:
    with Redis.from_url("unix:///nowhere/at/all") as gone, pytest.raises(Unseen, match="Redis does not answer"):
        RedisNow(gone, time.time).look()


def test_old_reviews_are_forgotten_with_a_line_in_the_log(store: SqlStore, caplog: pytest.LogCaptureFixture) -> None:
    store.record(reviewed(), {}, posted=0, closed=0, requests=0)
    with caplog.at_level(logging.INFO):
        forget_old(store, 400)
        assert caplog.messages == []
        forget_old(store, 400, lambda: time.time() + 401 * DAY)
    assert caplog.messages == ["1 reviews that are older than 400 days were forgotten"]
    assert store.latest(ref(7)) is None


def test_a_database_that_does_not_answer_ends_no_sweep(caplog: pytest.LogCaptureFixture) -> None:
    class Down(SqlStore):
        def forget(self, before: int) -> int:
            raise StoreDown(f"old reviews were not forgotten: {before}")

    forget_old(Down("sqlite://"), 400)
    assert "were not forgotten" in caplog.text

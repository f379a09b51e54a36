"""One holder at a time, on a real Redis: who lost the lease in whatever way writes nothing more, and stops."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisGone

from bot import lease as leases
from bot.lease import Hold, LeaseLost, Taken, lease
from workers.processes import sandbox, stopping

KEY = "patchwarden:lease:change"


def test_a_second_holder_is_refused_until_the_first_is_done(redis: Redis) -> None:
    with lease(redis, "change"):
        with pytest.raises(Taken), lease(redis, "change"):
            pass
        with lease(redis, "another"):
            pass
    with lease(redis, "change"):
        pass


def test_it_is_given_back_when_the_work_fails(redis: Redis) -> None:
    with pytest.raises(ZeroDivisionError), lease(redis, "change"):
        raise ZeroDivisionError

    assert not redis.exists(KEY)
    assert not [thread for thread in threading.enumerate() if thread.name == "lease"]


def test_it_is_kept_alive_and_dies_with_its_holder(redis: Redis) -> None:
    """Long work: the key's remaining life goes up again, seen by asking until it does."""
    with lease(redis, "change", seconds=0.6):
        assert 0 < redis.pttl(KEY) <= 600
        assert _rises(redis), "a holder at work renews its lease"
    assert not redis.exists(KEY)


def _rises(redis: Redis) -> bool:
    last = redis.pttl(KEY)
    for _ in range(100_000):
        now = redis.pttl(KEY)
        if now > last:
            return True
        last = now
    return False


def taken_by_another(redis: Redis) -> None:
    redis.set(KEY, "another holder")


def emptied(redis: Redis) -> None:
    redis.flushall()


def expired_and_taken(redis: Redis) -> None:
    redis.delete(KEY)
    Hold(redis, "change").take()


LOST = pytest.mark.parametrize("lose", [taken_by_another, emptied, expired_and_taken])


@LOST
def test_who_lost_it_is_told_before_the_next_write(redis: Redis, lose: Callable[[Redis], None]) -> None:
    with lease(redis, "change") as hold:
        hold.ask()
        lose(redis)
        for _ in range(2):
            with pytest.raises(LeaseLost):
                hold.ask()


@LOST
def test_what_another_holds_by_then_is_neither_given_back_nor_made_longer(
    redis: Redis, lose: Callable[[Redis], None]
) -> None:
    with lease(redis, "change", seconds=0.3) as hold:
        lose(redis)
        left, life = redis.get(KEY), redis.pttl(KEY)
        with pytest.raises(LeaseLost):
            hold.ask()
    assert redis.get(KEY) == left
    assert redis.pttl(KEY) <= life


def test_asking_makes_it_last(redis: Redis) -> None:
    """The write that follows has the whole life for itself, however late it was asked."""
    with lease(redis, "change", seconds=60) as hold:
        redis.pexpire(KEY, 500)
        hold.ask()
        assert redis.pttl(KEY) > 50_000


@LOST
def test_work_ends_with_the_lease_and_takes_its_programs_along(redis: Redis, lose: Callable[[Redis], None]) -> None:
    start = time.monotonic()
    with stopping.stoppable() as children, lease(redis, "change", seconds=0.3) as hold:
        hold.at_loss = children.stop
        lose(redis)
        for _ in range(2):
            with pytest.raises(stopping.Stopped, match="the lease was lost"):
                sandbox.run([sys.executable, "-c", "import time; time.sleep(60)"], timeout=60)
    assert time.monotonic() - start < 10


class Silent:
    """A Redis that stops to answer."""

    def __init__(self, redis: Redis, answers: int) -> None:
        self._redis = redis
        self.answers = answers

    def set(self, *args: object, **options: object) -> object:
        return self._redis.set(*args, **options)  # type: ignore[arg-type]

    def eval(self, *args: object) -> object:
        self.answers -= 1
        if self.answers < 0:
            raise RedisGone("no answer")
        return self._redis.eval(*args)  # type: ignore[arg-type]


def test_without_an_answer_nothing_is_written(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither ours nor lost: a passing fault, as long as the last renewal holds; then it is lost."""
    monkeypatch.setattr(leases, "_PATIENCE_SECONDS", 0.3)
    hold = Hold(Silent(redis, 0), "change", seconds=1.0)  # type: ignore[arg-type]
    hold.take()
    with pytest.raises(RedisGone):
        hold.ask()
    monkeypatch.setattr(leases, "_PATIENCE_SECONDS", 60)
    with pytest.raises(LeaseLost):
        hold.ask()


def test_a_redis_that_comes_back_is_asked_again(redis: Redis) -> None:
    silent = Silent(redis, 0)
    hold = Hold(silent, "change")  # type: ignore[arg-type]
    hold.take()
    threading.Timer(0.3, lambda: setattr(silent, "answers", 100)).start()
    hold.ask()


@pytest.mark.parametrize("clock", [0, 1])
def test_sleep_counts_by_whichever_clock_saw_it(redis: Redis, monkeypatch: pytest.MonkeyPatch, clock: int) -> None:
    """A suspended machine's own clock went on, or a halted one's wall clock was put right: Redis is silent as yet."""
    hold = Hold(Silent(redis, 0), "change")  # type: ignore[arg-type]
    hold.take()
    now = leases._instants()
    slept = tuple(value + (16.0 if place == clock else 0.1) for place, value in enumerate(now))
    monkeypatch.setattr(leases, "_instants", lambda: slept)
    with pytest.raises(LeaseLost):
        hold.ask()


def test_an_answer_that_came_too_late_is_asked_for_again(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine slept between the question and its answer: what Redis said then says nothing now."""
    asked: list[float] = []

    class Slow(Silent):
        def eval(self, *args: object) -> object:
            answer = super().eval(*args)
            asked.append(1.0)
            if len(asked) == 1:
                now = leases._instants()
                monkeypatch.setattr(leases, "_instants", lambda: (now[0] + 60, now[1] + 60))
                taken_by_another(redis)
            return answer

    hold = Hold(Slow(redis, 100), "change")  # type: ignore[arg-type]
    hold.take()
    with pytest.raises(LeaseLost):
        hold.ask()
    assert len(asked) == 2

"""The pace of writes on a real Redis: one count for all workers, one wait for all of them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import Redis

from bot.broker import connect
from bot.hosts.base import HostUnavailable, RateLimited
from bot.hosts.kind import WriteLimits
from bot.job import Job
from bot.model import ChangeRef
from bot.pace import LONGEST_HOLD, PATIENCE, Pace, held, hold
from bot.queue import CeleryQueue
from bot.turnstile import Turnstile
from tests.unit.stack.memory_host import MemoryContext, MemoryHost
from workers.tasks import Again, Done, review
from workers.turns import Turns

ACCOUNT = "github:installation 12"
JOB = Job(ChangeRef("github", "octo/app", 7), delivery="d-1")


@dataclass
class Clock:
    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def pace(redis: Redis, clock: Clock, minute: int = 3, hour: int = 5) -> Pace:
    return Pace(redis, WriteLimits(minute, hour), clock=clock, sleep=clock.sleep)


def test_the_workers_share_the_count_of_an_account_and_no_other(redis: Redis) -> None:
    clock = Clock()
    one, two = pace(redis, clock), pace(redis, clock)
    for worker in (one, two, one):
        worker(ACCOUNT)
    with pytest.raises(RateLimited) as limit:
        two(ACCOUNT)
    assert (limit.value.retry_after, limit.value.account) == (60.0, ACCOUNT)
    two("github:installation 13")


def test_a_short_wait_is_waited_and_a_long_one_is_not(redis: Redis) -> None:
    clock = Clock()
    ask = pace(redis, clock)
    for _ in range(3):
        ask(ACCOUNT)
    clock.now += 60 - PATIENCE
    ask(ACCOUNT)
    assert clock.now == pytest.approx(1_060, abs=0.01)
    clock.now += 60
    ask(ACCOUNT)
    with pytest.raises(RateLimited) as limit:
        ask(ACCOUNT)
    assert limit.value.retry_after == pytest.approx(3600 - 120, abs=0.1), "five in an hour"


@given(pauses=st.lists(st.floats(0, 90), max_size=40))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_window_ever_holds_more_than_the_host_allows(redis_url: str, pauses: list[float]) -> None:
    with connect(redis_url) as redis:
        redis.flushall()
        clock, sent = Clock(), list[float]()
        ask = pace(redis, clock, minute=3, hour=8)
        for pause in pauses:
            clock.now += pause
            try:
                ask(ACCOUNT)
            except RateLimited as limit:
                clock.now += (limit.retry_after or 0) + 0.001
                ask(ACCOUNT)
            sent.append(clock.now)
    for seconds, most in ((60, 3), (3600, 8)):
        for at in sent:
            assert sum(at - seconds < other <= at - 0.001 for other in sent) <= most


def test_what_the_host_asks_for_is_heeded_by_every_worker(redis: Redis) -> None:
    hold(redis, ACCOUNT, 120)
    hold(redis, ACCOUNT, 5)
    assert held(redis, ACCOUNT) == pytest.approx(120, abs=2), "the longer wait goes on"
    with pytest.raises(RateLimited):
        Pace(redis, WriteLimits(80, 500))(ACCOUNT)
    hold(redis, ACCOUNT, 10**9)
    assert held(redis, ACCOUNT) == pytest.approx(LONGEST_HOLD, abs=2)
    assert held(redis, "another") == 0


def test_where_a_host_asks_for_no_pace_nothing_is_counted(redis: Redis) -> None:
    for _ in range(200):
        Pace(redis, None)("gerrit")
    assert not redis.keys("*")


def test_a_redis_that_is_down_keeps_no_write_back() -> None:
    Pace(connect("redis://127.0.0.1:1/0"), WriteLimits(1, 1))(ACCOUNT)


@pytest.mark.parametrize("tries", [1, 20])
def test_a_limit_is_no_fault_of_the_job(context: MemoryContext, host: MemoryHost, redis: Redis, tries: int) -> None:
    for _ in range(tries):
        host.faults = [RateLimited("the rate limit holds", 90, ACCOUNT)]
        answer = review(JOB, context)
        assert isinstance(answer, Again)
        assert (answer.seconds, answer.fault, answer.hold) == (90, False, True)
    assert held(redis, ACCOUNT) > 80
    assert isinstance(review(JOB, context), Done)


def test_a_passing_fault_holds_nobody_else(context: MemoryContext, host: MemoryHost) -> None:
    host.faults = [HostUnavailable("502")]
    answer = review(JOB, context)
    assert isinstance(answer, Again)
    assert (answer.fault, answer.hold) == (True, False)


def test_no_job_begins_while_its_host_wants_to_be_left_alone(redis_url: str, redis: Redis) -> None:
    """With a personal token there is one account for every owner."""
    CeleryQueue(redis_url).enqueue(JOB)
    hold(redis, "github", 60)

    def never(job: Job, faults: int) -> Done:
        raise AssertionError(job)

    Turns(redis_url, 2, lambda ref: ref.repository).work("token-1", never, lambda: None)
    (waits,) = Turnstile(redis).waiting()
    assert waits.due > 0
    assert not Turnstile(redis).running()

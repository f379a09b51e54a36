"""The states of a change's jobs, on a real Redis: numbered, covered, leased, given up, parked."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisGone

from bot import job_state
from bot import lease as leases
from bot.job import Job
from bot.job_state import MOST_DEATHS, NEWER_HEAD, Covered, Deadly, JobStates, Refusal
from bot.lease import Taken
from bot.model import ChangeRef
from bot.parking import Parked, Parking
from bot.turnstile import Turnstile
from tests.unit.stack.admitting import is_delivered, numbered

JOB = Job(ChangeRef("github", "octo/app", 7), delivery="delivery-1")


@pytest.fixture
def states(redis: Redis) -> JobStates:
    return JobStates(redis)


def _outcome(states: JobStates, job: Job) -> str:
    """What becomes of a job whose review goes well."""
    try:
        with states.under_review(job):
            return "reviewed"
    except (Covered, Taken, Deadly) as error:
        return type(error).__name__


def test_a_review_covers_the_jobs_that_were_queued_before_it_began(states: JobStates, redis: Redis) -> None:
    first, second = numbered(redis, JOB), numbered(redis, JOB)
    with states.under_review(first):
        third = numbered(redis, JOB)

    elsewhere = replace(first, ref=ChangeRef("github", "octo/app", 8))
    unnumbered = replace(first, turn=0)
    assert [_outcome(states, job) for job in (first, second, elsewhere, unnumbered)] == [
        "Covered", "Covered", "reviewed", "reviewed",
    ]  # fmt: skip
    assert (third.turn, _outcome(states, numbered(redis, JOB))) == (3, "reviewed")


def test_a_review_that_ends_after_redis_was_emptied_covers_nothing(states: JobStates, redis: Redis) -> None:
    """Numbers begin anew: an old one would cover everything that comes."""
    *_, third = (numbered(redis, JOB) for _ in range(3))
    with states.under_review(third):
        redis.flushdb()
    assert [_outcome(states, numbered(redis, JOB)) for _ in range(2)] == ["reviewed"] * 2


def test_a_review_that_fails_covers_nothing_and_is_no_death(states: JobStates, redis: Redis) -> None:
    job = numbered(redis, JOB)
    for _ in range(2 * MOST_DEATHS):
        with pytest.raises(ZeroDivisionError), states.under_review(job):
            raise ZeroDivisionError
    assert _outcome(states, job) == "reviewed"


def test_a_second_worker_is_told_that_the_change_is_taken(states: JobStates) -> None:
    with states.under_review(JOB):
        assert _outcome(states, JOB) == "Taken"
    assert _outcome(states, JOB) == "reviewed"


BEGUN = f"patchwarden:begun:{JOB.ref}"


def dies(redis: Redis, at: float | None = None) -> None:
    """A worker is killed over the change: what it counted stays, its lease ends by itself."""
    redis.zadd(BEGUN, {f"killed {redis.zcard(BEGUN)}": time.time() if at is None else at})


def test_a_change_that_kills_three_workers_within_an_hour_is_deadly_once(states: JobStates, redis: Redis) -> None:
    for _ in range(MOST_DEATHS):
        assert _outcome(states, JOB) == "reviewed"
        dies(redis)
    assert _outcome(states, JOB) == "Deadly"
    assert _outcome(states, JOB) == "reviewed", "whoever parks it says when it is tried again"


def test_deaths_are_forgotten_after_an_hour(states: JobStates, redis: Redis) -> None:
    for _ in range(5):
        dies(redis, time.time() - 3601)
    assert _outcome(states, JOB) == "reviewed"


def test_a_change_that_was_deadly_may_kill_one_more_worker(states: JobStates, redis: Redis) -> None:
    Parking(redis).park(Parked(JOB, "it ended the worker's process 3 times", deadly=True))
    assert _outcome(states, JOB) == "reviewed"
    dies(redis)
    assert _outcome(states, JOB) == "Deadly"


def test_whoever_ends_the_worker_is_to_blame_and_not_the_change(states: JobStates, redis: Redis) -> None:
    for _ in range(2 * MOST_DEATHS):
        dies(redis)
        states.forgive(JOB.ref)
        assert _outcome(states, JOB) == "reviewed"


class Gone:
    """A Redis that does not answer when the review has ended."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self.answers = True

    def __getattr__(self, name: str) -> object:
        return getattr(self._redis, name)

    def zrem(self, *args: str) -> object:
        if not self.answers:
            raise RedisGone("no answer")
        return self._redis.zrem(*args)


def test_a_redis_that_was_lost_makes_no_death(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_state, "_OWED_PAUSE", 0.01)
    gone = Gone(redis)
    states = JobStates(gone)  # type: ignore[arg-type]
    with states.under_review(JOB):
        gone.answers = False
    assert redis.zcard(BEGUN) == 1
    gone.answers = True
    for thread in [thread for thread in threading.enumerate() if thread.name == "owed"]:
        thread.join(timeout=10)
    assert not redis.zcard(BEGUN)


PUSH = replace(JOB, head="b" * 40)


@pytest.mark.parametrize(
    ("event", "reviewed", "ends"),
    [
        (PUSH, "a" * 40, True),
        (PUSH, "b" * 40, False),  # a retarget, a title: the head is the same
        (PUSH, "", False),  # it is not known yet what is reviewed: it will be the newest
        (replace(PUSH, listens=True), "a" * 40, False),  # somebody spoke
        (replace(PUSH, head=""), "a" * 40, False),  # the sweep knows no head
    ],
)
def test_a_push_ends_the_review_of_another_head_within_two_seconds(
    states: JobStates, redis: Redis, monkeypatch: pytest.MonkeyPatch, event: Job, reviewed: str, ends: bool
) -> None:
    if not ends:
        monkeypatch.setattr(leases, "_BEAT_SECONDS", 0.02)
    stopped = threading.Event()
    reasons: list[str] = []

    def stop(why: str) -> None:
        reasons.append(why)
        stopped.set()

    numbered(redis, replace(PUSH, head="c" * 40))  # an older one
    with states.under_review(JOB, stop) as turn:
        turn.head = reviewed
        assert not stopped.wait(0.2)
        numbered(redis, event)
        assert stopped.wait(2.0 if ends else 0.3) == ends
        assert turn.superseded == ends
    assert reasons == ([NEWER_HEAD] if ends else [])


def test_what_came_to_no_good_end_may_be_delivered_again(states: JobStates, redis: Redis) -> None:
    Turnstile(redis).admit(JOB, "an owner")
    assert is_delivered(redis, JOB)
    for _ in range(2):
        states.undelivered(JOB)
        states.undelivered(replace(JOB, delivery=""))
        assert not is_delivered(redis, JOB)


@pytest.mark.parametrize("refused", [True, False])
def test_the_sweep_is_told_of_what_a_host_refused_and_of_nothing_else(
    states: JobStates, redis: Redis, refused: bool
) -> None:
    assert states.refusal(JOB.ref) is None
    Parking(redis).park(Parked(JOB, "the repository takes no comments", head="a", base="b", refused=refused))
    assert states.refusal(JOB.ref) == (Refusal("a", "b", "the repository takes no comments") if refused else None)

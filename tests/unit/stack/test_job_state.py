"""The states of a change's jobs, on a real Redis: numbered, covered, leased, given up, parked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from redis import Redis

from bot.job import Job
from bot.job_state import MOST_DEATHS, Covered, Deadly, JobStates, Refusal
from bot.lease import Taken
from bot.model import ChangeRef

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


def test_a_review_covers_the_jobs_that_were_queued_before_it_began(states: JobStates) -> None:
    first, second = states.numbered(JOB), states.numbered(JOB)
    with states.under_review(first):
        third = states.numbered(JOB)

    elsewhere = replace(first, ref=ChangeRef("github", "octo/app", 8))
    unnumbered = replace(first, turn=0)
    assert [_outcome(states, job) for job in (first, second, elsewhere, unnumbered)] == [
        "Covered", "Covered", "reviewed", "reviewed",
    ]  # fmt: skip
    assert (third.turn, _outcome(states, states.numbered(JOB))) == (3, "reviewed")


def test_a_review_that_fails_covers_nothing_and_is_no_death(states: JobStates) -> None:
    job = states.numbered(JOB)
    for _ in range(2 * MOST_DEATHS):
        with pytest.raises(ZeroDivisionError), states.under_review(job):
            raise ZeroDivisionError
    assert _outcome(states, job) == "reviewed"


def test_a_second_worker_is_told_that_the_change_is_taken(states: JobStates) -> None:
    with states.under_review(JOB):
        assert _outcome(states, JOB) == "Taken"
    assert _outcome(states, JOB) == "reviewed"


def test_a_change_that_kills_its_workers_is_left_alone_for_an_hour(states: JobStates, redis: Redis) -> None:
    for died in range(MOST_DEATHS + 1):
        redis.set(f"patchwarden:begun:{JOB.ref}", died, ex=3600)  # as killed workers leave it
        assert _outcome(states, JOB) == ("reviewed" if died < MOST_DEATHS else "Deadly")
    assert 0 < int(redis.ttl(f"patchwarden:begun:{JOB.ref}")) <= 3600


def test_a_delivery_is_marked_for_its_host(states: JobStates) -> None:
    states.delivered(JOB)
    states.delivered(replace(JOB, delivery=""))
    others = (replace(JOB, delivery="delivery-2"), replace(JOB, ref=ChangeRef("work", "octo/app", 7)))
    assert [states.is_delivered(job) for job in (JOB, *others, replace(JOB, delivery=""))] == [True, *[False] * 3]


def test_what_is_parked_is_read_back_and_what_another_version_wrote_is_nothing(states: JobStates, redis: Redis) -> None:
    refusal = Refusal("a" * 40, "b" * 40, "the repository takes no comments")
    assert states.refusal(JOB.ref) is None
    states.park(JOB.ref, refusal)
    assert states.refusal(JOB.ref) == refusal
    for other in ("no JSON", "[]", '{"head": "a"}'):
        redis.set(f"patchwarden:parked:{JOB.ref}", other)
        assert states.refusal(JOB.ref) is None

"""What becomes of a job: reviewed, covered, put off, given up."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from redis import Redis

from bot.hosts.base import ChangeNotFound, HeadMoved, HostError, HostUnavailable, Unreviewable
from bot.job import Job
from bot.job_state import JobStates
from bot.lease import lease
from bot.model import Change, ChangeRef, Verdict
from bot.store.sql import SqlStore
from tests.unit.stack.memory_host import MemoryContext, MemoryHost, Recorder
from workers.sweep import Swept, sweep
from workers.tasks import MOST_FAULTS, Again, Done, review

JOB = Job(ChangeRef("github", "octo/app", 7), delivery="d-1")


def test_a_review_is_posted_recorded_and_logged(
    context: MemoryContext, host: MemoryHost, store: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    assert review(JOB, context) == Done("reviewed")

    assert host.published == [host.at.head]
    recorded = store.latest(JOB.ref)
    assert recorded is not None
    assert (recorded.head, recorded.requests) == (host.at.head, 1)
    assert set(recorded.seconds) == {"change", "conversation", "snapshot", "checks", "publish"}
    (entry,) = [vars(record) for record in caplog.records if record.message == "reviewed"]
    assert (entry["change"], entry["delivery"], entry["head"]) == ("github:octo/app#7", "d-1", host.at.head)
    assert set(entry["seconds"]) == {"change", "conversation", "snapshot", "checks", "publish"}


def test_the_same_job_twice_posts_once(context: MemoryContext, host: MemoryHost) -> None:
    assert [review(JOB, context), review(JOB, context)] == [Done("reviewed")] * 2
    assert len(host.published) == 1


def test_jobs_queued_before_a_review_began_are_covered_by_it(
    context: MemoryContext, host: MemoryHost, redis: Redis
) -> None:
    states = JobStates(redis)
    first, second = states.numbered(JOB), states.numbered(JOB)
    during: list[Job] = []
    host.while_publishing = lambda: during.append(states.numbered(JOB))

    assert review(first, context) == Done("reviewed")

    covered = Done("a review that began later has covered it")
    assert [review(second, context), review(during[0], context)] == [covered, Done("reviewed")]


def test_a_moved_head_drops_the_job_and_covers_nothing(context: MemoryContext, host: MemoryHost, redis: Redis) -> None:
    job = JobStates(redis).numbered(JOB)
    host.faults = [HeadMoved("newer")]

    assert review(job, context) == Done("the head moved: the newer one gets its own review")
    assert review(job, context) == Done("reviewed")


def test_a_closed_change_is_left_alone(context: MemoryContext, host: MemoryHost, store: SqlStore) -> None:
    host.at = replace(host.at, open=False)

    assert review(JOB, context) == Done("the change is closed")
    assert store.latest(JOB.ref) is None


@pytest.mark.parametrize(
    ("fault", "faults", "low", "high"),
    [
        (HostUnavailable("502"), 0, 15, 18.75),
        (HostUnavailable("502"), 3, 120, 150),
        (HostUnavailable("502", retry_after=40), 0, 40, 50),
        (HostUnavailable("503", retry_after=86_400), 1, 1800, 2250),
    ],
)
def test_a_passing_fault_puts_off_by_what_the_host_asks(
    context: MemoryContext, host: MemoryHost, fault: Exception, faults: int, low: float, high: float
) -> None:
    host.faults = [fault, fault]

    answers = [review(JOB, context, faults), review(JOB, context, faults)]

    assert isinstance(answers[0], Again)
    assert low <= answers[0].seconds <= high
    assert answers[0].fault
    assert answers[0] == answers[1], "the same try of the same job waits equally long"


def test_two_jobs_do_not_come_back_at_the_same_moment(context: MemoryContext, host: MemoryHost) -> None:
    host.faults = [HostUnavailable("502")] * 2

    one, other = review(JOB, context), review(replace(JOB, delivery="d-2"), context)

    assert one != other


@pytest.mark.parametrize(
    ("fault", "faults", "how"),
    [
        (HostUnavailable("502"), MOST_FAULTS - 1, "given up"),
        (ChangeNotFound("gone"), 0, "failed"),
        (ZeroDivisionError("a fault of ours"), 0, "failed"),
    ],
)
def test_what_does_not_help_to_repeat_is_logged_with_the_change(
    context: MemoryContext, host: MemoryHost, fault: Exception, faults: int, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    host.faults = [fault]

    assert review(JOB, context, faults) == Done(how)

    (error,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert vars(error)["change"] == "github:octo/app#7"


def test_a_host_that_is_not_in_the_settings(context: MemoryContext) -> None:
    assert review(Job(replace(JOB.ref, host="nobody")), context) == Done("failed")


def test_a_change_under_review_elsewhere_waits_without_a_fault(context: MemoryContext, redis: Redis) -> None:
    with lease(redis, str(JOB.ref)):
        waiting = review(JOB, context)
        other = review(replace(JOB, ref=replace(JOB.ref, number=8)), context)

    assert isinstance(waiting, Again)
    assert not waiting.fault
    assert other == Done("reviewed")
    assert review(JOB, context) == Done("reviewed")


def test_a_change_that_kills_its_workers_is_left_alone(context: MemoryContext, host: MemoryHost, redis: Redis) -> None:
    redis.set("patchwarden:begun:github:octo/app#7", 3)

    assert review(JOB, context) == Done("failed")
    (gap,) = host.reviews[-1].gaps
    assert "the worker died 3 times" in gap.reason


def test_reviews_that_fail_in_the_ordinary_way_are_not_deaths(context: MemoryContext, host: MemoryHost) -> None:
    host.faults = [HostUnavailable("502")] * 6

    answers = [review(JOB, context) for _ in range(7)]

    assert answers[-1] == Done("reviewed")


def test_a_lost_history_does_not_lose_the_review(host: MemoryHost, redis: Redis, tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path}")  # a folder is no database

    assert review(JOB, MemoryContext(host, redis, store)) == Done("reviewed")
    assert host.published


def gaps(host: MemoryHost) -> list[str]:
    return [gap.reason for made in host.reviews for gap in made.gaps]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (HostError("github: could not compare: GitHub answered 451"), "GitHub answered 451"),
        (ZeroDivisionError("secret words"), "a fault of Patchwarden's own (ZeroDivisionError)"),
    ],
)
def test_a_review_that_fails_for_good_is_said_on_the_change(
    context: MemoryContext, host: MemoryHost, fault: Exception, said: str
) -> None:
    host.faults = [fault]

    assert review(JOB, context) == Done("failed")

    (reason,) = gaps(host)
    assert said in reason
    assert "/patchwarden review" in reason
    assert "secret words" not in reason
    assert host.reviews[0].verdict is Verdict.INCOMPLETE
    assert sweep([host], Recorder(), JobStates(context.redis)) == (Swept("github", ()),)


def test_a_change_that_cannot_be_compared_is_said_and_not_asked_for_again(
    context: MemoryContext, host: MemoryHost
) -> None:
    host.faults = [Unreviewable(host.at, "base and head have no common ancestor")]

    assert review(JOB, context) == Done("reviewed")
    assert gaps(host) == ["base and head have no common ancestor"]
    assert sweep([host], Recorder(), JobStates(context.redis)) == (Swept("github", ()),)


def test_where_no_word_is_taken_the_sweep_waits_until_something_changed(
    context: MemoryContext, host: MemoryHost
) -> None:
    """Another head, or another base; in between it asks nobody for a review."""
    host.refuses = "the repository takes no words"
    parked, first = JobStates(context.redis), host.at

    for now in (first, replace(first, head="c" * 40), replace(first, base="d" * 40)):
        host.at = now
        queue = Recorder()
        assert sweep([host], queue, parked) == (Swept("github", (JOB.ref,)),)
        with patched_git(host, first):
            assert review(queue.jobs[0], context) == Done("failed")
        for _ in range(3):
            assert sweep([host], queue, parked) == (Swept("github", (), parked=(JOB.ref,)),)
        assert len(queue.jobs) == 1


@contextmanager
def patched_git(host: MemoryHost, real: Change) -> Iterator[None]:
    """The commits of the fixture stand for whatever head and base the host names."""
    host.faults = [] if host.at == real else [HostError("there is no such commit here")]
    yield
    assert not host.faults


def test_a_change_that_was_taken_again_is_no_longer_waiting(context: MemoryContext, host: MemoryHost) -> None:
    host.refuses = "the conversation is closed to us"
    assert review(JOB, context) == Done("failed")
    host.refuses = ""

    assert review(JOB, context) == Done("reviewed")
    assert sweep([host], Recorder(), JobStates(context.redis)) == (Swept("github", ()),)


def test_a_host_that_is_silent_when_it_is_told_is_asked_again(context: MemoryContext, host: MemoryHost) -> None:
    host.faults = [HostError("no"), HostUnavailable("502")]

    assert review(JOB, context) == Done("failed")
    assert sweep([host], Recorder(), JobStates(context.redis)) == (Swept("github", (JOB.ref,)),)


@pytest.mark.parametrize("another", ["another holder", ""])
def test_who_lost_the_lease_writes_nothing_and_tries_again_later(
    context: MemoryContext, host: MemoryHost, store: SqlStore, redis: Redis, another: str
) -> None:
    """Also where nobody holds it: Redis was emptied, and with it all that is known of the job."""

    def lose() -> None:
        redis.flushall()
        if another:
            redis.set(f"patchwarden:lease:{JOB.ref}", another)

    host.while_publishing = lose

    answer = review(JOB, context)

    assert isinstance(answer, Again)
    assert not host.published
    assert not host.signs
    assert store.latest(JOB.ref) is None

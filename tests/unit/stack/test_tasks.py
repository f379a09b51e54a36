"""What becomes of a job: reviewed, covered, put off, given up."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from redis import Redis

from bot.hosts.base import ChangeNotFound, HeadMoved, HostError, HostUnavailable, RateLimited, Unreviewable
from bot.job import Job
from bot.model import Change, ChangeRef, Verdict
from bot.queue import Turns
from bot.store import SqlStore
from tests.unit.stack.memory_host import MemoryBench, MemoryHost, Recorder
from workers.lease import lease
from workers.parking import Parked
from workers.sweep import Swept, sweep
from workers.tasks import MOST_FAULTS, Again, Done, review

JOB = Job(ChangeRef("github", "octo/app", 7), delivery="d-1")


def test_a_review_is_posted_recorded_and_logged(
    bench: MemoryBench, host: MemoryHost, store: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    assert review(JOB, bench) == Done("reviewed")

    assert host.published == [host.at.head]
    recorded = store.latest(JOB.ref)
    assert recorded is not None
    assert (recorded.head, recorded.requests) == (host.at.head, 1)
    assert set(recorded.seconds) == {"change", "snapshot", "checks", "publish"}
    (entry,) = [vars(record) for record in caplog.records if record.message == "reviewed"]
    assert (entry["change"], entry["delivery"], entry["head"]) == ("github:octo/app#7", "d-1", host.at.head)
    assert set(entry["seconds"]) == {"change", "snapshot", "checks", "publish"}


def test_the_same_job_twice_posts_once(bench: MemoryBench, host: MemoryHost) -> None:
    assert [review(JOB, bench), review(JOB, bench)] == [Done("reviewed")] * 2
    assert len(host.published) == 1


def test_jobs_queued_before_a_review_began_are_covered_by_it(
    bench: MemoryBench, host: MemoryHost, redis: Redis
) -> None:
    turns = Turns(redis)
    first, second = (replace(JOB, turn=turns.next(JOB.ref)) for _ in range(2))
    during: list[Job] = []
    host.while_publishing = lambda: during.append(replace(JOB, turn=turns.next(JOB.ref)))

    assert review(first, bench) == Done("reviewed")

    covered = Done("a review that began later has covered it")
    assert [review(second, bench), review(during[0], bench)] == [covered, Done("reviewed")]


def test_a_moved_head_drops_the_job_and_covers_nothing(bench: MemoryBench, host: MemoryHost, redis: Redis) -> None:
    job = replace(JOB, turn=Turns(redis).next(JOB.ref))
    host.faults = [HeadMoved("newer")]

    assert review(job, bench) == Done("the head moved: the newer one gets its own review")
    assert review(job, bench) == Done("reviewed")


def test_a_closed_change_is_left_alone(bench: MemoryBench, host: MemoryHost, store: SqlStore) -> None:
    host.at = replace(host.at, open=False)

    assert review(JOB, bench) == Done("the change is closed")
    assert store.latest(JOB.ref) is None


@pytest.mark.parametrize(
    ("fault", "faults", "low", "high"),
    [
        (HostUnavailable("502"), 0, 15, 18.75),
        (HostUnavailable("502"), 3, 120, 150),
        (HostUnavailable("502", retry_after=40), 0, 40, 50),
        (RateLimited("wait", retry_after=300), 1, 300, 375),
        (RateLimited("wait", retry_after=86_400), 1, 1800, 2250),
    ],
)
def test_a_passing_fault_puts_off_by_what_the_host_asks(
    bench: MemoryBench, host: MemoryHost, fault: Exception, faults: int, low: float, high: float
) -> None:
    host.faults = [fault, fault]

    answers = [review(JOB, bench, faults), review(JOB, bench, faults)]

    assert isinstance(answers[0], Again)
    assert low <= answers[0].seconds <= high
    assert answers[0].fault
    assert answers[0] == answers[1], "the same try of the same job waits equally long"


def test_two_jobs_do_not_come_back_at_the_same_moment(bench: MemoryBench, host: MemoryHost) -> None:
    host.faults = [HostUnavailable("502")] * 2

    one, other = review(JOB, bench), review(replace(JOB, delivery="d-2"), bench)

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
    bench: MemoryBench, host: MemoryHost, fault: Exception, faults: int, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    host.faults = [fault]

    assert review(JOB, bench, faults) == Done(how)

    (error,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert vars(error)["change"] == "github:octo/app#7"


def test_a_host_that_is_not_in_the_settings(bench: MemoryBench) -> None:
    assert review(Job(replace(JOB.ref, host="nobody")), bench) == Done("failed")


def test_a_change_under_review_elsewhere_waits_without_a_fault(bench: MemoryBench, redis: Redis) -> None:
    with lease(redis, str(JOB.ref)):
        waiting = review(JOB, bench)
        other = review(replace(JOB, ref=replace(JOB.ref, number=8)), bench)

    assert isinstance(waiting, Again)
    assert not waiting.fault
    assert other == Done("reviewed")
    assert review(JOB, bench) == Done("reviewed")


def test_a_change_that_kills_its_workers_is_left_alone(bench: MemoryBench, host: MemoryHost, redis: Redis) -> None:
    redis.set("patchwarden:begun:github:octo/app#7", 3)

    assert review(JOB, bench) == Done("failed")
    (gap,) = host.reviews[-1].gaps
    assert "the worker died 3 times" in gap.reason


def test_reviews_that_fail_in_the_ordinary_way_are_not_deaths(bench: MemoryBench, host: MemoryHost) -> None:
    host.faults = [HostUnavailable("502")] * 6

    answers = [review(JOB, bench) for _ in range(7)]

    assert answers[-1] == Done("reviewed")


def test_a_lost_history_does_not_lose_the_review(host: MemoryHost, redis: Redis, tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path}")  # a folder is no database

    assert review(JOB, MemoryBench(host, redis, store)) == Done("reviewed")
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
    bench: MemoryBench, host: MemoryHost, fault: Exception, said: str
) -> None:
    host.faults = [fault]

    assert review(JOB, bench) == Done("failed")

    (reason,) = gaps(host)
    assert said in reason
    assert "/patchwarden review" in reason
    assert "secret words" not in reason
    assert host.reviews[0].verdict is Verdict.INCOMPLETE
    assert sweep([host], Recorder(), Parked(bench.redis)) == (Swept("github", ()),)


def test_a_change_that_cannot_be_compared_is_said_and_not_asked_for_again(bench: MemoryBench, host: MemoryHost) -> None:
    host.faults = [Unreviewable(host.at, "base and head have no common ancestor")]

    assert review(JOB, bench) == Done("reviewed")
    assert gaps(host) == ["base and head have no common ancestor"]
    assert sweep([host], Recorder(), Parked(bench.redis)) == (Swept("github", ()),)


def test_where_no_word_is_taken_the_sweep_waits_until_something_changed(bench: MemoryBench, host: MemoryHost) -> None:
    """Another head, or another base; in between it asks nobody for a review."""
    host.refuses = "the repository takes no words"
    parked, first = Parked(bench.redis), host.at

    for now in (first, replace(first, head="c" * 40), replace(first, base="d" * 40)):
        host.at = now
        queue = Recorder()
        assert sweep([host], queue, parked) == (Swept("github", (JOB.ref,)),)
        with patched_git(host, first):
            assert review(queue.jobs[0], bench) == Done("failed")
        for _ in range(3):
            assert sweep([host], queue, parked) == (Swept("github", (), parked=(JOB.ref,)),)
        assert len(queue.jobs) == 1


@contextmanager
def patched_git(host: MemoryHost, real: Change) -> Iterator[None]:
    """The commits of the fixture stand for whatever head and base the host names."""
    host.faults = [] if host.at == real else [HostError("there is no such commit here")]
    yield
    assert not host.faults


def test_a_change_that_was_taken_again_is_no_longer_waiting(bench: MemoryBench, host: MemoryHost) -> None:
    host.refuses = "the conversation is closed to us"
    assert review(JOB, bench) == Done("failed")
    host.refuses = ""

    assert review(JOB, bench) == Done("reviewed")
    assert sweep([host], Recorder(), Parked(bench.redis)) == (Swept("github", ()),)


def test_a_host_that_is_silent_when_it_is_told_is_asked_again(bench: MemoryBench, host: MemoryHost) -> None:
    host.faults = [HostError("no"), HostUnavailable("502")]

    assert review(JOB, bench) == Done("failed")
    assert sweep([host], Recorder(), Parked(bench.redis)) == (Swept("github", (JOB.ref,)),)

"""What becomes of a job: reviewed, covered, put off, given up."""

from __future__ import annotations

import errno
import logging
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from redis import Redis

from bot.hosts.base import ChangeNotFound, HeadMoved, HostError, HostUnavailable, Unreviewable
from bot.job import Job
from bot.job_state import JobStates
from bot.lease import lease
from bot.model import Applied, Change, ChangeRef, CheckResult, Person, Role, Said, Verdict
from bot.parking import Parking
from bot.shown_heads import ShownHeads
from bot.store.sql import SqlStore
from bot.turnstile import Turnstile
from tests import waits
from tests.fakes.repository import Repository
from tests.unit.stack.admitting import is_delivered, numbered
from tests.unit.stack.memory_host import MemoryContext, MemoryHost, Recorder
from workers.checks.base import Snapshot, ran
from workers.giving_up import give_up
from workers.processes import sandbox
from workers.sweep import Swept, sweep
from workers.tasks import MOST_FAULTS, OUR_FAULTS, Again, Done, review

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
    first, second = numbered(redis, JOB), numbered(redis, JOB)
    during: list[Job] = []
    host.while_publishing = lambda: during.append(numbered(redis, JOB))

    assert review(first, context) == Done("reviewed")

    covered = Done("a review that began later has covered it")
    assert [review(second, context), review(during[0], context)] == [covered, Done("reviewed")]


@pytest.mark.parametrize("listens", [False, True])
def test_a_moved_head_is_tried_again_at_once(
    context: MemoryContext, host: MemoryHost, redis: Redis, listens: bool
) -> None:
    """The push may have its own job, or its event was lost; what people asked for is not."""
    job = numbered(redis, replace(JOB, listens=listens))
    host.faults = [HeadMoved("newer")]

    answer = review(job, context)

    assert isinstance(answer, Again)
    assert answer.seconds < 3
    assert review(job, context) == Done("nothing was asked for" if listens else "reviewed")


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
        (HostUnavailable("502"), MOST_FAULTS - 1, "parked"),
        (ChangeNotFound("gone"), 0, "parked"),
        (ZeroDivisionError("a fault of ours"), OUR_FAULTS - 1, "parked"),
        (OSError(errno.ENOSPC, "No space left on device"), OUR_FAULTS - 1, "parked"),
        (SoftTimeLimitExceeded(), 0, "parked"),
    ],
)
def test_what_does_not_help_to_repeat_is_logged_with_the_change(
    context: MemoryContext, host: MemoryHost, fault: Exception, faults: int, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    host.faults = [fault]

    assert review(JOB, context, faults) == Done(how)

    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert {vars(error)["change"] for error in errors} == {"github:octo/app#7"}


def test_a_host_that_is_not_in_the_settings(context: MemoryContext) -> None:
    job = Job(replace(JOB.ref, host="nobody"))
    assert review(job, context) == Done("parked")
    parked = Parking(context.redis).of(job.ref)
    assert parked is not None
    assert parked.why == "no host is called 'nobody' in the settings"


def test_a_change_under_review_elsewhere_waits_without_a_fault(context: MemoryContext, redis: Redis) -> None:
    with lease(redis, str(JOB.ref)):
        waiting = review(JOB, context)
        other = review(replace(JOB, ref=replace(JOB.ref, number=8)), context)

    assert isinstance(waiting, Again)
    assert not waiting.fault
    assert other == Done("reviewed")
    assert review(JOB, context) == Done("reviewed")


def test_a_change_that_kills_its_workers_is_parked_and_says_so_once(
    context: MemoryContext, host: MemoryHost, redis: Redis
) -> None:
    for number in range(3):
        redis.zadd(f"patchwarden:begun:{JOB.ref}", {f"killed {number}": time.time()})

    assert review(JOB, context) == Done("parked")

    (gap,) = host.reviews[-1].gaps
    assert "ended the worker's process 3 times within an hour" in gap.reason
    parked = Parking(redis).of(JOB.ref)
    assert parked is not None
    assert parked.deadly
    assert len(host.reviews) == 1


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

    assert review(JOB, context, OUR_FAULTS - 1) == Done("parked")

    (reason,) = gaps(host)
    assert said in reason
    assert "/patchwarden review" in reason
    assert "secret words" not in reason
    assert host.reviews[0].verdict is Verdict.INCOMPLETE
    assert sweep([host], Recorder(), JobStates(context.redis)) == (Swept("github", ()),)


def test_what_was_asked_for_and_failed_takes_no_review_back(
    context: MemoryContext, host: MemoryHost, redis: Redis
) -> None:
    """A red check must not become a grey one because a comment could not be answered."""
    assert review(JOB, context) == Done("reviewed")
    told: list[str] = []
    host.while_publishing = lambda: told.append("again")
    host.faults = [HostError("no")]

    assert review(replace(JOB, delivery="d-2", listens=True), context) == Done("parked")

    assert not told
    assert Parking(redis).of(JOB.ref) is not None
    assert review(replace(JOB, delivery="d-3", listens=True), context) == Done("nothing was asked for")
    assert Parking(redis).of(JOB.ref) is None


def test_a_change_that_cannot_be_compared_is_said_and_not_asked_for_again(
    context: MemoryContext, host: MemoryHost
) -> None:
    host.faults = [Unreviewable(host.at, "base and head have no common ancestor")]

    assert review(JOB, context) == Done("reviewed")
    assert gaps(host) == ["base and head have no common ancestor"]
    assert sweep([host], Recorder(), JobStates(context.redis)) == (Swept("github", ()),)


def test_a_head_that_git_refuses_is_said_once_and_not_asked_for_again(
    context: MemoryContext, host: MemoryHost, tmp_path: Path
) -> None:
    repository = Repository.at(tmp_path / "app.git")
    blob = repository.git("hash-object", "-w", "--stdin", stdin=b"x")
    literally = ("hash-object", "-t", "tree", "-w", "--literally", "--stdin")
    tree = repository.git(*literally, stdin=b"100644 .git\0" + bytes.fromhex(blob))
    who = ("-c", "user.name=M", "-c", "user.email=m@example.org")
    host.at = replace(host.at, head=repository.git(*who, "commit-tree", tree, "-m", "x"))

    assert review(JOB, context) == Done("reviewed")

    (said,) = gaps(host)
    assert said.startswith(f"git refuses the object {tree} of the repository: an entry is called `.git`")
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
            assert review(queue.jobs[0], context) == Done("parked")
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
    assert review(JOB, context) == Done("parked")
    host.refuses = ""

    assert review(JOB, context) == Done("reviewed")
    assert sweep([host], Recorder(), JobStates(context.redis)) == (Swept("github", ()),)


@pytest.mark.parametrize(
    "fault",
    [OSError(errno.ENOSPC, "No space left on device"), FileNotFoundError("git"), MemoryError(), KeyError("of ours")],
)
def test_a_fault_of_ours_is_tried_again_and_then_parked(
    context: MemoryContext, host: MemoryHost, redis: Redis, fault: Exception
) -> None:
    host.faults = [fault] * OUR_FAULTS

    answers = [review(JOB, context, tries) for tries in range(OUR_FAULTS)]

    waits = [answer.seconds for answer in answers if isinstance(answer, Again)]
    assert len(waits) == OUR_FAULTS - 1
    assert waits == sorted(waits)
    assert answers[-1] == Done("parked")
    assert review(JOB, context) == Done("reviewed")
    assert Parking(redis).of(JOB.ref) is None, "what has its review is parked no more"


class Broken:
    """A check that fails for a time."""

    id = "broken"

    def __init__(self, faults: list[Exception]) -> None:
        self._faults = faults

    def aside(self, *_: object) -> None:
        return None

    def rules(self, *_: object) -> frozenset[Applied]:
        return frozenset()

    def run(self, snapshot: Snapshot) -> CheckResult:
        if self._faults:
            raise self._faults.pop(0)
        return ran(self, snapshot, ())


def test_a_check_that_failed_for_a_time_costs_the_review_nothing(
    host: MemoryHost, redis: Redis, store: SqlStore
) -> None:
    context = MemoryContext(host, redis, store, [Broken([OSError(errno.ENOSPC, "No space left on device")])])

    answer = review(JOB, context)

    assert isinstance(answer, Again)
    assert not host.published
    assert review(JOB, context, 1) == Done("reviewed")
    assert [made.verdict for made in host.reviews] == [Verdict.NO_DEFECTS]


def test_a_check_that_fails_at_every_try_is_said_and_the_change_parked(
    host: MemoryHost, redis: Redis, store: SqlStore
) -> None:
    context = MemoryContext(host, redis, store, [Broken([OSError("disk")] * 4)])
    Turnstile(redis).admit(JOB, "an owner")

    answers = [review(JOB, context, tries) for tries in range(4)]

    assert answers[-1] == Done("reviewed")
    assert [made.verdict for made in host.reviews] == [Verdict.INCOMPLETE]
    assert not is_delivered(redis, JOB)
    parked = Parking(redis).of(JOB.ref)
    assert parked is not None
    assert "broken: the check failed (OSError)" in parked.why
    assert not parked.refused


def test_a_parked_delivery_may_be_delivered_again(context: MemoryContext, host: MemoryHost, redis: Redis) -> None:
    Turnstile(redis).admit(JOB, "an owner")
    host.faults = [HostError("no")]
    assert review(JOB, context) == Done("parked")
    assert not is_delivered(redis, JOB)


def test_what_is_said_of_a_change_under_review_elsewhere_waits(
    context: MemoryContext, host: MemoryHost, redis: Redis
) -> None:
    host.faults = [HostError("no")]
    with lease(redis, str(JOB.ref)):
        answer = give_up(JOB, context, "no")
    assert isinstance(answer, Again)
    assert not host.published
    assert Parking(redis).of(JOB.ref) is None


@pytest.mark.parametrize("listens", [False, True])
def test_a_push_ends_a_review_and_nothing_that_was_asked_for_is_lost(
    host: MemoryHost, redis: Redis, store: SqlStore, listens: bool
) -> None:
    """The command is obeyed by the same job, on the newer head."""
    started = threading.Event()

    class Slow(Broken):
        def run(self, snapshot: Snapshot) -> CheckResult:
            started.set()
            sandbox.run([sys.executable, "-c", "import time; time.sleep(60)"], timeout=60)
            raise AssertionError("the program was not ended")

    ada = Person("1", "ada")
    host.people = {ada.id: Role.MAINTAINER}
    host.said.append(Said("issue-1", ada, "/patchwarden review", int(time.time())))
    job = numbered(redis, replace(JOB, listens=listens))

    def push() -> None:
        started.wait(20)
        numbered(redis, replace(JOB, head="e" * 40))

    thread = threading.Thread(target=push, daemon=True)
    thread.start()
    answer = review(job, MemoryContext(host, redis, store, [Slow([])]))
    waits.ended(thread)

    assert answer == Again(1.0, "a newer head came", fault=False)
    assert (host.published, host.replies) == ([], [])
    assert review(job, MemoryContext(host, redis, store)) == Done("reviewed")
    assert [reply.to.id for reply in host.replies] == ["issue-1"]


def test_a_host_that_is_silent_when_it_is_told_is_asked_again(context: MemoryContext, host: MemoryHost) -> None:
    host.faults = [HostError("no"), HostUnavailable("502")]

    assert review(JOB, context) == Done("parked")
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


def test_a_change_that_its_host_does_not_know_is_dropped_when_it_is_tried_again(
    context: MemoryContext, host: MemoryHost, redis: Redis
) -> None:
    """Not before: a replica may be late, and a repository is renamed in the middle. Nothing looks for it any more."""
    parking, heads = Parking(redis), ShownHeads(redis)
    heads.add(JOB.ref, host.at.head)
    host.faults = [ChangeNotFound("404")] * 3
    assert [review(JOB, context), review(JOB, context)] == [Done("parked")] * 2
    parked = parking.of(JOB.ref)
    assert parked is not None
    again = parking.taken(parked)
    assert review(again, context) == Done("dropped: its host knows of no such change")
    assert (parking.all(), list(heads.changes())) == ((), [])


def test_a_change_that_its_host_knows_again_is_reviewed(context: MemoryContext, host: MemoryHost, redis: Redis) -> None:
    host.faults = [ChangeNotFound("404")]
    review(JOB, context)
    parked = Parking(redis).of(JOB.ref)
    assert parked is not None
    assert review(Parking(redis).taken(parked), context) == Done("reviewed")
    assert Parking(redis).all() == ()

"""Whatever happens in whatever order: a job that was queued is done, waits, is under way or is parked."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from redis import Redis

from bot.hosts.base import HeadMoved, HostError, HostUnavailable, RateLimited
from bot.job import Job
from bot.model import Change, ChangeRef
from bot.parking import LONGEST_PAUSE, Parking
from bot.queue import CeleryQueue
from bot.store.sql import SqlStore
from bot.turnstile import LOST_AFTER, Turnstile
from tests.unit.stack.memory_host import MemoryContext, MemoryHost
from workers import tasks
from workers.giving_up import Again, Done
from workers.sweep import try_what_is_parked
from workers.turns import Turns

REFS = tuple(ChangeRef("github", "octo/app", number) for number in (1, 2))
FAULTS: tuple[Exception | None, ...] = (
    None,
    HostUnavailable("502"),
    RateLimited("wait", retry_after=60),
    HostError("no"),
    HeadMoved("newer"),
    ZeroDivisionError("a fault of ours"),
    OSError("disk"),
)
DURING = ("nothing", "a push", "robbed", "emptied")
changes = st.sampled_from(REFS)


class Host(MemoryHost):
    """Its change is closed, so that a visit costs nothing. Something may happen while it is read."""

    during: Callable[[], object]

    def change(self, ref: ChangeRef) -> Change:
        happens, self.during = self.during, lambda: None
        happens()
        return super().change(ref)


class Life(RuleBasedStateMachine):
    """Jobs are real, as is Redis; time is not."""

    def __init__(self, redis_url: str, redis: Redis, store: SqlStore, host: MemoryHost) -> None:
        super().__init__()
        redis.flushall()
        self.redis = redis
        self.host = Host(replace(host.at, open=False), host.source)
        self.host.during = lambda: None
        self.context = MemoryContext(self.host, redis, store)
        self.now = time.time()
        self.turnstile = Turnstile(redis, lambda: self.now)
        self.queue = CeleryQueue(redis_url)
        self.queue._turnstile = self.turnstile
        self.turns = Turns(redis_url, 2, lambda ref: ref.repository)
        self.turns.__dict__["_turnstile"] = self.turnstile
        self.tokens = 0
        self.pushed = dict.fromkeys(REFS, 0)
        self.served = dict.fromkeys(REFS, 0)

    def teardown(self) -> None:
        self.queue._redis.close()
        self.turns._redis.close()

    @rule(ref=changes, listens=st.booleans())
    def push(self, ref: ChangeRef, listens: bool) -> None:
        self.pushed[ref] += 1
        head = f"{sum(self.pushed.values()):040x}"
        assert self.queue.enqueue(Job(ref, "" if listens else head, delivery=head, listens=listens))

    @rule(
        ref=changes, fault=st.sampled_from(FAULTS), during=st.sampled_from(DURING), pause=st.sampled_from((0.0, 4000.0))
    )
    def work(self, ref: ChangeRef, fault: Exception | None, during: str, pause: float) -> None:
        """A worker takes the next job, mostly after every pause; where there is none, something happens first."""
        if not self.turnstile.waiting():
            self.push(ref, listens=False)
        if pause:
            self.time_passes(pause)
        self.tokens += 1
        self.host.faults = [fault, fault] if fault else []

        def review(job: Job, faults: int) -> Done | Again:
            begun = self.pushed[job.ref]
            happens: dict[str, Callable[[], object]] = {
                "nothing": lambda: None,
                "a push": lambda: self.push(job.ref, listens=False),
                "robbed": lambda: self.redis.set(f"patchwarden:lease:{job.ref}", "another"),
                "emptied": lambda: self.emptied_under(job.ref),
            }
            self.host.during = happens[during]
            answer = tasks.review(job, self.context, faults)
            if answer == Done("the change is closed"):
                self.served[job.ref] = begun
            return answer

        self.turns.work(f"token-{self.tokens}", review, lambda: None)
        self.host.during = lambda: None

    @rule()
    def killed(self) -> None:
        """A worker takes the next job and is killed over it: nothing is tidied up."""
        self.tokens += 1
        token = f"token-{self.tokens}"
        turn = self.turnstile.take(token, f"worker of {token}", 2).turn
        if turn and turn.job and self.redis.set(f"patchwarden:lease:{turn.job.ref}", token, nx=True):
            self.redis.zadd(f"patchwarden:begun:{turn.job.ref}", {token: time.time()})

    @rule(seconds=st.sampled_from((1.0, LOST_AFTER + 1, 3600.0)))
    def time_passes(self, seconds: float) -> None:
        """Nobody works meanwhile, so every lease that lasts no longer has ended."""
        self.now += seconds
        if seconds > LOST_AFTER:
            for ref in REFS:
                self.redis.delete(f"patchwarden:lease:{ref}")
        self.turns.look(())

    @rule()
    def empty(self) -> None:
        """Redis loses everything: what was queued is the sweep's from here on."""
        self.redis.flushall()
        self.served = dict(self.pushed)

    def emptied_under(self, ref: ChangeRef) -> None:
        """The worker that reviews a change meanwhile knows of it still."""
        before = self.served[ref]
        self.empty()
        self.served[ref] = before

    @precondition(lambda self: bool(Parking(self.redis).all()))
    @rule()
    def sweep(self) -> None:
        """What is parked has waited long enough."""
        before = {one.job.ref: one.job for one in self.turnstile.waiting() if not one.job.listens}
        try_what_is_parked(Parking(self.redis, lambda: time.time() + LONGEST_PAUSE), self.turnstile, self.queue)
        after = {one.job.ref: one.job for one in self.turnstile.waiting() if not one.job.listens}
        assert before.items() <= after.items(), "a job that waits is left in its place"

    @invariant()
    def nothing_is_lost(self) -> None:
        waiting = {one.job.ref for one in self.turnstile.waiting()} | {
            job.ref for job in self.turnstile.running().values()
        }
        parked = {one.job.ref for one in Parking(self.redis).all()}
        for ref in REFS:
            assert self.served[ref] == self.pushed[ref] or ref in waiting | parked

    @invariant()
    def nothing_is_posted_twice(self) -> None:
        assert not self.host.published, "a closed change is told nothing"


def test_a_job_never_ends_in_nothing(
    redis_url: str, redis: Redis, store: SqlStore, host: MemoryHost, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL")

    class Here(Life):
        def __init__(self) -> None:
            super().__init__(redis_url, redis, store, host)

    run_state_machine_as_test(
        Here,
        settings=settings(max_examples=40, stateful_step_count=12, deadline=None, derandomize=True),
    )

"""A worker's turns on a real Redis."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from redis import Redis

from bot.job import Job
from bot.model import ChangeRef
from bot.share import Handed, Share
from bot.turnstile import Turnstile
from workers import turns
from workers.tasks import Again, Done
from workers.turns import Turns

JOB = Job(ChangeRef("github", "octo/app", 7), turn=1)


@pytest.fixture
def worker(redis_url: str) -> Turns:
    return Turns(redis_url, 2, lambda ref: ref.repository)


def no_sweep() -> None:
    raise AssertionError("nobody asked for a sweep")


def test_a_message_that_comes_again_takes_nothing_from_a_process_that_lives(
    worker: Turns, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E.g. where Redis was gone for a moment: the first process goes on, and its message wakes a second one."""
    other = Job(ChangeRef("github", "octo/app", 8), turn=1)
    done: list[Job] = []

    def first(job: Job, faults: int) -> Done:
        worker.put(other)
        with monkeypatch.context() as patch:
            patch.setattr(os, "getpid", os.getppid)
            worker.work("message", second, no_sweep)
        worker.look(["message"])
        assert list(Turnstile(redis).running().values()) == [job]
        done.append(job)
        return Done("reviewed")

    def second(job: Job, faults: int) -> Done:
        assert set(Turnstile(redis).running().values()) == {JOB, other}
        done.append(job)
        return Done("reviewed")

    worker.put(JOB)
    worker.work("message", first, no_sweep)
    assert done == [other, JOB]
    assert not Turnstile(redis).running()


def test_what_a_process_had_that_was_killed_goes_back_when_the_worker_looks(
    worker: Turns, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(60)

    def killed(job: Job, faults: int) -> Done:
        raise KeyboardInterrupt

    worker.put(JOB, faults=2)
    monkeypatch.setattr(turns, "_by_this_process", lambda message: f"{message}/{ended.pid}")
    with pytest.raises(KeyboardInterrupt):
        worker.work("message", killed, no_sweep)
    assert Turnstile(redis).running()
    worker.look(["message"])
    assert not Turnstile(redis).running()
    (waits,) = Turnstile(redis).waiting()
    assert waits.job == JOB


@pytest.mark.parametrize("fault", [True, False])
def test_only_a_fault_counts_against_a_job(worker: Turns, fault: bool) -> None:
    tries: list[int] = []

    def failing(job: Job, faults: int) -> Again | Done:
        tries.append(faults)
        return Again(0.0, "not yet", fault=fault) if len(tries) < 3 else Done("reviewed")

    worker.put(JOB)
    for number in range(4):
        worker.work(f"message-{number}", failing, no_sweep)
    assert tries == ([0, 1, 2] if fault else [0, 0, 0])


def test_a_sweep_waits_for_its_turn_and_is_done_once(worker: Turns) -> None:
    swept: list[str] = []
    worker.put_sweep()
    worker.put_sweep()
    for number in range(2):
        worker.work(f"message-{number}", lambda job, faults: Done(""), lambda: swept.append("swept"))
    assert swept == ["swept"]


def test_what_another_version_has_queued_is_dropped_with_a_word(
    worker: Turns, redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    worker.put(JOB)
    redis.hset("patchwarden:turnstile:payload", f"review\n{JOB.ref}", '{"job": {"version": 99}}')
    worker.work("message", lambda job, faults: Done(""), no_sweep)
    assert "version 99" in caplog.text
    assert not redis.hlen("patchwarden:turnstile:running")


def test_a_redis_that_is_gone_costs_a_word(caplog: pytest.LogCaptureFixture) -> None:
    nowhere = Turns("redis://127.0.0.1:1/0", 2, lambda ref: ref.repository)
    nowhere.work("message", lambda job, faults: Done(""), no_sweep)
    nowhere.look(["message"])
    assert caplog.text.count("Redis does not answer") == 2


def test_a_share_whose_process_was_killed_is_done_again_and_then_the_review_comes(
    worker: Turns, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(60)
    seen: list[str] = []
    chord = tuple(Share(str(JOB.ref), "chord", number) for number in range(2))

    def review(job: Job, faults: int) -> Done | Again:
        seen.append("review")
        if len(seen) > 1:
            return Done("reviewed")
        return Again(60, "its shares are under way", fault=False, handed=Handed("head", 1, chord))

    def share(one: Share) -> Done:
        seen.append(f"share {one.number}")
        if len(seen) == 2:
            raise KeyboardInterrupt
        return Done("shared")

    worker.put(JOB)
    worker.work("message", review, no_sweep, share)
    with monkeypatch.context() as patch:
        patch.setattr(turns, "_by_this_process", lambda message: f"{message}/{ended.pid}")
        with pytest.raises(KeyboardInterrupt):
            worker.work("killed", review, no_sweep, share)
    worker.look(["killed"])
    for _ in range(4):
        worker.work("message", review, no_sweep, share)
    assert seen == ["review", "share 0", "share 0", "share 1", "review"]
    assert not Turnstile(redis).running()
    assert Turnstile(redis).chord(JOB.ref) is None


def test_a_worker_that_does_no_shares_leaves_them_to_the_review(worker: Turns, redis: Redis) -> None:
    def review(job: Job, faults: int) -> Done | Again:
        chord = Turnstile(redis).chord(job.ref)
        if chord is not None:
            assert chord.is_last
            return Done("reviewed")
        return Again(60, "shared", fault=False, handed=Handed("head", 1, (Share(str(job.ref), "chord", 0),)))

    worker.put(JOB)
    for _ in range(3):
        worker.work("message", review, no_sweep)
    assert not Turnstile(redis).waiting()

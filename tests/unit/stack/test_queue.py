"""The queue on a real Redis."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bot.broker import broker_url, connect
from bot.job import Job
from bot.model import ChangeRef
from bot.queue import CeleryQueue, QueueDown
from bot.turnstile import Turnstile
from bot.waking import QUEUE

JOB = Job(ChangeRef("github", "octo/app", 7), "a" * 40, "pull request opened", "delivery-1")


def queued(redis_url: str) -> list[Job]:
    """What lies in the queue, in the order in which workers take it."""
    with connect(redis_url) as redis:
        turnstile = Turnstile(redis)
        found: list[Job] = []
        while (turn := turnstile.take(f"token-{len(found)}", "a worker", slots=99).turn) is not None:
            assert turn.job is not None
            found.append(turn.job)
    return found


def test_a_delivery_is_queued_once(redis_url: str) -> None:
    queue = CeleryQueue(redis_url)

    assert queue.enqueue(JOB)
    assert not queue.enqueue(JOB)

    (job,) = queued(redis_url)
    assert (job.ref, job.head, job.delivery, job.turn) == (JOB.ref, JOB.head, JOB.delivery, 1)


def test_what_people_say_is_served_before_every_review_that_waits(redis_url: str) -> None:
    queue = CeleryQueue(redis_url)
    for number in range(3):
        queue.enqueue(Job(ChangeRef("github", "octo/app", number), delivery=f"push-{number}"))
    queue.enqueue(replace(JOB, delivery="said", listens=True))
    assert [job.delivery for job in queued(redis_url)] == ["said", "push-0", "push-1", "push-2"]


def test_what_has_no_delivery_is_always_queued(redis_url: str) -> None:
    queue = CeleryQueue(redis_url)

    for _ in range(2):
        assert queue.enqueue(Job(ChangeRef("github", "octo/app", 7)))

    assert [job.turn for job in queued(redis_url)] == [2], "the newer job stands in the place of the older"


def test_two_hosts_may_use_the_same_delivery_id(redis_url: str) -> None:
    queue = CeleryQueue(redis_url)

    assert queue.enqueue(JOB)
    assert queue.enqueue(Job(ChangeRef("work", "octo/app", 7), delivery=JOB.delivery))


def test_one_message_wakes_for_all_that_waits(redis_url: str) -> None:
    """Who takes one job wakes the next worker where there is more: see bench/turns.py for what that costs."""
    queue = CeleryQueue(redis_url)
    with connect(redis_url) as redis:
        for number in range(5):
            queue.enqueue(Job(ChangeRef("github", "octo/app", number)))
            queue.wake()
        assert redis.llen(QUEUE) == 1
        redis.delete(QUEUE)  # a worker has got it
        queue.enqueue(JOB)
        assert redis.llen(QUEUE) == 1


@pytest.mark.parametrize("scripts", ["known", "forgotten"])
def test_a_delivery_that_comes_by_many_connections_at_once_is_queued_once(redis_url: str, scripts: str) -> None:
    """A Redis that was started anew knows no script."""
    queues = [CeleryQueue(redis_url) for _ in range(4)]
    with connect(redis_url) as redis, ThreadPoolExecutor(8) as pool:
        for number in range(20):
            if scripts == "forgotten":
                redis.script_flush()
            job = replace(JOB, delivery=f"delivery-{number}")
            assert sum(pool.map(lambda queue, job=job: queue.enqueue(job), queues)) == 1
    (job,) = queued(redis_url)
    assert job.turn == 20


def test_numbers_and_lines_hold_whatever_a_change_is_called(redis_url: str) -> None:
    """What Redis writes into a job is its number alone; a large number of the host's stays what it is."""
    ref = ChangeRef("work", 'a/"turn": 0, %s [[ü]]', 2**53 + 1)
    for _ in range(3):
        CeleryQueue(redis_url).enqueue(Job(ref, "", 'says "turn": 9', "", listens=True))
    assert queued(redis_url) == [Job(ref, "", 'says "turn": 9', "", 3, listens=True)]


def test_a_delivery_that_could_not_be_queued_is_not_marked(redis_url: str) -> None:
    """The message cannot be written (its key is no list), so the same delivery is taken the next time."""
    queue = CeleryQueue(redis_url)
    with connect(redis_url) as redis:
        redis.set(QUEUE, "in the way")
        with pytest.raises(QueueDown):
            queue.enqueue(JOB)
        redis.delete(QUEUE)

    assert queue.enqueue(JOB)


@pytest.mark.parametrize("state", ["nobody there", "listens but never answers"])
def test_a_dead_redis_is_said_within_two_seconds(tmp_path: Path, state: str) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        if state == "listens but never answers":
            listener.listen()
        else:
            listener.close()
        queue = CeleryQueue(f"redis://127.0.0.1:{port}/0")
        start = time.monotonic()

        with pytest.raises(QueueDown):
            queue.enqueue(JOB)

        assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    ("given_url", "celery"),
    [
        ("redis://h:1/2", "redis://h:1/2"),
        ("unix:///run/r.sock?db=3", "redis+socket:///run/r.sock?virtual_host=3"),
        ("redis+socket:///run/r.sock", "redis+socket:///run/r.sock"),
    ],
)
def test_urls_for_celery(given_url: str, celery: str) -> None:
    assert broker_url(given_url) == celery

"""The queue on a real Redis."""

from __future__ import annotations

import socket
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.broker import broker_url, connect
from bot.job import Job
from bot.model import ChangeRef
from bot.queue import QUEUE, CeleryQueue, QueueDown
from bot.turnstile import Turnstile

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

"""The Celery application: a real worker on a real Redis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker
from celery.signals import setup_logging
from redis import Redis

from bot.broker import worker_lives
from bot.hosts.base import HostUnavailable
from bot.job import Job
from bot.model import ChangeRef
from bot.queue import CeleryQueue
from bot.settings import Settings
from bot.store.sql import SqlStore
from bot.turnstile import Turnstile, waiting
from bot.waking import REVIEW_TASK
from tests.unit.stack.memory_host import MemoryContext, MemoryHost
from workers import schedule, tasks
from workers.app import build

JOB = Job(ChangeRef("github", "octo/app", 7), delivery="d-1")


@pytest.fixture
def app(redis_url: str, context: MemoryContext, tmp_path: Path) -> Iterator[Celery]:
    def leave_logs_alone(**_: object) -> None:
        """Celery would set the root logger's level for the rest of the session."""

    setup_logging.connect(leave_logs_alone)
    yield build(Settings((), tmp_path, tmp_path, "", redis_url), context)
    setup_logging.disconnect(leave_logs_alone)


def work_off(app: Celery, redis: Redis, until: Callable[[], object]) -> None:
    """Runs a worker until something is true and nothing is queued, waiting or unacknowledged."""
    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=20):
        for _ in range(100_000):
            if not waiting(redis) and not Turnstile(redis).running() and until():
                return
    raise AssertionError("the worker did not finish")


def test_a_queued_delivery_becomes_a_review_and_each_job_is_reviewed_once(
    app: Celery, redis_url: str, redis: Redis, host: MemoryHost, store: SqlStore
) -> None:
    queue = CeleryQueue(redis_url)
    assert [queue.enqueue(JOB), queue.enqueue(JOB), queue.enqueue(Job(ChangeRef("github", "octo/app", 7)))] == [
        True,
        False,
        True,
    ]

    work_off(app, redis, lambda: store.latest(JOB.ref))

    assert host.published == [host.at.head]
    recorded = store.latest(JOB.ref)
    assert recorded is not None
    assert recorded.requests == 1
    assert worker_lives(redis)


def test_a_job_that_is_put_off_comes_back(
    app: Celery, redis_url: str, redis: Redis, host: MemoryHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "_FIRST_PAUSE", 0.01)
    host.faults = [HostUnavailable("502"), HostUnavailable("503")]
    CeleryQueue(redis_url).enqueue(JOB)

    work_off(app, redis, lambda: host.published)

    assert host.published == [host.at.head]


def test_a_message_of_another_version_is_dropped_with_a_word(
    app: Celery, redis: Redis, host: MemoryHost, caplog: pytest.LogCaptureFixture
) -> None:
    app.send_task(REVIEW_TASK, args=[{"version": 99}])

    work_off(app, redis, lambda: caplog.records)

    assert not host.published
    assert "a message was dropped: a message of version 99" in caplog.text


def test_what_makes_a_lost_worker_cost_nothing(app: Celery) -> None:
    """The settings that the promise rests on; chaos runs try it for real."""
    assert not app.conf.task_acks_late
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.accept_content == ["json"]
    waits = app.conf.broker_transport_options["visibility_timeout"]
    assert waits > app.conf.task_time_limit
    assert schedule.build("redis://h").conf.beat_schedule["sweep"]["task"] in app.tasks

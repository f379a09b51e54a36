"""The queue between the web server and the workers: how a job is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from celery import Celery
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from bot.broker import TIMEOUT, broker_url, connect
from bot.job import Job
from bot.job_state import JobStates
from bot.model import ChangeRef
from bot.turnstile import Turnstile

QUEUE = "patchwarden"
REVIEW_TASK = "patchwarden.review"
SWEEP_TASK = "patchwarden.sweep"
Owners = Callable[[ChangeRef], str]
"""Whose line a job stands in: owners of one name share one."""


def repository(ref: ChangeRef) -> str:
    """The :data:`Owners` under which each repository stands for itself."""
    return f"{ref.host}:{ref.repository}"


class QueueDown(Exception):
    """The job is not queued: the delivery must not be acknowledged."""


class Queue(Protocol):
    """Where the web server and the sweep put jobs."""

    def enqueue(self, job: Job) -> bool:
        """Queues the job durably; ``False`` when its delivery was queued before. Raises :class:`QueueDown`."""
        ...


class CeleryQueue:
    """Jobs in the lines of the :class:`~bot.turnstile.Turnstile`. Gives up in about two seconds instead of retrying.

    A Celery message carries no job: it wakes a worker, which asks the turnstile for the next one. So one message too
    many does nothing, and one that is lost costs the second until some worker looks by itself.
    """

    def __init__(self, redis_url: str, owners: Owners = repository) -> None:
        self._redis = connect(redis_url)
        self._states = JobStates(self._redis)
        self._turnstile = Turnstile(self._redis)
        self._owners = owners
        self._app = producer(redis_url)

    def enqueue(self, job: Job) -> bool:
        """A delivery is marked only after its job is in the queue: a fault in between costs a second review of the
        same head, which posts nothing, and never a lost one."""
        with _said_as_queue_down():
            if self._states.is_delivered(job):
                return False
            self._turnstile.put(self._states.numbered(job), self._owners(job.ref))
            self._wake()
            self._states.delivered(job)
        return True

    def wake(self) -> None:
        """Wakes a worker, unless the next one is to be woken already. Raises :class:`QueueDown`."""
        with _said_as_queue_down():
            if not self._redis.llen(QUEUE):
                self._wake()

    def _wake(self) -> None:
        self._app.send_task(REVIEW_TASK, queue=QUEUE, retry=False, ignore_result=True)


@contextmanager
def _said_as_queue_down() -> Iterator[None]:
    try:
        yield
    except (RedisError, OperationalError, OSError) as error:
        raise QueueDown(f"Redis does not answer ({type(error).__name__})") from error


def producer(redis_url: str) -> Celery:
    """A Celery application that sends messages and runs no task."""
    app = Celery("patchwarden", broker=broker_url(redis_url), set_as_current=False)
    app.conf.update(
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_default_queue=QUEUE,
        broker_connection_retry=False,
        broker_connection_timeout=TIMEOUT,
        broker_transport_options={
            "socket_timeout": TIMEOUT,
            "socket_connect_timeout": TIMEOUT,
            "retry_on_timeout": False,
            "max_retries": 0,
        },
    )
    # What Celery would otherwise import and build while the first delivery waits (0.2 s); no connection is made.
    app.finalize()
    app.amqp.queues  # noqa: B018 - it is made by being asked for
    app.connection_for_write().transport  # noqa: B018
    return app

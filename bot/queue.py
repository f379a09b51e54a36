"""The queue between the web server and the workers: how a job is sent."""

from __future__ import annotations

from typing import Protocol

from celery import Celery
from kombu.exceptions import OperationalError
from kombu.transport.redis import Channel
from redis import Redis
from redis.exceptions import RedisError

from bot.broker import TIMEOUT, broker_url, connect
from bot.job import Job
from bot.job_state import JobStates

QUEUE = "patchwarden"
SPOKEN_PRIORITY, REVIEW_PRIORITY = 0, 3
"""What people say to us waits for no review. On Redis 0 is served first, and each number has a list of its own.

Source: https://docs.celeryq.dev/en/stable/userguide/routing.html#redis-message-priorities
"""
REVIEW_TASK = "patchwarden.review"
SWEEP_TASK = "patchwarden.sweep"


class QueueDown(Exception):
    """The job is not queued: the delivery must not be acknowledged."""


class Queue(Protocol):
    """Where the web server and the sweep put jobs."""

    def enqueue(self, job: Job) -> bool:
        """Queues the job durably; ``False`` when its delivery was queued before. Raises :class:`QueueDown`."""
        ...


class CeleryQueue:
    """Jobs as Celery messages on Redis. Gives up in about two seconds instead of retrying."""

    def __init__(self, redis_url: str) -> None:
        self._states = JobStates(connect(redis_url))
        self._app = producer(redis_url)

    def enqueue(self, job: Job) -> bool:
        """A delivery is marked only after its job is in the queue: a fault in between costs a second review of the
        same head, which posts nothing, and never a lost one."""
        try:
            if self._states.is_delivered(job):
                return False
            message = self._states.numbered(job).to_wire()
            self._app.send_task(
                REVIEW_TASK,
                args=[message],
                queue=QUEUE,
                priority=SPOKEN_PRIORITY if job.listens else REVIEW_PRIORITY,
                retry=False,
                ignore_result=True,
            )
            self._states.delivered(job)
        except (RedisError, OperationalError, OSError) as error:
            raise QueueDown(f"Redis does not answer ({type(error).__name__})") from error
        return True


def lists() -> tuple[str, ...]:
    """The keys of the lists that jobs wait in, the one that is served first at the head."""
    steps = (priority for priority in Channel.priority_steps if priority)
    return (QUEUE, *(f"{QUEUE}{Channel.sep}{priority}" for priority in steps))


def waiting(redis: Redis) -> int:
    """How many jobs no worker has taken yet."""
    return sum(int(redis.llen(name)) for name in lists())


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

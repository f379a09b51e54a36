"""The queue between the web server and the workers: how a job is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from celery import Celery
from kombu.exceptions import OperationalError
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from bot.job import Job
from bot.model import ChangeRef

QUEUE = "patchwarden"
REVIEW_TASK = "patchwarden.review"
SWEEP_TASK = "patchwarden.sweep"
_DELIVERY_SECONDS = 3 * 24 * 3600  # GitHub redelivers for 3 days (Enterprise for 7, with the same id)
_HEARTBEAT = "patchwarden:worker:alive"
_HEARTBEAT_SECONDS = 60
_TURN_SECONDS = 7 * 24 * 3600
_TIMEOUT = 1.0  # seconds, for connecting and for each answer: the host waits for ours


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
        self._redis = connect(redis_url)
        self._app = producer(redis_url)

    def enqueue(self, job: Job) -> bool:
        """A delivery is marked only after its job is in the queue: a fault in between costs a second review of the
        same head, which posts nothing, and never a lost one."""
        mark = f"patchwarden:delivery:{job.ref.host}:{job.delivery}"
        try:
            if job.delivery and self._redis.exists(mark):
                return False
            numbered = replace(job, turn=self._next_turn(job.ref))
            self._app.send_task(REVIEW_TASK, args=[numbered.to_wire()], queue=QUEUE, retry=False, ignore_result=True)
            if job.delivery:
                self._redis.set(mark, 1, ex=_DELIVERY_SECONDS, nx=True)
        except (RedisError, OperationalError, OSError) as error:
            raise QueueDown(f"Redis does not answer ({type(error).__name__})") from error
        return True

    def _next_turn(self, ref: ChangeRef) -> int:
        return Turns(self._redis).next(ref)


class Turns:
    """Per change: how many jobs were queued, and up to which of them a review has covered them.

    Both numbers live and expire together, so a lost counter never makes a job look covered.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def next(self, ref: ChangeRef) -> int:
        """The number of a job that is about to be queued."""
        pipeline = self._redis.pipeline()
        pipeline.hincrby(_turns_key(ref), "queued", 1)
        pipeline.expire(_turns_key(ref), _TURN_SECONDS)
        return int(pipeline.execute()[0])

    def queued(self, ref: ChangeRef) -> int:
        """The newest number: ask before the change is read, and :meth:`cover` it when the review is posted."""
        return int(self._redis.hget(_turns_key(ref), "queued") or 0)

    def covered(self, job: Job) -> bool:
        """Whether a review that began after this job was queued is already posted."""
        done = self._redis.hget(_turns_key(job.ref), "covered")
        return job.turn > 0 and done is not None and job.turn <= int(done)

    def cover(self, ref: ChangeRef, turn: int) -> None:
        self._redis.hset(_turns_key(ref), "covered", str(turn))


def _turns_key(ref: ChangeRef) -> str:
    return f"patchwarden:turns:{ref}"


def beat_heart(redis: Redis) -> None:
    """A worker says that it lives."""
    redis.set(_HEARTBEAT, 1, ex=_HEARTBEAT_SECONDS)


def worker_lives(redis: Redis) -> bool:
    """Whether any worker said so in the last minute."""
    return bool(redis.exists(_HEARTBEAT))


def connect(redis_url: str) -> Redis:
    """A client that fails at once."""
    return Redis.from_url(
        client_url(redis_url),
        socket_timeout=_TIMEOUT,
        socket_connect_timeout=_TIMEOUT,
        retry=Retry(NoBackoff(), 0),
        health_check_interval=30,
    )


def client_url(redis_url: str) -> str:
    """The same Redis as redis-py names it: settings may hold Celery's form of a socket URL, too."""
    scheme, _, rest = redis_url.partition("://")
    return f"unix://{rest.replace('virtual_host=', 'db=')}" if scheme == "redis+socket" else redis_url


def broker_url(redis_url: str) -> str:
    """The same Redis as Celery names it."""
    scheme, _, rest = redis_url.partition("://")
    return f"redis+socket://{rest.replace('?db=', '?virtual_host=')}" if scheme == "unix" else redis_url


def producer(redis_url: str) -> Celery:
    """A Celery application that only sends."""
    app = Celery("patchwarden", broker=broker_url(redis_url), set_as_current=False)
    app.conf.update(
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_default_queue=QUEUE,
        broker_connection_retry=False,
        broker_connection_timeout=_TIMEOUT,
        broker_transport_options={
            "socket_timeout": _TIMEOUT,
            "socket_connect_timeout": _TIMEOUT,
            "retry_on_timeout": False,
            "max_retries": 0,
        },
    )
    # What Celery would otherwise import and build while the first delivery waits (0.2 s); no connection is made.
    app.finalize()
    app.amqp.queues  # noqa: B018 - it is made by being asked for
    app.connection_for_write().transport  # noqa: B018
    return app

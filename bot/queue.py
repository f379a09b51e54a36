"""The queue between the web server and the workers: how a job is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol

from redis.exceptions import RedisError

from bot.broker import connect
from bot.job import Job
from bot.model import ChangeRef
from bot.relisting import Relisting
from bot.turnstile import Turnstile
from bot.waking import QUEUE, wake_message

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
        """Queues the job durably; ``False`` when its delivery was queued before, or when it is due to a label or a
        title that no list goes by. Raises :class:`QueueDown`."""
        ...


class CeleryQueue:
    """Jobs in the lines of the :class:`~bot.turnstile.Turnstile`. Gives up in about two seconds instead of retrying.

    A Celery message carries no job: it wakes a worker, which asks the turnstile for the next one, and wakes another
    where there is more. So one message is enough for all that waits, one too many does nothing, and one that is lost
    costs the second until some worker looks by itself.
    """

    def __init__(self, redis_url: str, owners: Owners = repository) -> None:
        self._redis = connect(redis_url)
        self._turnstile = Turnstile(self._redis)
        self._relisting = Relisting(self._redis)
        self._owners = owners

    def enqueue(self, job: Job) -> bool:
        """One step in Redis, which marks a delivery only after its job is in its line: a fault in between costs a
        second review of the same head, which posts nothing, and never a lost one."""
        with _said_as_queue_down():
            if job.relisted and not self._relisting.may_matter(job.ref):
                return False
            return self._turnstile.admit(replace(job, relisted=False), self._owners(job.ref)) > 0

    def wake(self) -> None:
        """Wakes a worker, unless the next one is to be woken already. Raises :class:`QueueDown`."""
        with _said_as_queue_down():
            if not self._redis.llen(QUEUE):
                self._redis.lpush(QUEUE, wake_message())


@contextmanager
def _said_as_queue_down() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise QueueDown(f"Redis does not answer ({type(error).__name__})") from error

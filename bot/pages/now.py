"""What is under way at this moment: the port, its values, and what Redis tells of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from redis import Redis
from redis.exceptions import RedisError

from bot.broker import told_database
from bot.job import Job
from bot.parking import Parking
from bot.turnstile import LOST_AFTER, Turnstile, workers_alive


@dataclass(frozen=True, slots=True)
class Queued:
    """One job that waits. Times are seconds since the epoch, 0 where nothing is known."""

    change: str
    """As ``github:octo/app#7``."""
    place: str
    """As ``github:octo/app``."""
    listens: bool
    """Whether it answers people and reviews nothing."""
    since: float = 0.0
    due: float = 0.0
    """Not before then."""


@dataclass(frozen=True, slots=True)
class Failed:
    """One change whose review failed, and that is tried again."""

    change: str
    place: str
    why: str
    since: float
    tries: int
    due: float


@dataclass(frozen=True, slots=True)
class Look:
    """What one glance showed."""

    at: float
    waiting: tuple[Queued, ...] = ()
    running: tuple[Queued, ...] = ()
    failed: tuple[Failed, ...] = ()
    workers: int = 0
    """That have shown a sign of life within the last moments."""
    parts: Mapping[str, tuple[bool, str]] | None = None
    """By name: whether it is well, and what it says."""


class Unseen(Exception):
    """What is under way cannot be seen; the message is a sentence for people."""


class Now(Protocol):
    def look(self) -> Look:
        """Raises :class:`Unseen`."""
        ...


class RedisNow:
    """Reads what the workers write."""

    def __init__(self, redis: Redis, clock: Callable[[], float]) -> None:
        self._redis = redis
        self._clock = clock

    def look(self) -> Look:
        try:
            return self._look()
        except RedisError as error:
            raise Unseen(f"Redis does not answer ({type(error).__name__}): nothing is known of the queue.") from error

    def _look(self) -> Look:
        turnstile, now = Turnstile(self._redis), self._clock()
        workers = workers_alive(self._redis, now - LOST_AFTER)
        well, said = told_database(self._redis) or (False, "no worker that would say")
        return Look(
            at=now,
            waiting=tuple(_queued(one.job, one.since, one.due) for one in turnstile.waiting()),
            running=tuple(_queued(job) for job in turnstile.running().values()),
            failed=tuple(
                Failed(str(one.job.ref), _place(one.job), one.why, one.since, one.tries, one.due)
                for one in Parking(self._redis).all()
            ),
            workers=workers,
            parts={
                "Redis": (True, "answers"),
                "database": (well, said),
                "workers": (workers > 0, f"{workers} alive" if workers else "none alive: what is queued waits"),
            },
        )


def _queued(job: Job, since: float = 0.0, due: float = 0.0) -> Queued:
    return Queued(str(job.ref), _place(job), job.listens, since, due)


def _place(job: Job) -> str:
    return f"{job.ref.host}:{job.ref.repository}"

"""What Redis knows of a change's jobs: one state machine. Redis may lose all of it: the cost is a review too many.

Jobs of one change are numbered as they are queued. A key is ``patchwarden:<key>:<change>``.

| state of a job | kept in | entered when | left when |
|---|---|---|---|
| delivered | ``delivery`` (by the host's id of the delivery) | its message is in the queue | three days have passed |
| queued, number n | ``turns``: ``queued`` >= n | :meth:`~JobStates.numbered` counted it | a worker takes its message |
| covered | ``turns``: ``covered`` >= n | a review that began after n was queued is posted | never: it is dropped |
| heard | ``turns``: ``heard`` >= n | a later job has answered people | never: one that listens is dropped |
| under review | ``lease``; ``begun`` is one more | :meth:`~JobStates.under_review` began | the review ended, anyhow |
| orphaned | ``begun`` alone, once the lease has expired | its worker was killed | the queue gives its message again |
| deadly | ``begun`` > 3 | its change killed the worker three times | an hour has passed since the first time |
| parked | ``parked`` | the host takes no word of ours on the change | its head or base is another, or after a week |
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace

from redis import Redis

from bot.job import Job
from bot.lease import Hold, lease
from bot.model import ChangeRef

MOST_DEATHS = 3
"""Workers that may die over one change within an hour."""
_DELIVERY_SECONDS = 3 * 24 * 3600  # GitHub redelivers for 3 days (Enterprise for 7, with the same id)
_TURN_SECONDS = 7 * 24 * 3600
_DEATHS_SECONDS = 3600
_PARKED_SECONDS = 7 * 24 * 3600
"""After a week a parked change is tried once more: a permission that was granted changes neither head nor base."""


class Covered(Exception):
    """A review that began after the job was queued is posted."""


class Deadly(Exception):
    """The change killed its worker :data:`MOST_DEATHS` times; the message says so for people."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a host refused. ``head`` and ``base`` are commit ids, ``""`` where the host told none."""

    head: str
    base: str
    why: str


@dataclass
class Turn:
    """One worker's work on a change."""

    hold: Hold
    only_listened: bool = False
    """Set by the holder who posted no review: jobs that want one are not covered."""


class JobStates:
    """Moves jobs from state to state. Each method raises ``RedisError`` where Redis does not answer."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def is_delivered(self, job: Job) -> bool:
        """Whether the job's delivery was queued before; never for a job without one."""
        return bool(job.delivery and self._redis.exists(_delivery(job)))

    def numbered(self, job: Job) -> Job:
        """The job with the next number of its change. Both numbers of a change live and expire together, so a lost
        counter never makes a job look covered."""
        key = _key("turns", job.ref)
        pipeline = self._redis.pipeline()
        pipeline.hincrby(key, "queued", 1)
        pipeline.expire(key, _TURN_SECONDS)
        return replace(job, turn=int(pipeline.execute()[0]))

    def delivered(self, job: Job) -> None:
        """Marks the job's delivery as queued."""
        if job.delivery:
            self._redis.set(_delivery(job), 1, ex=_DELIVERY_SECONDS, nx=True)

    @contextmanager
    def under_review(self, job: Job) -> Iterator[Turn]:
        """Holds the change while the block reviews it; a block that ends well covers every job that was queued before
        it began, or where it has only listened those that only listen. Raises :class:`Covered`,
        :class:`~bot.lease.Taken`, :class:`Deadly`, and what the block was ended by (:mod:`bot.stopping`)."""
        turns, begun = _key("turns", job.ref), _key("begun", job.ref)
        done = [self._redis.hget(turns, name) for name in (("covered", "heard") if job.listens else ("covered",))]
        if 0 < job.turn <= max(int(number or 0) for number in done):
            raise Covered
        with lease(self._redis, str(job.ref)) as hold:
            if self._begin(begun) > MOST_DEATHS:
                raise Deadly(f"the worker died {MOST_DEATHS} times over this change: it is left alone for an hour")
            newest, turn = int(self._redis.hget(turns, "queued") or 0), Turn(hold)
            try:
                yield turn
            finally:
                self._redis.delete(begun)  # however the review ended, the worker has outlived it
            self._redis.hset(turns, "heard" if turn.only_listened else "covered", str(newest))

    def _begin(self, begun: str) -> int:
        """Counts the review that begins now. Gives the number of reviews, this one included, that were begun within an
        hour and have not ended: above 1, a worker died over the change."""
        pipeline = self._redis.pipeline()
        pipeline.set(begun, 0, ex=_DEATHS_SECONDS, nx=True)
        pipeline.incr(begun)
        return int(pipeline.execute()[1])

    def park(self, ref: ChangeRef, refusal: Refusal) -> None:
        """Keeps what was refused, so that no sweep asks again before something has changed."""
        self._redis.set(_key("parked", ref), json.dumps(asdict(refusal)), ex=_PARKED_SECONDS)

    def refusal(self, ref: ChangeRef) -> Refusal | None:
        """What was refused at some head of the change; ``None`` also for what another version has written."""
        held = self._redis.get(_key("parked", ref))
        try:
            return Refusal(**json.loads(held)) if held else None
        except (ValueError, TypeError):
            return None


def _key(kind: str, ref: ChangeRef) -> str:
    return f"patchwarden:{kind}:{ref}"


def _delivery(job: Job) -> str:
    return f"patchwarden:delivery:{job.ref.host}:{job.delivery}"

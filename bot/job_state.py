"""What Redis knows of a change's jobs: one state machine. Redis may lose all of it: the cost is a review too many.

Jobs of one change are numbered as they are queued. A key is ``patchwarden:<key>:<change>``.

| state of a job | kept in | entered when | left when |
|---|---|---|---|
| delivered | ``delivery`` (by the host's id) | it is queued | it is parked, or after three days |
| queued, number n | ``turns``: ``queued`` >= n | it was counted there | the turnstile gives it away |
| covered | ``turns``: ``covered`` >= n | a review that began after n was queued is posted | never: it is dropped |
| heard | ``turns``: ``heard`` >= n | a later job has answered people | never: one that listens is dropped |
| shown, number n | ``turns``: ``shown`` >= n | people see that it was heard while a review goes on | it is heard |
| under review | ``lease``; a token in ``begun`` | :meth:`~JobStates.under_review` began | the review ended, anyhow |
| superseded | ``turns``: ``pushed`` > n, another ``head`` | a push was queued meanwhile | at once: it is tried again |
| orphaned | ``begun`` alone, once the lease has expired | its worker was killed | the turnstile gives it to another |
| deadly | three tokens in ``begun`` | three workers died over it within an hour | at once: it is parked |
| parked | :mod:`bot.parking` | every try failed, or the host took no word of ours | a review is posted |
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from redis import Redis
from redis.exceptions import RedisError

from bot.job import Job
from bot.lease import Hold, lease
from bot.model import ChangeRef
from bot.parking import Parking

log = logging.getLogger(__name__)

MOST_DEATHS = 3
"""Workers that may die over one change within an hour."""
DELIVERY_SECONDS = 3 * 24 * 3600  # GitHub redelivers for 3 days (Enterprise for 7, with the same id)
TURN_SECONDS = 7 * 24 * 3600
_DEATHS_SECONDS = 3600
_OWED_PAUSE = 1.0
NEWER_HEAD = "a newer head came"


def _nothing(why: str) -> None:
    """For whoever cannot be stopped."""


_COVER = """
if tonumber(redis.call('hget', KEYS[1], 'queued') or 0) >= tonumber(ARGV[2]) then
  redis.call('hset', KEYS[1], ARGV[1], ARGV[2])
end
"""
"""Redis may have been emptied since the number was read: then numbers begin anew, and an old one would cover them."""


class Covered(Exception):
    """A review that began after the job was queued is posted."""


class Deadly(Exception):
    """The change killed its worker :data:`MOST_DEATHS` times; the message is a clause for people."""


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
    head: str = ""
    """Set by the holder once it knows which head it reviews: a push to another one ends the review."""
    superseded: bool = False
    only_listened: bool = False
    """Set by the holder who posted no review: jobs that want one are not covered."""


class JobStates:
    """Moves jobs from state to state. Each method raises ``RedisError`` where Redis does not answer."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def is_shown(self, job: Job) -> bool:
        """Whether people were shown that what the job brings was heard. A job without a number never tells."""
        shown = self._redis.hget(turns_key(job.ref), "shown") if job.turn else None
        return 0 < job.turn <= int(shown or 0)

    def shown(self, job: Job) -> None:
        """People see that everything was heard that was queued up to the job."""
        if job.turn:
            self._redis.eval(_COVER, 1, turns_key(job.ref), "shown", str(job.turn))

    def undelivered(self, job: Job) -> None:
        """The job came to no good end: a redelivery is a new try."""
        if job.delivery:
            self._redis.delete(delivery_key(job))

    @contextmanager
    def under_review(self, job: Job, stop: Callable[[str], object] = _nothing) -> Iterator[Turn]:
        """Holds the change while the block reviews it; a block that ends well covers every job that was queued before
        it began, or where it has only listened those that only listen. ``stop`` is called, in another thread, where the
        block must end: its lease was lost, or a newer head came. Raises :class:`Covered`, :class:`~bot.lease.Taken`,
        :class:`Deadly`."""
        turns = turns_key(job.ref)
        done = [self._redis.hget(turns, name) for name in (("covered", "heard") if job.listens else ("covered",))]
        if 0 < job.turn <= max(int(number or 0) for number in done):
            raise Covered
        with lease(self._redis, str(job.ref)) as hold, self._counted(job.ref):
            hold.at_loss = stop
            newest, turn = int(self._redis.hget(turns, "queued") or 0), Turn(hold)

            def look() -> None:
                pushed, head = self._redis.hmget(turns, "pushed", "head")
                if turn.head and int(pushed or 0) > newest and _text(head) != turn.head and not turn.superseded:
                    turn.superseded = True
                    stop(NEWER_HEAD)

            hold.at_each_beat.append(look)
            yield turn
            self._redis.eval(_COVER, 1, turns, "heard" if turn.only_listened else "covered", str(newest))

    @contextmanager
    def _counted(self, ref: ChangeRef) -> Iterator[None]:
        """Counts the block as a death if its process does not outlive it: what ends it in any other way is none. Raises
        :class:`Deadly`."""
        begun, token, now = _key("begun", ref), secrets.token_hex(8), time.time()
        parked = Parking(self._redis).of(ref)
        most = 1 if parked and parked.deadly else MOST_DEATHS
        pipeline = self._redis.pipeline()
        pipeline.zremrangebyscore(begun, "-inf", now - _DEATHS_SECONDS)
        pipeline.zcard(begun)
        deaths = int(pipeline.execute()[1])
        if deaths >= most:
            self._redis.delete(begun)
            raise Deadly(f"it ended the worker's process {'again' if most == 1 else f'{deaths} times within an hour'}")
        pipeline = self._redis.pipeline()
        pipeline.zadd(begun, {token: now})
        pipeline.expire(begun, _DEATHS_SECONDS)
        pipeline.execute()
        try:
            yield
        finally:
            self._outlived(begun, token)

    def _outlived(self, begun: str, token: str) -> None:
        """A Redis that does not answer now is told later: its silence makes no change deadly."""

        def told() -> bool:
            try:
                self._redis.zrem(begun, token)
            except RedisError:
                return False
            return True

        def insist() -> None:
            end = time.monotonic() + _DEATHS_SECONDS
            while time.monotonic() < end and not told():
                time.sleep(_OWED_PAUSE)

        if not told():
            threading.Thread(target=insist, name="owed", daemon=True).start()

    def forgive(self, ref: ChangeRef) -> None:
        """Whoever ends the worker that reviews the change now, the change does not."""
        self._redis.delete(_key("begun", ref))

    def is_parked(self, ref: ChangeRef) -> bool:
        """Whether the parking has a time for the change's next try."""
        return Parking(self._redis).of(ref) is not None

    def refusal(self, ref: ChangeRef) -> Refusal | None:
        """What was refused at some head of the change, for the sweep, which is to leave it as long as it is what it
        was: the parking has its own time for the next try."""
        parked = Parking(self._redis).of(ref)
        return Refusal(parked.head, parked.base, parked.why) if parked and parked.refused else None


def _key(kind: str, ref: ChangeRef) -> str:
    return f"patchwarden:{kind}:{ref}"


def turns_key(ref: ChangeRef) -> str:
    """The key of the numbers of a change's jobs."""
    return _key("turns", ref)


def delivery_key(job: Job) -> str:
    """The key that marks the job's delivery."""
    return f"patchwarden:delivery:{job.ref.host}:{job.delivery}"


def _text(held: bytes | str | None) -> str:
    return held.decode() if isinstance(held, bytes) else held or ""

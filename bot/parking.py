"""Changes whose job ended without the review that it was for: nothing is dropped, it waits here and is tried again.

What is parked is said on the change where its host takes a word, listed by ``patchwarden queue failed``, and tried
again by ``patchwarden queue retry``, by a redelivery, and by the sweep after a pause that doubles each time.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from redis import Redis

from bot.decoding import decode
from bot.job import BadJob, Job
from bot.model import ChangeRef

KEY = "patchwarden:parked"
AGAIN = "parked"
"""The reason of a job that is tried again."""
FIRST_PAUSE, LONGEST_PAUSE = 3600.0, 7 * 24 * 3600.0
"""Seconds until the first try by the sweep, and the most between two."""


@dataclass(frozen=True, slots=True)
class Parked:
    """One change that waits. Times are in seconds since the epoch."""

    job: Job
    """What is queued when it is tried again."""
    why: str
    """One clause for people."""
    since: float = 0.0
    tries: int = 0
    """How often it was parked without a review in between."""
    due: float = 0.0
    """When the sweep tries it again."""
    head: str = ""
    base: str = ""
    """The commits that it was parked at, ``""`` where the host told none."""
    refused: bool = False
    """The host took no word of ours: nobody but the log and this list says so."""
    deadly: bool = False
    """It ended the processes of the workers that tried it."""
    gone: bool = False
    """Its host knows of no such change: that may pass, e.g. a replica that is late or a permission that is missing."""


class Parking:
    """One entry a change. Each method raises ``RedisError`` where Redis does not answer."""

    def __init__(self, redis: Redis, clock: Callable[[], float] = time.time) -> None:
        self._redis = redis
        self._clock = clock

    def park(self, parked: Parked) -> Parked:
        """Keeps the change in the place of its earlier entry, whose age and pause go on. ``since``, ``tries`` and
        ``due`` are set here."""
        before, now = self.of(parked.job.ref), self._clock()
        tries = before.tries + 1 if before else 1
        # Who parks it for reviews is not to be lost to one who was only listening: a review answers people, too.
        listens = parked.job.listens and (before is None or before.job.listens)
        job = replace(parked.job, delivery="", turn=0, listens=listens)
        kept = replace(parked, job=job, since=before.since if before else now, tries=tries, due=now + _pause(tries))
        self._write(kept)
        return kept

    def release(self, ref: ChangeRef) -> None:
        """The change has its review, or needs none any more."""
        self._redis.hdel(KEY, str(ref))

    def of(self, ref: ChangeRef) -> Parked | None:
        held = self._redis.hget(KEY, str(ref))
        return _read(held) if held else None

    def all(self) -> tuple[Parked, ...]:
        """All that is parked, what has waited longest first."""
        found = (_read(held) for held in self._redis.hvals(KEY))
        return tuple(sorted((one for one in found if one), key=lambda one: (one.since, str(one.job.ref))))

    def due(self) -> tuple[Parked, ...]:
        """What has waited for its pause."""
        now = self._clock()
        return tuple(one for one in self.all() if one.due <= now)

    def taken(self, parked: Parked) -> Job:
        """The job of one that is tried again now. Its entry stays, due again after its next pause: a try that is lost
        on the way is made again."""
        self._write(replace(parked, due=self._clock() + _pause(parked.tries + 1)))
        return replace(parked.job, reason=AGAIN)

    def _write(self, parked: Parked) -> None:
        self._redis.hset(KEY, str(parked.job.ref), json.dumps(asdict(parked) | {"job": parked.job.to_wire()}))


def _pause(tries: int) -> float:
    return min(FIRST_PAUSE * 2.0 ** min(tries - 1, 20), LONGEST_PAUSE)


def _read(held: bytes | str) -> Parked | None:
    """``None`` for what another version has written and this one cannot read: it is tried by its own."""
    try:
        entry = decode(dict[str, object], json.loads(held))
        job = Job.from_wire(decode(dict[str, object], entry.get("job")))
        return decode(Parked, entry | {"job": job})
    except (ValueError, RecursionError, BadJob):
        return None

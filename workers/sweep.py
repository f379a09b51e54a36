"""What was lost: every open change that is not done gets a job.

A sweep asks within a budget and a time of its own; what these leave is named, and the next sweep begins there.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from redis import Redis
from redis.exceptions import RedisError

from bot.hosts import registry
from bot.hosts.base import (
    BudgetSpent,
    HostError,
    HostUnavailable,
    RateLimited,
    ReviewHost,
    Unreviewable,
    Unseen,
)
from bot.hosts.survey import Forgetful, Found
from bot.job import Job
from bot.job_state import JobStates, Refusal
from bot.lease import lease
from bot.model import ChangeRef
from bot.parking import Parking
from bot.queue import Queue, QueueDown
from bot.redaction import redact
from bot.settings import Settings
from bot.shown_heads import ShownHeads
from bot.turnstile import Turnstile
from workers.sweep_notes import SweepNotes

log = logging.getLogger(__name__)

EVERY_SECONDS = 600.0
LONGEST_SECONDS = 300.0
"""A sweep asks nothing more after so long."""
LEFT_SECONDS = 4_500.0
"""A review that was begun so long ago has ended, or nobody ends it any more: a task may take 65 minutes."""
LEASE = "sweep"


@dataclass(frozen=True, slots=True)
class Swept:
    """What the sweep of one host came to."""

    host: str
    queued: tuple[ChangeRef, ...]
    fault: str = ""
    """Why the host was not seen to the end."""
    unseen: tuple[Unseen, ...] = ()
    """Single places that could not be looked into."""
    parked: tuple[ChangeRef, ...] = ()
    """Changes on which the host takes no word of ours, as long as they are what they were."""
    waiting: tuple[ChangeRef, ...] = ()
    """Changes that are under way, wait for their next try, or were queued for the same reason several times."""
    why: tuple[str, ...] = field(default=(), compare=False)
    """Of each queued change, a clause for people."""
    asked: int = field(default=0, compare=False)
    """What the sweep cost, in the host's points: a request mostly costs one."""
    left: tuple[tuple[str, int], ...] = field(default=(), compare=False)
    """Each account that asked, with what it may still ask within this hour."""

    @property
    def whole(self) -> bool:
        """Whether every place of the host was seen."""
        return not self.fault and not self.unseen


def sweep_all(settings: Settings, redis: Redis, queue: Queue) -> tuple[Swept, ...]:
    """One sweep of all hosts, and no other at the same time. Raises :class:`~bot.lease.Taken`,
    :class:`~bot.queue.QueueDown` and ``RedisError``."""
    with lease(redis, LEASE):
        until = time.time() + LONGEST_SECONDS

        def notes(host: str) -> SweepNotes:
            return SweepNotes(redis, host, settings.sweep_budget, until=until)

        done = sweep(map(registry.build, settings.hosts), queue, JobStates(redis), notes)
        end_what_is_left(settings, redis, queue)
        try_what_is_parked(Parking(redis), Turnstile(redis), queue)
        return done


def end_what_is_left(settings: Settings, redis: Redis, queue: Queue) -> None:
    """A change that was closed while nobody looked is in no list of open ones: its check run would never end."""
    names, parking, line = {host.name for host in settings.hosts}, Parking(redis), Turnstile(redis)
    for ref in ShownHeads(redis).changes(LEFT_SECONDS):
        if ref.host in names and parking.of(ref) is None and not line.waits(ref):
            queue.enqueue(Job(ref, reason="a check run that nobody has ended"))


def try_what_is_parked(parking: Parking, line: Turnstile, queue: Queue) -> None:
    """Queues what has waited for its pause, unless a job of it waits: that one knows how often it has failed."""
    for parked in parking.due():
        job = parking.taken(parked)
        if not line.waits(job.ref, listens=job.listens):
            queue.enqueue(job)


def sweep(
    hosts: Iterable[ReviewHost],
    queue: Queue,
    states: JobStates | None = None,
    notes: Callable[[str], SweepNotes] | None = None,
) -> tuple[Swept, ...]:
    """Queues what the hosts name; ``notes`` are given for a host's name, and without them nothing is remembered. A host
    that fails, in whatever way, keeps none of the others.

    Raises :class:`~bot.queue.QueueDown`. A change that is queued already gets one more job; the first that runs covers
    all of them.
    """
    done = tuple(_Hunt(host, queue, states, notes(host.name) if notes else None).done() for host in hosts)
    log.info(
        "sweep done",
        extra={
            "jobs": sum(len(one.queued) for one in done),
            "requests": sum(one.asked for one in done),
            "unseen": sum(len(one.unseen) for one in done),
        },
    )
    return done


class _Hunt:
    """The sweep of one host."""

    def __init__(self, host: ReviewHost, queue: Queue, states: JobStates | None, notes: SweepNotes | None) -> None:
        self._host = host
        self._queue = queue
        self._states = states
        self._notes = notes
        self._queued: list[Found] = []
        self._parked: list[ChangeRef] = []
        self._waiting: list[ChangeRef] = []

    def done(self) -> Swept:
        fault = self._walk()
        host, notes = self._host, self._notes
        return Swept(
            host.name,
            tuple(found.ref for found in self._queued),
            fault,
            tuple(host.unseen),
            tuple(self._parked),
            tuple(self._waiting),
            tuple(found.why for found in self._queued),
            notes.asked if notes else 0,
            tuple((account, notes.left(account)) for account in notes.accounts()) if notes else (),
        )

    def _walk(self) -> str:
        """Queues what the host names; why it was not seen to the end, or ``""``."""
        host = self._host
        try:
            for found in host.survey(self._notes or Forgetful()):
                self._take(found)
        except HostError as error:
            fault = redact(str(error))
            log.warning("the sweep of %s stopped: %s", host.name, fault)
            if self._notes and isinstance(error, RateLimited) and not isinstance(error, BudgetSpent):
                self._notes.hold(error.account, error.retry_after or 0.0)
            return fault
        except (QueueDown, RedisError):
            raise
        except Exception as error:  # one host's oddity must not keep the others from being looked at
            log.exception("the sweep of %s stopped by a fault of ours", host.name)
            return f"a fault of ours ({type(error).__name__}); the log has the details"
        return ""

    def _take(self, found: Found) -> None:
        refusal, notes = self._states.refusal(found.ref) if self._states else None, self._notes
        if refusal is not None and self._as_it_was(found, refusal):
            self._parked.append(found.ref)
        elif found.again and self._states and self._states.is_parked(found.ref):
            self._waiting.append(found.ref)
            if notes:
                notes.settled(found)
        elif notes and (notes.is_under_way(found) or not notes.may_queue(found)):
            self._waiting.append(found.ref)
        else:
            self._queue.enqueue(Job(found.ref, reason="sweep", listens=found.listens))
            if notes:
                notes.queued(found)
            self._queued.append(found)
            log.info("found by the sweep: %s", found.why, extra={"change": str(found.ref)})

    def _as_it_was(self, found: Found, refusal: Refusal) -> bool:
        """Whether a change that was refused has the head and the base that it had then. Asked of the host only where
        the sweep does not know: then mostly what was refused is reading it."""
        if found.listens:
            return False
        if found.base or not refusal.base:
            return refusal.head in ("", found.head) and refusal.base in ("", found.base)
        try:
            change = self._host.change(found.ref)
        except Unreviewable as error:
            change = error.change
        except HostUnavailable:
            return False
        except HostError:
            return True  # what is refused is reading it
        return refusal.head in ("", change.head) and refusal.base in ("", change.base)

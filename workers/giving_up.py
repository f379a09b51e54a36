"""The end of a job that brought no review: its change says so, and is parked. Nothing is dropped."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace

from redis.exceptions import RedisError

from bot.commands import Verb
from bot.hosts.base import ChangeNotFound, HeadMoved, HostError, HostUnavailable, Publishes, Reads, Unreviewable
from bot.job import Job
from bot.job_state import NEWER_HEAD, Deadly, JobStates
from bot.lease import Hold, LeaseLost, Taken, lease
from bot.model import Change
from bot.parking import AGAIN, Parked, Parking
from bot.redaction import redact
from bot.share import Handed
from bot.shown_heads import ShownHeads
from workers import pipeline
from workers.context import WorkerContext
from workers.processes import stopping

log = logging.getLogger(__name__)

_PAUSE_WHILE_TAKEN = 5.0
_PAUSE_WHILE_HEARD = 20.0
"""The end of the review brings it forward."""
_PAUSE_AFTER_FAULT = 30.0
"""Before it is tried again to say what could not be said, and not even be parked."""


@dataclass(frozen=True, slots=True)
class Done:
    """The job is finished; ``how`` is for the log and for tests."""

    how: str


@dataclass(frozen=True, slots=True)
class Again:
    """The job is to be tried again after ``seconds``. ``fault`` counts against the job's tries."""

    seconds: float
    why: str
    fault: bool = True
    hold: bool = False
    """Everything of the change's owner waits as long."""
    handed: Handed | None = None
    """The shares that it waits for: it is tried when they are done, or when none was done for ``seconds``."""


def give_up(job: Job, context: WorkerContext, why: str, *, of: Exception | None = None) -> Done | Again:
    """Says on the change that there is no review and why, and parks it; a change that its host does not know when it
    is tried again is dropped. ``of`` is what kept it from its review. Never raises."""
    log.error("the review failed for good: %s", why, extra={"change": str(job.ref)})
    parked = Parked(job, why, head=job.head, deadly=isinstance(of, Deadly), gone=isinstance(of, ChangeNotFound))
    try:
        with stopping.stoppable() as children, lease(context.redis, str(job.ref)) as hold:
            hold.at_loss = children.stop
            before = Parking(context.redis).of(job.ref)
            if parked.gone and job.reason == AGAIN and before is not None and before.gone:
                hold.ask()
                _drop(job, context)
                return Done("dropped: its host knows of no such change")
            parked = replace(parked, refused=True) if parked.gone else _said(parked, context, hold)
            hold.ask()
            Parking(context.redis).park(parked)
            JobStates(context.redis).undelivered(job)
    except Taken:
        return while_taken(job)
    except HeadMoved:
        return Again(_PAUSE_WHILE_TAKEN, NEWER_HEAD, fault=False)
    except (LeaseLost, RedisError, stopping.Stopped) as error:
        pause = _PAUSE_AFTER_FAULT * (1 + jitter(job))
        return Again(pause, f"the end of the job could not be said ({type(error).__name__})", fault=False)
    return Done("parked")


def _drop(job: Job, context: WorkerContext) -> None:
    """Nothing waits for the change any more, nor for the end of what it once showed."""
    heads = ShownHeads(context.redis)
    for head in heads.of(job.ref) or ():
        heads.remove(job.ref, head)
    Parking(context.redis).release(job.ref)


def _said(parked: Parked, context: WorkerContext, hold: Hold) -> Parked:
    """Says on the change why there is no review. Gives what is parked with what the host told of it, and with whether
    it took no word. Raises :class:`HeadMoved`, and what the lease raises."""
    job, about = parked.job, {"change": str(parked.job.ref)}
    try:
        host = context.host(job.ref.host, hold)
        change = _readable(host, job)
        parked = replace(parked, head=change.head, base=change.base)
        if job.listens and _is_told(change, host):
            log.warning("the review of this head stands; what people asked for is tried again later", extra=about)
            return parked
        again = f"{parked.why}. To try again: /{host.talk.names[0]} {Verb.REVIEW.value}"
        pipeline.say_unread(change, host, again, ShownHeads(context.redis))
    except (HeadMoved, LeaseLost, RedisError):
        raise
    except HostUnavailable as error:
        log.warning("nothing could be said on the change: %s", error, extra=about)
    except HostError as error:
        log.warning("the host takes no word of it: %s", redact(str(error)), extra=about)
        return replace(parked, refused=True)
    except KeyError:
        log.warning("nothing was said on the change: its host is not in the settings", extra=about)
    except Exception:
        log.warning("what became of the review could not be said", exc_info=True, extra=about)
    return parked


def _is_told(change: Change, host: Publishes) -> bool:
    """Whether the review of this very head stands whole. What people asked for afterwards may have failed, but it takes
    nothing back: a red check must not become a grey one by a comment."""
    summary = host.posted(change).summary
    return summary is not None and summary.commit == change.head and host.is_shown(change)


def _readable(host: Reads, job: Job) -> Change:
    """The change, also where it can only be named."""
    try:
        return host.change(job.ref)
    except Unreviewable as refusal:
        return refusal.change


def while_taken(job: Job) -> Again:
    pause = _PAUSE_WHILE_HEARD if job.listens else _PAUSE_WHILE_TAKEN
    return Again(pause * (1 + jitter(job)), "another worker reviews the change", fault=False)


def jitter(job: Job, faults: int = 0) -> float:
    """From 0 to 0.25, the same for the same try of the same job."""
    digest = hashlib.blake2b(f"{job.ref} {job.delivery} {job.turn} {faults}".encode(), digest_size=2).digest()
    return int.from_bytes(digest) / 65_536 / 4

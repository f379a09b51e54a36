"""Lost deliveries: every open change whose head has no review of ours gets a job."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import click
from redis.exceptions import RedisError

from bot.broker import connect
from bot.hosts import registry
from bot.hosts.base import HostError, HostUnavailable, Reads, ReviewHost, Unreviewable, Unseen
from bot.job import Job
from bot.job_state import JobStates, Refusal
from bot.lease import Taken, lease
from bot.model import ChangeRef
from bot.queue import CeleryQueue, Queue, QueueDown
from bot.redaction import redact
from bot.settings import Settings, SettingsError
from workers.local_redis import redis_url

log = logging.getLogger(__name__)

EVERY_SECONDS = 600.0
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

    @property
    def whole(self) -> bool:
        """Whether every place of the host was seen."""
        return not self.fault and not self.unseen


def sweep(hosts: Iterable[ReviewHost], queue: Queue, states: JobStates | None = None) -> tuple[Swept, ...]:
    """Queues what the hosts name. A host that fails, in whatever way, keeps none of the others.

    Raises :class:`~bot.queue.QueueDown`. A change that is queued already gets one more job; the first that runs covers
    all of them.
    """
    done = tuple(_one(host, queue, states) for host in hosts)
    log.info("sweep done", extra={"jobs": sum(len(one.queued) for one in done)})
    return done


def _one(host: ReviewHost, queue: Queue, states: JobStates | None) -> Swept:
    queued: list[ChangeRef] = []
    waiting: list[ChangeRef] = []
    fault = ""
    try:
        for ref in host.unreviewed():
            refusal = states.refusal(ref) if states else None
            if refusal is not None and _as_it_was(ref, host, refusal):
                waiting.append(ref)
                continue
            queue.enqueue(Job(ref, reason="sweep"))
            queued.append(ref)
    except HostError as error:
        fault = redact(str(error))
        log.warning("the sweep of %s stopped: %s", host.name, fault)
    except (QueueDown, RedisError):
        raise
    except Exception as error:  # one host's oddity must not keep the others from being looked at
        fault = f"a fault of ours ({type(error).__name__}); the log has the details"
        log.exception("the sweep of %s stopped by a fault of ours", host.name)
    return Swept(host.name, tuple(queued), fault, tuple(host.unseen), tuple(waiting))


def _as_it_was(ref: ChangeRef, host: Reads, refusal: Refusal) -> bool:
    """Whether a change that was refused has the head and the base that it had then."""
    try:
        change = host.change(ref)
    except Unreviewable as error:
        change = error.change
    except HostUnavailable:
        return False
    except HostError:
        return True  # what is refused is reading it
    return refusal.head in ("", change.head) and refusal.base in ("", change.base)


def main(environ: Mapping[str, str]) -> int:
    """``patchwarden sweep``: one sweep of all hosts now; 0 when every host was seen whole, 1 otherwise."""
    try:
        settings = Settings.from_environ(environ)
        if not settings.hosts:
            click.echo("patchwarden: no host is set up: `patchwarden doctor` says how", err=True)
            return 1
        url = redis_url(settings)
        with connect(url) as redis, lease(redis, LEASE):
            queue = CeleryQueue(url, registry.owners(settings.hosts))
            done = sweep((registry.build(host) for host in settings.hosts), queue, JobStates(redis))
    except SettingsError as error:
        click.echo(f"patchwarden: {error}", err=True)
        return 1
    except Taken:
        click.echo("patchwarden: another sweep is under way", err=True)
        return 1
    except (RedisError, QueueDown) as error:
        remedy = "set REDIS_URL, or start `patchwarden serve`"
        click.echo(f"patchwarden: Redis does not answer ({type(error).__name__}): {remedy}", err=True)
        return 1
    for one in done:
        _tell(one)
    return 0 if all(one.whole for one in done) else 1


def _tell(one: Swept) -> None:
    number = len(one.queued)
    click.echo(f"{one.host}: {number} {'change' if number == 1 else 'changes'} queued")
    for ref in one.queued:
        click.echo(f"  {ref.repository}#{ref.number}")
    for ref in one.parked:
        click.echo(f"  {ref.repository}#{ref.number} is left alone: the host takes no word of ours on it as it is")
    if one.fault:
        click.echo(f"{one.host}: not seen whole: {one.fault}", err=True)
    for place in one.unseen:
        click.echo(f"{one.host}: left out {place.place}: {place.reason}", err=True)

"""Lost deliveries: every open change whose head has no review of ours gets a job."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from bot.hosts.base import HostError, ReviewHost
from bot.queue import Job, Queue

log = logging.getLogger(__name__)

EVERY_SECONDS = 600.0


def sweep(hosts: Iterable[ReviewHost], queue: Queue) -> int:
    """Queues what the hosts name and returns how many jobs. A host that does not answer does not keep the others.

    Raises :class:`~bot.queue.QueueDown`. A change that is queued already gets one more job; the first that runs covers
    all of them.
    """
    jobs = 0
    for host in hosts:
        try:
            for ref in host.unreviewed():
                queue.enqueue(Job(ref.host, ref.repository, ref.number, reason="sweep"))
                jobs += 1
        except HostError as error:
            log.warning("the sweep of %s stopped: %s", host.name, error)
    log.info("sweep done", extra={"jobs": jobs})
    return jobs

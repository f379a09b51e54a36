"""One worker at a time on one change: a lock in Redis that its holder keeps alive, and that dies with its holder."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis
from redis.exceptions import LockError, RedisError
from redis.lock import Lock

log = logging.getLogger(__name__)

SECONDS = 60.0
"""How long the lock outlives a holder that was killed."""


class Taken(Exception):
    """Another worker holds the lease."""


@contextmanager
def lease(redis: Redis, name: str, seconds: float = SECONDS) -> Iterator[None]:
    """Holds ``name`` while the block runs, renewed three times in its life of ``seconds``.

    Raises :class:`Taken` at once when another holds it. A lease that is lost on the way (Redis restarted, or this
    machine slept) is logged and the work goes on: publishing is idempotent, the lease only saves doing it twice.
    """
    lock = redis.lock(f"patchwarden:lease:{name}", timeout=seconds, blocking=False, thread_local=False)
    if not lock.acquire():
        raise Taken(name)
    done = threading.Event()
    keeper = threading.Thread(target=_keep, args=(lock, done, seconds / 3), name="lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()
        _release(lock)


def _keep(lock: Lock, done: threading.Event, pause: float) -> None:
    while not done.wait(pause):
        try:
            lock.reacquire()
        except LockError:
            log.warning("the lease %s was lost", lock.name)
            return
        except RedisError:
            log.warning("the lease %s could not be renewed, trying again", lock.name, exc_info=True)


def _release(lock: Lock) -> None:
    try:
        lock.release()
    except LockError:
        log.warning("the lease %s was lost before its work ended", lock.name)
    except RedisError:
        log.warning("the lease %s could not be given back, it ends by itself", lock.name, exc_info=True)

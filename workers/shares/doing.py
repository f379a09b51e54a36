"""Does one share: asks the engine, and leaves the answers in the store. It knows no host and writes to none."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis
from redis.exceptions import RedisError

from bot.policy import OwnFlows
from bot.share import Share
from bot.turnstile import Turnstile, contents_key
from workers.checks.semgrep import Semgrep
from workers.context import WorkerContext
from workers.giving_up import Again, Done
from workers.processes import stopping
from workers.shares.contents import Contents, Unreadable

log = logging.getLogger(__name__)

LOST = "lost"
"""How a share ends that nobody can do: the review goes on without it."""
_LOOK_SECONDS = 1.0
_NOT_WANTED = "nobody waits for it any more"


def do(share: Share, context: WorkerContext) -> Done | Again:
    """Never raises but where Redis does not answer; what a share cannot do the review does itself."""
    about = {"change": share.change, "share": share.number}
    try:
        with stopping.stoppable() as children, _while_wanted(share, context.redis, children):
            _do(share, context)
    except stopping.Stopped as stopped:
        if str(stopped) == _NOT_WANTED:
            return Done(_NOT_WANTED)
        return Again(0.0, str(stopped), fault=False)
    except RedisError:
        raise
    except Unreadable as error:
        log.warning("a share is left to its review: %s", error, extra=about)
        return Done(LOST)
    except Exception:
        log.exception("a share failed, and is left to its review", extra=about)
        return Done(LOST)
    log.info("share done", extra=about)
    return Done("shared")


def _do(share: Share, context: WorkerContext) -> None:
    sealed = context.redis.get(contents_key(share))
    if not isinstance(sealed, bytes):
        raise Unreadable("its contents are gone")
    contents = Contents.unsealed(sealed, share, context.sharing.secret)
    check = next(check for check in context.checks if isinstance(check, Semgrep))
    scanner = check.scanner_for(OwnFlows(contents.sanitizers, contents.origins))
    (scanner.for_places if contents.places else scanner).scan(contents.sources, None, contents.only)


@contextmanager
def _while_wanted(share: Share, redis: Redis, children: stopping.Children) -> Iterator[None]:
    """Ends the work in the block once no review waits for it, e.g. after a push."""
    done, turnstile = threading.Event(), Turnstile(redis)

    def look() -> None:
        while not done.wait(_LOOK_SECONDS):
            try:
                if not turnstile.wants(share):
                    children.stop(_NOT_WANTED)
                    return
            except RedisError as error:
                log.warning("whether a share is wanted is not known (%s)", type(error).__name__)

    watch = threading.Thread(target=look, name="share", daemon=True)
    watch.start()
    try:
        yield
    finally:
        done.set()
        watch.join()

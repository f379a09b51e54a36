"""Who may work on a change: one holder at a time, known by a token that Redis is asked for right before each write.

A lease is a key of Redis whose value is the holder's token and whose life is short. A thread renews it. What may
happen to a holder: its machine sleeps longer than the life, Redis is emptied or loses what it was told last, or does
not answer. In each case somebody else may hold the change by then, so a holder that does not *know* writes nothing.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from redis import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

LEASE_SECONDS = 15.0
"""How long a lease outlives a holder that was killed."""
LEASE_LOST = "the lease was lost"
_BEAT_SECONDS = 1.0
"""How often a holder looks whether the lease is still its own; it is renewed each time."""
_PATIENCE_SECONDS = 3.0
"""How long a write waits for a Redis that does not answer."""
_RENEW = """
if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end
return 0
"""
_RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"


class Taken(Exception):
    """Another worker holds the lease."""


class LeaseLost(Exception):
    """The lease ended on the way: another worker may hold it by now, so nothing more is written."""


class Clock:
    """Seconds since it was set, counted also while this machine sleeps.

    The monotonic clock stands still while Linux is suspended, and ``CLOCK_BOOTTIME`` does not (clock_gettime(2)); where
    a whole virtual machine was halted, only the wall clock is put right afterwards. The longer of both counts: a clock
    that was merely set forward costs a lease, and never a write.
    """

    def __init__(self) -> None:
        self._set = _instants()

    @property
    def seconds(self) -> float:
        return max(now - then for now, then in zip(_instants(), self._set, strict=True))


def _instants() -> tuple[float, float]:
    boot = getattr(time, "CLOCK_BOOTTIME", None)  # Linux alone has it
    return (time.monotonic() if boot is None else time.clock_gettime(boot), time.time())


class Hold:
    """One worker's lease of ``name``, while the block of :func:`lease` runs."""

    def __init__(self, redis: Redis, name: str, seconds: float = LEASE_SECONDS) -> None:
        self.name = name
        self.lost = False
        self.at_loss: Callable[[str], object] = log.debug
        """Called once, with a clause for the log, in whichever thread finds the lease lost: it ends the work."""
        self.at_each_beat: list[Callable[[], None]] = []
        """What else is looked at while the lease is kept; ``RedisError`` is let pass."""
        self._redis = redis
        self._key = f"patchwarden:lease:{name}"
        self._token = secrets.token_hex(16)
        self._seconds = seconds
        self._renewed = Clock()
        self._done = threading.Event()

    def take(self) -> None:
        """Raises :class:`Taken` at once where another holds it."""
        clock = Clock()
        if not self._redis.set(self._key, self._token, px=self._milliseconds, nx=True):
            raise Taken(self.name)
        self._renewed = clock

    def ask(self, account: str = "") -> None:
        """To be called right before each write, in the form of :data:`bot.hosts.base.BeforeWrite`: returns only where
        the lease is ours now, and for its whole life from now on.

        Raises :class:`LeaseLost` where it is another's or nobody's, and ``RedisError`` where Redis does not say: then
        nothing may be written, and the work is done again later.
        """
        del account
        waited = Clock()
        while True:
            if self.lost:
                raise LeaseLost(f"another worker may hold {self.name} by now")
            clock = Clock()
            try:
                ours = self._renew()
            except RedisError:
                self._lose_if_over()
                if waited.seconds > _PATIENCE_SECONDS:
                    raise
                time.sleep(min(0.1, self._seconds / 10))
                continue
            if not ours:
                self._lose()
            elif clock.seconds < self._seconds:  # the answer was read in time
                return

    def keep(self) -> None:
        """Renews the lease until :meth:`give_back`, in a thread of its own."""
        while not self._done.wait(min(_BEAT_SECONDS, self._seconds / 3)):
            try:
                if not self._renew():
                    self._lose()
                    return
                for look in self.at_each_beat:
                    look()
            except RedisError as error:
                log.warning("the lease of %s could not be renewed (%s)", self.name, type(error).__name__)
                self._lose_if_over()

    def give_back(self) -> None:
        """Never raises: what cannot be given back ends by itself."""
        self._done.set()
        try:
            if not self._redis.eval(_RELEASE, 1, self._key, self._token):
                log.warning("the lease of %s was lost before its work ended", self.name)
        except RedisError as error:
            log.warning("the lease of %s could not be given back (%s)", self.name, type(error).__name__)

    @property
    def _milliseconds(self) -> int:
        return int(self._seconds * 1000)

    def _renew(self) -> bool:
        clock = Clock()
        ours = bool(self._redis.eval(_RENEW, 1, self._key, self._token, self._milliseconds))
        if ours:
            self._renewed = clock
        return ours

    def _lose_if_over(self) -> None:
        """Without an answer, the life of the last renewal is all that we have."""
        if self._renewed.seconds > self._seconds:
            self._lose()

    def _lose(self) -> None:
        if not self.lost:
            self.lost = True
            log.warning("the lease of %s was lost: its work ends here", self.name)
            self.at_loss(LEASE_LOST)


@contextmanager
def lease(redis: Redis, name: str, seconds: float = LEASE_SECONDS) -> Iterator[Hold]:
    """Holds ``name`` while the block runs. ``seconds`` is how long it outlives a holder that was killed.

    Raises :class:`Taken` at once where another holds it.
    """
    hold = Hold(redis, name, seconds)
    hold.take()
    keeper = threading.Thread(target=hold.keep, name="lease", daemon=True)
    keeper.start()
    try:
        yield hold
    finally:
        hold.give_back()
        keeper.join()

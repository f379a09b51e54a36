"""One pace of writes for all workers: what a host allows one account is counted in Redis, and a wait is everybody's.

Before each write the account's windows are asked. A write that has to wait a moment waits; one that has to wait longer
raises :class:`~bot.hosts.base.RateLimited`, and its job is tried again then. Where a host says itself that it wants to
be left alone, every worker does so. A lost Redis costs the count of an hour.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from uuid import uuid4

from redis import Redis
from redis.exceptions import RedisError

from bot.hosts.base import RateLimited
from bot.hosts.kind import WriteLimits

log = logging.getLogger(__name__)

PATIENCE = 3.0
"""Seconds that a write waits within its job."""
LONGEST_HOLD = 3600.0
"""Seconds that an account is left alone at most, whatever its host says: GitHub's windows are an hour."""
_PREFIX = "patchwarden:pace:"
_SCRIPT = r"""
local now = tonumber(ARGV[1])
if now < 0 then
  local time = redis.call('TIME')
  now = tonumber(time[1]) + tonumber(time[2]) / 1000000
end
local wait = math.max(0, tonumber(redis.call('GET', KEYS[2]) or 0) - now)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - 3600)
for at = 3, #ARGV, 2 do
  local seconds, most = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  local oldest = redis.call('ZRANGE', KEYS[1], -most, -most, 'WITHSCORES')
  if oldest[2] then wait = math.max(wait, tonumber(oldest[2]) + seconds - now) end
end
if wait <= 0 then
  redis.call('ZADD', KEYS[1], now, ARGV[2])
  redis.call('EXPIRE', KEYS[1], 3600)
end
return tostring(math.max(wait, 0))
"""


class Pace:
    """The writes of every account of one host, as one ``BeforeWrite``."""

    def __init__(
        self,
        redis: Redis,
        limits: WriteLimits | None,
        *,
        clock: Callable[[], float] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """``clock`` gives seconds; Redis' own clock is asked where there is none, so that all workers have the same."""
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._script = redis.register_script(_SCRIPT)

    def __call__(self, account: str) -> None:
        """Counts one write of the account, after a wait of at most :data:`PATIENCE`. Raises :class:`RateLimited`.

        Where Redis does not answer, nothing is counted and the write goes on: the lease says what may not be written.
        """
        if self._limits is None:
            return
        patience = PATIENCE
        try:
            while (wait := self._wanted(account, self._limits)) > 0:
                if wait > patience:
                    raise RateLimited(
                        f"{account}: the pace of writes holds for {wait:.0f} s", retry_after=wait, account=account
                    )
                patience -= wait
                self._sleep(wait)
        except RedisError as error:
            log.warning("a write of %s was not counted: Redis does not answer (%s)", account, type(error).__name__)

    def _wanted(self, account: str, limits: WriteLimits) -> float:
        """Seconds until the write may be sent; it is counted where that is 0."""
        now = self._clock() if self._clock else -1
        windows = (60, limits.minute, 3600, limits.hour)
        return float(self._script(keys=[_writes(account), _held(account)], args=[now, uuid4().hex, *windows]))


def hold(redis: Redis, account: str, seconds: float) -> None:
    """A host asked to be left alone by the account for so long. A longer wait that holds already goes on. Raises
    ``RedisError``."""
    pause = min(seconds, LONGEST_HOLD)
    if account and pause > held(redis, account):
        redis.set(_held(account), f"{_now(redis) + pause:.3f}", px=max(1, round(pause * 1000)))


def held(redis: Redis, account: str) -> float:
    """For how many seconds more the account is to be left alone. Raises ``RedisError``."""
    until = redis.get(_held(account))
    return max(0.0, float(until) - _now(redis)) if until else 0.0


def _now(redis: Redis) -> float:
    seconds, micros = redis.time()
    return float(seconds) + float(micros) / 1e6


def _writes(account: str) -> str:
    return f"{_PREFIX}writes:{account}"


def _held(account: str) -> str:
    return f"{_PREFIX}held:{account}"

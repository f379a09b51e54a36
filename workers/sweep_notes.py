"""What Redis knows of the sweeps: what was seen done, how much was asked, and what was queued in vain.

Redis may lose all of it: the cost is one sweep in which everything is looked at again. A key is
``patchwarden:sweep:<key>``.

| key | holds | lives |
|---|---|---|
| ``done:<host>:<repository>`` | each change's state when it was seen done | a month |
| ``spent:<account>`` | how much was asked in each minute of the last hour | an hour |
| ``next:<account>`` | the repository that the next sweep begins with | a week |
| ``tried:<change>`` | what was found there, how often that was queued, and when it may be queued again | two days |
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from redis import Redis

from bot import pace
from bot.hosts.base import BudgetSpent, RateLimited
from bot.hosts.survey import Found
from bot.turnstile import Turnstile

_MINUTES = 61
"""The last hour lies in so many minutes of the clock."""
_DONE_SECONDS = 30 * 24 * 3600
_NEXT_SECONDS = 7 * 24 * 3600
_TRIED_SECONDS = 2 * 24 * 3600
_FREE_TRIES = 3
"""Times that the same thing is queued whenever a sweep finds it; then the pauses grow."""
_FIRST_PAUSE, _LONGEST_PAUSE = 1200, 24 * 3600
"""Seconds."""
_SPEND = """
local key, now, points, budget = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local held, total = redis.call('HGETALL', key), 0
for i = 1, #held, 2 do
  if tonumber(held[i]) > now - tonumber(ARGV[4]) then total = total + tonumber(held[i + 1])
  else redis.call('HDEL', key, held[i]) end
end
if total + points > budget then return total end
redis.call('HINCRBY', key, now, points)
redis.call('EXPIRE', key, 3720)
return -1
"""


class SweepNotes:
    """:class:`~bot.hosts.survey.SurveyNotes` of one host in Redis, shared by all workers. Each method raises
    ``RedisError`` where Redis does not answer."""

    def __init__(
        self, redis: Redis, host: str, budget: int, *, until: float = 0.0, clock: Callable[[], float] = time.time
    ) -> None:
        """Nothing more is asked after ``until`` (seconds since the epoch; 0: whenever)."""
        self._redis = redis
        self._host = host
        self._budget = budget
        self._until = until
        self._clock = clock
        self._spend = redis.register_script(_SPEND)
        self.asked = 0
        """Points that were spent by this object."""
        self._settled = set[Found]()

    def spend(self, account: str, points: int = 1) -> None:
        """Raises :class:`~bot.hosts.base.BudgetSpent`, also when the time of this sweep is over, and
        :class:`~bot.hosts.base.RateLimited`."""
        now = self._clock()
        if wait := pace.held(self._redis, account):
            raise RateLimited(f"{account} is to be left alone for {wait:.0f} s more", wait, account)
        if self._until and now > self._until:
            raise BudgetSpent("the time of this sweep is over")
        minute = int(now // 60)
        spent = int(self._spend(keys=[_key("spent", account)], args=[minute, points, self._budget, _MINUTES]))
        if spent >= 0:
            raise BudgetSpent(f"{spent} of the {self._budget:,} requests that the sweep may make in an hour are made")
        self.asked += points

    def left(self, account: str) -> int:
        """Points that an account may still spend now."""
        first = self._clock() // 60 - _MINUTES
        held = self._redis.hgetall(_key("spent", account))
        return max(0, self._budget - sum(int(points) for minute, points in held.items() if int(minute) > first))

    def accounts(self) -> list[str]:
        """Those of this host that have asked within the last hour, sorted."""
        begin = _key("spent", "")
        names = (_text(key).removeprefix(begin) for key in self._redis.scan_iter(f"{begin}*", count=1000))
        return sorted(name for name in names if name.partition(":")[0] == self._host)

    def first(self, account: str) -> str:
        return _text(self._redis.get(_key("next", account)) or b"")

    def stopped(self, account: str, place: str) -> None:
        if place:
            self._redis.set(_key("next", account), place, ex=_NEXT_SECONDS)
        else:
            self._redis.delete(_key("next", account))

    def known(self, places: Sequence[str]) -> Sequence[Mapping[str, str]]:
        pipeline = self._redis.pipeline(transaction=False)
        for place in places:
            pipeline.hgetall(self._done(place))
        return [{_text(number): _text(state) for number, state in held.items()} for held in pipeline.execute()]

    def remember(self, place: str, states: Mapping[str, str]) -> None:
        pipeline = self._redis.pipeline()
        pipeline.delete(self._done(place))
        if states:
            pipeline.hset(self._done(place), mapping=dict(states.items()))
            pipeline.expire(self._done(place), _DONE_SECONDS)
        pipeline.execute()

    def hold(self, account: str, seconds: float) -> None:
        pace.hold(self._redis, account, seconds)

    def is_under_way(self, found: Found) -> bool:
        """Whether a worker holds the change now (by the key of the lease), or a job waits that does as much: a new one
        would take its place, and forget how often it has failed."""
        return bool(self._redis.exists(f"patchwarden:lease:{found.ref}")) or Turnstile(self._redis).waits(
            found.ref, listens=found.listens
        )

    def is_settled(self, found: Found) -> bool:
        return found in self._settled

    def settled(self, found: Found) -> None:
        """What was found needs no job of the sweep's."""
        self._settled.add(found)

    def may_queue(self, found: Found) -> bool:
        """Whether it is time to queue what was found. Something that is found again and again in spite of its jobs is
        queued after ever longer pauses, a day at most: it must not cost a review at each sweep."""
        what, now = f"{found.head} {found.why}", self._clock()
        held = {_text(name): _text(value) for name, value in self._redis.hgetall(self._tried(found)).items()}
        return held.get("what") != what or now >= float(held.get("next", 0))

    def queued(self, found: Found) -> None:
        """Counts a job for what was found."""
        self.settled(found)
        key, what = self._tried(found), f"{found.head} {found.why}"
        times = 1 + (
            int(self._redis.hget(key, "times") or 0) if _text(self._redis.hget(key, "what") or b"") == what else 0
        )
        pause = 0 if times < _FREE_TRIES else min(_FIRST_PAUSE * 2 ** (times - _FREE_TRIES), _LONGEST_PAUSE)
        pipeline = self._redis.pipeline()
        pipeline.hset(key, mapping={"what": what, "times": times, "next": self._clock() + pause})
        pipeline.expire(key, _TRIED_SECONDS)
        pipeline.execute()

    def _done(self, place: str) -> str:
        return _key("done", f"{self._host}:{place}")

    def _tried(self, found: Found) -> str:
        return _key("tried", str(found.ref))


def _key(kind: str, name: str) -> str:
    return f"patchwarden:sweep:{kind}:{name}"


def _text(held: bytes | str) -> str:
    return held.decode("utf-8", "surrogateescape") if isinstance(held, bytes) else held

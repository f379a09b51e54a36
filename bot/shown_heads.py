"""Which heads of a change show that a review is under way, so that whoever looks at the change next can end what nobody
will finish: a push, a closed change or a dead worker leaves such a head behind.

Redis may lose this: then a head that is no change's head any more says for ever that its review is under way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple

from redis import Redis

from bot.model import ChangeRef

_SECONDS = 14 * 24 * 3600
"""GitHub itself gives up a check run that was not finished for two weeks."""
_PREFIX = "patchwarden:shown:"


class ShownHeads:
    """The heads of each change, by their commit ids. Each method raises ``RedisError`` where Redis does not answer."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def add(self, ref: ChangeRef, head: str) -> None:
        pipeline = self._redis.pipeline()
        pipeline.hset(_key(ref), head, json.dumps(astuple(ref)))
        pipeline.expire(_key(ref), _SECONDS)
        pipeline.execute()

    def of(self, ref: ChangeRef) -> tuple[str, ...]:
        return tuple(sorted(_text(head) for head in self._redis.hkeys(_key(ref))))

    def remove(self, ref: ChangeRef, head: str) -> None:
        self._redis.hdel(_key(ref), head)

    def changes(self) -> Iterator[ChangeRef]:
        """Every change with such a head, those under review now among them."""
        for key in self._redis.scan_iter(match=f"{_PREFIX}*", count=1000):
            for held in self._redis.hvals(key)[:1]:
                host, repository, number, group = json.loads(held)
                yield ChangeRef(host, repository, int(number), group)


def _key(ref: ChangeRef) -> str:
    return f"{_PREFIX}{ref}"


def _text(name: bytes | str) -> str:
    return name.decode() if isinstance(name, bytes) else name

"""Which heads of a change show that a review is under way, so that whoever looks at the change next can end what nobody
will finish: a push, a closed change or a dead worker leaves such a head behind.

Redis may lose this: then the host is asked.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import astuple

from redis import Redis

from bot.model import ChangeRef

_SECONDS = 14 * 24 * 3600
"""GitHub itself gives up a check run that was not finished for two weeks."""
_PREFIX = "patchwarden:shown:"
_KNOWN = "-"
"""Stands beside the heads, and stays when they are ended: the change is known."""


class ShownHeads:
    """The heads of each change, by their commit ids. Each method raises ``RedisError`` where Redis does not answer."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def add(self, ref: ChangeRef, head: str) -> None:
        pipeline = self._redis.pipeline()
        pipeline.hset(_key(ref), mapping={head: json.dumps([*astuple(ref), int(time.time())]), _KNOWN: ""})
        pipeline.expire(_key(ref), _SECONDS)
        pipeline.execute()

    def of(self, ref: ChangeRef) -> tuple[str, ...] | None:
        """``None`` where nothing is known of the change: it is new, or Redis has lost it."""
        held = [_text(head) for head in self._redis.hkeys(_key(ref))]
        return tuple(sorted(head for head in held if head != _KNOWN)) if held else None

    def remove(self, ref: ChangeRef, head: str) -> None:
        self._redis.hdel(_key(ref), head)

    def changes(self, seconds: float = 0.0) -> Iterator[ChangeRef]:
        """Every change with a head that has shown for this long that its review is under way: one that was closed while
        nobody looked is found nowhere else."""
        for key in self._redis.scan_iter(match=f"{_PREFIX}*", count=1000):
            shown = [json.loads(value) for value in self._redis.hvals(key) if value]
            for host, repository, number, group, at in shown[:1]:
                if at <= time.time() - seconds:
                    yield ChangeRef(host, repository, number, group)


def _key(ref: ChangeRef) -> str:
    return f"{_PREFIX}{ref}"


def _text(name: bytes | str) -> str:
    return name.decode() if isinstance(name, bytes) else name

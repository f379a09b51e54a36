"""Whether the lists of changes that are reviewed go by what people may change at any time: labels and titles. Where
none does, a label that comes or goes is no reason to look at the change, and most have nothing to do with reviews.

A worker notes it of each repository whose policy it reads; the web server, which reads none, asks. Where nothing is
known, or nothing newer than a day, there is such a reason.
"""

from __future__ import annotations

from redis import Redis

from bot.model import ChangeRef

_SECONDS = 24 * 3600


class Relisting:
    """Of each repository. Each method raises ``RedisError`` where Redis does not answer."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def note(self, ref: ChangeRef, *, matters: bool) -> None:
        """``matters``: some list goes by labels or titles."""
        self._redis.set(_key(ref), str(int(matters)), ex=_SECONDS)

    def may_matter(self, ref: ChangeRef) -> bool:
        return self._redis.get(_key(ref)) != b"0"


def _key(ref: ChangeRef) -> str:
    return f"patchwarden:relisting:{ref.host}:{ref.repository}"

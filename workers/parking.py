"""What was refused for good, so that nobody asks again before something has changed.

A change that carries no word of ours looks unreviewed to every sweep. Where its host took no word at all, this memory
says at which head and base that was.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from redis import Redis

from bot.model import ChangeRef

_SECONDS = 7 * 24 * 3600
"""After a week a change is tried once more: a permission that was granted changes neither head nor base."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """``head`` and ``base`` are commit ids, ``""`` where the host told none."""

    head: str
    base: str
    why: str


class Parked:
    """Refusals by change, in Redis. Losing them costs one more try of each change."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def park(self, ref: ChangeRef, refusal: Refusal) -> None:
        self._redis.set(_key(ref), json.dumps(asdict(refusal)), ex=_SECONDS)

    def refusal(self, ref: ChangeRef) -> Refusal | None:
        """What was refused at some head of the change; ``None`` also for what another version has written."""
        held = self._redis.get(_key(ref))
        try:
            return Refusal(**json.loads(held)) if held else None
        except (ValueError, TypeError):
            return None


def _key(ref: ChangeRef) -> str:
    return f"patchwarden:parked:{ref}"

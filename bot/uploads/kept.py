"""Reports in Redis, by the commit that they are of. What is lost there the CI hands in again, or nobody does."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Mapping

import msgspec
from redis import Redis

from bot.decoding import Misread, decode_json
from bot.model import ChangeRef
from bot.reports.model import Report

SECONDS = 14 * 24 * 3600
"""So long is a report kept after it has come."""
MOST_COMMITS = 300
"""Commits of one repository whose reports are kept; the oldest go first."""
MOST_TOOLS = 20
"""Tools of one commit."""
LARGEST = 1024 * 1024
"""Bytes of one report, packed."""
_LARGEST_TEXT = 64 * 1024 * 1024
_MOST_PATHS = 200
_PREFIX = "patchwarden:reports:"


class TooMuch(Exception):
    """The report is larger than one may be, or one too many; the message is a clause for people."""


class KeptReports:
    """Each method raises ``RedisError`` where Redis does not answer."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def keep(self, host: str, repository: str, commit: str, reports: Iterable[Report]) -> None:
        """The newest report of a tool replaces the one before it. Raises :class:`TooMuch`."""
        key, names = _of_commit(host, repository, commit), f"{_PREFIX}commits:{host}:{repository}"
        packed = {report.key: zlib.compress(msgspec.json.encode(report), 6) for report in reports}
        held = {_text(tool) for tool in self._redis.hkeys(key)}
        if len(held | packed.keys()) > MOST_TOOLS:
            raise TooMuch(f"{MOST_TOOLS} tools have reported of this commit already")
        if any(len(each) > LARGEST for each in packed.values()):
            raise TooMuch("the results take more than a megabyte, packed")
        pipeline = self._redis.pipeline()
        for tool, value in packed.items():
            pipeline.hset(key, tool, value)
        pipeline.expire(key, SECONDS)
        pipeline.zadd(names, {commit: time.time()})
        pipeline.expire(names, SECONDS)
        pipeline.zrange(names, 0, -MOST_COMMITS - 1)
        old = pipeline.execute()[-1]
        if old:
            pipeline = self._redis.pipeline()
            pipeline.delete(*(_of_commit(host, repository, _text(each)) for each in old))
            pipeline.zrem(names, *old)
            pipeline.execute()

    def of(self, host: str, repository: str, commit: str) -> tuple[Report, ...]:
        """The reports of a commit, by the names of their tools. One that another version has kept is left out."""
        held = {_text(tool): value for tool, value in self._redis.hgetall(_of_commit(host, repository, commit)).items()}
        found = (_read(held[tool]) for tool in sorted(held))
        return tuple(report for report in found if report is not None)

    def told(self, ref: ChangeRef, paths: Mapping[str, tuple[str, ...]]) -> None:
        """Of which paths a review of the change tells something, by the tools' keys: at the next head these tools are
        awaited."""
        key = f"{_PREFIX}told:{ref}"
        pipeline = self._redis.pipeline()
        for tool, named in paths.items():
            if named:
                kept = named if len(named) <= _MOST_PATHS else ()
                pipeline.hset(key, tool, msgspec.json.encode(kept))
            else:
                pipeline.hdel(key, tool)
        pipeline.expire(key, SECONDS)
        pipeline.execute()

    def awaited(self, ref: ChangeRef) -> Mapping[str, tuple[str, ...]]:
        """The tools that have told something of the change, each with the paths; none where it may be any."""
        held = self._redis.hgetall(f"{_PREFIX}told:{ref}")
        return {_text(tool): _paths(value) for tool, value in sorted(held.items())}


def _of_commit(host: str, repository: str, commit: str) -> str:
    return f"{_PREFIX}of:{host}:{repository}@{commit}"


def _read(packed: bytes | str) -> Report | None:
    try:
        return decode_json(Report, zlib.decompressobj().decompress(_bytes(packed), _LARGEST_TEXT))
    except (Misread, zlib.error):
        return None


def _paths(value: bytes | str) -> tuple[str, ...]:
    try:
        return decode_json(tuple[str, ...], value)
    except Misread:
        return ()


def _bytes(held: bytes | str) -> bytes:
    return held if isinstance(held, bytes) else held.encode()


def _text(held: bytes | str) -> str:
    return held.decode() if isinstance(held, bytes) else held

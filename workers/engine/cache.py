"""Answers of the engine kept by what they were computed from: blob, language and rules.

Losing them costs only time, and no store can read them, nor make them where it lacks the secret: see
:mod:`workers.engine.sealing`.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from bot import metrics
from bot.decoding import Misread, decode_json
from workers.engine.results import FileAnswer
from workers.engine.sealing import Broken, Entry, seal, unseal

if TYPE_CHECKING:
    from redis import Redis

log = logging.getLogger(__name__)

_DAYS = 14
_MOST_IN_FOLDER = 80
"""Answers in one of the 256 folders: some 20,000 in all."""
_PRUNE_ONE_IN = 16


class AnswerCache(Protocol):
    """A store that may forget at any time and never fails."""

    def get(self, entries: Sequence[Entry]) -> dict[Entry, FileAnswer]:
        """The answers that are known."""
        ...

    def put(self, answers: Mapping[Entry, FileAnswer]) -> None: ...


@dataclass(frozen=True, slots=True)
class FolderCache:
    """One file an answer, for the command line: in a folder of the user's, so without a secret."""

    folder: Path

    def get(self, entries: Sequence[Entry]) -> dict[Entry, FileAnswer]:
        return _unpacked(((entry, self._content(entry.name)) for entry in entries), b"")

    def put(self, answers: Mapping[Entry, FileAnswer]) -> None:
        try:
            for entry, answer in answers.items():
                path = self._path(entry.name)
                path.parent.mkdir(parents=True, exist_ok=True)
                with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                    file.write(_packed(answer, entry, b""))
                Path(file.name).replace(path)
                if int(_digest(entry.name)[:8], 16) % _PRUNE_ONE_IN == 0:
                    _prune(path.parent)
        except OSError as error:
            log.warning("the answer cache cannot be written: %s", error)

    def _content(self, name: str) -> bytes | None:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            log.warning("a cached answer cannot be read, it is computed anew: %s", error)
            return None

    def _path(self, name: str) -> Path:
        digest = _digest(name)
        return self.folder / digest[:2] / digest[2:]


def _prune(folder: Path) -> None:
    """The oldest half goes when there are too many. One folder alone is looked at, so that a review that learns ten
    thousand answers does not count all of them again and again."""
    files = list(folder.iterdir())
    if len(files) > _MOST_IN_FOLDER:
        for path in sorted(files, key=lambda path: path.stat().st_mtime)[: len(files) // 2]:
            path.unlink(missing_ok=True)


class RedisCache:
    """Shared by all workers; Redis forgets what nobody asked for in two weeks. ``secret`` is what the workers have and
    Redis, with all who write to it, has not."""

    def __init__(self, redis: Redis, secret: str, prefix: str = "patchwarden:answer:") -> None:
        self._redis = redis
        self._secret = secret.encode()
        self._prefix = prefix

    def get(self, entries: Sequence[Entry]) -> dict[Entry, FileAnswer]:
        from redis import RedisError

        if not entries:
            return {}
        try:
            values = self._redis.mget([self._prefix + entry.name for entry in entries])
        except RedisError as error:
            log.warning("the answer cache does not answer: %s", error)
            return {}
        known = _unpacked(zip(entries, values, strict=True), self._secret)
        metrics.looked_up(len(known), len(entries))
        return known

    def put(self, answers: Mapping[Entry, FileAnswer]) -> None:
        from redis import RedisError

        try:
            with self._redis.pipeline(transaction=False) as pipeline:
                for entry, answer in answers.items():
                    pipeline.set(self._prefix + entry.name, _packed(answer, entry, self._secret), ex=_DAYS * 86_400)
                pipeline.execute()
        except RedisError as error:
            log.warning("the answer cache cannot be written: %s", error)


def _digest(name: str) -> str:
    return hashlib.sha256(f"sealed:{name}".encode()).hexdigest()[:40]


def _packed(answer: FileAnswer, entry: Entry, secret: bytes) -> bytes:
    return seal(zlib.compress(msgspec.json.encode(answer), 1), entry, secret)


def _unpacked(stored: Iterable[tuple[Entry, object]], secret: bytes) -> dict[Entry, FileAnswer]:
    """The answers by their entries, of those that the store has and that are whole."""
    answers = {}
    for entry, data in stored:
        if isinstance(data, bytes):
            try:
                answers[entry] = decode_json(FileAnswer, zlib.decompress(unseal(data, entry, secret)))
            except (Broken, zlib.error, Misread) as error:
                log.warning("a cached answer is damaged, it is computed anew: %s", error)
    return answers

"""What a share is about, as it lies in Redis: compressed, and sealed as the engine's answers are."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import msgspec

from bot.share import Share
from workers.engine.examination import Source
from workers.engine.sealing import Broken, Entry, seal, unseal

_PURPOSE = b"what a share is about"


class Unreadable(Exception):
    """The contents were damaged, or written by somebody without the secret or by another version."""


@dataclass(frozen=True, slots=True)
class Contents:
    """One question to the engine."""

    sources: tuple[Source, ...]
    only: frozenset[str] | None
    places: bool
    """These as of :class:`~workers.engine.recording.Question`."""
    sanitizers: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    """The repository's own functions, as of :class:`~bot.policy.OwnFlows`."""

    def sealed(self, share: Share, secret: str) -> bytes:
        texts = tuple(
            _Text(source.blob, _bytes(source.path), source.language, _bytes(source.text)) for source in self.sources
        )
        only = None if self.only is None else tuple(sorted(self.only))
        content = msgspec.msgpack.encode(_Contents(texts, only, self.places, self.sanitizers, self.origins))
        return seal(zlib.compress(content, 1), _entry(share), secret.encode())

    @classmethod
    def unsealed(cls, sealed: bytes, share: Share, secret: str) -> Contents:
        """Raises :class:`Unreadable`."""
        try:
            content = zlib.decompress(unseal(sealed, _entry(share), secret.encode()))
            read = msgspec.msgpack.decode(content, type=_Contents)
        except (Broken, zlib.error, msgspec.MsgspecError) as error:
            raise Unreadable(str(error)) from error
        sources = tuple(Source(text.blob, _str(text.path), text.language, _str(text.text)) for text in read.texts)
        only = None if read.only is None else frozenset(read.only)
        return cls(sources, only, read.places, read.sanitizers, read.origins)


class _Text(msgspec.Struct, frozen=True, array_like=True):
    blob: str
    path: bytes
    language: str
    text: bytes


class _Contents(msgspec.Struct, frozen=True):
    texts: tuple[_Text, ...]
    only: tuple[str, ...] | None
    places: bool
    sanitizers: tuple[str, ...]
    origins: tuple[str, ...]


def _entry(share: Share) -> Entry:
    return Entry(share.place, _PURPOSE)


def _bytes(text: str) -> bytes:
    """Paths and texts may hold bytes that are no UTF-8, as lone surrogates."""
    return text.encode("utf-8", "surrogatepass")


def _str(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")

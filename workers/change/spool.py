"""Texts of changed files outside of memory: in a file without a name, from which each is read when it is asked for.

A change may have a hundred megabytes of text, and checks look at one file after another. What is read stays for a
moment, for several checks and several looks of one check come close together.
"""

from __future__ import annotations

import os
import tempfile
import weakref
from collections import OrderedDict
from dataclasses import dataclass, fields
from threading import Lock
from typing import Any, Final

from bot.model import ChangedFile

MOST_KEPT: Final = 4_000_000
"""Characters of the texts that stay for a moment; however large, the last two do: the sides of one file, which checks
look at in turns."""
_BOTH_SIDES = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in the spool, in bytes."""

    start: int
    length: int


class Spool:
    """Takes texts and gives them back; it is gone with the last file that has a text in it. Safe to use from any
    thread. Raises :class:`OSError` where the disk is full or broken."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="patchwarden.", buffering=0)  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._end = 0
        self._of_blob: dict[str, Place] = {}
        self._kept: OrderedDict[Place, str] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def keep(self, text: str, blob: str) -> Place:
        """``blob`` is git's name of the content: equal ones are kept once."""
        with self._lock:
            place = self._of_blob.get(blob)
            if place is None:
                content = memoryview(text.encode("utf-8", "surrogatepass"))
                place = Place(self._end, len(content))
                while content:
                    written = os.pwrite(self._file.fileno(), content, self._end)
                    self._end += written
                    content = content[written:]
                self._of_blob[blob] = place
            return place

    def text(self, place: Place) -> str:
        with self._lock:
            found = self._kept.get(place)
            if found is not None:
                self._kept.move_to_end(place)
                return found
        content = bytearray()
        while len(content) < place.length:
            piece = os.pread(self._file.fileno(), place.length - len(content), place.start + len(content))
            if not piece:
                raise OSError("the spool of texts is shorter than what was written to it")
            content += piece
        text = content.decode("utf-8", "surrogatepass")
        with self._lock:
            if place not in self._kept:
                self._kept[place] = text
                self._characters += len(text)
            while self._characters > MOST_KEPT and len(self._kept) > _BOTH_SIDES:
                self._characters -= len(self._kept.popitem(last=False)[1])
        return text


class SpooledFile(ChangedFile):
    """A changed file whose texts are read from the spool each time. A copy with other fields
    (:func:`dataclasses.replace`) is a plain one."""

    __slots__ = ("_base_place", "_head_place", "_spool")
    _spool: Spool
    _base_place: Place | None
    _head_place: Place | None

    def __new__(cls, *given: Any, **named: Any) -> ChangedFile:  # type: ignore[misc]  # see above
        return ChangedFile(*given, **named)

    @classmethod
    def of(cls, file: ChangedFile, spool: Spool) -> ChangedFile:
        """The file, its texts put into the spool. One without the name of its contents stays as it is."""
        if (file.base_text is not None and not file.base_blob) or (file.head_text is not None and not file.head_blob):
            return file
        made = object.__new__(cls)
        for each in fields(ChangedFile):
            if each.name not in ("base_text", "head_text"):
                object.__setattr__(made, each.name, getattr(file, each.name))
        base, head = ((file.base_text, file.base_blob), (file.head_text, file.head_blob))
        object.__setattr__(made, "_spool", spool)
        object.__setattr__(made, "_base_place", None if base[0] is None else spool.keep(base[0], base[1] or ""))
        object.__setattr__(made, "_head_place", None if head[0] is None else spool.keep(head[0], head[1] or ""))
        return made

    @property
    def base_text(self) -> str | None:
        return None if self._base_place is None else self._spool.text(self._base_place)

    @property
    def head_text(self) -> str | None:
        return None if self._head_place is None else self._spool.text(self._head_place)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return hash((self.path, self.base_blob, self.head_blob))

    def __repr__(self) -> str:
        return f"SpooledFile({self.path!r})"

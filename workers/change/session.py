"""One ``git cat-file`` for all questions about objects, as long as somebody asks.

Starting git costs more than most of its answers. ``--batch-command`` (git 2.36 and later) gives sizes and contents as
they are asked for; an older git is started for each question, as :mod:`workers.change.git` says.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Any, Final

from workers.processes.sandbox import ProcessFailed
from workers.processes.talking import Answer, Ended, Talk

Key = tuple[object, ...]
COMMAND: Final = ("cat-file", "--batch-command")
_UNKNOWN = "batch-command"
"""Stands in what git says of an option that it does not know, and in its usage."""


class Session:
    """The programs that one review asks; they end with :meth:`close`, at the latest when nobody has the session any
    more. One that failed is started again for the next question. Safe to use from any thread."""

    def __init__(self) -> None:
        self._talks: dict[Key, Talk] = {}
        self._lock = Lock()
        self._is_too_old = False
        self.known: dict[tuple[str, str], Any] = {}
        """What two commits differ in, for who asks for that again."""
        weakref.finalize(self, _close, self._talks)

    def info(self, key: Key, start: Callable[[], Talk], names: Iterable[str]) -> list[list[str]] | None:
        """What git tells of each name: ``[id, type, size]``, or what it does not know with ``missing``.

        ``None`` where this git cannot be asked so. Raises what the sandbox raises.
        """
        wanted = list(names)
        answer = _Lines(len(wanted))
        question = "".join(f"info {name}\n" for name in wanted).encode("utf-8", "surrogateescape")
        return answer.rows() if self._asked(key, start, question, answer) else None

    def contents(self, key: Key, start: Callable[[], Talk], names: Iterable[str]) -> dict[str, bytes] | None:
        """The contents of blobs by their ids; ``None`` and errors as above."""
        wanted = list(names)
        answer = Contents(len(wanted))
        question = "".join(f"contents {name}\n" for name in wanted).encode()
        return answer.blobs if self._asked(key, start, question, answer) else None

    def close(self) -> None:
        with self._lock:
            _close(self._talks)

    def _asked(self, key: Key, start: Callable[[], Talk], question: bytes, answer: Answer) -> bool:
        while not self._is_too_old:
            with self._lock:
                talk = self._talks.get(key)
                if talk is None or talk.closed:
                    talk = self._talks[key] = start()
            try:
                talk.ask(question, answer)
            except Ended:
                continue
            except ProcessFailed as error:
                if _UNKNOWN not in str(error):
                    raise
                self._is_too_old = True
            else:
                return True
        return False


def _close(talks: Mapping[Key, Talk]) -> None:
    for talk in talks.values():
        talk.close()


class _Lines:
    """So many lines."""

    def __init__(self, wanted: int) -> None:
        self._wanted, self._said = wanted, bytearray()

    def take(self, piece: bytes) -> bool:
        self._said += piece
        self._wanted -= piece.count(b"\n")
        return self._wanted <= 0

    def rows(self) -> list[list[str]]:
        return [line.split(" ") for line in self._said.decode("utf-8", "replace").split("\n")[:-1]]


class Contents:
    """The contents of so many objects: of each a line, and then, unless it is missing, so many bytes and a line feed
    (git-cat-file(1), "BATCH OUTPUT")."""

    def __init__(self, wanted: int) -> None:
        self._wanted, self._said = wanted, bytearray()
        self.blobs: dict[str, bytes] = {}

    def take(self, piece: bytes) -> bool:
        self._said += piece
        at = 0
        while self._wanted and (end := self._said.find(b"\n", at)) >= 0:
            name, kind, *size = self._said[at:end].decode("utf-8", "replace").rsplit(" ", 2)
            after = end + 1
            if size and size[0].isdecimal():
                length = int(size[0])
                if len(self._said) < after + length + 1:
                    break
                if kind == "blob":
                    self.blobs[name] = bytes(self._said[after : after + length])
                after += length + 1
            at = after
            self._wanted -= 1
        del self._said[:at]
        return not self._wanted

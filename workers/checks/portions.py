"""A large change in portions: what a check holds of the texts that it compares is bounded, and so is its time.

Most changes are one portion. Of a larger one a check looks at some files after others and keeps what it has to say of
them; what its time does not reach is named, and what it has examined counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from bot.model import ChangedFile, Gap

MOST_TEXT: Final = 6_000_000
"""Characters of both sides of the files of one portion, unless one file has more."""
_USUAL_FILES = 100
_FILES_AGAIN = 200
_MOST_TIMES = 5.5
NOT_REACHED: Final = "was not reached within the time for one review"


def portions(files: Iterable[ChangedFile], most: int = MOST_TEXT) -> Iterator[tuple[ChangedFile, ...]]:
    """The files in their order, of about so many characters at a time."""
    portion, size = list[ChangedFile](), 0
    for file in files:
        more = len(file.base_text or "") + len(file.head_text or "")
        if portion and size + more > most:
            yield tuple(portion)
            portion, size = [], 0
        portion.append(file)
        size += more
    if portion:
        yield tuple(portion)


def patience(files: int) -> float:
    """How many times the usual time a change of so many files may take."""
    return min(_MOST_TIMES, 1.0 + max(0, files - _USUAL_FILES) / _FILES_AGAIN)


class InTime:
    """Gives portions until the time is up; what is left then is told by :meth:`gaps`.

    ``seconds`` count from now by ``clock``. The first portion is always given.
    """

    def __init__(
        self, parts: Iterable[Sequence[ChangedFile]], seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._parts = parts
        self._clock = clock
        self._end = clock() + seconds
        self._missed: list[str] = []

    def __iter__(self) -> Iterator[Sequence[ChangedFile]]:
        for number, part in enumerate(self._parts):
            if number and (self._missed or self._clock() >= self._end):
                self._missed += [file.path for file in part]
            else:
                yield part

    def gaps(self, check: str) -> Iterator[Gap]:
        return (Gap(check, NOT_REACHED, path) for path in self._missed)

"""Where a file names something: looked up, because a lock file may name a hundred thousand things."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from bot.model import ChangedFile, split_lines

_BLOCK = 8
"""Lines: how far below its name an entry of a lock file says its version, address and hash."""
_RUN = re.compile(r"[\w.-]+")
_SEPARATOR = re.compile(r"[-_.]")
_MOST_DOTS = 8
"""Of one word of a text, which counts as named wherever one of these ends it."""


def line(file: ChangedFile, needle: str) -> int:
    """The head line that names it: an added one, else the first added line of the block that it begins."""
    lines, new = _lines(file.head_text or "", needle), file.added_lines
    if added := [number for number in lines if number in new]:
        return min(added)
    below = (number + more for number in lines for more in range(1, _BLOCK + 1) if number + more in new)
    first = min(below, default=None)
    return min(lines or new, default=1) if first is None else first


def _lines(text: str, needle: str) -> Sequence[int]:
    """The lines with the name as a whole word, however its parts are joined."""
    words = [_key(run.group()) for run in _RUN.finditer(needle)]
    if not words:
        return ()
    index = _index(text)
    found: Collection[tuple[int, str]] = min((index.get(word, ()) for word in words), key=len)
    parts = (re.escape(part) for part in _SEPARATOR.split(needle))
    pattern = re.compile(rf"(?<![\w.-]){'[-_.]'.join(parts)}(?![\w-])", re.IGNORECASE)
    return [number for number, line in found if pattern.search(line)]


@lru_cache(maxsize=4)
def _index(text: str) -> Mapping[str, Sequence[tuple[int, str]]]:
    """The lines of each word, and of what stands before each of its dots."""
    found: dict[str, list[tuple[int, str]]] = {}
    for number, line in enumerate(split_lines(text), 1):
        for word in {word for run in _RUN.finditer(line) for word in _words(run.group())}:
            found.setdefault(word, []).append((number, line))
    return found


def _words(run: str) -> Iterator[str]:
    key = _key(run)
    yield key
    for match, _ in zip(re.finditer(r"\.", run), range(_MOST_DOTS), strict=False):
        yield key[: match.start()]


def _key(run: str) -> str:
    return _SEPARATOR.sub("-", run).lower()

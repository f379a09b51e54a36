"""Patterns of lines that cost no more than the line is long, and lines as a program reads them.

``A.*B`` as one regular expression tries every ``B`` after every ``A``: a line of 4 KB that repeats ``A`` costs minutes.
Here the pieces are looked for one after the other, each from where the one before ended, and nothing is tried twice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 100_000
"""Characters of one line, runs of blanks counted as one, that are read."""
_TOKEN = re.compile(r"(\(\*\)|\(\|\)|\(-\)|\(!\))")
_GAPS = {"(|)": re.compile(r"[^|;&#]*"), "(-)": re.compile(r"[^|]*")}
_LOOK_AHEAD = 300
"""Characters that a piece may reach over the end of the gap before it."""
_BLANKS = re.compile(r"\s+")


class LinePattern:
    """One or more ways in which a line can be unsafe.

    A way is a regular expression, or several with a token between two: ``(*)`` anything, ``(|)`` anything within one
    command of a shell, ``(-)`` anything but a pipe, ``(!)`` what follows must not stand after the rest. Each must take
    linear time by itself.
    """

    def __init__(self, *ways: str) -> None:
        self.ways = ways
        self.parsed = [_way(way) for way in ways]

    def search(self, text: str) -> tuple[int, int] | None:
        """Where the first way that holds begins and ends."""
        return next((found for way in self.parsed if (found := _search(way, text)) is not None), None)


_Way = list[tuple[str, re.Pattern[str]]]


def _way(text: str) -> _Way:
    first, *rest = _TOKEN.split(text)
    pairs = zip(rest[::2], rest[1::2], strict=True)
    return [("", re.compile(first)), *((token, re.compile(piece)) for token, piece in pairs)]


def _search(way: _Way, text: str) -> tuple[int, int] | None:
    start = 0
    while first := way[0][1].search(text, start):
        at, is_whole = first.end(), True
        for gap, piece in way[1:]:
            if gap == "(!)":
                return None if piece.search(text, at) else (first.start(), at)
            reach = _reach(gap, text, at)
            found = piece.search(text, at, min(len(text), reach + _LOOK_AHEAD))
            if found is None or found.start() > reach:
                if reach == len(text):
                    return None
                # From no later beginning before that place can more be reached.
                start, is_whole = max(reach, first.start() + 1), False
                break
            at = found.end()
        if is_whole:
            return first.start(), at
    return None


def _reach(gap: str, text: str, at: int) -> int:
    """Where the gap that begins at a place ends at the latest."""
    found = _GAPS[gap].match(text, at) if gap in _GAPS else None
    return found.end() if found else len(text)


@dataclass(frozen=True, slots=True)
class LogicalLine:
    """What a program reads as one line: stripped, every run of blanks one, continued lines joined."""

    text: str
    offsets: tuple[int, ...]
    """Where each of its physical lines begins in the text."""
    numbers: tuple[int, ...]
    """The number of each of them."""
    is_cut: bool = False
    """Whether more stands there than is read."""
    column: int = 1
    """Where a part of a line begins in its first physical line."""

    def number_at(self, offset: int) -> int:
        """The physical line of a place in the text."""
        return self.numbers[max(0, bisect_right(self.offsets, offset) - 1)]

    def part(self, start: int, end: int) -> LogicalLine:
        """A part of it as a line of its own."""
        first = max(0, bisect_right(self.offsets, start) - 1)
        offsets = tuple(max(0, offset - start) for offset in self.offsets[first:] if offset < end)
        numbers = self.numbers[first : first + len(offsets)]
        column = start - self.offsets[first] + (self.column if first == 0 else 1)
        return LogicalLine(self.text[start:end], offsets, numbers, self.is_cut, column)


def joined(parts: list[tuple[int, str]]) -> LogicalLine:
    """One logical line from numbered physical ones, their continuation marks already gone."""
    texts: list[str] = []
    offsets: list[int] = []
    numbers: list[int] = []
    at, is_cut = 0, False
    for number, line in parts:
        text = _BLANKS.sub(" ", line).strip()
        if at + len(text) > LONGEST:
            text, is_cut = text[: max(0, LONGEST - at)], True
        if text or not texts:
            offsets.append(at)
            numbers.append(number)
            texts.append(text)
            at += len(text) + 1
    return LogicalLine(" ".join(texts), tuple(offsets), tuple(numbers), is_cut)


def logical_lines(lines: list[tuple[int, str]], *, continued: bool = False) -> Iterator[LogicalLine]:
    """The logical lines of numbered physical ones. ``continued``: a backslash at the end joins a line to the next."""
    waiting: list[tuple[int, str]] = []
    for number, line in lines:
        body = line.rstrip()
        goes_on = continued and body.endswith("\\") and (len(body) - len(body.rstrip("\\"))) % 2 == 1
        waiting.append((number, body[:-1] if goes_on else body))
        if not goes_on:
            yield joined(waiting)
            waiting = []
    if waiting:
        yield joined(waiting)


_SHELL_TOKEN = re.compile(r"'[^']*'|\"(?:\\.|[^\"\\])*\"|\\.|&&|\|\||[;(){}]|[^'\"\\&|;(){}]+|.", re.DOTALL)


def commands(line: LogicalLine) -> Iterator[LogicalLine]:
    """The commands of a line of shell, split at ``&&``, ``||`` and ``;`` outside of quotes and groups."""
    start, depth = 0, 0
    for token in _SHELL_TOKEN.finditer(line.text):
        if token.group() in ("(", "{"):
            depth += 1
        elif token.group() in (")", "}"):
            depth = max(0, depth - 1)
        elif depth == 0 and token.group() in ("&&", "||", ";"):
            yield from _stripped(line, start, token.start())
            start = token.end()
    yield from _stripped(line, start, len(line.text))


def _stripped(line: LogicalLine, start: int, end: int) -> Iterator[LogicalLine]:
    text = line.text[start:end]
    start += len(text) - len(text.lstrip())
    if text.strip():
        yield line.part(start, start + len(text.strip()))

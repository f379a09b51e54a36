"""Places in a text: people, SARIF and we count characters, the engine and tree-sitter count bytes of UTF-8."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

_LONGEST_EXCERPT = 2_000


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Lines and columns from 1, the end column exclusive, in characters."""

    start_line: int
    start_col: int
    end_line: int
    end_col: int

    @property
    def lines(self) -> frozenset[int]:
        return frozenset(range(self.start_line, self.end_line + 1))


class Lines:
    """A text that is addressed in three ways: by the engine's byte columns, by our places, by byte offsets."""

    def __init__(self, text: str) -> None:
        self._lines = [line.encode("utf-8", "surrogatepass") for line in text.split("\n")]
        self._starts = [0, *accumulate(len(line) + 1 for line in self._lines)]

    def place(self, start: tuple[int, int], end: tuple[int, int]) -> Place:
        """The place between two lines with byte columns (from 1, as the engine has them)."""
        return Place(start[0], self._column(*start), end[0], self._column(*end))

    def _column(self, line: int, column: int) -> int:
        return len(self._lines[line - 1][: column - 1].decode("utf-8", "ignore")) + 1

    def span(self, place: Place) -> tuple[int, int]:
        """Byte offsets, the end exclusive."""
        return self._offset(place.start_line, place.start_col), self._offset(place.end_line, place.end_col)

    def _offset(self, line: int, column: int) -> int:
        before = self._lines[line - 1].decode("utf-8", "surrogatepass")[: column - 1]
        return self._starts[line - 1] + len(before.encode("utf-8", "surrogatepass"))

    def place_of(self, start: int, end: int) -> Place:
        """The place of a span in bytes."""
        return Place(*self._line_and_column(start), *self._line_and_column(end))

    def _line_and_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset, hi=len(self._lines))
        return line, self._column(line, offset - self._starts[line - 1] + 1)

    def text(self, place: Place) -> str:
        """What stands at the place, cut to 2,000 characters."""
        lines = [line.decode("utf-8", "surrogatepass") for line in self._lines[place.start_line - 1 : place.end_line]]
        lines[-1] = lines[-1][: place.end_col - 1]
        lines[0] = lines[0][place.start_col - 1 :]
        return "\n".join(lines)[:_LONGEST_EXCERPT]

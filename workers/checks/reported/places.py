"""Where a path and a line that another tool names are in the change."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate

from bot import fingerprint
from bot.model import ChangedFile, Side
from workers.checks.base import lines_of


class Places:
    """The changed files by the paths that tools have for them."""

    def __init__(self, files: Mapping[str, ChangedFile], paths: Collection[str]) -> None:
        """``paths`` are all of the head's, for an absolute path may end like several of them."""
        self._files = files
        self._paths = frozenset(paths)
        self._known: dict[str, ChangedFile | None] = {}
        self._lines: dict[str, Sequence[str]] = {}
        self._added: dict[str, frozenset[int]] = {}
        self._shifts: dict[str, tuple[list[int], list[int]]] = {}

    def lines(self, file: ChangedFile) -> Sequence[str]:
        """The lines of the head. Kept, as all that is asked of a file: a report asks for each of its results."""
        if file.path not in self._lines:
            self._lines[file.path] = lines_of(file, Side.HEAD)
        return self._lines[file.path]

    def added(self, file: ChangedFile) -> frozenset[int]:
        """The head's lines that the change added or replaced."""
        if file.path not in self._added:
            self._added[file.path] = file.added_lines
        return self._added[file.path]

    def base_line(self, file: ChangedFile, line: int) -> int:
        """The line of the base that an untouched line of the head was."""
        if file.path not in self._shifts:
            ends = [hunk.head_start + max(0, hunk.head_count - 1) for hunk in file.hunks]
            shifts = accumulate((hunk.base_count - hunk.head_count for hunk in file.hunks), initial=0)
            self._shifts[file.path] = (ends, list(shifts))
        ends, sums = self._shifts[file.path]
        return line + sums[bisect_left(ends, line)]

    def file(self, path: str) -> ChangedFile | None:
        """The changed file; ``None`` where the path is that of another one, or of none.

        An absolute path, as on the machine of the CI, stands for the longest path of the head that it ends with.
        """
        if path not in self._known:
            self._known[path] = self._files.get(path) or self._by_end(path)
        return self._known[path]

    def _by_end(self, path: str) -> ChangedFile | None:
        if not path.startswith("/"):
            return None
        parts = path.strip("/").split("/")
        ends = ("/".join(parts[start:]) for start in range(len(parts)))
        return self._files.get(next((end for end in ends if end in self._paths), ""))


def quotes(lines: Sequence[str], snippet: str, path: str) -> bool:
    """Whether a tool's quotation begins in one of the lines. Tools cut, indent and fold what they quote."""
    wanted = fingerprint.normalised(snippet, path).rstrip("…. ")[:80]
    return any(wanted in fingerprint.normalised(line, path) for line in lines) or "".join(wanted.split()) in "".join(
        "".join(lines).split()
    )

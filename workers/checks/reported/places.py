"""Where a path and a line that another tool names are in the change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot import fingerprint
from bot.model import ChangedFile


class Places:
    """The changed files by the paths that tools have for them."""

    def __init__(self, files: Mapping[str, ChangedFile], paths: Collection[str]) -> None:
        """``paths`` are all of the head's, for an absolute path may end like several of them."""
        self._files = files
        self._paths = frozenset(paths)
        self._known: dict[str, ChangedFile | None] = {}

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


def base_line(file: ChangedFile, line: int) -> int:
    """The line of the base that an untouched line of the head was."""
    shift = 0
    for hunk in file.hunks:
        last = hunk.head_start + hunk.head_count - 1 if hunk.head_count else hunk.head_start
        if line > last:
            shift += hunk.base_count - hunk.head_count
    return line + shift


def quotes(lines: Sequence[str], snippet: str, path: str) -> bool:
    """Whether a tool's quotation begins in one of the lines. Tools cut, indent and fold what they quote."""
    wanted = fingerprint.normalised(snippet, path).rstrip("…. ")[:80]
    return any(wanted in fingerprint.normalised(line, path) for line in lines) or "".join(wanted.split()) in "".join(
        "".join(lines).split()
    )

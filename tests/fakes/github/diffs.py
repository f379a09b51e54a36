"""The diff of a pull request as GitHub shows it: real git, three lines of context, renames followed."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.repository import Repository

_HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_STATUS = {"A": "added", "M": "modified", "D": "removed", "R": "renamed", "C": "copied", "T": "changed"}


@dataclass(frozen=True)
class Hunk:
    """Lines of one hunk; ``rows`` are (base line or ``None``, head line or ``None``, text with its sign)."""

    header: str
    rows: tuple[tuple[int | None, int | None, str], ...]

    def holds(self, line: int, side: str) -> bool:
        return any((row[1] if side == "RIGHT" else row[0]) == line for row in self.rows)

    def until(self, line: int, side: str) -> str:
        """The hunk's text down to this line, as a comment quotes it."""
        kept = [self.header]
        for old, new, text in self.rows:
            kept.append(text)
            if (new if side == "RIGHT" else old) == line:
                break
        return "\n".join(kept)


@dataclass(frozen=True)
class FileDiff:
    path: str
    previous: str | None
    status: str
    blob: str
    """Of the head; of the base for a removed file."""
    patch: str | None
    """``None`` for a binary file and where no line differs."""
    hunks: tuple[Hunk, ...]

    @property
    def additions(self) -> int:
        return sum(row[0] is None for hunk in self.hunks for row in hunk.rows)

    @property
    def deletions(self) -> int:
        return sum(row[1] is None for hunk in self.hunks for row in hunk.rows)

    def hunk_at(self, line: int, side: str) -> Hunk | None:
        return next((hunk for hunk in self.hunks if hunk.holds(line, side)), None)


def diff(git: Repository, base: str, head: str) -> dict[str, FileDiff]:
    """Changed files by head path (base path where removed), in git's order."""
    return _diff(git.git_dir, base, head)


@functools.lru_cache(maxsize=256)
def _diff(git_dir: Path, base: str, head: str) -> dict[str, FileDiff]:
    git = Repository.at(git_dir)
    options = ("--no-color", "--no-ext-diff", "-M", "--full-index")
    fields = git.git("diff", *options, "--raw", "-z", base, head).split("\0")
    sections = re.split(r"^diff --git .*\n", git.git("diff", *options, "--unified=3", base, head), flags=re.MULTILINE)[
        1:
    ]
    found: dict[str, FileDiff] = {}
    position = 0
    while position < len(fields) - 1:
        _, _, old_blob, new_blob, letter = fields[position].split(" ")
        moved = letter[0] in "RC"
        previous = fields[position + 1] if moved else None
        path = fields[position + 1 + moved]
        position += 2 + moved
        section = sections.pop(0)
        if letter[0] == "T":  # git shows a change of type as a deletion and an addition
            sections.pop(0)
            section = ""
        hunks, patch = _hunks(section)
        blob = old_blob if letter[0] == "D" else new_blob
        found[path] = FileDiff(path, previous, _STATUS[letter[0]], blob, patch, hunks)
    return found


def _hunks(section: str) -> tuple[tuple[Hunk, ...], str | None]:
    start = re.search(r"^@@ ", section, flags=re.MULTILINE)
    if start is None:
        return (), None
    patch = section[start.start() :].rstrip("\n")
    hunks: list[Hunk] = []
    rows: list[tuple[int | None, int | None, str]] = []
    header, old, new = "", 0, 0
    for text in [*patch.split("\n"), "@@ -0 +0 @@"]:
        matched = _HUNK.match(text)
        if matched:
            if header:
                hunks.append(Hunk(header, tuple(rows)))
            header, rows = text, []
            old, new = int(matched[1]), int(matched[3])
        elif text.startswith("\\"):
            continue
        else:
            removed, added = text.startswith("-"), text.startswith("+")
            rows.append((None if added else old, None if removed else new, text))
            old, new = old + (not added), new + (not removed)
    return tuple(hunks), patch


def line_today(git: Repository, path: str, then: str, now: str, line: int) -> int | None:
    """Where a head line of commit ``then`` stands at commit ``now``; ``None`` when it was changed or is gone.

    GitHub calls a comment on such a line outdated and answers ``"line": null``.
    """
    return _line_today(git.git_dir, path, then, now, line)


@functools.lru_cache(maxsize=1024)
def _line_today(git_dir: Path, path: str, then: str, now: str, line: int) -> int | None:
    git = Repository.at(git_dir)
    text = git.git("diff", "--no-color", "--no-ext-diff", "--no-renames", "--unified=0", then, now, "--", path)
    shift = 0
    for matched in _HUNK.finditer(text):
        start, count, added = int(matched[1]), int(matched[2] or 1), int(matched[4] or 1)
        if count and start <= line < start + count:
            return None
        if start < line:
            shift += added - count  # an insertion has count 0 and starts at the line before it
    return line + shift

"""``git diff-tree``: which files of two commits differ, and in which lines. No attribute and no setting takes part."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from bot.model import FileStatus, Hunk
from workers.change.git import Git

REGULAR = frozenset({"100644", "100755"})
ABSENT = "000000"
LONGEST_PATH = 4_095
"""Bytes: no program on Linux can open a file with a longer one (``PATH_MAX`` in ``limits.h``)."""

_ALL_SUBMODULES = "--ignore-submodules=none"
"""In a checkout git reads ``.gitmodules``, and an ``ignore = all`` in it would hide what moved."""
_LINE = re.compile(rb"^(?:diff --git a/(\d+) b/|@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@)", re.MULTILINE)
_STATUS = {
    "A": FileStatus.ADDED,
    "D": FileStatus.DELETED,
    "R": FileStatus.RENAMED,
    "C": FileStatus.ADDED,
}
_RENAMES = ("-M50%", "-l1000")
"""Said outright: a user's ``diff.renames`` and ``diff.renameLimit`` are another review otherwise."""
_AS_TEXT = (
    "--text", "--no-ext-diff", "--no-textconv", "--no-color", "--full-index", "--diff-algorithm=myers",
    "--inter-hunk-context=0", "--no-indent-heuristic", "--no-relative", "--src-prefix=a/", "--dst-prefix=b/",
)  # fmt: skip
"""``--text``: whether a file is text is no question to ``.gitattributes``, ``.git/info/attributes`` or ``diff.*``."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One raw record of ``git diff-tree``: a file that differs, by its modes, blobs and paths on both sides."""

    status: FileStatus
    base_mode: str
    head_mode: str
    base_blob: str
    head_blob: str
    base_path: str
    path: str

    @property
    def blobs(self) -> Iterator[str]:
        """The regular files' blobs of both sides."""
        if self.base_mode in REGULAR:
            yield self.base_blob
        if self.head_mode in REGULAR:
            yield self.head_blob


def changes(git: Git, base: str, head: str, *, renames: bool) -> Generator[FileChange]:
    """The files that differ, in git's order, as git tells them. Finding renames needs all their blobs here."""
    how = _RENAMES if renames else ("--no-renames",)
    options = ("-r", "-z", "--raw", *how, "--no-abbrev", "--no-relative", _ALL_SUBMODULES)
    with closing(git.rows("diff-tree", *options, base, head)) as fields:
        for field in fields:
            base_mode, head_mode, base_blob, head_blob, status = field.decode().lstrip(":").split(" ")
            base_path = path = next(fields)
            if status[0] in "RC":
                path = next(fields)
            yield FileChange(
                status=_STATUS.get(status[0], FileStatus.MODIFIED),
                base_mode=base_mode,
                head_mode=head_mode,
                base_blob=base_blob,
                head_blob=head_blob,
                base_path=_shown(base_path),
                path=_shown(path),
            )


def _shown(path: bytes) -> str:
    """A path that is no UTF-8 is named by its escaped bytes: the review names it, and no comment can stand there."""
    return path.decode("utf-8", "backslashreplace")


def hunks(git: Git, pairs: Sequence[tuple[str, str]]) -> list[tuple[Hunk, ...]]:
    """The hunks between the blobs of each pair, in their order. They are git's word: prove them before use.

    The blobs are put side by side in two trees of their own, in which nothing decides but their contents: no path, no
    attribute and no rename. ``git`` must be allowed to write objects.
    """
    trees = _trees(git, [[pair[side] for pair in pairs] for side in (0, 1)])
    patch = git.run("diff-tree", "-r", "-p", "-U0", "--no-renames", *_AS_TEXT, *trees)
    told: list[list[Hunk]] = [[] for _ in pairs]
    section: list[Hunk] = []
    # Content lines start with a space, plus, minus or backslash: these two can only be git's own.
    for match in _LINE.finditer(patch):
        number, start, count, head_start, head_count = match.groups()
        if number is not None:
            section = told[int(number)]
        else:
            section.append(Hunk(int(start), int(count or 1), int(head_start), int(head_count or 1)))
    return [tuple(hunks) for hunks in told]


def _trees(git: Git, sides: Sequence[Sequence[str]]) -> list[str]:
    """A tree for each side, with its blobs as files that are named by their place."""
    entries = ("".join(f"100644 blob {blob}\t{place:06}\n" for place, blob in enumerate(blobs)) for blobs in sides)
    return git.run("mktree", "--batch", stdin="\n".join(entries).encode()).decode().split()

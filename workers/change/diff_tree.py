"""``git diff-tree``: which files of two commits differ, and in which lines. No attribute and no setting takes part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.model import FileStatus, Hunk
from workers.change.git import Git

REGULAR = frozenset({"100644", "100755"})
ABSENT = "000000"

_ALL_SUBMODULES = "--ignore-submodules=none"
"""In a checkout git reads ``.gitmodules``, and an ``ignore = all`` in it would hide what moved."""
_HUNK = re.compile(rb"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
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


def changes(git: Git, base: str, head: str, *, renames: bool) -> list[FileChange]:
    """The files that differ, in git's order. Finding renames needs all their blobs here."""
    how = _RENAMES if renames else ("--no-renames",)
    options = ("-r", "-z", "--raw", *how, "--no-abbrev", "--no-relative", _ALL_SUBMODULES)
    fields = iter(git.run("diff-tree", *options, base, head).split(b"\0"))
    found = []
    for field in fields:
        if not field:
            continue
        base_mode, head_mode, base_blob, head_blob, status = field.decode().lstrip(":").split(" ")
        base_path = path = next(fields).decode("utf-8", "surrogateescape")
        if status[0] in "RC":
            path = next(fields).decode("utf-8", "surrogateescape")
        found.append(
            FileChange(
                status=_STATUS.get(status[0], FileStatus.MODIFIED),
                base_mode=base_mode,
                head_mode=head_mode,
                base_blob=base_blob,
                head_blob=head_blob,
                base_path=_shown(base_path),
                path=_shown(path),
            )
        )
    return found


def _shown(path: str) -> str:
    """A path that is no UTF-8 is named by its escaped bytes: the review names it, and no comment can stand there."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def hunks(git: Git, base: str, head: str, expected: int) -> list[tuple[Hunk, ...]]:
    """The hunks of each of ``changes(renames=True)``, in their order. They are git's word: prove them before use.

    Where the patch does not have ``expected`` sections, each file has no hunks.
    """
    patch = git.run("diff-tree", "-r", "-p", "-U0", *_RENAMES, *_AS_TEXT, _ALL_SUBMODULES, base, head)
    sections: list[list[Hunk]] = []
    previous = b""
    for line in patch.split(b"\n"):
        # Content lines start with a space, plus, minus or backslash: these two can only be git's own.
        if line.startswith(b"diff --git "):
            if previous == line:  # a change of type (file to link) is one raw record, but a deletion and an addition
                continue
            sections.append([])
            previous = line
        elif sections and (match := _HUNK.match(line)):
            start, count, head_start, head_count = match.groups()
            sections[-1].append(Hunk(int(start), int(count or 1), int(head_start), int(head_count or 1)))
    if len(sections) != expected:
        return [()] * expected
    return [tuple(section) for section in sections]

"""The change under review: what names it, its commits' messages, its files with the text of both sides."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import lru_cache


class Side(enum.Enum):
    """Which side of the change a line number counts in."""

    BASE = "base"
    HEAD = "head"


def split_lines(text: str) -> list[str]:
    """The lines as git and every host count them: only ``\\n`` ends a line.

    ``str.splitlines`` also splits at form feeds and Unicode separators, which shifts every line number after one.
    """
    lines = text.split("\n")
    return lines[:-1] if lines and lines[-1] == "" else lines


class FileStatus(enum.Enum):
    ADDED = "added"
    MODIFIED = "modified"
    DELETED = "deleted"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class ChangeRef:
    """Names one change and nothing else: what an event or a queue message carries.

    ``host`` is the name that the settings give the host; ``repository`` is ``owner/name`` on GitHub and the project
    on Gerrit; ``number`` is the pull request's or the change's number, 0 for a group of a merge queue.
    """

    host: str
    repository: str
    number: int
    group: str = ""
    """``<base>...<head>``: the commits of a merge queue's group, which has no number."""

    def __str__(self) -> str:
        if self.group:
            return f"{self.host}:{self.repository}@{self.group}"
        return f"{self.host}:{self.repository}#{self.number}"


MESSAGES = "/COMMIT_MSG/"
"""The path of a commit's message is this and the commit id. No path of git begins with a slash."""


@dataclass(frozen=True, slots=True)
class CommitMessage:
    """What the author of one of the change's commits wrote about it."""

    commit: str
    text: str

    @property
    def file(self) -> ChangedFile:
        """The message as a file that is all new, for what examines texts line by line.

        Its path is one that no file can have: a path of git never begins with a slash.
        """
        lines = len(split_lines(self.text))
        return ChangedFile(
            path=f"{MESSAGES}{self.commit}",
            status=FileStatus.ADDED,
            base_text=None,
            head_text=self.text,
            hunks=(Hunk(0, 0, 1, lines),) if lines else (),
        )


def message_of(path: str) -> str:
    """The commit whose message this path stands for; ``""`` where it is a file's."""
    return path.removeprefix(MESSAGES) if path.startswith(MESSAGES) else ""


_EMPTY_TREES = {
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
"""Git's id of a tree without files, by the length of the repository's ids (SHA-1, SHA-256)."""


def empty_tree(commit: str) -> str:
    """What a commit without a parent is compared with."""
    return _EMPTY_TREES[len(commit)]


def is_empty_tree(name: str) -> bool:
    """Whether it is the id of a tree without files: to people that is nothing."""
    return name in _EMPTY_TREES.values()


@dataclass(frozen=True, slots=True)
class Change:
    """One pull request or Gerrit change at one head, as its host tells it."""

    ref: ChangeRef
    repository_id: str
    base: str
    """Tip of the target branch (commit id)."""
    head: str
    """The commit under review; the tree, where it is ``uncommitted``."""
    merge_base: str
    """What the head is compared with (a Gerrit change: the parent of its current patch set, or the empty tree)."""
    target_branch: str
    default_branch: str
    """Where the policy is read from, never the change itself; ``""`` where the host does not tell it."""
    author: str
    title: str
    url: str = ""
    draft: bool = False
    open: bool = True
    patch_set: int | None = None
    """Gerrit only."""
    change_id: str = ""
    """Gerrit only: the ``Change-Id``, which a cherry-pick keeps."""
    merged: bool = False
    """Closed by being merged."""
    merge_commit: bool = False
    messages: tuple[CommitMessage, ...] = ()
    """What the commits from merge base to head say, oldest first, as far as the host tells it with the change."""
    unread_messages: int = 0
    """How many commits between merge base and head have a message that is not among ``messages``."""
    policy: str | None = None
    """The blob of the policy file at the root of the default branch, ``""`` where there is none there; ``None`` before
    it was read."""
    labels: tuple[str, ...] = ()
    """What people have put on it: GitHub's labels; Gerrit's hashtags, and its topic as ``topic:NAME``."""
    private: bool = False
    """Gerrit only: shown to the people on it alone, not to all who may read the repository."""
    is_audit: bool = False
    """No change at all: every file of a tree is looked at, old code too."""
    uncommitted: str = ""
    """What is reviewed, in words, where it is no commit, e.g. "the working tree": people's git knows no such object."""
    notices: tuple[str, ...] = ()
    """What the host could not tell and the review does without: sentences for the head of the summary."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """One run of replaced lines without context, as in ``@@ -base_start,base_count +head_start,head_count @@``.

    With a count of 0 the start is the line *before* the gap (0 at the top of the file), as in a unified diff.
    """

    base_start: int
    base_count: int
    head_start: int
    head_count: int

    @property
    def added(self) -> range:
        return range(self.head_start, self.head_start + self.head_count)

    @property
    def removed(self) -> range:
        return range(self.base_start, self.base_start + self.base_count)


BINARY, LINK, SUBMODULE = "binary", "a symbolic link", "a submodule"
NO_TEXT = frozenset({BINARY, LINK, SUBMODULE})
"""Reasons why a file has no text that are no gap: there is evidently none. Give ``BINARY`` only on evidence (a known
kind of media, bytes that no text has), never because a text could not be decoded."""


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """One file of the change with the text of both sides.

    A side's text is ``None`` when the file does not exist there, or when it could not be read; then ``unreadable`` says
    why: one of ``NO_TEXT``, or a clause that makes a gap (too large, bytes that are no text). ``language`` is semgrep's
    name for the language of the head's path, ``""`` where there is none.
    """

    path: str
    status: FileStatus
    base_text: str | None
    head_text: str | None
    hunks: tuple[Hunk, ...] = ()
    old_path: str | None = None
    """The base's path where it differs (a rename)."""
    base_mode: str | None = None
    head_mode: str | None = None
    """Git's octal mode: 100644, 100755, 120000 (symbolic link), 160000 (submodule); ``None`` where absent."""
    base_blob: str | None = None
    head_blob: str | None = None
    """Git's blob id, the cache key of everything computed from one file alone."""
    language: str = ""
    unreadable: str | None = None

    @property
    def has_no_text(self) -> bool:
        """Whether there is evidently nothing to read: a picture, a symbolic link, a submodule."""
        return self.unreadable in NO_TEXT

    @property
    def base_path(self) -> str:
        return self.old_path or self.path

    @property
    def added_lines(self) -> frozenset[int]:
        """Head lines that the change added or replaced."""
        return _added(self.hunks)

    @property
    def removed_lines(self) -> frozenset[int]:
        """Base lines that the change removed or replaced."""
        return _removed(self.hunks)

    def text(self, side: Side) -> str | None:
        return self.base_text if side is Side.BASE else self.head_text


@lru_cache(maxsize=16)
def _added(hunks: tuple[Hunk, ...]) -> frozenset[int]:
    """Kept, for it is asked for each line of a file."""
    return frozenset(line for hunk in hunks for line in hunk.added)


@lru_cache(maxsize=16)
def _removed(hunks: tuple[Hunk, ...]) -> frozenset[int]:
    return frozenset(line for hunk in hunks for line in hunk.removed)

"""What Gerrit answers, as far as it is read. More may stand there: a host may add fields.

Gerrit leaves out what is not set; it never writes ``null``.

Source: https://gerrit-review.googlesource.com/Documentation/rest-api-changes.html (``ChangeInfo`` and others).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from msgspec import Meta, Struct, field

from bot.hosts.names import CommitId


class Account(Struct, frozen=True):
    account_id: int | None = field(name="_account_id", default=None)
    username: str = ""
    name: str = ""


class OwnAccount(Account, frozen=True, kw_only=True):
    account_id: int = field(name="_account_id")
    tags: Sequence[str] = ()


class Said(Struct, frozen=True):
    """A comment or a message. One without an author is the server's."""

    id: str
    author: Account | None = None
    message: str = ""


class Comment(Said, frozen=True, kw_only=True):
    """A comment on a line, a file or a patch set; the list that it stands in is named by its path."""

    patch_set: int = 0
    """``0`` where Gerrit leaves it out, as it may in a list of one patch set's comments."""
    line: int | None = None
    side: str = "REVISION"
    in_reply_to: str = ""


class Parent(Struct, frozen=True):
    commit: CommitId


class Commit(Struct, frozen=True):
    parents: list[Parent]
    message: str = ""


class Revision(Struct, frozen=True):
    """One patch set. Its commit is there where it was asked for."""

    number: int = field(name="_number")
    kind: str = ""
    commit: Commit | None = None


class Approval(Struct, frozen=True):
    account_id: int | None = field(name="_account_id", default=None)
    value: int = 0


class Label(Struct, frozen=True):
    all: Sequence[Approval] = ()


VotingValue = Annotated[str, Meta(pattern=r"\A[ +-]?[0-9]{1,5}\Z")]
"""Gerrit writes the values that an account may vote as ``"-1"``, ``" 0"`` and ``"+1"``."""


class Change(Struct, frozen=True, kw_only=True):
    project: str
    number: int = field(name="_number")
    branch: str
    status: str
    change_id: str = ""
    subject: str = ""
    owner: Account = Account()
    work_in_progress: bool = False
    current_revision: CommitId = ""
    """Empty for a change without a patch set, and in a list that was not asked for it."""
    revisions: Mapping[str, Revision] = field(default_factory=dict)
    messages: Sequence[Said] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)
    permitted_labels: Mapping[str, Sequence[VotingValue]] = field(default_factory=dict)

    def commit(self, sha: str) -> Commit | None:
        """The commit of one of the patch sets."""
        revision = self.revisions.get(sha)
        return revision.commit if revision else None


class File(Struct, frozen=True):
    old_path: str = ""


class BlamedLines(Struct, frozen=True):
    start: int
    end: int


class Blame(Struct, frozen=True):
    """The runs of lines that one commit made."""

    id: CommitId
    time: int
    ranges: list[BlamedLines]


class Message(Struct, frozen=True):
    """A commit, of which its message is read."""

    message: str = ""

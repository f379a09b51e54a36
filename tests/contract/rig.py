"""What a host's test rig offers, so that one suite holds for every host.

A rig is a host that really answers (a fake or a server in a container) with a real git repository behind it, seen from
outside: as people see it in their browser, never through the code under test.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.hosts.base import ReviewHost
from bot.model import ChangeRef, Side, Sign

Files = Mapping[str, str | None]
"""Paths and their texts; ``None`` deletes a file."""


Past = Sequence[tuple[str, Files]]
"""Commits, the oldest first: each one's message and the files that it makes."""


class Failure(enum.Enum):
    """What the next write of ours meets."""

    UNAVAILABLE = "unavailable"
    """The host fails before it does anything."""
    ANSWER_LOST = "answer lost"
    """The host does what it was asked for, and then fails."""
    RATE_LIMITED = "rate limited"
    """The host asks to wait for :data:`WAIT` seconds."""


WAIT = 30


class Who(enum.Enum):
    """The people of a change, beside the bot."""

    AUTHOR = "author"
    """Wrote the change, and has no other right."""
    MAINTAINER = "maintainer"
    STRANGER = "stranger"
    BOT = "bot"
    """Another bot, with a maintainer's rights."""


@dataclass(frozen=True)
class Seen:
    """A comment that people can resolve, as they see it."""

    id: str
    ours: bool
    path: str
    """Empty for a comment on the change as a whole; a host's own name for what is no file of git's."""
    line: int | None
    """``None`` for a comment on the file or on the change."""
    side: Side
    text: str
    replies: tuple[str, ...] = ()
    closed: bool = False
    """Shown as fixed, or resolved."""


class HostRig(Protocol):
    """One host under test."""

    failures: frozenset[Failure]
    """Those that this host knows."""

    def open_change(self, base: Files, head: Files, message: str = "Change", past: Past = ()) -> ChangeRef:
        """A change on a target branch that holds ``base``; its one commit makes these files those of ``head``.

        ``past`` are the branch's commits before the last one that makes ``base``, whose message is "Change".
        """
        ...

    def push(self, ref: ChangeRef, files: Files) -> str:
        """Gives the change a new head with these files altered; the commit id."""
        ...

    def host(self) -> ReviewHost:
        """The code under test, built anew as for each task: nothing is remembered between two of them."""
        ...

    def comments(self, ref: ChangeRef) -> Sequence[Seen]:
        """Everybody's comments on lines and files, and on the change where they can be resolved; oldest first."""
        ...

    def shown(self, ref: ChangeRef) -> Sequence[tuple[str, int | None]]:
        """Path and line at which the current head shows each open comment of ours, in order; moved with the code."""
        ...

    def summaries(self, ref: ChangeRef) -> Sequence[str]:
        """Our summaries as they read now. A host that keeps every message shows the newest alone."""
        ...

    def outcome(self, ref: ChangeRef) -> str:
        """What we say of the head beside the texts: success, neutral or failure; ``""`` when nothing is said."""
        ...

    def comment(self, ref: ChangeRef, path: str, line: int, text: str) -> str:
        """Somebody else comments on a line of the head; the comment's id."""
        ...

    def talk(self, ref: ChangeRef, text: str, by: Who = Who.MAINTAINER) -> str:
        """Somebody else comments on the change as a whole; the comment's id."""
        ...

    def reply(self, ref: ChangeRef, comment: str, text: str, by: Who = Who.MAINTAINER) -> str:
        """Somebody else replies to a comment on a line; the reply's id."""
        ...

    def edit(self, ref: ChangeRef, comment: str, text: str) -> None:
        """Whoever wrote a comment or a reply gives it another text. Only where ``edits`` is true."""
        ...

    edits: bool
    """Whether people can edit what they have sent on this host."""

    def delete(self, ref: ChangeRef, comment: str) -> None:
        """A maintainer deletes a comment of ours."""
        ...

    def answers(self, ref: ChangeRef) -> Sequence[str]:
        """Our answers to what people said, oldest first."""
        ...

    def signs(self, ref: ChangeRef, comment: str) -> frozenset[Sign]:
        """Our signs on somebody's comment; always none on a host without signs."""
        ...

    def notifications(self, ref: ChangeRef) -> int:
        """How many times people were notified because of us."""
        ...

    def fail_next_write(self, failure: Failure) -> None:
        """What happens to the next write of a comment."""
        ...

    def writes(self) -> int:
        """How many requests of ours have asked for a change on the host."""
        ...

    def violations(self) -> Sequence[object]:
        """What the host saw that its interface does not allow, or that this project never does."""
        ...

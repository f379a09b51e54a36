"""What a line of a comment asks for."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date

from bot.model import DecisionKind, Severity


class Verb(enum.Enum):
    REVIEW = "review"
    DISMISS = "dismiss"
    REOPEN = "reopen"
    EXPLAIN = "explain"
    PAUSE = "pause"
    RESUME = "resume"
    STATUS = "status"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Targets:
    """Which observations a command means. None of all these: that of the thread the command stands in."""

    ids: tuple[str, ...] = ()
    """Hex digits in lower case: whole ids or their beginnings."""
    every: bool = False
    """``all``, of ``severity`` where one is named."""
    severity: Severity | None = None

    def __bool__(self) -> bool:
        return bool(self.ids) or self.every


@dataclass(frozen=True, slots=True)
class Command:
    verb: Verb
    text: str
    """The line as it was written, without white space around it."""
    targets: Targets = Targets()
    reason: str = ""
    kind: DecisionKind | None = None
    until: date | None = None
    days: int | None = None
    """``for 30d``: counted from the day on which the comment was written."""
    full: bool = False
    """``review --full``."""


@dataclass(frozen=True, slots=True)
class CommandError:
    """A line that is meant for us and is no command."""

    text: str
    """The line, as it was written."""
    problem: str
    """A clause for people, e.g. ``dismiss needs a reason``."""
    remedy: str = ""
    """How the line would be right, e.g. ``/patchwarden dismiss 3fa1 because …``; the nearest command for a mistyped
    one."""

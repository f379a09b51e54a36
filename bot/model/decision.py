"""What people decided about observations: a dismissal, with who, when, why and until when."""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass
from datetime import date


class DecisionKind(enum.Enum):
    """Why an observation is dismissed, as people write it in a command."""

    FALSE_POSITIVE = "false-positive"
    ACCEPTED_RISK = "accepted-risk"
    NOT_USEFUL = "not-useful"
    USED_IN_TESTS = "used-in-tests"


class DecisionSource(enum.Enum):
    """How a decision came to be."""

    COMMAND = "command"
    DELETED = "deleted comment"
    """Somebody deleted the comment: a dismissal without a reason, for its own change alone."""
    POLICY = "policy file"
    IMPORT = "import"
    INLINE = "comment in the code"
    """A suppression comment that stood in the merge base with its reason; nobody need be asked who wrote it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One finding is dismissed, wherever in the repository it comes up again."""

    fingerprint: str
    """Of the finding, as in :class:`~bot.model.Observation`; never that of a group."""
    rule: str
    path: str
    """Where the finding was told when it was dismissed. A copy of the flaw elsewhere is not dismissed with it."""
    by: str
    """The person's name on the host."""
    at: int
    """Seconds since the epoch."""
    reason: str
    kind: DecisionKind | None = None
    until: date | None = None
    """The last day (UTC) on which it holds; ``None`` for ever."""
    change: str = ""
    """The change that it was decided on, as ``github:octo/app#7``, or the policy file's path."""
    comment: str = ""
    """The host's id of the comment that it was decided in."""
    source: DecisionSource = DecisionSource.COMMAND
    alone: bool = False
    """Whether it holds for its own change alone (on Gerrit also where that change is cherry-picked): whoever made it
    may not decide for the repository."""

    @property
    def id(self) -> str:
        """10 hex digits. The same words about the same finding in the same comment give the same id, however often the
        comment is read."""
        how = (self.kind.value if self.kind else "", self.until.isoformat() if self.until else "")
        said = "\0".join((self.fingerprint, self.change, self.comment, self.source.value, self.reason, *how))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:10]

    def holds_on(self, day: date) -> bool:
        """Whether the decision has not expired; ``day`` is in UTC."""
        return self.until is None or day <= self.until

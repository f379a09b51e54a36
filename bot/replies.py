"""What we answer to commands, before it has words: the parts of a reply, each with what its sentence needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.allowance import Spent
from bot.commands import Command, CommandError
from bot.model import Answered, Decision, Finding, Observation, Review, Said


@dataclass(frozen=True, slots=True)
class Dismissed:
    """Observations were dismissed; of each the decision about its gravest finding."""

    items: tuple[tuple[Observation, Decision], ...]


@dataclass(frozen=True, slots=True)
class Reopened:
    """Decisions were taken back."""

    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """An observation is explained: its rule, what was matched, the way step by step, why it is thought reachable, how
    to fix it, how to silence it by policy. ``decision`` is what somebody decided about it."""

    observation: Observation
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """What is open, what is dismissed, whether reviews are paused."""

    review: Review
    paused: bool


@dataclass(frozen=True, slots=True)
class Everything:
    """All findings of the touched files, old ones too, for ``review --full``. ``new`` are those among them that the
    review tells of anyway."""

    findings: tuple[Finding, ...]
    new: frozenset[Finding]
    dismissed: frozenset[Finding] = frozenset()
    """Those that are new, too, and that somebody dismissed."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The change was reviewed again."""

    review: Review


@dataclass(frozen=True, slots=True)
class Paused:
    """New pushes are not reviewed until somebody says ``resume``; ``already`` where that was so before."""

    already: bool = False


@dataclass(frozen=True, slots=True)
class Resumed:
    """New pushes are reviewed again; ``already`` where they were before."""

    already: bool = False


@dataclass(frozen=True, slots=True)
class Helped:
    """Every command with what it does, under the names that this host obeys."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """A line that is meant for us and is no command."""

    error: CommandError


@dataclass(frozen=True, slots=True)
class NoSuch:
    """An id that names no observation of this change, or several: ``candidates`` are ids that it may stand for."""

    given: str
    candidates: tuple[str, ...] = ()
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class NothingMeant:
    """A command that needs an observation and names none: neither an id, nor by standing in our thread."""

    command: Command


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """The person may not give this command; said once a change to a stranger."""

    command: Command
    needs: str
    """Who may, as a clause: "people with write access"."""


@dataclass(frozen=True, slots=True)
class OwnChange:
    """The author alone does not dismiss findings of high severity on their own change."""

    observations: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class StandsElsewhere:
    """What a command does not take back: the decisions stand in a file."""

    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class AlreadyOver:
    """A dismissal whose last day has passed."""

    until: date


@dataclass(frozen=True, slots=True)
class TooMany:
    """More was asked for than is allowed: nothing of it was done, and what follows before it is over gets no answer."""

    spent: Spent


@dataclass(frozen=True, slots=True)
class TooManyMeant:
    """A command that means more than one answer can remember: ``most`` findings, fewer where their texts are long."""

    meant: int
    most: int


@dataclass(frozen=True, slots=True)
class TooMuchSaid:
    """A comment whose dismissals are more than its answer can remember: long reasons, or long paths."""


@dataclass(frozen=True, slots=True)
class ChangeClosed:
    """The change is merged or closed: nothing is reviewed or decided on it any more."""


@dataclass(frozen=True, slots=True)
class NotAsked:
    """The host did not say what the person may do, so nothing was done."""

    why: str


Part: TypeAlias = (
    Dismissed
    | Reopened
    | Explained
    | Status
    | Everything
    | Reviewed
    | Paused
    | Resumed
    | Helped
    | Misunderstood
    | NoSuch
    | NothingMeant
    | NotAllowed
    | OwnChange
    | StandsElsewhere
    | AlreadyOver
    | TooMany
    | TooManyMeant
    | TooMuchSaid
    | ChangeClosed
    | NotAsked
)

_REFUSALS = (
    Misunderstood,
    NoSuch,
    NothingMeant,
    NotAllowed,
    OwnChange,
    StandsElsewhere,
    AlreadyOver,
    TooMany,
    TooManyMeant,
    TooMuchSaid,
    ChangeClosed,
    NotAsked,
)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to one comment: a part for each of its commands."""

    to: Said
    answered: Answered
    """What the answer remembers."""
    parts: tuple[Part, ...]

    @property
    def obeyed(self) -> bool:
        """Whether every command was obeyed: 👍 or 😕."""
        return not any(isinstance(part, _REFUSALS) for part in self.parts)

    @property
    def settles_its_thread(self) -> bool:
        """Whether the answer decides about what its own thread is about: no further word of ours is needed there."""
        decided = {*self.answered.reopened, *(decision.fingerprint for decision in self.answered.dismissed)}
        return self.to.about in decided

    @property
    def needs_words(self) -> bool:
        """Whether a sign alone would not do, on a host that has signs."""
        return not all(isinstance(part, Reviewed) for part in self.parts)

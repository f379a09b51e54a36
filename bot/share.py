"""A share: a part of one review's examination that any worker may do while the review itself waits in its line.

Together with the review that waits for them, the shares are a chord: the shares are its header, each done by whichever
worker has time, and the review is its callback. The chord stands in the turnstile and not in Celery's own results:
those count each end once and lose the callback with the count, and a worker that was killed keeps its share for as long
as a message stays hidden. A share names texts and holds none.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from bot.decoding import Misread, decode

MOST_DEATHS = 2
"""So often the process of one share may be killed: then the review does without it, and examines the texts itself."""


class BadShare(Exception):
    """A message that this version cannot read; the message says why."""


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the work for the review of ``change``."""

    change: str
    """The change, as its reference is written."""
    chord: str
    """A name for all shares that were handed out together."""
    number: int

    @property
    def place(self) -> str:
        """Where it stands in the turnstile."""
        return f"share\n{self.change}\n{self.chord}/{self.number}"

    def to_wire(self) -> dict[str, str | int]:
        """A JSON object."""
        return {"change": self.change, "chord": self.chord, "number": self.number}

    @classmethod
    def from_wire(cls, message: object) -> Share:
        """Raises :class:`BadShare`."""
        try:
            read = decode(_Message, message)
        except Misread as misread:
            raise BadShare(str(misread)) from None
        return cls(read.change, read.chord, read.number)


class _Message(msgspec.Struct, frozen=True):
    change: str
    chord: str
    number: int


@dataclass(frozen=True, slots=True)
class Handed:
    """Shares that are handed out together; none where the review waits on for those that are open."""

    of: str
    """As of :class:`Chord`."""
    round: int
    shares: tuple[Share, ...] = ()
    is_last: bool = False
    """Whether the review that comes then hands out no more."""


@dataclass(frozen=True, slots=True)
class Chord:
    """What the turnstile knows of the shares that were handed out last for one change."""

    of: str
    """What was examined, in words of whoever handed them out: both commits."""
    round: int
    """How many times shares were handed out for the same, this one included."""
    open: int
    """Shares that are not done yet."""
    seconds: float
    """Until the review stops waiting for them; below 0 it does not wait any more."""
    lost: bool
    """Whether one of the shares was given up."""
    ended: bool = False
    """Whether no more were to be handed out."""

    @property
    def is_last(self) -> bool:
        """Whether the review goes on alone now: where shares are lost, further ones may be, too."""
        return self.ended or self.lost or self.open > 0

    @property
    def is_waited_for(self) -> bool:
        return self.open > 0 and self.seconds > 0

"""What people say on a change, and what we answered: frozen values as every host tells them."""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass

from bot.model.decision import Decision


class Role(enum.Flag):
    """What a person is to a change, as its host says when asked. ``Role(0)`` is a stranger."""

    AUTHOR = enum.auto()
    """Wrote the change: the pull request's author; the Gerrit change's owner or its uploader."""
    COLLABORATOR = enum.auto()
    """Has some right of their own in the repository, e.g. GitHub's triage or read by invitation."""
    MAINTAINER = enum.auto()
    """May decide for the repository: write access on GitHub, the label's vote on Gerrit, or a team or group that the
    settings name."""


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    """The host's account id, which survives a renamed account."""
    name: str
    """The account's name, as mentions use it."""
    bot: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One text that somebody else wrote on the change."""

    id: str
    """Names the comment on its change, with its kind, e.g. ``line-77``; letters, digits, ``-``, ``_`` and ``:``."""
    by: Person
    text: str
    at: int
    """When it was written, in seconds since the epoch."""
    about: str = ""
    """The fingerprint of our comment whose thread it stands in; ``""`` elsewhere."""
    done: bool = False
    """The host shows our sign that the comment was obeyed, e.g. a 👍 of ours."""

    @property
    def digest(self) -> str:
        """Of the text: an edited comment is another one."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer of ours as read back from the host (author and marker verified), and what it brought about."""

    to: str
    """The :attr:`Said.id` of the comment that was answered."""
    digest: str
    """The :attr:`Said.digest` of the text that was answered."""
    person: str
    """The asker's :attr:`Person.id`."""
    at: int
    """When the comment that was answered was written, in seconds since the epoch."""
    dismissed: tuple[Decision, ...] = ()
    reopened: tuple[str, ...] = ()
    """Fingerprints whose decisions were taken back."""
    paused: bool | None = None
    """``True`` for a pause, ``False`` for its end."""
    refused: bool = False
    """The person was told that they may not command: further commands of theirs are met with silence."""
    by: str = ""
    """The asker's :attr:`Person.name`, for whoever reads later who took a decision back."""

    @property
    def taken_back(self) -> tuple[tuple[str, int], ...]:
        """Each fingerprint of :attr:`reopened`, and until when what was decided about it is over. A comment that
        dismisses it again means what was said before."""
        anew = {decision.fingerprint for decision in self.dismissed}
        return tuple((name, self.at - (name in anew)) for name in self.reopened)


class Sign(enum.Enum):
    """A sign on somebody's comment, where the host has such."""

    SEEN = "seen"
    DONE = "done"
    CONFUSED = "confused"


@dataclass(frozen=True, slots=True)
class Vote:
    """Somebody's 👍 or 👎 on one of our comments."""

    fingerprint: str
    person: Person
    up: bool


@dataclass(frozen=True, slots=True)
class Conversation:
    """Everything said on a change, oldest first."""

    said: tuple[Said, ...] = ()
    answered: tuple[Answered, ...] = ()

    @property
    def paused(self) -> bool:
        """Whether somebody paused the reviews of this change; the newest word counts."""
        words = sorted((item for item in self.answered if item.paused is not None), key=lambda item: item.at)
        return bool(words) and words[-1].paused is True

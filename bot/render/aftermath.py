"""What a summary says beside the review: what became of the observations since the last push."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from bot.publication import Progress, Publication

NAME = "patchwarden"
"""What we are called where the settings give no other name."""


@dataclass(frozen=True, slots=True)
class Aftermath:
    """Of one review of a change; without a value the summary says nothing of it."""

    progress: Progress | None = None
    deleted: frozenset[str] = frozenset()
    """Fingerprints of open observations whose comment somebody deleted."""
    name: str = NAME
    """What people call us in commands; the first of the host's ``command_names``, or
    :data:`bot.render.talk.UNHEARD`."""

    @classmethod
    def of(cls, publication: Publication, name: str = NAME) -> Self:
        return cls(publication.progress, publication.deleted, name)


NOTHING = Aftermath()
"""Of the first review of a change."""

"""What the engine would have to be asked, found out without asking it: the large questions are told and left open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from workers.engine.examination import Source
from workers.engine.place_packs import PlacePacks
from workers.engine.scanner import Scanner


@dataclass(frozen=True, slots=True)
class Question:
    """Texts whose answers are not known, and what was asked about them."""

    sources: Sequence[Source]
    only: frozenset[str] | None
    """As of :meth:`~workers.engine.scanner.Scanner.scan`."""
    places: bool
    """Whether the places of data flows are asked for, and not the rules."""


class LeftOpen(Exception):
    """The question was told and not asked."""


class Recording(Scanner):
    """A scanner that answers from the store. What is not there it asks where that is little, and else tells, and raises
    :class:`LeftOpen`."""

    def __init__(
        self, scanner: Scanner, tell: Callable[[Question], None], most: int = 0, *, places: bool = False
    ) -> None:
        """``most`` is how many characters of texts are asked about."""
        super().__init__(
            scanner.root,
            scanner._folder,
            scanner._cache,
            scanner.limits,
            packs=scanner._packs,
            engine=lambda: scanner._invoke,
            as_written=scanner._as_written,
        )
        self._lock = scanner._lock
        self._scanner = scanner
        self._tell = tell
        self._most = most
        self._places = places

    @property
    def place_packs(self) -> PlacePacks:  # compiled once, for both
        return self._scanner.place_packs

    @cached_property
    def for_places(self) -> Scanner:
        return Recording(self._scanner.for_places, self._tell, self._most, places=True)

    def before_asking(self, unknown: Sequence[Source], only: frozenset[str] | None) -> None:
        if sum(len(source.text) for source in unknown) > self._most:
            self._tell(Question(unknown, only, self._places))
            raise LeftOpen

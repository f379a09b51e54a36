"""What a sweep finds on a host, and what it remembers between two times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.model import ChangeRef


@dataclass(frozen=True, slots=True)
class Found:
    """An open change that wants a visit."""

    ref: ChangeRef
    head: str
    base: str
    """The tip of the target branch, as the host tells it; ``""`` where it does not."""
    why: str
    """A clause for people."""
    listens: bool = False
    """A comment alone is without an answer: the review itself stands."""


class SurveyNotes(Protocol):
    """What a sweep remembers from one time to the next, and how much it may ask. All of it may be lost: that costs a
    sweep in which everything is looked at again."""

    def spend(self, account: str, points: int = 1) -> None:
        """Counts a request that is about to be sent. Raises :class:`~bot.hosts.base.BudgetSpent`: then it must not
        be."""
        ...

    def first(self, account: str) -> str:
        """The place where the account's last sweep stopped, so that this one begins there; ``""`` for the beginning."""
        ...

    def stopped(self, account: str, place: str) -> None:
        """Keeps where the next sweep begins; ``""`` where nothing was left."""
        ...

    def known(self, places: Sequence[str]) -> Sequence[Mapping[str, str]]:
        """For each place (a repository) the states in which its changes were seen done, by their numbers."""
        ...

    def remember(self, place: str, states: Mapping[str, str]) -> None:
        """Keeps these states of a place and forgets its other ones."""
        ...


class Forgetful:
    """:class:`SurveyNotes` that remember nothing and never refuse."""

    def spend(self, account: str, points: int = 1) -> None:
        del account, points

    def first(self, account: str) -> str:
        del account
        return ""

    def stopped(self, account: str, place: str) -> None:
        del account, place

    def known(self, places: Sequence[str]) -> Sequence[Mapping[str, str]]:
        return [{} for _ in places]

    def remember(self, place: str, states: Mapping[str, str]) -> None:
        del place, states

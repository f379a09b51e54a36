"""What a sweep finds on a host, and what it remembers between two times."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.model import ChangeRef

FIRST_AGAIN, LONGEST_AGAIN = 3600, 128 * 3600
"""Seconds from an unfinished review to the first time that a sweep has it tried again, and the most between two."""
_AGAIN_LASTS = 1800
"""Seconds for which such a time lasts: so a sweep or two may be missed."""


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
    again: bool = False
    """The review stands, and lacks what may work now. Where it is parked, the parking has its own time for it."""


def terms(branch: str, policy: str | None) -> str:
    """What a review holds for beside its head: the target branch, and the policy file by its blob (``None``: it was not
    read, ``""``: there is none)."""
    return f"{_short(branch)}-{'' if policy is None else _short(policy)}"


def differs(told: str, now: str) -> str:
    """Which of the :func:`terms` are others now, as a clause for people; ``""`` where none is, or one is not known."""
    (branch, _, policy), (branch_now, _, policy_now) = told.partition("-"), now.partition("-")
    if branch and branch != branch_now:
        return "the target branch is another one"
    return "the policy is another one" if policy and policy_now and policy != policy_now else ""


def is_time_again(since: int, now: int) -> bool:
    """Whether a sweep has a review tried again that stands unfinished ``since`` then: an hour later, then after twice
    as long, at last every five days or so. Nothing needs to be remembered for that. Both are seconds of the epoch."""
    begun = _begun(now - since)
    return begun > 0 and now - since < begun + _AGAIN_LASTS


def next_time_again(since: int, now: int) -> int:
    """When the next such time begins, in seconds since the epoch."""
    begun = _begun(now - since)
    if begun >= LONGEST_AGAIN:
        return since + begun + LONGEST_AGAIN
    return since + min(max(2 * begun, FIRST_AGAIN), LONGEST_AGAIN)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _begun(age: int) -> int:
    """The age at which the latest such time began; 0 before the first."""
    if age >= LONGEST_AGAIN:
        return age // LONGEST_AGAIN * LONGEST_AGAIN
    return FIRST_AGAIN << (age // FIRST_AGAIN).bit_length() - 1 if age >= FIRST_AGAIN else 0


class SurveyNotes(Protocol):
    """What a sweep remembers from one time to the next, and how much it may ask. All of it may be lost: that costs a
    sweep in which everything is looked at again."""

    def spend(self, account: str, points: int = 1) -> None:
        """Counts a request that is about to be sent. Raises :class:`~bot.hosts.base.BudgetSpent`, and
        :class:`~bot.hosts.base.RateLimited` where the host wants to be left alone: then it must not be."""
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

    def is_settled(self, found: Found) -> bool:
        """Whether whoever took what was found has seen to it: it has a job, or is parked. What became of that is no
        matter of the sweep as long as the change stays what it is."""
        ...

    def hold(self, account: str, seconds: float) -> None:
        """A host asked to be left alone by the account for so long: :meth:`spend` refuses until then."""
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

    def is_settled(self, found: Found) -> bool:
        del found
        return False

    def hold(self, account: str, seconds: float) -> None:
        del account, seconds

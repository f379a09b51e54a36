"""How two protections compare: is the head's as strong, stronger or weaker, or are they not about the same at all?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from bot.knowledge import protection as words
from workers.checks.guards.conditions import Condition, atoms, condition, likeness
from workers.checks.guards.implications import following
from workers.checks.guards.model import Protection, Way


class Strength(Enum):
    """What the head's protection is to the base's."""

    SAME = "same"
    STRONGER = "stronger"
    WEAKER = "weaker"
    UNCLEAR = "unclear"
    """About the same, and which lets more through cannot be told."""
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class Difference:
    strength: Strength
    kind: str = ""
    """What got weaker, a word: ``clause-dropped``, ``timing``."""


_SAME = Difference(Strength.SAME)
_UNRELATED = Difference(Strength.UNRELATED)
_LIKE = 0.5
"""Likeness from which two conditions without a common atom are about the same."""
_REFUSING = frozenset({Way.REFUSES, Way.SKIPS, Way.RESETS})
_CONDITIONS = _REFUSING | {Way.ENCLOSES, Way.ANSWERS}


def compare(base: Protection, head: Protection) -> Strength:
    """What the head's protection is to the base's."""
    return difference(base, head).strength


def kind(base: Protection, head: Protection) -> str:
    """A word for what got weaker; empty where nothing did."""
    return difference(base, head).kind


@lru_cache(maxsize=8192)
def difference(base: Protection, head: Protection) -> Difference:
    """How strong the head's protection is, and what got weaker."""
    if base.way in _CONDITIONS and head.way in _CONDITIONS:
        return _conditions(_refusal(base), _refusal(head), likeness(base.text, head.text))
    if base.way in _CONDITIONS or head.way in _CONDITIONS:
        return _UNRELATED
    if (base.text, base.value) == (head.text, head.value):
        return _SAME
    return Difference(Strength.UNCLEAR) if base.name and base.name == head.name else _UNRELATED


def _refusal(protection: Protection) -> Condition:
    """When the protection keeps the operation from being reached."""
    found = condition(protection.text)
    is_refusal = protection.way in _REFUSING
    if protection.way is Way.ANSWERS:
        is_refusal = bool(words.REFUSING_PREDICATE.search(protection.name))
    return found if is_refusal else found.negated


def _conditions(base: Condition, head: Condition, like: float) -> Difference:
    found = following(base, head)
    if found is None:
        return Difference(Strength.UNCLEAR) if like >= _LIKE else _UNRELATED
    if found.forward and found.backward:
        return _time(base, head, _SAME)
    if found.backward:
        return Difference(Strength.WEAKER, "clause-dropped")
    if found.forward:
        return _time(base, head, Difference(Strength.STRONGER))
    is_related = like >= _LIKE or set(atoms(base)) & set(atoms(head))
    return Difference(Strength.UNCLEAR) if is_related else _UNRELATED


def _time(base: Condition, head: Condition, otherwise: Difference) -> Difference:
    """A comparison that took the same time whatever the guess, and no longer does."""
    if _is_slower_to_tell(base, head):
        return Difference(Strength.WEAKER, "timing")
    return Difference(Strength.STRONGER) if _is_slower_to_tell(head, base) else otherwise


def _is_slower_to_tell(one: Condition, other: Condition) -> bool:
    safe = {(atom.left, atom.right) for atom in atoms(one) if atom.is_constant_time}
    return any((atom.left, atom.right) in safe for atom in atoms(other) if not atom.is_constant_time)

"""How two protections compare: is the head's as strong, stronger or weaker, or are they not about the same at all?"""

from __future__ import annotations

from functools import lru_cache

from bot.knowledge import protection as words
from workers.checks.guards import refusals, stated
from workers.checks.guards.conditions import Condition, both, condition, likeness
from workers.checks.guards.differences import SAME, UNCLEAR, UNRELATED, Difference, Strength, weaker
from workers.checks.guards.model import Protection, Way
from workers.checks.guards.orders import hardness

__all__ = ["Difference", "Strength", "compare", "difference", "kind"]

_REFUSING = frozenset({Way.REFUSES, Way.SKIPS, Way.RESETS})
_CONDITIONS = _REFUSING | {Way.ENCLOSES, Way.ANSWERS, Way.CHECKS}
_LIKE_IN_ANOTHER_WAY = 0.5
"""Likeness below which a condition that works in another way is another condition."""
_LONGEST = 2000
"""Characters; longer texts are compared only as equal or not."""


def compare(base: Protection, head: Protection) -> Strength:
    """What the head's protection is to the base's."""
    return difference(base, head).strength


def kind(base: Protection, head: Protection) -> str:
    """A word for what got weaker, of :data:`~workers.checks.guards.differences.KINDS`; empty where nothing did."""
    return difference(base, head).kind


@lru_cache(maxsize=8192)
def difference(base: Protection, head: Protection) -> Difference:
    """How strong the head's protection is, and what got weaker."""
    found = _content(base, head)
    if found.strength in (Strength.SAME, Strength.STRONGER) and _is_softer(base, head):
        return weaker("softer-ending")
    return found


def _content(base: Protection, head: Protection) -> Difference:
    """What differs but for the endings."""
    if base.way is head.way and (base.text, base.value) == (head.text, head.value):
        return SAME
    if max(len(base.text), len(head.text)) > _LONGEST:
        return UNCLEAR if base.way is head.way and base.name == head.name else UNRELATED
    if base.way is Way.CHECKS and head.way is Way.CHECKS:
        found = stated.calls(base, head)
        is_same = found.strength in (Strength.SAME, Strength.UNCLEAR)
        return _conditions(base, head) if is_same and _has_condition(base, head) else found
    if base.way in _CONDITIONS and head.way in _CONDITIONS:
        return _conditions(base, head)
    if base.way is not head.way:
        return UNRELATED
    return stated.difference(base, head)


def _conditions(base: Protection, head: Protection) -> Difference:
    if not base.text or not head.text:
        return UNRELATED
    like = likeness(base.text, head.text)
    found = refusals.difference(_refusal(base), _refusal(head), like)
    if (
        base.way is not head.way
        and like < _LIKE_IN_ANOTHER_WAY
        and found.strength in (Strength.WEAKER, Strength.UNCLEAR)
    ):
        return UNRELATED
    is_reset = base.way is head.way is Way.RESETS
    if is_reset and found is SAME and base.value != head.value and likeness(base.value, head.value) < 1:
        return UNCLEAR
    return found


def _has_condition(*sides: Protection) -> bool:
    return any(side.text.startswith("if ") for side in sides)


def _refusal(protection: Protection) -> Condition:
    """When the protection keeps the operation from being reached."""
    if protection.way is Way.CHECKS and protection.text.startswith("if ") and ": " in protection.text:
        asked, _, called = protection.text[3:].rpartition(": ")
        return both([condition(asked), condition(called).negated])
    found = condition(_asked(protection.text))
    is_refusal = protection.way in _REFUSING
    if protection.way is Way.ANSWERS:
        is_refusal = bool(words.REFUSING_PREDICATE.search(protection.name))
    return found if is_refusal else found.negated


def _asked(text: str) -> str:
    return text.removeprefix("return ").strip().rstrip(";")


def _is_softer(base: Protection, head: Protection) -> bool:
    """Whether a refusal goes on where it ended, or ends quietly where it raised."""
    ends = base.way in (Way.REFUSES, Way.HANDLES) and head.way in (Way.REFUSES, Way.HANDLES)
    if not ends or not base.ending or not head.ending or base.ending == head.ending:
        return False
    mine, theirs = hardness(base.ending), hardness(head.ending)
    return theirs == 0 < mine or mine - theirs >= 2

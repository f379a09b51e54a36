"""The words in which a comparison of two protections answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


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
    """What got weaker (or, where that is unclear, what changed), one word of :data:`KINDS`; it may be empty."""


KINDS = {
    "clause-dropped": "one of several conditions is gone: ``if a or b: refuse`` is ``if a: refuse``",
    "exemption-added": "a new condition lets through: ``if not admin and not debug: refuse``",
    "bound-raised": "a limit is higher",
    "bound-dropped": "a limit is gone: -1, none",
    "comparison-widened": "equal is prefix, prefix is contains, ``>=`` is ``>``, empty is null",
    "equality-loosened": "two values of different types may be equal: ``===`` is ``==``",
    "null-check-dropped": "nobody asks any more whether a value is there before more is asked of it",
    "timing": "two secrets are compared in a time that tells where they differ",
    "unresolved": "a path is asked about before it is resolved",
    "pattern-loosened": "a regular expression lets more through",
    "pattern-ambiguous": "a regular expression became slow on long texts",
    "role-lowered": "a lower role is enough: superuser, permission, any user, nobody",
    "list-grown": "a list of what is allowed has more",
    "list-shrunk": "a list of what is refused or required has less",
    "softer-ending": "what was raised is returned or logged",
    "value-weakened": "a setting has a weaker value: ``DENY`` is ``SAMEORIGIN``, sha256 is md5",
    "switched-off": "a setting that protects is off",
    "argument-dropped": "a check gets less to check",
    "call-changed": "a call that may fail gets less, and nothing says that it checks anything",
    "permission-changed": "another permission is asked for; which is higher cannot be told",
    "permission-replaced": "a permission was asked for, and something else is now",
    "bound-changed": "a number is bounded by something else",
    "cleaner-dropped": "one of several functions that clean a value is gone",
    "case": "a comparison came to mind the case, or no longer does",
    "constant": "a condition is always false, or always true",
}
"""What each kind means."""

SAME = Difference(Strength.SAME)
STRONGER = Difference(Strength.STRONGER)
UNCLEAR = Difference(Strength.UNCLEAR)
UNRELATED = Difference(Strength.UNRELATED)


def weaker(kind: str) -> Difference:
    return Difference(Strength.WEAKER, kind)

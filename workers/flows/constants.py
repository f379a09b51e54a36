"""Operators over constants, as all the languages have them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence

from workers.flows.values import UNKNOWN, Constant

LONGEST = 400
"""Characters of a text that is put together of constants."""
LARGEST = 2**53
_NUMBERS: dict[str, Callable[[int | float, int | float], int | float | bool]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "===": operator.eq,
    "!=": operator.ne,
    "!==": operator.ne,
}
_TEXTS: dict[str, Callable[[str, str], str | bool]] = {
    "+": operator.add,
    ".": operator.add,
    "==": operator.eq,
    "===": operator.eq,
    "!=": operator.ne,
    "!==": operator.ne,
}


def truth(const: Constant) -> bool | None:
    """Whether a condition holds; ``None`` where that is not known. Only what is a truth value everywhere counts."""
    return const if isinstance(const, bool) else None


def folded(sign: str, values: Sequence[Constant]) -> Constant:
    """The value of an operation; unknown where a part is, or where languages differ."""
    if not values or any(each is UNKNOWN for each in values):
        return UNKNOWN
    if len(values) == 1:
        return not values[0] if sign == "!?" and isinstance(values[0], bool) else UNKNOWN
    made = values[0]
    for each in values[1:]:
        made = _pair(sign, made, each)
        if made is UNKNOWN:
            return UNKNOWN
    return made


def _pair(sign: str, one: Constant, other: Constant) -> Constant:
    if isinstance(one, str) and isinstance(other, str) and sign in _TEXTS:
        made: Constant = _TEXTS[sign](one, other)
        return made if not isinstance(made, str) or len(made) <= LONGEST else UNKNOWN
    if _is_number(one) and _is_number(other):
        assert isinstance(one, int | float)  # noqa: S101 - by what was just asked
        assert isinstance(other, int | float)  # noqa: S101
        if sign in _NUMBERS:
            result = _NUMBERS[sign](one, other)
            return result if abs(result) < LARGEST else UNKNOWN
        if sign == "/" and other and isinstance(one, int) and isinstance(other, int) and one % other == 0:
            return one // other
        if sign == "%" and isinstance(one, int) and isinstance(other, int) and one >= 0 < other:
            return one % other
    return UNKNOWN


def _is_number(value: Constant) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

"""Python's own operators on constants, within bounds: what a program computes must not cost us time or memory."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

_LONGEST = 1_000
_MOST_BITS = 64

BINARY: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod, "**": operator.pow, "<<": operator.lshift, ">>": operator.rshift,
    "&": operator.and_, "|": operator.or_, "^": operator.xor,
}  # fmt: skip
UNARY: Mapping[str, Callable[[Any], Any]] = {"-": operator.neg, "+": operator.pos, "~": operator.invert}
COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge, "in": lambda a, b: a in b, "not in": lambda a, b: a not in b,
    "is": lambda a, b: type(a) is type(b) and a == b, "is not": lambda a, b: not (type(a) is type(b) and a == b),
}  # fmt: skip


class NoAnswer(Exception):
    """The operation is not one that is computed here, or Python would raise an error."""


def apply(function: Callable[..., Any], *args: Any) -> Any:
    """Raises :class:`NoAnswer`."""
    if not all(_is_small(arg) for arg in args):
        raise NoAnswer
    try:
        result = function(*args)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise NoAnswer from error
    if not _is_small(result):
        raise NoAnswer
    return result


def _is_small(value: Any) -> bool:
    if isinstance(value, str | bytes):
        return len(value) <= _LONGEST
    return not isinstance(value, int) or value.bit_length() <= _MOST_BITS


def binary(symbol: str, left: Any, right: Any) -> Any:
    """``left symbol right`` of numbers, and ``+`` of texts. Raises :class:`NoAnswer`."""
    if symbol != "+" and (isinstance(left, str | bytes) or isinstance(right, str | bytes)):
        raise NoAnswer
    if symbol in ("**", "<<") and not (isinstance(right, int | float) and abs(right) <= _MOST_BITS):
        raise NoAnswer
    if symbol not in BINARY:
        raise NoAnswer
    return apply(BINARY[symbol], left, right)

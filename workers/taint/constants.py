"""Python's own operations on constants, within bounds: what a program computes must not cost us time or memory."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
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
METHODS = frozenset(
    "capitalize casefold count encode decode endswith find index isalnum isalpha isascii isdecimal isdigit "
    "isidentifier islower isnumeric isprintable isspace istitle isupper lower lstrip removeprefix removesuffix replace "
    "rfind rindex rstrip startswith strip swapcase title upper split rsplit splitlines partition rpartition hex "
    "bit_length is_integer conjugate".split()
)
"""Methods of constants that cannot make much out of little."""
PADDING = frozenset("center ljust rjust zfill expandtabs".split())
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        abs,
        ascii,
        bin,
        bool,
        bytes,
        chr,
        divmod,
        float,
        hex,
        int,
        len,
        max,
        min,
        oct,
        ord,
        repr,
        round,
        str,
    )
}
"""Built-in functions that are computed for constants."""
_CONVERSIONS: Mapping[str, Callable[[object], str]] = {"r": repr, "s": str, "a": ascii}


class NoAnswer(Exception):
    """The operation is not one that is computed here, or Python would raise an error."""


def apply(function: Callable[..., Any], *args: Any, **named: Any) -> Any:
    """Raises :class:`NoAnswer`."""
    if not all(_is_small(arg) for arg in (*args, *named.values())):
        raise NoAnswer
    try:
        result = function(*args, **named)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise NoAnswer from error
    if not _is_small(result):
        raise NoAnswer
    return result


def _is_small(value: Any) -> bool:
    if isinstance(value, str | bytes):
        return len(value) <= _LONGEST
    if isinstance(value, int):
        return value.bit_length() <= _MOST_BITS
    if isinstance(value, list | tuple):
        return len(value) <= _LONGEST and all(_is_small(item) for item in value)
    return True


def binary(symbol: str, left: Any, right: Any) -> Any:
    """Raises :class:`NoAnswer`."""
    if symbol in ("**", "<<") and not (isinstance(right, int | float) and abs(right) <= _MOST_BITS):
        raise NoAnswer
    if symbol == "*" and any(
        isinstance(text, str | bytes) and isinstance(times, int) and len(text) * times > _LONGEST
        for text, times in ((left, right), (right, left))
    ):
        raise NoAnswer
    if symbol == "%" and isinstance(left, str | bytes):
        return percent(left, right)
    if symbol not in BINARY:
        raise NoAnswer
    return apply(BINARY[symbol], left, right)


def percent(template: Any, values: Any) -> Any:
    """``template % values``. Raises :class:`NoAnswer`."""
    if _has_width(template):
        raise NoAnswer
    return apply(operator.mod, template, values)


def method(value: Any, name: str, args: Sequence[Any], named: Mapping[str, Any]) -> Any:
    """``value.name(*args)``. Raises :class:`NoAnswer`."""
    if name in PADDING and any(isinstance(arg, int) and arg > _LONGEST for arg in (*args, *named.values())):
        raise NoAnswer
    if name not in METHODS and name not in PADDING:
        raise NoAnswer
    return apply(lambda *all_args, **all_named: getattr(value, name)(*all_args, **all_named), *args, **named)


def function(name: str, args: Sequence[Any]) -> Any:
    """A built-in function. Raises :class:`NoAnswer`."""
    if name not in FUNCTIONS or (name == "bytes" and args and isinstance(args[0], int)):
        raise NoAnswer
    return apply(FUNCTIONS[name], *args)


def formatted(value: Any, specification: str, conversion: str = "") -> str:
    """One field of a format string. Raises :class:`NoAnswer`."""
    if _has_width(specification):
        raise NoAnswer
    return str(apply(format, _CONVERSIONS[conversion](value) if conversion else value, specification))


def _has_width(template: Any) -> bool:
    """Whether it may ask for a text of any length."""
    text = template.decode("latin-1") if isinstance(template, bytes) else str(template)
    return "*" in text or re.search(r"\d{4}", text) is not None

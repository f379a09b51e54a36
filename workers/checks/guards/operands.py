"""What stands in conditions: values and calls, cut from rows of tokens and brought into one spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workers.checks.guards.tokens import Sort, Token, joined, matches

_LENGTHS = frozenset({"len", "length", "size", "count", "strlen", "mbstrlen", "sizeof", "bytesize", "getlength"})
_FOLDERS = frozenset(
    "lower tolower tolowercase strtolower mbstrtolower downcase casefold upper toupper touppercase strtoupper upcase "
    "tolocalelowercase".split()
)
_NORMALISERS = frozenset(
    "realpath abspath normpath clean resolve normalize normalise canonicalpath getcanonicalpath getcanonicalfile "
    "evalsymlinks expandpath cleanpath torealpath toabsolutepath abs unquote urldecode normcase".split()
)
_UNITS = {
    "nanosecond": 1e-9, "microsecond": 1e-6, "millisecond": 1e-3, "milliseconds": 1e-3, "second": 1.0, "seconds": 1.0,
    "minute": 60.0, "minutes": 60.0, "hour": 3600.0, "hours": 3600.0, "day": 86400.0, "days": 86400.0,
    "week": 604800.0, "weeks": 604800.0, "month": 2.6e6, "months": 2.6e6, "year": 3.15e7, "years": 3.15e7,
    "kilobyte": 1024.0, "kilobytes": 1024.0, "megabyte": 1048576.0, "megabytes": 1048576.0,
    "gigabyte": 2.0**30, "gigabytes": 2.0**30, "kb": 1024.0, "mb": 1048576.0, "gb": 2.0**30, "mib": 1048576.0,
}  # fmt: skip
"""Seconds or bytes of what Go, Ruby and Java multiply by, e.g. ``5 * time.Minute``, ``2.megabytes``."""
_NUMBER = re.compile(r"(?:0x[0-9a-f]+|0o?[0-7]+|0b[01]+|\d+(?:\.\d+)?(?:e\d+)?)(?=[lfdun]{0,3}$)")
_MOST_ENTRIES = 60


@dataclass(frozen=True, slots=True)
class Call:
    """``owner.name(arguments)``; the owner may be a value or a module, and is empty where there is none."""

    name: str
    """In the one spelling."""
    owner: Sequence[Token]
    arguments: tuple[Sequence[Token], ...]


@dataclass(frozen=True, slots=True)
class Operand:
    """A value."""

    text: str
    """In the one spelling, without what folds its case or resolves its path."""
    is_folded: bool = False
    is_normal: bool = False
    """Whether a path is resolved before anything is asked about it."""
    number: float | None = None
    entries: frozenset[str] | None = None
    """What a literal list, set or tuple holds."""


def parts(row: Sequence[Token], sign: str = ",") -> Iterator[Sequence[Token]]:
    """A row cut at a sign that stands outside of all brackets."""
    depth, start = 0, 0
    for index, token in enumerate(row):
        depth += (token.sort is Sort.OPEN) - (token.sort is Sort.CLOSE)
        if depth == 0 and token.sort is not Sort.CLOSE and token.plain == sign:
            yield row[start:index]
            start = index + 1
    if start < len(row):
        yield row[start:]


def bare(row: Sequence[Token]) -> Sequence[Token]:
    """A row without the brackets around the whole of it; a tuple keeps its own."""
    if len(row) < 2 or row[0].text != "(" or row[-1].text != ")" or (pairs := matches(row)) is None:
        return row
    start, end = 0, len(row)
    while start < end - 1 and row[start].text == "(" and pairs[start] == end - 1:
        start, end = start + 1, end - 1
    is_tuple = start > 0 and len(list(parts(row[start:end]))) > 1
    return row[start - is_tuple : end + is_tuple]


def call(row: Sequence[Token]) -> Call | None:
    """The call or member that a row is as a whole: ``s.startswith(p)``, ``hmac.compare_digest(a, b)``, ``x.nil?``."""
    if not row:
        return None
    if row[-1].sort is Sort.NAME:
        return Call(row[-1].plain, row[:-2], ()) if _is_member(row, len(row) - 1) else None
    if row[-1].text != ")":
        return None
    depth, index = 0, len(row) - 1
    while index >= 0:
        depth += (row[index].sort is Sort.CLOSE) - (row[index].sort is Sort.OPEN)
        if depth == 0:
            break
        index -= 1
    if index < 1 or row[index - 1].sort is not Sort.NAME:
        return None
    arguments = tuple(parts(row[index + 1 : -1]))
    if index == 1:
        return Call(row[0].plain, (), arguments)
    return Call(row[index - 1].plain, row[: index - 2], arguments) if _is_member(row, index - 1) else None


def _is_member(row: Sequence[Token], name: int) -> bool:
    """Whether the name at an index is asked of all that stands before it."""
    if name < 2 or row[name - 1].plain != ".":
        return False
    depth = 0
    for token in row[: name - 1]:
        depth += (token.sort is Sort.OPEN) - (token.sort is Sort.CLOSE)
        if depth == 0 and token.sort is Sort.SIGN and token.plain != ".":
            return False
    return True


def operand(row: Sequence[Token]) -> Operand:
    """A value in the one spelling."""
    row = bare(row)
    is_folded = is_normal = False
    for _ in range(6):
        inner = call(row)
        if inner is None:
            break
        if inner.name in _FOLDERS:
            row, is_folded = _value(inner), True
        elif inner.name in _NORMALISERS:
            row, is_normal = _value(inner), True
        else:
            break
    number = value_of(row)
    if number is not None:
        return Operand(_written(number), number=number)
    inner = call(row)
    if inner is not None and inner.name in _LENGTHS and len(inner.arguments) <= 1:
        text = f"len({joined(bare(_value(inner)))})"
    else:
        text = joined(row)
    return Operand(text, is_folded, is_normal, None, _entries(row))


def _value(inner: Call) -> Sequence[Token]:
    """What a call is about: its first argument, else its owner."""
    return bare(inner.arguments[0] if inner.arguments else inner.owner)


def _entries(row: Sequence[Token]) -> frozenset[str] | None:
    pairs = matches(row)
    if pairs is None or len(row) < 2:
        return None
    first, last = row[0], row[-1]
    start = 1
    if first.sort is Sort.NAME and first.plain in ("array", "set", "frozenset", "of", "list") and row[1].text == "(":
        start = 2
    elif first.text not in "([{" or first.sort is not Sort.OPEN:
        return None
    if pairs.get(start - 1) != len(row) - 1 or last.sort is not Sort.CLOSE:
        return None
    items = [joined(item) for item in parts(row[start:-1])]
    if len(items) == 1 and start == 1 and first.text == "(":
        return None
    return frozenset(items) if 0 < len(items) <= _MOST_ENTRIES else None


def value_of(row: Sequence[Token]) -> float | None:
    """The number that a row of numbers, units and ``* + -`` stands for: ``10 * 1024``, ``5 * time.Minute``."""
    total, product, sign, is_open = 0.0, 1.0, 1.0, True
    index = 0
    while index < len(row):
        token = row[index]
        if token.sort is Sort.NUMBER and (number := _number(token.plain)) is not None:
            product, is_open = product * number, False
        elif token.sort is Sort.NAME and token.plain in _UNITS and (index > 0):
            product, is_open = product * _UNITS[token.plain], False
        elif token.plain in (".", "*") or (token.plain in ("time", "duration") and len(row) > index + 1):
            pass
        elif token.plain == "<<" and index + 1 < len(row) and (number := _number(row[index + 1].plain)) is not None:
            product *= 2.0 ** min(number, 80)
            index += 1
        elif token.plain in ("+", "-"):
            if not is_open:
                total += sign * product
            sign, product, is_open = (1.0 if token.plain == "+" else -1.0), 1.0, True
        else:
            return None
        index += 1
    return None if is_open else total + sign * product


def _number(text: str) -> float | None:
    found = _NUMBER.match(text)
    if found is None:
        return None
    digits = found.group()
    try:
        return float(int(digits, 0)) if digits[:2] in ("0x", "0o", "0b") else float(digits)
    except (ValueError, OverflowError):
        return None


def _written(number: float) -> str:
    return str(int(number)) if abs(number) < 2.0**53 and number == int(number) else str(number)


def moved_constant(row: Sequence[Token]) -> tuple[Sequence[Token], float]:
    """A sum without its plain numbers, and their sum: ``x + 4`` is ``x`` and 4."""
    depth = 0
    for index in range(len(row) - 1, 0, -1):
        token = row[index]
        depth += (token.sort is Sort.CLOSE) - (token.sort is Sort.OPEN)
        if depth == 0 and token.plain in ("+", "-") and row[index - 1].sort is not Sort.SIGN:
            number = value_of(row[index + 1 :])
            if number is None:
                return row, 0.0
            return row[:index], number if token.plain == "+" else -number
        if depth == 0 and token.sort is Sort.SIGN and token.plain not in (".", "*"):
            return row, 0.0
    return row, 0.0

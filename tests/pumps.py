"""Texts that make a regular expression work hard, derived from its parsed tree.

For each part that repeats: what leads to it, the part itself many times, and an end that fails; and the whole of it
many times, so that each place of the text is a start of its own.
"""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

_POOL = " a0\nA_\t.-/\"'\\<>(){}[]=:,;#*$|é"
_CHARACTERS = 4
"""Of each set of characters, so many are tried."""
_LONG = 40
"""A part that may repeat so often is taken as one that repeats without end."""
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_CATEGORIES = {
    op.CATEGORY_DIGIT: str.isdigit,
    op.CATEGORY_NOT_DIGIT: lambda c: not c.isdigit(),
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
    op.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    op.CATEGORY_NOT_WORD: lambda c: not (c.isalnum() or c == "_"),
}
Node = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Pump:
    """A family of texts: ``before``, ``unit`` over and over, ``after``."""

    before: str
    unit: str
    after: str

    def text(self, size: int) -> str:
        """The text of about ``size`` characters."""
        return self.before + self.unit * (size // len(self.unit)) + self.after

    def shown(self) -> str:
        """For people: ``'<a' + ' ' × n + '\\x00'``."""
        return f"{self.before!r} + {self.unit!r} × n + {self.after!r}"


def pumps(pattern: str | bytes, flags: int) -> Iterator[Pump]:
    """The texts that the pattern may take long for, each once."""
    tree = parser.parse(pattern, flags)
    pool = "".join(dict.fromkeys([*_literals(tree), *_POOL]))
    seen: set[Pump] = set()
    for before, body, after in _repeats(list(tree), "", "", pool):
        for unit in _bodies(body, pool):
            for pump in _shapes(before, unit, after):
                if pump.unit and pump not in seen:
                    seen.add(pump)
                    yield pump


def _shapes(before: str, unit: str, after: str) -> Iterator[Pump]:
    for end in ("", "\0"):
        yield Pump(before, unit, end)
        yield Pump("", unit, end)
        if before:
            yield Pump("", before + unit, end)
        if after[:-1]:
            yield Pump("", before + unit + after[:-1], end)
            yield Pump(before, unit + after[:-1], end)


def _repeats(nodes: Sequence[Node], before: str, after: str, pool: str) -> Iterator[tuple[str, Sequence[Node], str]]:
    """Each part that repeats without end: what leads to it, its body, what would follow."""
    for index, (kind, value) in enumerate(nodes):
        for leading in dict.fromkeys((before + _text(nodes[:index], pool, 0), before + _text(nodes[:index], pool, 1))):
            trailing = _text(nodes[index + 1 :], pool, 0) + after
            if kind in _REPEATS:
                _, most, body = value
                if most >= _LONG:
                    yield leading, list(body), trailing
                yield from _repeats(list(body), leading, trailing, pool)
            else:
                for part in _parts(kind, value):
                    yield from _repeats(part, leading, trailing, pool)


def _parts(kind: Any, value: Any) -> Iterator[Sequence[Node]]:
    """The lists of nodes inside of a node."""
    if kind is op.SUBPATTERN:
        yield list(value[3])
    elif kind is op.ATOMIC_GROUP:
        yield list(value)
    elif kind is op.BRANCH:
        yield from (list(one) for one in value[1])
    elif kind in (op.ASSERT, op.ASSERT_NOT):
        yield list(value[1])
    elif kind is op.GROUPREF_EXISTS:
        yield from (list(one) for one in value[1:] if one)


def _bodies(body: Sequence[Node], pool: str) -> Iterator[str]:
    """Texts that the body of a repeat matches."""
    if len(body) == 1:
        kind, value = body[0]
        if takes := _takes(kind, value):
            yield from [one for one in pool if takes(one)][:_CHARACTERS]
            return
        if kind is op.BRANCH:
            for one in value[1]:
                yield from _bodies(list(one), pool)
            return
        if kind is op.SUBPATTERN:
            yield from _bodies(list(value[3]), pool)
            return
    for times in (0, 1):
        yield _text(body, pool, times)
    yield _text(body, pool[::-1], 1)


def _text(nodes: Iterable[Node], pool: str, times: int) -> str:
    """A text that the nodes match (what looks around aside); a part that may be left out stands ``times`` times."""
    return "".join(_one(kind, value, pool, times) for kind, value in nodes)


def _one(kind: Any, value: Any, pool: str, times: int) -> str:
    if kind is op.LITERAL:
        return chr(value)
    if takes := _takes(kind, value):
        return str(next((one for one in pool if takes(one)), "a"))
    if kind in _REPEATS:
        least, most, body = value
        return _text(body, pool, times) * int(min(max(least, times), most))
    if kind is op.BRANCH:
        return _text(value[1][0], pool, times)
    if kind in (op.SUBPATTERN, op.ATOMIC_GROUP):
        return _text(value[3] if kind is op.SUBPATTERN else value, pool, times)
    if kind is op.GROUPREF:
        return "a"
    return ""


def _takes(kind: Any, value: Any) -> Any:
    """Whether a node of one character takes it, as a function; ``None`` for any other node."""
    if kind is op.ANY:
        return lambda one: one != "\n"
    if kind is op.NOT_LITERAL:
        return lambda one: ord(one) != value
    if kind is op.LITERAL:
        return lambda one: ord(one) == value
    if kind is op.CATEGORY:
        return _CATEGORIES[value]
    if kind is op.IN:
        negated = value[0][0] is op.NEGATE
        items = [item for item in value if item[0] is not op.NEGATE]
        return lambda one: any(_in(item, one) for item in items) is not negated
    return None


def _in(item: Node, one: str) -> bool:
    kind, value = item
    if kind is op.RANGE:
        return bool(value[0] <= ord(one) <= value[1])
    return bool(_takes(kind, value)(one))


def _literals(nodes: Iterable[Node]) -> Iterator[str]:
    for kind, value in nodes:
        if kind in (op.LITERAL, op.NOT_LITERAL):
            yield chr(value)
        elif kind is op.IN:
            yield from _literals(value)
        elif kind in _REPEATS:
            yield from _literals(value[2])
        else:
            for part in _parts(kind, value):
                yield from _literals(part)


def is_matched_wrong(pattern: str | bytes, flags: int = 0) -> bool:
    """Whether Python before 3.11.5 may match the pattern wrong: it has an atomic group, or a possessive quantifier over
    more than one character, e.g. ``(?:(?!x).)*+``. To look ahead and refer back does the same everywhere:
    ``(?=(?P<all>(?:(?!x).)*))(?P=all)``. Source: https://github.com/python/cpython/issues/106052
    """
    return _has_wrong(parser.parse(pattern, flags))


_ONE = (op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY, op.CATEGORY)


def _has_wrong(tree: Any) -> bool:
    for code, given in tree:
        if code is op.ATOMIC_GROUP:
            return True
        if code is op.POSSESSIVE_REPEAT and not (len(given[2]) == 1 and given[2][0][0] in _ONE):
            return True
        below = given if isinstance(given, (tuple, list)) else ()
        parts = below[1] if code is op.BRANCH else below
        if any(_has_wrong(part) for part in parts if isinstance(part, parser.SubPattern)):
            return True
    return False

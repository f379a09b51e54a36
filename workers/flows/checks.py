"""What a condition says of a value, once it is known to hold or not to hold.

A value that is one of a fixed set, or equal to a constant, is nobody's text any more. One without ``..`` or below a
known folder is harmless as a path alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workers.flows.program import Assign, Call, Const, Expr, Field, Item, Name, Operation, Same

_AND, _OR = frozenset({"&&", "and"}), frozenset({"||", "or"})
_EQUAL = frozenset({"==", "===", "is"})
_UNEQUAL = frozenset({"!=", "!==", "is not"})
_MEMBER = frozenset(
    "has includes contains containsKey include hasOwnProperty Contains include? key? has_key? member?".split()
)
_IN_LIST = frozenset({"in_array", "array_key_exists", "key_exists"})
_OF_PLAIN_TEXT = frozenset("ctype_digit ctype_alnum ctype_alpha ctype_xdigit is_numeric is_int is_bool".split())
_PLAIN = frozenset("isdigit isalnum isalpha isdecimal isnumeric isidentifier".split())
_EQUALS = frozenset({"equals", "equalsIgnoreCase", "contentEquals"})
_PARTS = frozenset({"includes", "contains", "Contains", "ContainsAny"})
_STARTS = frozenset({"startsWith", "startswith", "HasPrefix", "start_with?"})
MOST = 12
"""Conditions in conditions, and parts of a place, that are read."""


@dataclass(frozen=True, slots=True)
class Check:
    """A value that a condition looked at."""

    value: Expr
    against: Expr | None = None
    """The set that it is in, where it says nothing unless nobody else can write to that."""
    as_path: bool = False
    """It is harmless as a path, and as nothing else."""
    is_weak: bool = False
    """It is a check as people write it, and proves nothing."""


def checks(test: Expr, *, holds: bool, depth: int = MOST) -> list[Check]:
    """What is harmless where a condition holds, or where it does not."""
    if depth <= 0:
        return []
    match test:
        case Same() | Assign():
            return checks(test.value, holds=holds, depth=depth - 1)
        case Operation() if test.operator in ("!?", "not") and len(test.parts) == 1:
            return checks(test.parts[0], holds=not holds, depth=depth - 1)
        case Operation() if test.operator in _AND | _OR:
            parts = [checks(each, holds=holds, depth=depth - 1) for each in test.parts]
            if holds is (test.operator in _AND):
                return [check for part in parts for check in part]
            return _in_all(parts)
        case Operation() if len(test.parts) == 2:
            return list(_of_two(test.operator, test.parts[0], test.parts[1], now=holds))
        case Call():
            return list(_of_call(test, now=holds))
    return []


def _in_all(parts: list[list[Check]]) -> list[Check]:
    """What each of several conditions says, where one of them decides, and nobody knows which."""
    keys = [{key_of(check.value) for check in part if not check.against} for part in parts]
    common = set.intersection(*keys) - {""} if keys else set()
    return [check for check in parts[0] if key_of(check.value) in common] if common else []


def _of_two(operator: str, one: Expr, other: Expr, *, now: bool) -> Iterator[Check]:
    if operator in _EQUAL | _UNEQUAL and now is (operator in _EQUAL):
        if is_fixed(other):
            yield Check(one)
        elif is_fixed(one):
            yield Check(other)
    elif operator in ("in", "not in"):
        is_in = now is (operator == "in")
        if isinstance(one, Const):
            if not is_in and _climbs(one):
                yield Check(other, as_path=True)
        elif is_in:
            yield Check(one, against=other)


def _of_call(call: Call, *, now: bool) -> Iterator[Check]:
    callee, given = call.callee, [each.value for each in call.arguments]
    if isinstance(callee, Name) and given and now:
        yield from _of_function(callee.name, given)
    if not isinstance(callee, Field) or not (given or callee.name in _PLAIN):
        return
    name, object_ = callee.name, callee.object
    text, asked = (object_, given[0]) if len(given) == 1 else (given[0], given[1]) if given else (object_, object_)
    if name in _PARTS and _climbs(asked):
        yield from () if now else (Check(text, as_path=True),)
    elif not now:
        return
    elif name in _PLAIN:
        yield Check(object_)
    elif name in _MEMBER:
        yield Check(given[-1], against=object_)
    elif name in _EQUALS and (is_fixed(object_) or is_fixed(asked)):
        yield Check(asked if is_fixed(object_) else object_)
    elif name in _STARTS and (not isinstance(asked, Const) or "/" in str(asked.value)):
        yield Check(text, against=asked, as_path=True, is_weak=True)


def _of_function(name: str, given: list[Expr]) -> Iterator[Check]:
    """``in_array($x, $list)`` and its like, where they hold (PHP)."""
    if name in _IN_LIST and len(given) > 1:
        yield Check(given[0], against=given[1])
    elif name in _OF_PLAIN_TEXT:
        yield Check(given[0])
    elif name == "isset" and isinstance(given[0], Item):
        yield Check(given[0].key, against=given[0].object)


def is_fixed(expr: Expr) -> bool:
    """Whether an expression is evidently a constant that says something: not the empty text, not ``null``."""
    while isinstance(expr, Same):
        expr = expr.value
    if isinstance(expr, Const):
        return isinstance(expr.value, str) and bool(expr.value)
    name = expr.name if isinstance(expr, Name | Field) else ""
    return name.isupper() and len(name) > 1


def _climbs(expr: Expr) -> bool:
    return isinstance(expr, Const) and isinstance(expr.value, str) and ".." in expr.value


def key_of(expr: Expr) -> str:
    """A text for a place that is read again as it was: ``request.query.name``; empty for all else."""
    parts: list[str] = []
    while True:
        match expr:
            case Same():
                expr = expr.value
            case Name():
                return ".".join((expr.name, *reversed(parts)))
            case Field():
                parts.append(expr.name)
                expr = expr.object
            case Item(key=Const(value=key)) if key is not None:
                parts.append(f"[{key}]")
                expr = expr.object
            case Call() if all(isinstance(each.value, Const) for each in expr.arguments) and len(parts) < MOST:
                values = [str(each.value.value) for each in expr.arguments if isinstance(each.value, Const)]
                parts.append(f"({','.join(values)})")
                expr = expr.callee
            case _:
                return ""

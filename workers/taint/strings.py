"""Texts made of parts: what is known of the beginning and the end stays known."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from itertools import product

from workers.taint import constants
from workers.taint.constants import NoAnswer
from workers.taint.heap import State, taint_of
from workers.taint.lattice import MOST_CONSTANTS, Atom, Const, Text, Value, bounded, const, of, shallow

_LONGEST = 200
_CONVERSION = re.compile(r"%(?:\((?P<name>[^)]*)\))?[-+ #0]*\d*(?:\.\d+)?(?P<kind>[diouxXeEfFgGcrsa%])")
Piece = Const | Text


def some_text(*, taint: int = 0) -> Value:
    """Any text."""
    return of(Text("", "", taint))


def as_text(value: Value, state: State) -> Value:
    """``str(value)`` for everything but objects with a way of their own."""
    pieces: set[Atom] = set()
    for atom in value.atoms:
        if isinstance(atom, Const):
            pieces.add(Const(str, str(atom.value)))
        elif isinstance(atom, Text):
            pieces.add(atom)
        else:
            pieces.add(Text("", "", taint_of(state, of(atom))))
    if value.unknown:
        pieces.add(Text("", "", value.taint))
    return bounded(Value(frozenset(pieces)))


def concat(values: Sequence[Value]) -> Value:
    """The texts one after the other. What is no text counts as any text."""
    parts = [_pieces(value) for value in values]
    size = 1
    for number, pieces in enumerate(parts):
        size *= len(pieces)
        if size > MOST_CONSTANTS:
            size //= len(pieces)
            parts[number] = [Text("", "", shallow(pieces))]
    return bounded(Value(frozenset(_glued(choice) for choice in product(*parts))))


def _pieces(value: Value) -> list[Piece]:
    found: dict[Piece, None] = {}
    for atom in value.atoms:
        is_text = isinstance(atom, Text) or (isinstance(atom, Const) and atom.kind is str)
        found[atom if is_text and isinstance(atom, Const | Text) else Text("", "", taint=0)] = None
    if value.unknown:
        found[Text("", "", value.taint)] = None
    return list(found) or [Text("", "", taint=0)]


def _glued(pieces: Iterable[Piece]) -> Piece:
    whole: Piece = Const(str, "")
    for piece in pieces:
        whole = _pair(whole, piece)
    return whole


def _pair(first: Piece, second: Piece) -> Piece:
    match first, second:
        case Const(_, a), Const(_, b):
            text = str(a) + str(b)
            return Const(str, text) if len(text) <= _LONGEST else Text(text[:_LONGEST], "", taint=0)
        case Const(_, a), Text(prefix, suffix, taint):
            return Text((str(a) + prefix)[:_LONGEST], suffix, taint)
        case Text(prefix, suffix, taint), Const(_, b):
            return Text(prefix, (suffix + str(b))[-_LONGEST:], taint)
        case Text(prefix, _, a), Text(_, suffix, b):
            return Text(prefix, suffix, a or b)
    raise AssertionError


def percent(template: str, values: Sequence[Value] | None, entries: dict[str, Value], state: State) -> Value:
    """``template % values``; ``values`` is ``None`` where they are ``entries`` by name. Raises :class:`NoAnswer`."""
    parts: list[Value] = []
    end = number = 0
    for found in _CONVERSION.finditer(template):
        parts.append(const(template[end : found.start()]))
        end = found.end()
        if found["kind"] == "%":
            parts.append(const("%"))
            continue
        if values is None:
            value = entries.get(found["name"] or "")
        else:
            value = values[number] if number < len(values) else None
            number += 1
        if value is None:
            raise NoAnswer
        conversion = found[0].replace(f"({found['name']})", "") if found["name"] is not None else found[0]
        parts.append(_converted(conversion, value, state))
    return concat([*parts, const(template[end:])])


def _converted(conversion: str, value: Value, state: State) -> Value:
    known = value.constants
    if known is not None:
        return Value(frozenset(Const(str, constants.percent(conversion, (each,))) for each in known))
    return as_text(value, state) if conversion == "%s" else some_text(taint=taint_of(state, value))


def format_fields(template: str) -> list[tuple[str, str | None, str, str]]:
    """The literal text, field name, specification and conversion of each part of a format. Raises :class:`NoAnswer`."""
    try:
        return [
            (literal, name, specification or "", conversion or "")
            for literal, name, specification, conversion in string.Formatter().parse(template)
        ]
    except ValueError as error:
        raise NoAnswer from error


def field(value: Value, specification: str, conversion: str, state: State) -> Value:
    """One value as a format string shows it."""
    known = value.constants
    if known is not None:
        try:
            return Value(frozenset(Const(str, constants.formatted(each, specification, conversion)) for each in known))
        except NoAnswer:
            return some_text()
    return as_text(value, state) if not (specification or conversion) else some_text(taint=taint_of(state, value))


def sliced(atom: Piece, start: int | None, stop: int | None) -> Value | None:
    """``text[start:stop]`` of a text of which only the ends are known; ``None`` where the middle takes part."""
    if isinstance(atom, Const) or (start is not None and stop is not None and (start < 0) != (stop < 0)):
        return None
    if (start is None or start >= 0) and stop is not None and 0 <= stop <= len(atom.prefix):
        return const(atom.prefix[start:stop])
    if start is not None and -len(atom.suffix) <= start < 0 and (stop is None or stop < 0):
        return const(atom.suffix[start:stop])
    if 0 <= (start or 0) <= len(atom.prefix) and stop is None:
        return of(Text(atom.prefix[start or 0 :], atom.suffix, atom.taint))
    return None


def begins(atom: Text, start: str) -> bool | None:
    """Whether the text begins so; ``None`` where that is open."""
    size = min(len(start), len(atom.prefix))
    if atom.prefix[:size] != start[:size]:
        return False
    return True if len(start) <= len(atom.prefix) else None


def ends(atom: Text, end: str) -> bool | None:
    size = min(len(end), len(atom.suffix))
    if size and atom.suffix[-size:] != end[-size:]:
        return False
    return True if len(end) <= len(atom.suffix) else None


def may_equal(atom: Text, other: str) -> bool:
    return (
        len(other) >= len(atom.prefix) + len(atom.suffix)
        and other.startswith(atom.prefix)
        and other.endswith(atom.suffix)
    )


def split_once(atom: Text, separator: str, *, from_right: bool) -> tuple[Value, Value] | None:
    """What stands before and after the separator; ``None`` where it is not in the known end."""
    if not separator or separator not in (atom.suffix if from_right else atom.prefix):
        return None
    if from_right:
        before, _, after = atom.suffix.rpartition(separator)
        return of(Text(atom.prefix, before, atom.taint)), const(after)
    before, _, after = atom.prefix.partition(separator)
    return const(before), of(Text(after, atom.suffix, atom.taint))


def first_parts(atom: Text, separator: str) -> list[Value]:
    """The parts that are known at the beginning of ``text.split(separator)``."""
    return [const(piece) for piece in atom.prefix.split(separator)[:-1]] if separator else []

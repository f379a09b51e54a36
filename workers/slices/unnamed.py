"""Which definitions nothing names that is left of a text: they can go as a whole, with their first lines.

For what stays inside of one file. The first lines of a function say what its name means, and nobody asks: what is left
holds no such word, not even in a string or a comment. A class can go where nothing names it, its definitions or what
they store.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.model import Hunk
from workers.slices.units import NAME, Holder, Outline, Unit

_FIELDS = re.compile(rb"(?m)^[ \t]{0,80}([A-Za-z_][\w, \t]{0,200})(?::[^=\n]{1,200})?=(?!=)")
"""What a class of Python gives values to, on the left of the first ``=`` of a line."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What a side does without, by lines from 1."""

    lines: tuple[tuple[int, int], ...] = ()
    """The first and the last of each part."""
    fillers: tuple[tuple[int, int], ...] = ()
    """Line and column of the first definition that is gone from a class: it may have no other."""


@dataclass(frozen=True, slots=True)
class Halves:
    """Both sides of a file. Numbers of units are the head's."""

    before: Outline
    after: Outline
    partner: Mapping[int, int]
    """The base's unit of each untouched one."""
    kept: Collection[int]
    """The untouched units that have to be seen."""
    blanked: Collection[int]
    """Those whose body is gone."""
    hunks: Sequence[Hunk]
    in_base: Callable[[int], int]
    """The base's line of an unchanged one of the head."""


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """A definition, or a class with all that is in it."""

    lines: tuple[int, int]
    names: frozenset[bytes]
    words: frozenset[bytes]
    """What it says where it stays."""
    units: tuple[int, ...]
    place: tuple[int, int] | None = None
    """Of a definition in a class."""
    inside: tuple[_Piece, ...] = ()
    """What is tried for itself where it stays."""


def unnamed(halves: Halves) -> tuple[Gone, Gone]:
    """What the base and the head do without."""
    pieces = _pieces(halves)
    gone = _without_a_name(pieces, _said(halves, pieces))
    lines = [piece.lines for piece in gone]
    fillers = _firsts(halves.after.classes, [piece.place for piece in gone if piece.place is not None])
    at = halves.in_base
    base = Gone(tuple((at(first), at(last)) for first, last in lines), tuple((at(line), col) for line, col in fillers))
    return base, Gone(tuple(lines), tuple(fillers))


def _pieces(halves: Halves) -> list[_Piece]:
    """The untouched classes and functions of the module."""
    units = halves.after.units
    alone = {
        number: _Piece((unit.first, unit.last), unit.names, _words(halves, number), (number,), place)
        for number in sorted(halves.partner)
        for unit in (units[number],)
        for place in (unit.place if unit.place[1] else None,)
        if number not in halves.kept and unit.is_free and not _is_implicit(unit)
    }
    firsts = [unit.first for unit in units]
    classes = []
    for holder in halves.after.classes:
        inside = range(bisect_left(firsts, holder.first), bisect_left(firsts, holder.last + 1))
        is_same = holder.is_outermost and not any(_concerns(hunk, holder) for hunk in halves.hunks)
        if is_same and all(number in halves.partner and number not in halves.kept for number in inside):
            classes.append(_of_class(halves, holder, inside, alone))
    taken = {number for piece in classes for number in piece.units}
    return [*classes, *(piece for number, piece in alone.items() if number not in taken)]


def _of_class(halves: Halves, holder: Holder, inside: Sequence[int], alone: Mapping[int, _Piece]) -> _Piece:
    units = halves.after.units
    own = halves.after.own(holder.first, holder.last)
    fields = _FIELDS.findall(halves.after.own(holder.opens + 1, holder.last))
    names = {holder.name, *(name for each in fields for name in NAME.findall(each))}.union(
        *(units[number].written_fields for number in inside),
        *(units[number].names for number in inside if not _is_implicit(units[number])),
    )
    words = frozenset(NAME.findall(own)).union(*(_words(halves, number) for number in inside if number not in alone))
    parts = tuple(alone[number] for number in inside if number in alone)
    return _Piece((holder.first, holder.last), frozenset(names), words, tuple(inside), inside=parts)


def _concerns(hunk: Hunk, holder: Holder) -> bool:
    if hunk.head_count:
        return hunk.head_start <= holder.last and holder.first < hunk.head_start + hunk.head_count
    return holder.first <= hunk.head_start < holder.last


def _is_implicit(unit: Unit) -> bool:
    """Whether it is called by no name of its own."""
    return unit.makes or any(name.startswith(b"__") for name in unit.names)


def _words(halves: Halves, number: int) -> frozenset[bytes]:
    """What a unit says where it stays."""
    unit, data = halves.after.units[number], halves.after.data
    return frozenset(NAME.findall(data[unit.span[0] : unit.body[0]])) if number in halves.blanked else unit.words


def _said(halves: Halves, pieces: Iterable[_Piece]) -> set[bytes]:
    """What stands outside of the pieces on both sides."""
    pieces = sorted(pieces, key=lambda piece: piece.lines)
    inside = {number for piece in pieces for number in piece.units}
    words = set[bytes]()
    for number in range(len(halves.after.units)):
        if number not in inside:
            words |= _words(halves, number)
    known = {other for number, other in halves.partner.items()}
    for number, unit in enumerate(halves.before.units):
        if number not in known:
            words |= unit.words
    head = [piece.lines for piece in pieces]
    base = [(halves.in_base(first), halves.in_base(last)) for first, last in head]
    for outline, ranges in ((halves.before, base), (halves.after, head)):
        for first, last in _between(ranges, len(outline.starts)):
            words.update(NAME.findall(outline.own(first, last)))
    return words


def _between(ranges: Iterable[tuple[int, int]], count: int) -> Iterator[tuple[int, int]]:
    """The lines of a text outside of some ranges."""
    at = 1
    for first, last in ranges:
        yield at, first - 1
        at = max(at, last + 1)
    yield at, count


def _without_a_name(pieces: Iterable[_Piece], said: Collection[bytes]) -> list[_Piece]:
    """The pieces that nothing names which is left, neither what was said before nor another piece that stays."""
    left, by_name = set[_Piece](), defaultdict[bytes, list[_Piece]](list)
    heard, waiting, new = set[bytes](), set(said), list(pieces)
    while new or waiting:
        for piece in new:
            left.add(piece)
            for name in piece.names:
                by_name[name].append(piece)
        named = {piece for piece in new if not piece.names.isdisjoint(heard)}
        named |= {piece for name in by_name.keys() & waiting for piece in by_name[name]} & left
        heard |= waiting
        left -= named
        waiting = {word for piece in named for word in piece.words} - heard
        new = [part for piece in named for part in piece.inside]
    return sorted(left, key=lambda piece: piece.lines)


def _firsts(classes: Sequence[Holder], places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of some places those that are the first in their class."""
    found = dict[tuple[int, int], tuple[int, int]]()
    for line, column in sorted(places):
        around = max((each.first, each.last) for each in classes if each.first <= line <= each.last)
        found.setdefault(around, (line, column))
    return sorted(found.values())

"""Texts made of parts: a constant where all parts are known, else some text with the taint of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from math import prod

from workers.taint.heap import State, taint_of
from workers.taint.lattice import MOST_CONSTANTS, bounded, of, shallow
from workers.taint.values import Atom, Const, Text, Value

_LONGEST = 200
Piece = Const | Text


def some_text(*, taint: int = 0) -> Value:
    """Any text."""
    return of(Text(taint))


def as_text(value: Value, state: State) -> Value:
    """``str(value)`` for everything but objects with a way of their own."""
    pieces: set[Atom] = {Text(value.taint)} if value.unknown else set()
    for atom in value.atoms:
        if isinstance(atom, Const):
            pieces.add(Const(str, str(atom.value)))
        else:
            pieces.add(atom if isinstance(atom, Text) else Text(taint_of(state, of(atom))))
    return bounded(Value(frozenset(pieces)))


def concat(values: Sequence[Value]) -> Value:
    """The texts one after the other. What is no text counts as any text."""
    parts = [_pieces(value) for value in values]
    if prod(len(pieces) for pieces in parts) > MOST_CONSTANTS:
        return some_text(taint=shallow(piece for pieces in parts for piece in pieces))
    return bounded(Value(frozenset(_glued(choice) for choice in product(*parts))))


def _pieces(value: Value) -> list[Piece]:
    pieces: dict[Piece, None] = {}
    for atom in value.atoms:
        is_text = isinstance(atom, Text) or (isinstance(atom, Const) and atom.kind is str)
        pieces[atom if is_text and isinstance(atom, Const | Text) else Text(taint=0)] = None
    if value.unknown:
        pieces[Text(value.taint)] = None
    return list(pieces) or [Text(taint=0)]


def _glued(pieces: Iterable[Piece]) -> Piece:
    pieces = list(pieces)
    text = "".join(str(piece.value) for piece in pieces if isinstance(piece, Const))
    if len(text) <= _LONGEST and all(isinstance(piece, Const) for piece in pieces):
        return Const(str, text)
    return Text(shallow(pieces))

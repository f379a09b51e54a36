"""The lattice of abstract values: its bottom and top, constants in it, and the join."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from workers.taint.values import Atom, Bound, Const, Facts, GaveUp, Text, Value

MOST_CONSTANTS = 8
"""A value with more possible constants than this counts as unknown, so that loops come to an end."""
_MOST_ATOMS = 40
_CONSTANTS = (str, bytes, int, float, complex, bool, type(...))
NOTHING = Value()
"""Bottom."""
UNKNOWN = Value(unknown=True)
"""Top, without taint."""


def const(value: object) -> Value:
    """Raises :class:`GaveUp` for what is no constant."""
    if value is not None and type(value) not in _CONSTANTS:
        raise GaveUp(f"a constant of {type(value)}")
    return Value(frozenset((Const(type(value), value),)))


NONE = const(None)
TRUE = const(True)
FALSE = const(False)
BOOL = Value(TRUE.atoms | FALSE.atoms)


def of(*atoms: Atom) -> Value:
    return Value(frozenset(atoms))


def truth_of(answer: bool | None) -> Value:
    """``None`` where both are possible."""
    return BOOL if answer is None else TRUE if answer else FALSE


def settled(value: Value) -> Value:
    """The value as a variable holds it: a bound method without the symbol of its object."""
    if not any(isinstance(atom, Bound) and atom.receiver.symbol for atom in value.atoms):
        return value
    atoms = (replace(atom, receiver=atom.receiver.plain) if isinstance(atom, Bound) else atom for atom in value.atoms)
    return replace(value, atoms=frozenset(atoms))


def join(first: Value, second: Value) -> Value:
    """Everything that one of the two may be."""
    if first is second or first == second or second == NOTHING:
        return first
    if first == NOTHING:
        return second
    return bounded(
        Value(
            atoms=first.atoms | second.atoms,
            unknown=first.unknown or second.unknown,
            taint=first.taint | second.taint,
            symbol=first.symbol if first.symbol == second.symbol else 0,
            yes=common(first.yes, second.yes),
            no=common(first.no, second.no),
        )
    )


def join_all(values: Iterable[Value]) -> Value:
    found = NOTHING
    for value in values:
        found = join(found, value)
    return found


def bounded(value: Value) -> Value:
    """The value with its constants forgotten, if they are too many. Raises :class:`GaveUp`."""
    if len(value.atoms) <= MOST_CONSTANTS:
        return value
    loose = [atom for atom in value.atoms if isinstance(atom, Const | Text)]
    if len(loose) > MOST_CONSTANTS:
        value = replace(value, atoms=value.atoms.difference(loose), unknown=True, taint=value.taint | shallow(loose))
    if len(value.atoms) > _MOST_ATOMS:
        raise GaveUp("a value that may be too many things")
    return value


def shallow(atoms: Iterable[Atom]) -> int:
    """The taint of texts among the atoms."""
    taint = 0
    for atom in atoms:
        if isinstance(atom, Text):
            taint |= atom.taint
    return taint


def common(first: Facts, second: Facts) -> Facts:
    """What is known either way."""
    if first == second:
        return first
    others = dict(second)
    return tuple((symbol, join(value, others[symbol])) for symbol, value in first if symbol in others)

"""The lattice of abstract values: a few constants and objects, or anything, and the taint in it; and their join."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tree_sitter import Node

MOST_CONSTANTS = 8
"""A value with more possible constants than this counts as unknown, so that loops come to an end."""
_MOST_ATOMS = 40


class GaveUp(Exception):
    """The function cannot be followed: nothing is known of its flows. The message names the construct."""


class Unreachable(Exception):
    """The evaluation never comes to an end here: nothing after it is reached."""


@dataclass(frozen=True, slots=True)
class Const:
    """A constant of Python's own. The type is part of it: ``1``, ``1.0`` and ``True`` are three constants."""

    kind: type
    value: object


@dataclass(frozen=True, slots=True)
class Text:
    """Some text."""

    taint: int


@dataclass(frozen=True, slots=True)
class Ref:
    """An object of the heap, by its number."""

    number: int


@dataclass(frozen=True, slots=True)
class External:
    """What another module defines, by its full name: ``os.path.join``, ``builtins.len``."""

    name: str


@dataclass(frozen=True, slots=True)
class Function:
    """A function or lambda of the file."""

    node: Node
    scope: int
    """Where its free names are looked up."""
    defaults: tuple[tuple[str, Value], ...] = ()
    owner: Ref | None = None
    """The class whose body defines it."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A method with its object: one of the file's, or one of Python's own by name."""

    receiver: Value
    method: Function | str


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What a class gives out in a changed form: a ``property``, a ``staticmethod``, a ``classmethod``."""

    kind: str
    function: Value


Atom = Const | Text | Ref | External | Function | Bound | Descriptor
Facts = tuple[tuple[int, "Value"], ...]
"""Symbol → the narrower value that it has."""


@dataclass(frozen=True, slots=True)
class Value:
    """One of ``atoms``, or anything at all where ``unknown``; with neither, bottom: the place is never reached."""

    atoms: frozenset[Atom] = frozenset()
    unknown: bool = False
    taint: int = 0
    """Taint of the unknown part: one bit for each kind of data, 0 for none."""
    symbol: int = 0
    """Values with the same symbol are the same value at run time; 0 says nothing."""
    yes: Facts = ()
    """Facts that hold where this value is true."""
    no: Facts = ()
    """Facts that hold where this value is false."""

    @property
    def constants(self) -> tuple[object, ...] | None:
        """The constants that it may be; ``None`` where it may be something else."""
        if self.unknown or not self.atoms or not all(isinstance(atom, Const) for atom in self.atoms):
            return None
        return tuple(atom.value for atom in self.atoms if isinstance(atom, Const))

    @property
    def only(self) -> Atom | None:
        """Its one atom, where it can be nothing else."""
        return next(iter(self.atoms)) if len(self.atoms) == 1 and not self.unknown else None

    @property
    def refs(self) -> frozenset[Atom]:
        return frozenset(atom for atom in self.atoms if isinstance(atom, Ref))

    @property
    def plain(self) -> Value:
        """Without symbol and facts."""
        return replace(self, symbol=0, yes=(), no=()) if self.symbol or self.yes or self.no else self


@dataclass(frozen=True, slots=True)
class Args:
    """The arguments of a call."""

    positional: tuple[Value, ...] = ()
    named: tuple[tuple[str, Value], ...] = ()
    more: Value | None = None
    """What any further argument may be, of ``*values`` or ``**values`` whose extent is unknown."""

    @property
    def values(self) -> tuple[Value, ...]:
        more = () if self.more is None else (self.more,)
        return (*self.positional, *(value for _, value in self.named), *more)

    def get(self, position: int, name: str = "") -> Value | None:
        """The argument of that position or name; ``None`` where the call has none."""
        if position < len(self.positional):
            return self.positional[position]
        return next((value for key, value in self.named if key == name), self.more)

    def value(self, position: int, name: str = "") -> Value:
        """The argument of that position or name; anything where the call has none."""
        return self.get(position, name) or UNKNOWN

    @property
    def exact(self) -> bool:
        return self.more is None

    def after(self, *first: Value) -> Args:
        return replace(self, positional=(*first, *self.positional))


NOTHING = Value()
UNKNOWN = Value(unknown=True)


def const(value: object) -> Value:
    """Raises :class:`GaveUp` for what is no constant."""
    if value is not None and type(value) not in _CONSTANTS:
        raise GaveUp(f"a constant of {type(value)}")
    return Value(frozenset((Const(type(value), value),)))


_CONSTANTS = (str, bytes, int, float, complex, bool, type(...))
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

"""Abstract values: what an expression may be worth, as a few atoms or anything, and the taint in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tree_sitter import Node


class GaveUp(Exception):
    """The function cannot be followed: nothing is known of its flows. The message names the construct."""


class Unreachable(Exception):
    """The expression never has a value, e.g. because it always raises an error: nothing after it runs."""


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
    """A ``property``, ``staticmethod``, ``classmethod`` or ``super``: an attribute read through it is another value."""

    kind: str
    function: Value


Atom = Const | Text | Ref | External | Function | Bound | Descriptor


Facts = tuple[tuple[int, "Value"], ...]
"""Symbol → the narrower value that it has."""


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression may be: one of ``atoms``, or anything where it is ``unknown``. With neither it is bottom: the
    place is never reached."""

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
        return self.get(position, name) or Value(unknown=True)

    @property
    def exact(self) -> bool:
        return self.more is None

    def after(self, *first: Value) -> Args:
        return replace(self, positional=(*first, *self.positional))

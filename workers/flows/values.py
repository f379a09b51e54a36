"""What may be in a variable: whose data, what is known of its parts, and what function or object it is.

A *label* says where data comes from: a source of some file, or an input of the function that is looked at (a parameter
or its object, and which field of it). Each label carries a mask, two bits a rule: one that the rule's data can be, one
that nothing on the way even sounds like a check.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeAlias

from workers.flows.program import Class, Function, Span

OBJECT = -1
"""The index of a method's own object among its inputs."""
LONGEST_PATH = 3
"""Fields of an input that are told apart, one inside the other."""
MOST_VIA = 4
"""Calls that a label remembers to have passed."""
MOST_LABELS = 24
"""Labels of one value; what is beyond is forgotten, in a fixed order."""
MOST_FIELDS = 60
CHECKED = "?"
"""What the names of variables begin with that say which rules a place was checked for: on every way."""
DEPTH = 4
"""Fields in fields that are kept apart."""


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place of a file."""

    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Data of a source."""

    spot: Spot
    decoded: bool = False
    """It was decoded into a struct of Go, whose fields with small letters it does not reach."""


@dataclass(frozen=True, slots=True, order=True)
class Input:
    """Data that a function is given: by a parameter, or by its object; ``path`` are fields of that."""

    index: int
    path: tuple[str, ...] = ()


Label: TypeAlias = Source | Input
Mark: TypeAlias = tuple[int, tuple[Spot, ...]]
"""The mask, and the calls that the data came back from."""
Taint: TypeAlias = Mapping[Label, Mark]
CLEAN: Taint = {}


class _Unknown:
    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = _Unknown()
Constant: TypeAlias = str | int | float | bool | _Unknown


@dataclass(frozen=True, slots=True)
class FunctionRef:
    """A function of a file, perhaps of an object's class."""

    path: str
    function: Function


@dataclass(frozen=True, slots=True)
class Closure:
    """A function inside another one, or a part of an object: it is run where it is called, in its own file."""

    path: str
    function: Function


@dataclass(frozen=True, slots=True)
class ClassRef:
    path: str
    made: Class


@dataclass(frozen=True, slots=True)
class Instance:
    path: str
    made: Class


@dataclass(frozen=True, slots=True)
class ModuleRef:
    path: str


Ref: TypeAlias = FunctionRef | Closure | ClassRef | Instance | ModuleRef


@dataclass(frozen=True, slots=True)
class Value:
    """Never changed: an assignment makes another one."""

    taint: Taint = field(default_factory=dict)
    """Of all of it."""
    fields: Mapping[str, Value] | None = None
    """Its parts, where some are known; of those that are not named nothing but ``taint`` is known."""
    const: Constant = UNKNOWN
    ref: Ref | None = None
    same: Input | None = None
    """It is this very input."""
    ordered: bool = False
    """Its parts are numbered."""
    instead: frozenset[Source] = frozenset()
    """Of a part: the sources whose data the object had when the part was put there. It holds none of that data."""

    def read(self, name: str) -> Value:
        """A part of it."""
        part = self.fields.get(name) if self.fields else None
        if part is not None and not self.taint:
            return part
        inner: dict[Label, Mark] = {}
        for label, mark in self.taint.items():
            if isinstance(label, Input):
                inner[Input(label.index, (*label.path, name)) if len(label.path) < LONGEST_PATH else label] = mark
            elif not (label.decoded and name[:1].islower()):
                inner[label] = mark
        same = (*self.same.path, name) if self.same is not None and len(self.same.path) < LONGEST_PATH else None
        if part is not None:
            # What an input or a source had there before it was overwritten is gone.
            kept: Taint = {
                label: mark
                for label, mark in inner.items()
                if not isinstance(label, Input) and label not in part.instead
            }
            return Value(union(kept, part.taint), part.fields, part.const, part.ref, part.same, part.ordered)
        origin = Input(self.same.index, same) if same is not None and self.same is not None else None
        return Value(inner, same=origin)

    def with_field(self, name: str, value: Value) -> Value:
        """The object after a store to one of its fields."""
        fields = dict(self.fields or {})
        if name not in fields and len(fields) >= MOST_FIELDS:
            return Value(union(self.taint, deep(value)), fields, ref=self.ref, same=self.same, ordered=self.ordered)
        instead = frozenset(label for label in self.taint if isinstance(label, Source))
        fields[name] = replace(value, instead=instead) if instead != value.instead else value
        return Value(self.taint, fields, ref=self.ref, same=self.same, ordered=self.ordered)

    def with_taint(self, taint: Taint) -> Value:
        """The value when more data is mixed into it."""
        if not taint:
            return self
        fields = {name: each._beside(taint) for name, each in self.fields.items()} if self.fields else self.fields
        return Value(union(self.taint, taint), fields, UNKNOWN, self.ref, None, self.ordered, self.instead)

    def _beside(self, taint: Taint) -> Value:
        """The part of an object into which more data is mixed: anywhere, so in the part, too."""
        return replace(self, instead=self.instead - taint.keys()) if self.instead & taint.keys() else self

    def cleared(self, mask: int) -> Value:
        """The value without the data of some rules."""
        taint = without(self.taint, mask)
        fields = {name: each.cleared(mask) for name, each in self.fields.items()} if self.fields else self.fields
        if taint == self.taint and fields == self.fields:
            return self
        return Value(taint, fields, self.const, self.ref, None, self.ordered, self.instead)


EMPTY = Value()


def union(*taints: Taint) -> Taint:
    """All labels of some; a label's mask is what any of them has."""
    some = [each for each in taints if each]
    if len(some) < 2:
        return some[0] if some else CLEAN
    made = dict(some[0])
    for each in some[1:]:
        for label, (mask, via) in each.items():
            known = made.get(label)
            if known is None:
                made[label] = (mask, via)
            elif known[0] | mask != known[0]:
                made[label] = (known[0] | mask, known[1])
    return bounded(made)


def bounded(taint: dict[Label, Mark]) -> Taint:
    """The first labels, where there are more than anybody reads."""
    if len(taint) <= MOST_LABELS:
        return taint
    return {label: taint[label] for label in sorted(taint, key=_order)[:MOST_LABELS]}


@lru_cache(maxsize=16_384)
def _order(label: Label) -> tuple[bool, str]:
    """Kept, for a way through many functions compares the same labels again and again."""
    return isinstance(label, Input), str(label)


def without(taint: Taint, mask: int) -> Taint:
    """A taint without the bits of a mask."""
    if not taint or not mask:
        return taint
    return {label: (kept, via) for label, (had, via) in taint.items() if (kept := had & ~mask)}


def deep(value: Value, depth: int = DEPTH) -> Taint:
    """The data in a value and all its parts."""
    if not value.fields or depth == 0:
        return value.taint
    return union(value.taint, *(deep(each, depth - 1) for each in value.fields.values()))


def joined(values: Iterable[Value]) -> Value:
    """What may be any of some values."""
    made: Value | None = None
    for each in values:
        made = each if made is None else _join(made, each)
    return made if made is not None else EMPTY


def _join(one: Value, other: Value, depth: int = DEPTH) -> Value:
    if one is other or one == other:
        return one
    if depth == 0:
        return Value(union(deep(one), deep(other)))
    const = one.const if type(one.const) is type(other.const) and one.const == other.const else UNKNOWN
    ref = one.ref if one.ref == other.ref or other is EMPTY else other.ref if one is EMPTY else None
    fields: Mapping[str, Value] | None = None
    if one.fields is not None or other.fields is not None:
        mine, theirs = one.fields or {}, other.fields or {}
        fields = {name: _join(mine.get(name, EMPTY), theirs.get(name, EMPTY), depth - 1) for name in {**mine, **theirs}}
        # What only one of them overwrote may still be what the input had.
        for name in {*mine} ^ {*theirs}:
            side = one if name not in mine else other
            fields[name] = fields[name].with_taint(side.read(name).taint)
    same = one.same if one.same == other.same else None
    ordered, instead = one.ordered and other.ordered, one.instead & other.instead
    return Value(union(one.taint, other.taint), fields, const, ref, same, ordered, instead)


def join_environments(one: Mapping[str, Value], other: Mapping[str, Value]) -> dict[str, Value]:
    """The variables after two ways."""
    if one is other:
        return dict(one)
    made = {name: value for name, value in one.items() if not name.startswith(CHECKED) or name in other}
    for name, value in other.items():
        known = made.get(name)
        if known is None and name.startswith(CHECKED):
            continue
        made[name] = value if known is None else known if known is value else _join(known, value)
    return made


SpanMasks: TypeAlias = Mapping[Span, int]

"""What a run of a function holds, and what it sees of the world around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from workers.flows.places import Places
from workers.flows.program import (
    Expr,
    Function,
    Span,
    Statement,
)
from workers.flows.summaries import MOST_HITS, Hit, Summary
from workers.flows.values import (
    ClassRef,
    FunctionRef,
    Label,
    Ref,
    Source,
    Spot,
    Taint,
    Value,
    join_environments,
)

ANY = "*"
"""The name of a part of which nothing more is known."""


class GaveUp(Exception):
    """The steps that a file may cost are used up."""


class Beyond(Exception):
    """Nothing can be proved of the function."""


class World(Protocol):
    """What a function sees of everything around it."""

    def places(self, path: str) -> Places: ...

    def decodes(self, path: str) -> bool:
        """Whether what marks a variable there decodes data into it, and into its public fields only (Go)."""
        ...

    def calls_itself(self, path: str, name: str) -> bool:
        """Whether a method of this name of a function, which is a value in that file, calls it."""
        ...

    def may_inherit(self, path: str) -> bool:
        """Whether a function that is called by its name alone may be a method of a class of another file."""
        ...

    def step(self) -> None:
        """Counts one step. Raises :class:`GaveUp`."""
        ...

    def name(self, path: str, name: str) -> Value | None:
        """What a name of a module stands for."""
        ...

    def member(self, ref: Ref, name: str) -> Value | None:
        """What a name of a module, class or object stands for."""
        ...

    def instance(self, path: str, name: str) -> Ref | None:
        """What a variable of a type is."""
        ...

    def above(self, path: str, owner: str, name: str, count: int) -> Sequence[FunctionRef]:
        """What ``super`` calls in a class of that file: the method of this name, ``""`` for the constructor."""
        ...

    def constructors(self, ref: ClassRef, count: int) -> Sequence[FunctionRef]: ...

    def overloads(self, ref: FunctionRef, count: int) -> Sequence[FunctionRef]:
        """The functions that a call with so many arguments may mean."""
        ...

    def summary(self, ref: FunctionRef) -> Summary:
        """What is known of it so far; who asks is asked again when more is."""
        ...

    def has_field(self, path: str, owner: str, name: str) -> bool:
        """Whether a class has a field that a bare name may mean."""
        ...

    def found(self, source: Source, sink: Spot, hit: Hit) -> None:
        """Tells that a source reaches a sink."""
        ...

    all_kinds: int
    """The mask of every rule."""
    strict: bool
    """Whether what is not known is taken for the worst: a sink that is not reached even so is not reached at all."""
    visited: set[Spot]
    """The places that were looked at."""
    request_kinds: int
    """The mask of the rules whose sources are what a client sends."""
    path_kinds: int
    """The mask of the rules about paths."""
    count: int
    """How many rules there are."""


class Machine:
    """The state of one run."""

    def __init__(self, world: World, path: str, function: Function) -> None:
        self._world = world
        self._path = path
        self._function = function
        self._places = world.places(path)
        self._special = self._places.all
        self.environment: dict[str, Value] = {}
        self._alive = True
        self._returned: list[Value] = []
        self._given: list[list[Value]] = []
        self._left: list[list[dict[str, Value]]] = []
        self._waiting: dict[int, Function] = {}
        self._running: list[int] = []
        self._tried: list[list[tuple[str, Value]]] = []
        self._mixed: dict[str, Taint] = {}
        self._receiver = function.receiver
        self._hits: dict[tuple[Label, Spot], Hit] = {}

    def value(self, expr: Expr) -> Value:
        """What an expression may be."""
        raise NotImplementedError

    def _at(self, expr: Expr, made: Value) -> Value:
        """The value of an expression that is a place of the rules."""
        raise NotImplementedError

    def _block(self, body: Sequence[Statement]) -> None:
        """Runs statements in order."""
        raise NotImplementedError

    def _join(self, other: dict[str, Value], *, alive: bool) -> None:
        """Goes on with another way beside the one that was just taken."""
        if alive and self._alive:
            self.environment = join_environments(other, self.environment)
        elif alive:
            self.environment = other
        self._alive = self._alive or alive

    def _source(self, span: Span, mask: int, *, decoded: bool = False) -> Taint:
        spot = Spot("", 0, 0) if self._world.strict else Spot(self._path, *span)
        return {Source(spot, decoded): (mask | mask << self._world.count, ())}

    def _reached(self, taint: Taint, sink: Spot, mask: int, chain: tuple[Spot, ...] = ()) -> None:
        for label, (had, via) in taint.items():
            left = had & mask
            if not left & (1 << self._world.count) - 1:
                continue
            hit = Hit(left, via, chain)
            if isinstance(label, Source):
                self._world.found(label, sink, hit)
                continue
            key = label, sink
            old = self._hits.get(key)
            if old is not None:
                self._hits[key] = replace(old, mask=old.mask | left)
            elif len(self._hits) < MOST_HITS:
                self._hits[key] = hit

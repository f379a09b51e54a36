"""The machine that interprets one file: its verbs, the question, the frames; and the site, a node with a state."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from tree_sitter import Node

from workers.taint.heap import Budget, Obj, State, joined, merged, taint_of
from workers.taint.lattice import NOTHING, UNKNOWN, join_all
from workers.taint.values import Args, Const, Function, GaveUp, Ref, Text, Unreachable, Value

T = TypeVar("T")
Span = tuple[int, int]
"""Byte offsets of an expression, the end exclusive."""
MODULE = 0
"""The number of the module's own scope."""
_DEEPEST = 12
"""Calls within calls."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which sources reach which sinks. Several rules are asked at once: each has a bit, called a kind of data."""

    sources: Mapping[Span, int]
    sinks: Collection[Span]
    cleaned: Collection[Span] = ()
    """Sanitizers: expressions that give out a harmless value, e.g. ``escape(x)``."""
    cleaned_calls: Collection[Span] = ()
    """Calls whose result is taken for harmless, unless they are followed: what is known then is better than a guess."""
    checked: Collection[Span] = ()
    """Checks: expressions after which the variable in them is harmless."""
    kinds: int = 0
    """How many kinds there are, where certain and doubtful flows are told apart. A source of kind ``1 << k`` then has
    the bit ``1 << k + kinds`` as well. A sanitizer or check by name alone removes it: a flow without it is doubtful."""
    cleaned_by_name: Collection[Span] = ()
    """Only where they are not followed, as ``cleaned_calls``."""
    checked_by_name: Collection[Span] = ()
    validators: Mapping[str, str] = field(default_factory=dict)
    """Qualified name of a function or package → what shows that the arguments are harmless: the answer ``true`` or
    ``false``, ``return`` (it raises an error for all others), or ``nothing``, whatever the names sound like."""

    @property
    def certain(self) -> int:
        """The second bits of all kinds: data that passed no check or cleaner by name."""
        return (1 << 2 * self.kinds) - (1 << self.kinds)

    def within(self, node: Node) -> int:
        """The kinds that have a source inside the node."""
        taint = 0
        for (start, _), kinds in self.sources.items():
            if node.start_byte <= start < node.end_byte:
                taint |= kinds
        return taint


NO_QUESTION = Question({}, ())


@dataclass(slots=True)
class Scope:
    parent: int | None
    captured: bool = False
    """A function made in it may use its names after it was left."""
    shared: bool = False
    """It stands for several calls of one function, whose names are joined."""


@dataclass(slots=True)
class Loop:
    """The states in which ``break`` and ``continue`` leave a loop's body."""

    breaks: list[State] = field(default_factory=list)
    continues: list[State] = field(default_factory=list)


@dataclass(slots=True)
class Frame:
    """One call that is being interpreted."""

    scope: int
    function: Function | None = None
    returns: list[tuple[State, Value]] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    elsewhere: dict[str, int] = field(default_factory=dict)
    """Names that ``global`` and ``nonlocal`` put into another scope."""
    owner: Value = NOTHING
    """The class whose body this is."""
    home: int = field(init=False)
    """The function's own scope; ``scope`` may be that of a comprehension in it."""

    def __post_init__(self) -> None:
        self.home = self.scope


@dataclass(slots=True)
class Catcher:
    """The states in which the body of a ``try`` may have been left."""

    states: list[State] = field(default_factory=list)

    def add(self, state: State) -> None:
        whole = joined((*self.states, state.copy()))
        self.states = [whole] if whole is not None else []


class Machine(ABC):
    """The verbs and the context of one interpretation.

    Syntax modules and library models get it as an argument and call its verbs; none of them imports another one that
    would import it back. :mod:`workers.taint.interpreter` binds the verbs to the modules.
    """

    def __init__(self, text: bytes, root: Node) -> None:
        self.text = text
        self.root = root
        self.budget = Budget()
        self.question = NO_QUESTION
        self.reached: dict[Span, int] = {}
        """Sink → the kinds of data that it held in any evaluation."""
        self.followed: set[int] = set()
        """Ids of calls that were followed into the file's own functions: what their names sound like says nothing."""
        self.scopes: dict[int, Scope] = {MODULE: Scope(None)}
        self.frames: list[Frame] = [Frame(MODULE)]
        self.catchers: list[Catcher] = []
        self.modules: set[str] = {"builtins"}
        """Names that ``import`` took for modules."""
        self.entered = False
        """A function is being interpreted, not the module's own code."""
        self.saw_taint = 0
        self._context: tuple[Hashable, ...] = ()
        self._numbers: dict[Hashable, int] = {}
        self._issued: set[int] = set()
        self._answers: dict[Hashable, object] = {}

    def once(self, key: Hashable, answer: Callable[[], T]) -> T:
        """The answer for a key, computed only once in each file."""
        if key not in self._answers:
            self._answers[key] = answer()
        return cast(T, self._answers[key])

    @abstractmethod
    def evaluate(self, node: Node, state: State) -> Value:
        """The value of an expression; what it changes is in ``state``. Raises :class:`GaveUp`, :class:`Unreachable`."""

    @abstractmethod
    def branch(self, node: Node, state: State) -> tuple[State | None, State | None]:
        """The states in which the condition holds and does not; ``state`` is used up. Raises :class:`GaveUp`."""

    @abstractmethod
    def execute(self, node: Node, state: State) -> State | None:
        """The state after a statement or a block, ``None`` where it is never reached. Raises :class:`GaveUp`."""

    @abstractmethod
    def call(self, function: Value, args: Args, state: State, node: Node) -> Value:
        """Raises :class:`GaveUp`, :class:`Unreachable`."""

    @abstractmethod
    def assign(self, target: Node, value: Value, state: State) -> None:
        """Raises :class:`GaveUp`."""

    @abstractmethod
    def iterate(self, value: Value, state: State, node: Node) -> tuple[list[Value], Value]:
        """The first elements of an iterable, in order, and what any further element may be. Raises :class:`GaveUp`."""

    @abstractmethod
    def is_modelled(self, name: str) -> bool:
        """Whether it is known what the library's function of this qualified name does."""

    @property
    def optimistic(self) -> bool:
        return self.budget.optimistic

    @property
    def frame(self) -> Frame:
        return self.frames[-1]

    def leave(self) -> None:
        """Back to the module's level, after the interpreter gave up inside a call."""
        self._context = ()

    def restore(self, scopes: Mapping[int, Scope], issued: frozenset[int]) -> None:
        """Everything as it was when the module's own code had run."""
        self.scopes = {number: replace(scope) for number, scope in scopes.items()}
        self.frames = [Frame(MODULE)]
        self.catchers = []
        self._issued = set(issued)
        self.leave()

    def number(self, node: Node, tag: Hashable = "") -> int:
        """The number of what this place makes in this context: the same each time that it is passed."""
        return self._numbers.setdefault((self._context, node.id, node.type, tag), len(self._numbers) + 1)

    def make(self, state: State, node: Node, obj: Obj, tag: Hashable = "") -> Value:
        return state.new(self.number(node, (obj.kind, tag)), obj)

    def unknown(self, state: State, node: Node, *, taint: int = 0, like: Value = NOTHING) -> Value:
        """An unknown value: one of the objects of ``like``, or else a new object that the program may change."""
        if taint or like.refs:
            return Value(like.refs, unknown=True, taint=taint)
        created = self.make(state, node, Obj("opaque", rest=UNKNOWN))
        return replace(created, unknown=True)

    @contextmanager
    def framed(self, frame: Frame, node: Node) -> Iterator[None]:
        """The context of one call, with objects of its own. Raises :class:`GaveUp` for recursion, and if too deep."""
        if len(self.frames) > _DEEPEST or (
            frame.function is not None and any(each.function == frame.function for each in self.frames)
        ):
            raise GaveUp("calls within calls without an end")
        before = self._context
        self._context = (*before, node.id)
        self.frames.append(frame)
        try:
            yield
        finally:
            self.frames.pop()
            self._context = before

    def symbol(self, value: Value, node: Node, tag: Hashable) -> Value:
        """The value with a symbol, e.g. ``x`` before ``y = x``: a test of ``x`` then holds for ``y``, too."""
        if value.symbol or isinstance(value.only, Const) or not _is_atomic(value):
            return value
        number = self.number(node, ("symbol", tag))
        if number in self._issued:
            return value
        self._issued.add(number)
        return replace(value, symbol=number)

    def same(self, value: Value, text: str) -> Value:
        """The value with the symbol of all expressions of this text in the function."""
        number = self._numbers.setdefault(("same", self.frame.home, text), len(self._numbers) + 1)
        self._issued.add(number)
        return replace(value, symbol=number)

    def symbols(self) -> frozenset[int]:
        return frozenset(self._issued)

    def forget(self, state: State, kept: frozenset[int]) -> None:
        """Ends all symbols but ``kept``: in the next turn of a loop the same places have other values."""
        gone = self._issued - kept
        if not gone:
            return
        self._issued &= kept
        for key, value in state.names.items():
            state.names[key] = _without(value, gone, state)
        for number, obj in state.heap.items():
            if any(_mentions(value, gone) for value in obj.contents):
                state.heap[number] = replace(
                    obj,
                    items=tuple(_without(value, gone, state) for value in obj.items),
                    entries={key: _without(value, gone, state) for key, value in obj.entries.items()},
                    rest=_without(obj.rest, gone, state),
                    keys=_without(obj.keys, gone, state),
                )
        for symbol in gone:
            state.facts.pop(symbol, None)

    def lost(self) -> None:
        """Tainted data is put into an unknown object. Raises :class:`GaveUp` in the pessimistic mode."""
        if not self.optimistic:
            raise GaveUp("something is put where it cannot be followed")

    def may_raise(self, state: State) -> None:
        """The statement may be left from here, to the nearest ``except``."""
        if self.catchers:
            self.catchers[-1].add(state)

    def notice(self, span: Span, value: Value, state: State) -> None:
        """Records the kinds of data that a sink was evaluated with."""
        self.reached[span] = self.reached.get(span, 0) | taint_of(state, value)


@dataclass(frozen=True, slots=True)
class Site:
    """A node of the program as it is interpreted now: what every model and every access to an object needs to know."""

    machine: Machine
    state: State
    node: Node

    def at(self, node: Node) -> Site:
        return replace(self, node=node)

    def evaluate(self, node: Node) -> Value:
        return self.machine.evaluate(node, self.state)

    def call(self, function: Value, args: Args) -> Value:
        return self.machine.call(function, args, self.state, self.node)

    def iterate(self, value: Value) -> tuple[list[Value], Value]:
        """As :meth:`Machine.iterate`."""
        return self.machine.iterate(value, self.state, self.node)

    def any_element(self, value: Value) -> Value:
        known, rest = self.iterate(value)
        element = join_all((*known, rest))
        return element if element != NOTHING else UNKNOWN

    def make(self, obj: Obj, tag: Hashable = "") -> Value:
        return self.machine.make(self.state, self.node, obj, tag)

    def symbol(self, value: Value, tag: Hashable) -> Value:
        return self.machine.symbol(value, self.node, tag)

    def unknown(self, *, taint: int = 0, like: Value = NOTHING) -> Value:
        return self.machine.unknown(self.state, self.node, taint=taint, like=like)

    def derived(self, value: Value) -> Value:
        """Anything that may come out of the value: an element, an attribute, a result that is not modelled."""
        return self.unknown(taint=self.taint(value), like=value)

    def either(self, ways: Sequence[Callable[[Site], Value]]) -> Value:
        """The value where one of several things happens. Raises :class:`Unreachable` where none comes to an end."""
        if len(ways) == 1:
            return ways[0](self)
        results: list[tuple[State, Value]] = []
        for way in ways:
            after = self.state.copy()
            try:
                results.append((after, way(replace(self, state=after))))
            except Unreachable:
                continue
        return merged(results, self.state)

    def object(self, ref: Ref) -> Obj:
        return self.state.object(ref)

    def write(self, ref: Ref, changed: Obj) -> None:
        self.state.write(ref, changed)

    def taint(self, *values: Value) -> int:
        return taint_of(self.state, *values)


def _is_atomic(value: Value) -> bool:
    """Whether what a test tells of it stays true: it is no object that may change."""
    return value.unknown or all(isinstance(atom, Const | Text) for atom in value.atoms)


def _mentions(value: Value, gone: set[int]) -> bool:
    return value.symbol in gone or any(symbol in gone for symbol, _ in (*value.yes, *value.no))


def _without(value: Value, gone: set[int], state: State) -> Value:
    if not _mentions(value, gone):
        return value
    value = state.resolved(value)
    return replace(
        value,
        symbol=0 if value.symbol in gone else value.symbol,
        yes=tuple((symbol, held) for symbol, held in value.yes if symbol not in gone),
        no=tuple((symbol, held) for symbol, held in value.no if symbol not in gone),
    )


def key_of(value: Value) -> Const | None:
    """The one constant that the value is."""
    atom = value.only
    return atom if isinstance(atom, Const) else None


def named(entries: Mapping[Const, Value], name: str) -> Value | None:
    return entries.get(Const(str, name))

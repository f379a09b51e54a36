"""The state at one point of the program: names, the heap of objects, facts of passed tests; and the join of states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace

from workers.taint.lattice import NOTHING, common, join, join_all
from workers.taint.values import Atom, Bound, Const, Facts, Function, GaveUp, Ref, Text, Unreachable, Value


@dataclass(frozen=True, slots=True)
class Obj:
    """An object of the heap. ``kind`` says how Python treats it: ``list``, ``dict``, ``instance``, …"""

    kind: str
    items: tuple[Value, ...] = ()
    """The first elements, in order."""
    rest: Value = NOTHING
    """What else it may hold: elements after ``items``, values of keys beside ``entries``, unknown attributes."""
    entries: Mapping[Const, Value] = field(default_factory=dict)
    """The values of a dictionary, or the attributes of an object by their names."""
    maybe: frozenset[Const] = frozenset()
    """Keys of ``entries`` that may be absent."""
    keys: Value = NOTHING
    """The keys beside those of ``entries``."""
    cls: Value = NOTHING
    """The class of an instance, the bases of a class, the factory of a dictionary."""
    many: bool = False
    """It may stand for several objects at a time: what is written to it does not replace what it was."""

    @property
    def contents(self) -> Iterable[Value]:
        return (*self.items, *self.entries.values(), self.rest, self.keys)

    @property
    def exact(self) -> bool:
        """Whether its extent is known."""
        return self.rest == NOTHING and self.keys == NOTHING and not self.maybe

    def blurred(self, value: Value, instead_of: Set[Atom] = frozenset()) -> Obj:
        """The object after ``value`` was put somewhere into it. ``value`` replaces the atoms of ``instead_of``."""

        def mixed(*held: Value) -> Value:
            whole = join_all((*held, value)).plain
            if instead_of and not whole.atoms.isdisjoint(instead_of):
                return replace(whole, atoms=(whole.atoms - instead_of) | value.atoms)
            return whole

        return Obj(
            kind=self.kind,
            rest=mixed(*self.items, self.rest),
            entries={key: mixed(held) for key, held in self.entries.items()},
            maybe=frozenset(self.entries) if self.kind != "class" else self.maybe,
            keys=mixed(self.keys),
            cls=self.cls,
            many=self.many,
        )


def join_objects(first: Obj, second: Obj) -> Obj:
    """Raises :class:`GaveUp` where the two are of different kinds."""
    if first is second or first == second:
        return first
    if first.kind != second.kind:
        raise GaveUp("one object of two kinds")
    size = min(len(first.items), len(second.items))
    beyond = (*first.items[size:], *second.items[size:])
    keys = [*first.entries, *(key for key in second.entries if key not in first.entries)]
    same_order = list(first.entries) == list(second.entries)
    one_sided = frozenset(key for key in keys if not (same_order and key in first.entries and key in second.entries))
    absent = NOTHING
    return Obj(
        kind=first.kind,
        items=tuple(join(a, b) for a, b in zip(first.items, second.items, strict=False)),
        rest=join_all((first.rest, second.rest, *beyond)),
        entries={key: join(first.entries.get(key, absent), second.entries.get(key, absent)) for key in keys},
        maybe=first.maybe | second.maybe | one_sided,
        keys=join(first.keys, second.keys),
        cls=join(first.cls, second.cls),
        many=first.many or second.many,
    )


EVERYBODY = -1
"""All bits of a taint."""
Name = tuple[int | str, str]
"""A scope and a name in it."""


@dataclass(slots=True)
class Budget:
    """What an interpretation may cost, and its mode."""

    left: int = 0
    """What may still be spent, in steps of about the time that it takes to evaluate a name."""
    optimistic: bool = False
    """Unknown code gives out what went in and changes nothing, and one tainted attribute does not taint its object."""

    def spend(self, steps: int = 1) -> None:
        """Raises :class:`GaveUp` where nothing is left."""
        self.left -= steps
        if self.left < 0:
            raise GaveUp("it takes too many steps")


@dataclass(slots=True)
class State:
    """Changed in place; ``copy`` before a branch."""

    budget: Budget
    names: dict[Name, Value] = field(default_factory=dict)
    heap: dict[int, Obj] = field(default_factory=dict)
    facts: dict[int, Value] = field(default_factory=dict)
    base: State | None = None
    """What the module's own code left, shared by all functions."""

    def copy(self) -> State:
        self.budget.spend(1 + (len(self.names) + len(self.heap)) // 64)
        return State(self.budget, dict(self.names), dict(self.heap), dict(self.facts), self.base)

    def become(self, other: State) -> None:
        self.names, self.heap, self.facts = other.names, other.heap, other.facts

    def name(self, key: Name) -> Value | None:
        """``None`` where it is not bound."""
        value = self.names.get(key)
        if value is None and self.base is not None:
            value = self.base.names.get(key)
        return None if value is None or value == NOTHING else self.resolved(value)

    def object(self, ref: Ref) -> Obj:
        """Raises :class:`GaveUp`."""
        found = self.heap.get(ref.number) or (self.base.heap.get(ref.number) if self.base else None)
        if found is None:
            raise GaveUp("an object of another branch")
        return found

    def write(self, ref: Ref, changed: Obj) -> None:
        self.heap[ref.number] = changed

    def new(self, number: int, obj: Obj) -> Value:
        """Puts an object onto the heap. A number that is used again stands for every object that its place made."""
        old = self.heap.get(number)
        self.heap[number] = obj if old is None else replace(join_objects(old, obj), many=True)
        return Value(frozenset((Ref(number),)))

    def objects(self, value: Value, *kinds: str) -> Iterator[tuple[Ref, Obj]]:
        for atom in value.atoms:
            if isinstance(atom, Ref):
                found = self.object(atom)
                if not kinds or found.kind in kinds:
                    yield atom, found

    def single(self, value: Value, *kinds: str) -> tuple[Ref, Obj] | None:
        """The one object that the value is, if it is one of these kinds."""
        atom = value.only
        if not isinstance(atom, Ref):
            return None
        found = self.object(atom)
        return (atom, found) if found.kind in kinds else None

    def resolved(self, value: Value) -> Value:
        """The value, narrowed by the tests that it passed."""
        if value.symbol and value.symbol in self.facts:
            return self.facts[value.symbol]
        return value

    def learn(self, facts: Facts) -> bool:
        """Adds facts; gives whether the place can still be reached."""
        for symbol, value in facts:
            self.facts[symbol] = replace(value, symbol=symbol)
            if not value.atoms and not value.unknown:
                return False
        return True


def joined(states: Iterable[State | None]) -> State | None:
    """One state for all ways that lead here; ``None`` where none does."""
    result: State | None = None
    for state in states:
        if state is not None:
            result = state if result is None or result is state else _join(result, state)
    return result


def _join(first: State, second: State) -> State:
    names = {}
    for key in {**first.names, **second.names}:
        a, b = _held(first, key), _held(second, key)
        names[key] = a if a is b else _joined_values(first, second, a, b)
    heap = {}
    for number in {**first.heap, **second.heap}:
        one, other = _object(first, number), _object(second, number)
        if one is None or other is None or one is other:
            heap[number] = one or other
        else:
            heap[number] = join_objects(one, other)
    facts = {
        symbol: replace(join(value.plain, second.facts[symbol].plain), symbol=symbol)
        for symbol, value in first.facts.items()
        if symbol in second.facts
    }
    first.budget.spend(len(names) // 8 + len(heap) // 8)
    whole = {number: obj for number, obj in heap.items() if obj is not None}
    return State(first.budget, names, whole, facts, first.base)


def _held(state: State, key: Name) -> Value:
    value = state.names.get(key)
    if value is None and state.base is not None:
        value = state.base.names.get(key)
    return NOTHING if value is None else value


def _object(state: State, number: int) -> Obj | None:
    found = state.heap.get(number)
    return state.base.heap.get(number) if found is None and state.base is not None else found


def _joined_values(first: State, second: State, a: Value, b: Value) -> Value:
    if a.symbol and a.symbol == b.symbol:
        return join(a, b)
    return join_known(first, second, first.resolved(a).plain, second.resolved(b).plain)


def join_known(first: State, second: State, a: Value, b: Value) -> Value:
    """The join of two values of two states. Where each is true in one state only, e.g. the answers of a function that
    returns ``True`` on one way, the facts of that way hold where the joined value is true."""
    value = join(a, b)
    if value.constants is None or len(value.atoms) < 2:
        return value
    return replace(
        value,
        yes=_either(_facts_if(a, first, wanted=True), _facts_if(b, second, wanted=True)),
        no=_either(_facts_if(a, first, wanted=False), _facts_if(b, second, wanted=False)),
    )


def _facts_if(value: Value, state: State, *, wanted: bool) -> Facts | None:
    """What holds where the value is true (or false); ``None`` where it cannot be."""
    if all(bool(constant) is not wanted for constant in value.constants or ()):
        return None
    known = {symbol: held.plain for symbol, held in state.facts.items()}
    return tuple({**known, **dict(value.yes if wanted else value.no)}.items())


def _either(first: Facts | None, second: Facts | None) -> Facts:
    if first is None or second is None:
        return first or second or ()
    return common(first, second)


def merged(results: list[tuple[State, Value]], state: State) -> Value:
    """One value for several ways; ``state`` becomes what they have in common. Raises :class:`Unreachable`."""
    if not results:
        raise Unreachable
    whole, value = results[0]
    for way, each in results[1:]:
        value = join_known(whole, way, whole.resolved(value), way.resolved(each))
        together = joined((whole, way))
        whole = together if together is not None else whole
    state.become(whole)
    return value


@dataclass(slots=True)
class Reach:
    """What some values lead to."""

    taint: int = 0
    refs: dict[Ref, None] = field(default_factory=dict)
    """The objects, without pools."""
    pools: set[Atom] = field(default_factory=set)
    functions: dict[Function, None] = field(default_factory=dict)


def reach(values: Iterable[Value], state: State) -> Reach:
    """Everything that is in the values, and in the objects that they lead to."""
    found = Reach()
    _follow(list(values), state, found, set())
    return found


def _follow(waiting: list[Value], state: State, found: Reach, seen: set[Ref]) -> None:
    aside: list[Value] = []
    while waiting:
        value = state.resolved(waiting.pop())
        found.taint |= value.taint
        for atom in value.atoms:
            if isinstance(atom, Ref):
                if atom not in seen:
                    seen.add(atom)
                    _reach_object(atom, state, found, waiting, aside)
            elif not isinstance(atom, Const):
                _reach_atom(atom, found, waiting)
    if aside:
        taint = found.taint
        _follow(aside, state, found, seen)
        found.taint = taint


def _reach_object(ref: Ref, state: State, found: Reach, waiting: list[Value], aside: list[Value]) -> None:
    obj = state.object(ref)
    state.budget.spend((4 + len(obj.items) + len(obj.entries)) // 4)
    if obj.kind == "pool":
        found.pools.add(ref)
    else:
        found.refs[ref] = None
    if state.budget.optimistic and obj.kind in ("instance", "opaque"):
        waiting.extend((*obj.items, obj.rest))
        aside.extend(obj.entries.values())
    elif obj.kind != "class":
        waiting.extend(obj.contents)


def _reach_atom(atom: Atom, found: Reach, waiting: list[Value]) -> None:
    match atom:
        case Text(taint=taint):
            found.taint |= taint
        case Function():
            found.functions[atom] = None
        case Bound(receiver, method):
            waiting.append(receiver)
            if isinstance(method, Function):
                found.functions[method] = None


def put_anywhere(pool: Ref, value: Value, state: State) -> None:
    """Puts ``value`` into one of the objects of a pool. Nobody knows into which, so each may hold it."""
    for ref in (*reach((Value(frozenset((pool,))),), state).refs, pool):
        obj = state.object(ref)
        if obj.kind not in FIXED:
            state.write(ref, obj.blurred(value))


FIXED = frozenset(("tuple", "class", "pattern", "url"))
"""Kinds of objects that nobody changes."""


def taint_of(state: State, *values: Value) -> int:
    """The taint in the values and in all objects that they lead to."""
    return reach(values, state).taint


def cleaned(value: Value, state: State, gone: int = EVERYBODY) -> Value:
    """The value without the kinds ``gone`` of its taint, e.g. after a sanitizer. Objects in it become unknown."""
    taint = taint_of(state, value)
    if not taint & gone:
        return value
    atoms = (replace(atom, taint=atom.taint & ~gone) if isinstance(atom, Text) else atom for atom in value.atoms)
    kept = frozenset(atom for atom in atoms if isinstance(atom, Const | Text))
    unknown = value.unknown or len(kept) < len(value.atoms)
    return Value(kept, unknown, taint & ~gone, yes=value.yes, no=value.no)

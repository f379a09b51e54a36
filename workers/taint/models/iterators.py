"""Python's functions over iterables: ``sorted``, ``zip``, ``map``, ``range`` and their like."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workers.taint import calls, iteration, subscripts
from workers.taint.heap import State
from workers.taint.lattice import NONE, NOTHING, UNKNOWN, Args, Obj, Value, const, join, join_all
from workers.taint.machine import Machine, key_of
from workers.taint.models import containers

if TYPE_CHECKING:
    from tree_sitter import Node


def _iterator(
    machine: Machine, known: list[Value], rest: Value, sources: tuple[Value, ...], state: State, node: Node
) -> Value:
    obj = Obj("iterator", items=tuple(known), rest=rest, cls=join_all(Value(each.refs) for each in sources))
    return machine.make(state, node, obj)


def sorted_(machine: Machine, args: Args, state: State, node: Node) -> Value:
    known, rest = iteration.elements(machine, args.get(0) or UNKNOWN, state, node)
    keyed = any(name == "key" for name, _ in args.named)
    if keyed:
        calls.not_followed(machine, args.values, state, node)
    reverse = key_of(dict(args.named).get("reverse", const(value=False)))
    obj = Obj("list", items=tuple(known), rest=rest)
    descending = reverse.value if reverse is not None and isinstance(reverse.value, bool) else None
    return machine.make(state, node, containers.sorted_sequence(obj, descending=descending, keyed=keyed))


def reversed_(machine: Machine, args: Args, state: State, node: Node) -> Value:
    known, rest = iteration.elements(machine, args.get(0) or UNKNOWN, state, node)
    ordered = known[::-1] if rest == NOTHING else []
    return _iterator(machine, ordered, rest if rest == NOTHING else join_all((*known, rest)), args.values, state, node)


def iter_(machine: Machine, args: Args, state: State, node: Node) -> Value:
    known, rest = iteration.elements(machine, args.get(0) or UNKNOWN, state, node)
    return _iterator(machine, known, rest, args.values, state, node)


def next_(machine: Machine, args: Args, state: State, node: Node) -> Value:
    """The first of what is left; of a generator, any."""
    source, default = args.get(0) or UNKNOWN, args.get(1) or NOTHING
    found = state.single(source, "iterator")
    if found is None or found[1].many:
        return join(iteration.any_element(machine, source, state, node), default)
    ref, obj = found
    known, rest = iteration.elements(machine, source, state, node)
    state.write(ref, replace(obj, items=obj.items[1:]))
    return known[0] if known else join(rest, default)


def enumerate_(machine: Machine, args: Args, state: State, node: Node) -> Value:
    known, rest = iteration.elements(machine, args.get(0) or UNKNOWN, state, node)
    start = key_of(args.get(1, "start") or const(0))
    first = start.value if start is not None and isinstance(start.value, int) else None
    pairs = []
    for number, value in enumerate(known):
        position = const(first + number) if first is not None else UNKNOWN
        pairs.append(machine.make(state, node, Obj("tuple", items=(position, value)), number))
    more = NOTHING if rest == NOTHING else machine.make(state, node, Obj("tuple", items=(UNKNOWN, rest)), "rest")
    return _iterator(machine, pairs, more, args.values[:1], state, node)


def zip_(machine: Machine, args: Args, state: State, node: Node) -> Value:
    columns = [iteration.elements(machine, value, state, node) for value in args.positional]
    rows = min((len(known) for known, _ in columns), default=0)
    pairs = [
        machine.make(state, node, Obj("tuple", items=tuple(known[number] for known, _ in columns)), number)
        for number in range(min(rows, iteration.MOST_ROUNDS))
    ]
    more = NOTHING
    if args.more is not None or any(rest != NOTHING for _, rest in columns):
        anything = tuple(join_all((*known, rest)) for known, rest in columns)
        more = machine.make(state, node, Obj("tuple", items=anything, rest=args.more or NOTHING), "rest")
    return _iterator(machine, pairs, more, args.values, state, node)


def map_(machine: Machine, args: Args, state: State, node: Node) -> Value:
    if len(args.positional) != 2 or args.more is not None:
        return calls.not_followed(machine, args.values, state, node)
    known, rest = iteration.elements(machine, args.positional[1], state, node)
    results = []
    for number, value in enumerate(known[: iteration.MOST_ROUNDS]):
        with machine.inside(node.id, number):
            results.append(machine.call(args.positional[0], Args((value,)), state, node))
    left = join_all((*known[iteration.MOST_ROUNDS :], rest))
    more = (
        NOTHING
        if left == NOTHING
        else calls.either(
            [lambda way: machine.call(args.positional[0], Args((left,)), way, node), lambda _way: NOTHING], state
        )
    )
    return _iterator(machine, results, more, args.values, state, node)


def filter_(machine: Machine, args: Args, state: State, node: Node) -> Value:
    known, rest = iteration.elements(machine, args.get(1) or UNKNOWN, state, node)
    if args.get(0) != NONE:
        calls.not_followed(machine, args.values, state, node)
    return _iterator(machine, [], join_all((*known, rest)), args.values, state, node)


def range_(machine: Machine, args: Args, state: State, node: Node) -> Value:
    bounds = [value.constants for value in args.positional]
    known = [each[0] for each in bounds if each is not None and len(each) == 1 and isinstance(each[0], int)]
    if len(known) == len(bounds) and known and (len(known) < 3 or known[2]):
        numbers = range(*known)
        if len(numbers) <= iteration.MOST_ROUNDS:
            return machine.make(state, node, Obj("tuple", items=tuple(const(number) for number in numbers)))
    return machine.make(state, node, Obj("tuple", rest=UNKNOWN))


def chain(machine: Machine, args: Args, state: State, node: Node) -> Value:
    obj = Obj("iterator", cls=join_all(Value(each.refs) for each in args.values))
    for value in args.values:
        obj = subscripts.extended(machine, obj, value, state, node)
    return machine.make(state, node, obj)

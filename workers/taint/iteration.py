"""Python's functions over iterables: ``sorted``, ``zip``, ``map``, ``range`` and their like."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workers.taint import calls, items, loops, methods
from workers.taint.domain import NONE, NOTHING, UNKNOWN, Args, Obj, Value, const, join, join_all
from workers.taint.run import Run, key_of
from workers.taint.state import State

if TYPE_CHECKING:
    from tree_sitter import Node


def _iterator(run: Run, known: list[Value], rest: Value, sources: tuple[Value, ...], state: State, node: Node) -> Value:
    made = Obj("iterator", items=tuple(known), rest=rest, cls=join_all(Value(each.refs) for each in sources))
    return run.make(state, node, made)


def sorted_(run: Run, args: Args, state: State, node: Node) -> Value:
    known, rest = loops.elements(run, args.get(0) or UNKNOWN, state, node)
    keyed = any(name == "key" for name, _ in args.named)
    if keyed:
        calls.not_followed(run, args.values, state, node)
    reverse = key_of(dict(args.named).get("reverse", const(value=False)))
    made = Obj("list", items=tuple(known), rest=rest)
    descending = reverse.value if reverse is not None and isinstance(reverse.value, bool) else None
    return run.make(state, node, methods.sorted_sequence(made, descending=descending, keyed=keyed))


def reversed_(run: Run, args: Args, state: State, node: Node) -> Value:
    known, rest = loops.elements(run, args.get(0) or UNKNOWN, state, node)
    ordered = known[::-1] if rest == NOTHING else []
    return _iterator(run, ordered, rest if rest == NOTHING else join_all((*known, rest)), args.values, state, node)


def iter_(run: Run, args: Args, state: State, node: Node) -> Value:
    known, rest = loops.elements(run, args.get(0) or UNKNOWN, state, node)
    return _iterator(run, known, rest, args.values, state, node)


def next_(run: Run, args: Args, state: State, node: Node) -> Value:
    """The first of what is left; of a generator, any."""
    source, default = args.get(0) or UNKNOWN, args.get(1) or NOTHING
    found = state.single(source, "iterator")
    if found is None or found[1].many:
        return join(loops.any_element(run, source, state, node), default)
    ref, made = found
    known, rest = loops.elements(run, source, state, node)
    state.write(ref, replace(made, items=made.items[1:]))
    return known[0] if known else join(rest, default)


def enumerate_(run: Run, args: Args, state: State, node: Node) -> Value:
    known, rest = loops.elements(run, args.get(0) or UNKNOWN, state, node)
    start = key_of(args.get(1, "start") or const(0))
    first = start.value if start is not None and isinstance(start.value, int) else None
    pairs = []
    for number, value in enumerate(known):
        position = const(first + number) if first is not None else UNKNOWN
        pairs.append(run.make(state, node, Obj("tuple", items=(position, value)), number))
    more = NOTHING if rest == NOTHING else run.make(state, node, Obj("tuple", items=(UNKNOWN, rest)), "rest")
    return _iterator(run, pairs, more, args.values[:1], state, node)


def zip_(run: Run, args: Args, state: State, node: Node) -> Value:
    columns = [loops.elements(run, value, state, node) for value in args.positional]
    rows = min((len(known) for known, _ in columns), default=0)
    pairs = [
        run.make(state, node, Obj("tuple", items=tuple(known[number] for known, _ in columns)), number)
        for number in range(min(rows, loops.MOST_ROUNDS))
    ]
    more = NOTHING
    if args.more is not None or any(rest != NOTHING for _, rest in columns):
        anything = tuple(join_all((*known, rest)) for known, rest in columns)
        more = run.make(state, node, Obj("tuple", items=anything, rest=args.more or NOTHING), "rest")
    return _iterator(run, pairs, more, args.values, state, node)


def map_(run: Run, args: Args, state: State, node: Node) -> Value:
    if len(args.positional) != 2 or args.more is not None:
        return calls.not_followed(run, args.values, state, node)
    known, rest = loops.elements(run, args.positional[1], state, node)
    results = []
    for number, value in enumerate(known[: loops.MOST_ROUNDS]):
        with run.inside(node.id, number):
            results.append(run.call(args.positional[0], Args((value,)), state, node))
    left = join_all((*known[loops.MOST_ROUNDS :], rest))
    more = (
        NOTHING
        if left == NOTHING
        else calls.either(
            [lambda way: run.call(args.positional[0], Args((left,)), way, node), lambda _way: NOTHING], state
        )
    )
    return _iterator(run, results, more, args.values, state, node)


def filter_(run: Run, args: Args, state: State, node: Node) -> Value:
    known, rest = loops.elements(run, args.get(1) or UNKNOWN, state, node)
    if args.get(0) != NONE:
        calls.not_followed(run, args.values, state, node)
    return _iterator(run, [], join_all((*known, rest)), args.values, state, node)


def range_(run: Run, args: Args, state: State, node: Node) -> Value:
    bounds = [value.constants for value in args.positional]
    known = [each[0] for each in bounds if each is not None and len(each) == 1 and isinstance(each[0], int)]
    if len(known) == len(bounds) and known and (len(known) < 3 or known[2]):
        numbers = range(*known)
        if len(numbers) <= loops.MOST_ROUNDS:
            return run.make(state, node, Obj("tuple", items=tuple(const(number) for number in numbers)))
    return run.make(state, node, Obj("tuple", rest=UNKNOWN))


def chain(run: Run, args: Args, state: State, node: Node) -> Value:
    made = Obj("iterator", cls=join_all(Value(each.refs) for each in args.values))
    for value in args.values:
        made = items.extended(run, made, value, state, node)
    return run.make(state, node, made)

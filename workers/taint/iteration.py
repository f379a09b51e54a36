"""Iteration: known elements one by one, unknown ones until nothing new comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from workers.taint import attributes, calls, strings, subscripts
from workers.taint.heap import State, joined, reach, taint_of
from workers.taint.lattice import (
    NOTHING,
    UNKNOWN,
    Args,
    Atom,
    Const,
    GaveUp,
    Obj,
    Ref,
    Text,
    Value,
    const,
    join,
    join_all,
    of,
)
from workers.taint.machine import Machine, Scope, Unreachable

if TYPE_CHECKING:
    from tree_sitter import Node

Body = Callable[[Value, State], State | None]
MOST_ROUNDS = 40
"""Rounds of a loop that are interpreted one by one."""
_MOST_PASSES = 16


def elements(machine: Machine, value: Value, state: State, node: Node) -> tuple[list[Value], Value]:
    """The first elements of an iterable, in order, and what any further element may be."""
    found = [_of_atom(machine, atom, state, node) for atom in value.atoms]
    if len(found) == 1 and not value.unknown:
        return found[0]
    rest = join_all(each for known, more in found for each in (*known, more))
    if value.unknown:
        rest = join(rest, machine.unknown(state, node, taint=value.taint, like=value))
    return [], rest.plain


def any_element(machine: Machine, value: Value, state: State, node: Node) -> Value:
    known, rest = elements(machine, value, state, node)
    found = join_all((*known, rest))
    return found if found != NOTHING else UNKNOWN


def _of_atom(machine: Machine, atom: Atom, state: State, node: Node) -> tuple[list[Value], Value]:
    match atom:
        case Const(_, str() | bytes() as constant):
            known = [const(each) for each in constant] if len(constant) <= MOST_ROUNDS else []
            return known, NOTHING if known or not constant else strings.some_text()
        case Text(taint=taint):
            return [], strings.some_text(taint=taint)
        case Ref():
            return _of_object(machine, atom, state, node)
    return [], machine.unknown(state, node, taint=taint_of(state, of(atom)), like=of(atom))


def _of_object(machine: Machine, ref: Ref, state: State, node: Node) -> tuple[list[Value], Value]:
    obj = state.object(ref)
    if obj.kind in ("list", "tuple", "iterator") or (obj.kind == "instance" and obj.items):
        rest = obj.rest
        if obj.kind == "iterator" and (more := taint_of(state, obj.cls) & ~taint_of(state, of(ref))):
            rest = join(rest, Value(unknown=True, taint=more))
        return ([], join_all((*obj.items, rest))) if obj.many else (list(obj.items), rest)
    if obj.kind == "set":
        exact = len(obj.items) == 1 and obj.exact and not obj.many
        return (list(obj.items), NOTHING) if exact else ([], join_all((*obj.items, obj.rest)))
    if obj.kind == "dict":
        known = [of(key) for key in obj.entries]
        if obj.exact and not obj.many:
            return known, NOTHING
        return [], join_all((*known, obj.keys, UNKNOWN if obj.rest != NOTHING else NOTHING))
    if obj.kind == "generator":
        return [], calls.consumed(machine, ref, state, node)
    if obj.kind == "class":
        return [], join_all(obj.entries.values())
    method = attributes.method_of(obj, "__iter__", state)
    if method is not None:
        inner = machine.call(attributes.bound(ref, method), Args(), state, node)
        if of(ref) != inner:
            return [], any_element(machine, inner, state, node)
    return [], machine.unknown(state, node, taint=taint_of(state, of(ref)), like=of(ref))


def for_each(machine: Machine, node: Node, iterable: Value, state: State, body: Body) -> State | None:
    """The state when the elements are used up; ``None`` where the body always leaves in another way."""
    known, rest = elements(machine, iterable, state, node)
    seen = _snapshot(iterable, state)
    for number, element in enumerate(known[:MOST_ROUNDS]):
        with machine.inside(node.id, number):
            after = body(element, state)
        if after is None:
            return None
        state = after
        if _snapshot(iterable, state) != seen:
            return _until_stable(machine, node, iterable, join_all((*known, rest)), state, body)
    left = join_all((*known[MOST_ROUNDS:], rest))
    return state if left == NOTHING else _until_stable(machine, node, iterable, left, state, body)


def _snapshot(iterable: Value, state: State) -> Mapping[Ref, Obj]:
    """What is iterated over: a body that changes it changes the rounds to come."""
    found = reach((iterable,), state).refs
    more = [state.object(ref).cls for ref in found if state.object(ref).kind == "iterator"]
    return {
        ref: state.object(ref) for ref in reach((iterable, *more), state).refs if state.object(ref).kind != "opaque"
    }


def _until_stable(
    machine: Machine, node: Node, iterable: Value, element: Value, state: State, body: Body
) -> State | None:
    kept = machine.symbols()
    for _ in range(_MOST_PASSES):
        passed = state.copy()
        known, rest = elements(machine, iterable, passed, node)
        element = join_all((element.plain, *known, rest)).plain
        after = body(element, passed)
        if after is not None:
            machine.forget(after, kept)
        whole = joined((state.copy(), after))
        if whole is None or whole == state:
            return state
        state = whole
    raise GaveUp("a loop that does not settle")


def repeat(machine: Machine, state: State, round_: Callable[[State], State | None]) -> None:
    """Passes of an endless or unknown loop; the ways out are collected by ``round_`` itself."""
    kept = machine.symbols()
    for _ in range(_MOST_PASSES):
        after = round_(state.copy())
        if after is not None:
            machine.forget(after, kept)
        whole = joined((state.copy(), after))
        if whole is None or whole == state:
            return
        state = whole
    raise GaveUp("a loop that does not settle")


def comprehension(machine: Machine, node: Node, kind: str, state: State) -> Value:
    """A list, set or dictionary that is made by iteration."""
    created = machine.make(state, node, Obj(kind))
    frame = machine.frame
    scope = machine.number(node, "scope")
    machine.scopes.setdefault(scope, Scope(frame.scope))
    before, frame.scope = frame.scope, scope
    try:
        clauses = [child for child in node.named_children if child.type in ("for_in_clause", "if_clause")]
        after = _clauses(machine, node, clauses, created, state)
    finally:
        frame.scope = before
    if after is None:
        raise Unreachable
    if not machine.scopes[scope].captured:
        for key in [key for key in after.names if key[0] == scope]:
            del after.names[key]
    state.become(after)
    return created


def _clauses(machine: Machine, node: Node, clauses: list[Node], obj: Value, state: State) -> State | None:
    if not clauses:
        try:
            _add(machine, node, obj, state)
        except Unreachable:
            return None
        return state
    first, *others = clauses
    if first.type == "if_clause":
        yes, no = machine.branch(first.named_children[0], state)
        return joined((_clauses(machine, node, others, obj, yes) if yes is not None else None, no))
    left, right = first.child_by_field_name("left"), first.child_by_field_name("right")
    if left is None or right is None:
        raise GaveUp("a comprehension with a hole")

    def body(element: Value, inner: State) -> State | None:
        machine.assign(left, element, inner)
        return _clauses(machine, node, others, obj, inner)

    return for_each(machine, first, machine.evaluate(right, state), state, body)


def _add(machine: Machine, node: Node, obj: Value, state: State) -> None:
    body = node.child_by_field_name("body")
    if body is None:
        raise GaveUp("a comprehension without a body")
    if body.type == "pair":
        key, value = body.child_by_field_name("key"), body.child_by_field_name("value")
        if key is None or value is None:
            raise GaveUp("a pair with a hole")
        subscripts.store(machine, obj, machine.evaluate(key, state), machine.evaluate(value, state), state, node)
        return
    element = machine.evaluate(body, state)
    for ref, current in state.objects(obj):
        changed = subscripts.appended(current, element, state)
        if current.many:
            changed = replace(current, items=(), rest=join_all((*current.items, current.rest, element.plain)))
        state.write(ref, changed)

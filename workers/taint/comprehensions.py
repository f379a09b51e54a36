"""Comprehensions: lists, sets and dictionaries that are made by iteration."""

from __future__ import annotations

from dataclasses import replace

from tree_sitter import Node

from workers.taint import subscripts
from workers.taint.heap import Obj, State, joined
from workers.taint.iteration import for_each
from workers.taint.lattice import GaveUp, Unreachable, Value, join_all
from workers.taint.machine import Machine, Scope, Site


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
        subscripts.store(Site(machine, state, node), obj, machine.evaluate(key, state), machine.evaluate(value, state))
        return
    element = machine.evaluate(body, state)
    for ref, current in state.objects(obj):
        changed = subscripts.appended(current, element, state)
        if current.many:
            changed = replace(current, items=(), rest=join_all((*current.items, current.rest, element.plain)))
        state.write(ref, changed)

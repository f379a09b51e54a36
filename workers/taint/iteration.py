"""Iteration: the elements of a value, loops to their fixed point, comprehensions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tree_sitter import Node

from workers.taint import attributes, strings, subscripts
from workers.taint.heap import Obj, State, joined
from workers.taint.lattice import NOTHING, UNKNOWN, join, join_all, of
from workers.taint.machine import Machine, Scope, Site
from workers.taint.values import Args, Atom, Const, GaveUp, Ref, Text, Unreachable, Value

Body = Callable[[Value, State], State | None]
_MOST_PASSES = 16


def elements(site: Site, value: Value) -> tuple[list[Value], Value]:
    """The first elements of an iterable, in order, and what any further element may be."""
    found = [_of_atom(site, atom) for atom in value.atoms]
    if len(found) == 1 and not value.unknown:
        return found[0]
    rest = join_all(each for known, more in found for each in (*known, more))
    if value.unknown:
        rest = join(rest, site.unknown(taint=value.taint, like=value))
    return [], rest.plain


def _of_atom(site: Site, atom: Atom) -> tuple[list[Value], Value]:
    match atom:
        case Const(_, str() | bytes() as constant):
            return [], strings.some_text() if constant else NOTHING
        case Text(taint=taint):
            return [], strings.some_text(taint=taint)
        case Ref():
            return _of_object(site, atom)
    return [], site.derived(of(atom))


def _of_object(site: Site, ref: Ref) -> tuple[list[Value], Value]:
    obj = site.object(ref)
    if obj.kind in ("list", "tuple", "iterator") or (obj.kind == "instance" and obj.items):
        rest = obj.rest
        if obj.kind == "iterator" and (more := site.taint(obj.cls) & ~site.taint(of(ref))):
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
    if obj.kind == "class":
        return [], join_all(obj.entries.values())
    method = attributes.method_of(obj, "__iter__", site.state)
    if method is not None:
        inner = site.call(attributes.bound(ref, method), Args())
        if of(ref) != inner:
            return [], site.any_element(inner)
    return [], site.derived(of(ref))


def for_each(machine: Machine, node: Node, iterable: Value, state: State, body: Body) -> State:
    """The state after any number of rounds, each with any of the elements. Raises :class:`GaveUp`."""

    def round_(inner: State) -> State | None:
        known, rest = elements(Site(machine, inner, node), iterable)
        element = join_all((*known, rest)).plain
        return body(element, inner) if element != NOTHING else None

    return repeat(machine, state, round_)


def repeat(machine: Machine, state: State, round_: Callable[[State], State | None]) -> State:
    """The state after any number of rounds: the join over more and more of them, until nothing new comes of one.

    Ways out of the loop are collected by ``round_`` itself. Raises :class:`GaveUp`.
    """
    kept = machine.symbols()
    for _ in range(_MOST_PASSES):
        after = round_(state.copy())
        if after is not None:
            machine.forget(after, kept)
        whole = joined((state.copy(), after))
        if whole is None or whole == state:
            return state
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
        subscripts.store(Site(machine, state, node), obj, machine.evaluate(key, state), machine.evaluate(value, state))
        return
    element = machine.evaluate(body, state)
    for ref, current in state.objects(obj):
        changed = subscripts.appended(current, element, state)
        if current.many:
            changed = replace(current, items=(), rest=join_all((*current.items, current.rest, element.plain)))
        state.write(ref, changed)

"""Iteration: known elements one by one, unknown ones until nothing new comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tree_sitter import Node

from workers.taint import attributes, functions, strings
from workers.taint.heap import Obj, State, joined, reach
from workers.taint.lattice import (
    NOTHING,
    UNKNOWN,
    Args,
    Atom,
    Const,
    GaveUp,
    Ref,
    Text,
    Value,
    const,
    join,
    join_all,
    of,
)
from workers.taint.machine import MOST_ROUNDS, Machine, Site

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
            known = [const(each) for each in constant] if len(constant) <= MOST_ROUNDS else []
            return known, NOTHING if known or not constant else strings.some_text()
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
    if obj.kind == "generator":
        return [], functions.consumed(site, ref)
    if obj.kind == "class":
        return [], join_all(obj.entries.values())
    method = attributes.method_of(obj, "__iter__", site.state)
    if method is not None:
        inner = site.call(attributes.bound(ref, method), Args())
        if of(ref) != inner:
            return [], site.any_element(inner)
    return [], site.derived(of(ref))


def for_each(machine: Machine, node: Node, iterable: Value, state: State, body: Body) -> State | None:
    """The state when the elements are used up; ``None`` where the body always leaves in another way."""
    known, rest = elements(Site(machine, state, node), iterable)
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
        known, rest = elements(Site(machine, passed, node), iterable)
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

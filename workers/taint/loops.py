"""Iteration: known elements one by one, unknown ones until nothing new comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from workers.taint import attributes, calls, items, texts
from workers.taint.domain import (
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
from workers.taint.run import Run, Scope, Unreachable
from workers.taint.state import State, joined, reach, taint_of

if TYPE_CHECKING:
    from tree_sitter import Node

Body = Callable[[Value, State], State | None]
MOST_ROUNDS = 40
"""Rounds of a loop that are interpreted one by one."""
_MOST_PASSES = 16


def elements(run: Run, value: Value, state: State, node: Node) -> tuple[list[Value], Value]:
    """The first elements of an iterable, in order, and what any further element may be."""
    found = [_of_atom(run, atom, state, node) for atom in value.atoms]
    if len(found) == 1 and not value.unknown:
        return found[0]
    rest = join_all(each for known, more in found for each in (*known, more))
    if value.unknown:
        rest = join(rest, run.unknown(state, node, taint=value.taint, like=value))
    return [], rest.plain


def any_element(run: Run, value: Value, state: State, node: Node) -> Value:
    known, rest = elements(run, value, state, node)
    found = join_all((*known, rest))
    return found if found != NOTHING else UNKNOWN


def _of_atom(run: Run, atom: Atom, state: State, node: Node) -> tuple[list[Value], Value]:
    match atom:
        case Const(_, str() | bytes() as constant):
            known = [const(each) for each in constant] if len(constant) <= MOST_ROUNDS else []
            return known, NOTHING if known or not constant else texts.some_text()
        case Text(taint=taint):
            return [], texts.some_text(taint=taint)
        case Ref():
            return _of_object(run, atom, state, node)
    return [], run.unknown(state, node, taint=taint_of(state, of(atom)), like=of(atom))


def _of_object(run: Run, ref: Ref, state: State, node: Node) -> tuple[list[Value], Value]:
    made = state.object(ref)
    if made.kind in ("list", "tuple", "iterator") or (made.kind == "instance" and made.items):
        rest = made.rest
        if made.kind == "iterator" and (more := taint_of(state, made.cls) & ~taint_of(state, of(ref))):
            rest = join(rest, Value(unknown=True, taint=more))
        return ([], join_all((*made.items, rest))) if made.many else (list(made.items), rest)
    if made.kind == "set":
        exact = len(made.items) == 1 and made.exact and not made.many
        return (list(made.items), NOTHING) if exact else ([], join_all((*made.items, made.rest)))
    if made.kind in ("dict", "section", "parser"):
        known = [of(key) for key in made.entries]
        if made.exact and not made.many and made.kind == "dict":
            return known, NOTHING
        return [], join_all((*known, made.keys, UNKNOWN if made.rest != NOTHING else NOTHING))
    if made.kind == "generator":
        return [], calls.consumed(run, ref, state, node)
    if made.kind == "class":
        return [], join_all(made.entries.values())
    method = attributes.method_of(made, "__iter__", state)
    if method is not None:
        inner = run.call(attributes.bound(ref, method), Args(), state, node)
        if of(ref) != inner:
            return [], any_element(run, inner, state, node)
    return [], run.unknown(state, node, taint=taint_of(state, of(ref)), like=of(ref))


def for_each(run: Run, node: Node, iterable: Value, state: State, body: Body) -> State | None:
    """The state when the elements are used up; ``None`` where the body always leaves in another way."""
    known, rest = elements(run, iterable, state, node)
    seen = _snapshot(iterable, state)
    for number, element in enumerate(known[:MOST_ROUNDS]):
        with run.inside(node.id, number):
            after = body(element, state)
        if after is None:
            return None
        state = after
        if _snapshot(iterable, state) != seen:
            return _until_stable(run, node, iterable, join_all((*known, rest)), state, body)
    left = join_all((*known[MOST_ROUNDS:], rest))
    return state if left == NOTHING else _until_stable(run, node, iterable, left, state, body)


def _snapshot(iterable: Value, state: State) -> Mapping[Ref, Obj]:
    """What is iterated over: a body that changes it changes the rounds to come."""
    found = reach((iterable,), state).refs
    more = [state.object(ref).cls for ref in found if state.object(ref).kind == "iterator"]
    return {
        ref: state.object(ref) for ref in reach((iterable, *more), state).refs if state.object(ref).kind != "opaque"
    }


def _until_stable(run: Run, node: Node, iterable: Value, element: Value, state: State, body: Body) -> State | None:
    kept = run.symbols()
    for _ in range(_MOST_PASSES):
        passed = state.copy()
        known, rest = elements(run, iterable, passed, node)
        element = join_all((element.plain, *known, rest)).plain
        after = body(element, passed)
        if after is not None:
            run.forget(after, kept)
        whole = joined((state.copy(), after))
        if whole is None or whole == state:
            return state
        state = whole
    raise GaveUp("a loop that does not settle")


def repeat(run: Run, state: State, round_: Callable[[State], State | None]) -> None:
    """Passes of an endless or unknown loop; the ways out are collected by ``round_`` itself."""
    kept = run.symbols()
    for _ in range(_MOST_PASSES):
        after = round_(state.copy())
        if after is not None:
            run.forget(after, kept)
        whole = joined((state.copy(), after))
        if whole is None or whole == state:
            return
        state = whole
    raise GaveUp("a loop that does not settle")


def comprehension(run: Run, node: Node, kind: str, state: State) -> Value:
    """A list, set or dictionary that is made by iteration."""
    made = run.make(state, node, Obj(kind))
    frame = run.frame
    scope = run.number(node, "scope")
    run.scopes.setdefault(scope, Scope(frame.scope))
    before, frame.scope = frame.scope, scope
    try:
        clauses = [child for child in node.named_children if child.type in ("for_in_clause", "if_clause")]
        after = _clauses(run, node, clauses, made, state)
    finally:
        frame.scope = before
    if after is None:
        raise Unreachable
    if not run.scopes[scope].captured:
        for key in [key for key in after.names if key[0] == scope]:
            del after.names[key]
    state.become(after)
    return made


def _clauses(run: Run, node: Node, clauses: list[Node], made: Value, state: State) -> State | None:
    if not clauses:
        try:
            _add(run, node, made, state)
        except Unreachable:
            return None
        return state
    first, *others = clauses
    if first.type == "if_clause":
        yes, no = run.branch(first.named_children[0], state)
        return joined((_clauses(run, node, others, made, yes) if yes is not None else None, no))
    left, right = first.child_by_field_name("left"), first.child_by_field_name("right")
    if left is None or right is None:
        raise GaveUp("a comprehension with a hole")

    def body(element: Value, inner: State) -> State | None:
        run.assign(left, element, inner)
        return _clauses(run, node, others, made, inner)

    return for_each(run, first, run.evaluate(right, state), state, body)


def _add(run: Run, node: Node, made: Value, state: State) -> None:
    body = node.child_by_field_name("body")
    if body is None:
        raise GaveUp("a comprehension without a body")
    if body.type == "pair":
        key, value = body.child_by_field_name("key"), body.child_by_field_name("value")
        if key is None or value is None:
            raise GaveUp("a pair with a hole")
        items.store(run, made, run.evaluate(key, state), run.evaluate(value, state), state, node)
        return
    element = run.evaluate(body, state)
    for ref, current in state.objects(made):
        changed = items.appended(current, element, state)
        if current.many:
            changed = replace(current, items=(), rest=join_all((*current.items, current.rest, element.plain)))
        state.write(ref, changed)

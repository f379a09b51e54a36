"""Statements around which errors end: ``try`` with its handlers, and ``with``."""

from __future__ import annotations

from tree_sitter import Node

from workers.reading.syntax import text_of
from workers.taint import operators
from workers.taint.heap import State, joined
from workers.taint.lattice import join
from workers.taint.machine import Catcher, Loop, Machine, Site
from workers.taint.names import field
from workers.taint.values import GaveUp, Value

_SUPPRESSING = ("contextlib.suppress", "suppress", "pytest.raises", "self.assertRaises")


def try_(machine: Machine, node: Node, state: State) -> State | None:
    final = next((child for child in node.named_children if child.type == "finally_clause"), None)
    if final is None:
        return _guarded(machine, node, state)
    frame = machine.frame
    outer_returns, frame.returns = frame.returns, []
    outer_loops, frame.loops = frame.loops, [Loop() for _ in frame.loops]
    catcher = Catcher()
    machine.catchers.append(catcher)
    try:
        after = _guarded(machine, node, state)
    finally:
        machine.catchers.pop()
    inner_returns, frame.returns = frame.returns, outer_returns
    inner_loops, frame.loops = frame.loops, outer_loops
    block = next(child for child in final.named_children if child.type == "block")

    def finished(way: State) -> State | None:
        return machine.execute(block, way)

    for way, value in inner_returns:
        ended = finished(way)
        if ended is not None:
            frame.returns.append((ended, value))
    for inner, outer in zip(inner_loops, outer_loops, strict=True):
        outer.breaks.extend(ended for way in inner.breaks if (ended := finished(way)) is not None)
        outer.continues.extend(ended for way in inner.continues if (ended := finished(way)) is not None)
    for way in catcher.states:
        ended = finished(way.copy())
        if ended is not None:
            machine.may_raise(ended)
    return finished(after) if after is not None else None


def _guarded(machine: Machine, node: Node, state: State) -> State | None:
    """The body, its handlers and its ``else``."""
    handlers = [child for child in node.named_children if child.type == "except_clause"]
    catcher = Catcher()
    saw_taint, machine.saw_taint = machine.saw_taint, 0
    machine.catchers.append(catcher)
    try:
        after = machine.execute(field(node, "body"), state)
    finally:
        machine.catchers.pop()
    taint = machine.saw_taint
    machine.saw_taint |= saw_taint
    otherwise = next((child for child in node.named_children if child.type == "else_clause"), None)
    if after is not None and otherwise is not None:
        after = machine.execute(field(otherwise, "body"), after)
    ends = [after]
    thrown = joined(catcher.states)
    if thrown is not None:
        machine.may_raise(thrown)
        ends.extend(_handled(machine, handler, thrown.copy(), taint=taint) for handler in handlers)
    return joined(ends)


def _handled(machine: Machine, handler: Node, state: State, *, taint: int) -> State | None:
    """Runs an ``except``. The error is tainted if the body saw tainted data: error texts often quote a value."""
    for child in handler.named_children:
        if child.type == "as_pattern":
            target = child.child_by_field_name("alias")
            if target is not None:
                error = machine.unknown(state, child, taint=taint)
                machine.assign(target, error, state)
    block = next((child for child in handler.named_children if child.type == "block"), None)
    if block is None:
        raise GaveUp("an except without a block")
    return machine.execute(block, state)


def with_(machine: Machine, node: Node, state: State) -> State | None:
    body = field(node, "body")
    suppresses = False
    for item in (
        item for clause in node.named_children if clause.type == "with_clause" for item in clause.named_children
    ):
        if item.type != "with_item":
            continue
        expression = field(item, "value")
        target = None
        if expression.type == "as_pattern":
            target = expression.child_by_field_name("alias")
            expression = expression.named_children[0]
        manager = machine.evaluate(expression, state)
        suppresses |= text_of(expression).startswith(_SUPPRESSING) or any(
            True for _ in state.objects(manager, "instance")
        )
        entered = _entered(Site(machine, state, expression), manager)
        if target is not None:
            machine.assign(target, entered, state)
    if not suppresses:
        return machine.execute(body, state)
    catcher = Catcher()
    machine.catchers.append(catcher)
    try:
        after = machine.execute(body, state)
    finally:
        machine.catchers.pop()
    for thrown in catcher.states:
        machine.may_raise(thrown)
    return joined((after, *catcher.states))


def _entered(site: Site, manager: Value) -> Value:
    """What ``with … as`` binds."""
    own = operators.special_method(site, manager, "__enter__", ())
    if own is not None:
        return own
    return join(Value(manager.refs), site.derived(manager))

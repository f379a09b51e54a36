"""Statements, one function a kind: the state after it, or none where it is never reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tree_sitter import Node

from workers.reading.syntax import text_of
from workers.taint import definitions, exceptions, havoc, iteration, names, operators, patterns, subscripts
from workers.taint.heap import State, joined, taint_of
from workers.taint.lattice import NONE, NOTHING, UNKNOWN
from workers.taint.machine import MODULE, Loop, Machine, Site
from workers.taint.names import field
from workers.taint.values import GaveUp, Unreachable, Value

Statement = Callable[[Machine, Node, State], State | None]
_HARMLESS = frozenset(
    "assignment identifier string string_start string_content string_end integer float true false none pass_statement "
    "break_statement continue_statement comment tuple list expression_statement".split()
)
"""A statement of nothing but these raises no error."""


def execute(machine: Machine, node: Node, state: State) -> State | None:
    """As :meth:`Machine.execute`."""
    if node.type == "block":
        return _block(machine, node, state)
    machine.budget.spend()
    kind = _KINDS.get(node.type)
    if kind is None:
        raise GaveUp(f"a {node.type}")
    watched = bool(machine.catchers) and not _raises_nothing(node)
    if watched:
        machine.may_raise(state)
    try:
        after = kind(machine, node, state)
    except Unreachable:
        after = None
    if watched and after is not None:
        machine.may_raise(after)
    return after


def _raises_nothing(node: Node) -> bool:
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each.type not in _HARMLESS and each.is_named:
            return False
        if (
            each.type == "assignment"
            and (left := each.child_by_field_name("left")) is not None
            and left.type != "identifier"
        ):
            return False
        waiting.extend(each.named_children)
    return True


def _block(machine: Machine, node: Node, state: State) -> State | None:
    current: State | None = state
    for child in node.named_children:
        if child.type == "comment":
            continue
        if current is None:
            return None
        current = machine.execute(child, current)
    return current


def _expression(machine: Machine, node: Node, state: State) -> State | None:
    for child in node.named_children:
        if child.type in ("assignment", "augmented_assignment"):
            return machine.execute(child, state)
        if child.type != "comment":
            machine.evaluate(child, state)
    return state


def _assignment(machine: Machine, node: Node, state: State) -> State:
    left, right = field(node, "left"), node.child_by_field_name("right")
    if left.type == "subscript" and text_of(left.child_by_field_name("value")) == "match":
        raise GaveUp("a match of a list, which the grammar reads as an annotation")
    if right is not None:
        machine.assign(left, machine.evaluate(right, state), state)
    return state


def _augmented(machine: Machine, node: Node, state: State) -> State:
    left, right = field(node, "left"), field(node, "right")
    symbol = text_of(node.child_by_field_name("operator"))[:-1]
    value, more = machine.evaluate(left, state), machine.evaluate(right, state)
    changed = [ref for ref, _ in state.objects(value, "list", "set", "dict")]
    if changed and symbol in ("+", "|") and value.only in changed:
        ref = changed[0]
        if state.object(ref).kind == "dict":
            subscripts.update(Site(machine, state, node), value, more)
        else:
            state.write(ref, subscripts.extended(Site(machine, state, node), state.object(ref), more))
        machine.assign(left, value, state)
        return state
    if value.refs and not _is_immutable(value, state):
        havoc.call_unknown(Site(machine, state, node), (value, more))
    machine.assign(left, operators.binary(Site(machine, state, node), symbol, value, more), state)
    return state


def _is_immutable(value: Value, state: State) -> bool:
    return all(obj.kind == "tuple" for _, obj in state.objects(value))


def _if(machine: Machine, node: Node, state: State) -> State | None:
    """The ``elif`` and ``else`` clauses follow as alternatives."""
    ends: list[State | None] = []
    conditions = [node, *(child for child in node.children_by_field_name("alternative") if child.type == "elif_clause")]
    current: State | None = state
    for clause in conditions:
        if current is None:
            break
        machine.budget.spend()
        yes, current = machine.branch(field(clause, "condition"), current)
        if yes is not None:
            ends.append(machine.execute(field(clause, "consequence"), yes))
    otherwise = next(
        (child for child in node.children_by_field_name("alternative") if child.type == "else_clause"), None
    )
    if current is not None and otherwise is not None:
        current = machine.execute(field(otherwise, "body"), current)
    return joined((*ends, current))


def _for(machine: Machine, node: Node, state: State) -> State | None:
    left, body = field(node, "left"), field(node, "body")
    iterable = machine.evaluate(field(node, "right"), state)
    loop = Loop()

    def round_(element: Value, inner: State) -> State | None:
        machine.assign(left, element, inner)
        return _round(machine, body, loop, inner)

    return _after_loop(machine, node, iteration.for_each(machine, node, iterable, state, round_), loop)


def _round(machine: Machine, body: Node, loop: Loop, state: State) -> State | None:
    machine.budget.spend()
    machine.frame.loops.append(loop)
    try:
        after = machine.execute(body, state)
    finally:
        machine.frame.loops.pop()
    continues, loop.continues = loop.continues, []
    return joined((after, *continues))


def _after_loop(machine: Machine, node: Node, exhausted: State | None, loop: Loop) -> State | None:
    alternative = node.child_by_field_name("alternative")
    if exhausted is not None and alternative is not None:
        exhausted = machine.execute(field(alternative, "body"), exhausted)
    return joined((exhausted, *loop.breaks))


def _while(machine: Machine, node: Node, state: State) -> State | None:
    condition, body = field(node, "condition"), field(node, "body")
    loop = Loop()
    ends: list[State] = []

    def round_(inner: State) -> State | None:
        yes, no = machine.branch(condition, inner)
        if no is not None:
            ends.append(no)
        return _round(machine, body, loop, yes) if yes is not None else None

    iteration.repeat(machine, state, round_)
    return _after_loop(machine, node, joined(ends), loop)


def _break(machine: Machine, _node: Node, state: State) -> None:
    _innermost(machine).breaks.append(state)


def _continue(machine: Machine, _node: Node, state: State) -> None:
    _innermost(machine).continues.append(state)


def _innermost(machine: Machine) -> Loop:
    if not machine.frame.loops:
        raise GaveUp("a way out of no loop")
    return machine.frame.loops[-1]


def _return(machine: Machine, node: Node, state: State) -> None:
    values = [child for child in node.named_children if child.type != "comment"]
    value = machine.evaluate(values[0], state) if values else NONE
    machine.frame.returns.append((state, value))


def _raise(machine: Machine, node: Node, state: State) -> None:
    for child in node.named_children:
        if child.type != "comment":
            machine.saw_taint |= taint_of(state, machine.evaluate(child, state))
    machine.may_raise(state)


def _assert(machine: Machine, node: Node, state: State) -> State | None:
    yes, no = machine.branch(node.named_children[0], state)
    if no is not None:
        for message in node.named_children[1:]:
            machine.evaluate(message, no)
        machine.may_raise(no)
    return yes


def _delete(machine: Machine, node: Node, state: State) -> State:
    inner = node.named_children[0]
    for target in inner.named_children if inner.type in ("expression_list", "tuple") else [inner]:
        if target.type == "identifier":
            names.bind(machine, text_of(target), NOTHING, state)
        elif target.type == "subscript":
            container = machine.evaluate(field(target, "value"), state)
            keys = [machine.evaluate(key, state) for key in target.children_by_field_name("subscript")]
            subscripts.delete(container, keys[0] if len(keys) == 1 else UNKNOWN, state)
        elif target.type == "attribute":
            machine.evaluate(field(target, "object"), state)
        else:
            raise GaveUp(f"the deletion of a {target.type}")
    return state


def _global(machine: Machine, node: Node, state: State) -> State:
    for child in node.named_children:
        machine.frame.elsewhere[text_of(child)] = MODULE
    return state


def _nonlocal(machine: Machine, node: Node, state: State) -> State:
    for child in node.named_children:
        scope = machine.scopes[machine.frame.scope].parent
        while scope not in (None, MODULE) and state.name((scope or MODULE, text_of(child))) is None:
            scope = machine.scopes[scope or MODULE].parent
        machine.frame.elsewhere[text_of(child)] = scope or MODULE
    return state


def _match(machine: Machine, node: Node, state: State) -> State | None:
    """Any of the cases may be taken, or none; what a pattern binds is some part of the subject."""
    subjects = tuple(machine.evaluate(each, state) for each in node.children_by_field_name("subject"))
    part = havoc.call_unknown(Site(machine, state, node), subjects, changes=False)
    ends: list[State | None] = []
    current = state
    for clause in field(node, "body").named_children:
        if clause.type != "case_clause":
            continue
        matched = current.copy()
        for name in patterns.captured(clause):
            names.bind(machine, name, part, matched)
        guard = clause.child_by_field_name("guard")
        taken, refused = (matched, None) if guard is None else machine.branch(guard.named_children[0], matched)
        if taken is not None:
            ends.append(machine.execute(field(clause, "consequence"), taken))
        current = joined((current, refused)) or current
    return joined((*ends, current))


def _same(_run: Machine, _node: Node, state: State) -> State:
    return state


_KINDS: Mapping[str, Statement] = {
    "expression_statement": _expression,
    "assignment": _assignment,
    "augmented_assignment": _augmented,
    "if_statement": _if,
    "for_statement": _for,
    "while_statement": _while,
    "break_statement": _break,
    "continue_statement": _continue,
    "return_statement": _return,
    "raise_statement": _raise,
    "assert_statement": _assert,
    "delete_statement": _delete,
    "global_statement": _global,
    "nonlocal_statement": _nonlocal,
    "import_statement": definitions.import_modules,
    "import_from_statement": definitions.import_from,
    "future_import_statement": _same,
    "function_definition": definitions.function,
    "class_definition": definitions.class_,
    "decorated_definition": definitions.decorated,
    "try_statement": exceptions.try_,
    "with_statement": exceptions.with_,
    "match_statement": _match,
    "pass_statement": _same,
    "type_alias_statement": _same,
}

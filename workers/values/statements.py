"""Statements, one function a kind: the state after it, or none where it is never reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from workers.values import calls, classes, items, library, loops, names, operations, patterns
from workers.values.domain import (
    NONE,
    NOTHING,
    UNKNOWN,
    Args,
    External,
    Function,
    GaveUp,
    Ref,
    Value,
    join,
    of,
)
from workers.values.names import text_of
from workers.values.run import MODULE, Catcher, Loop, Run, Unreachable
from workers.values.state import State, joined, taint_of

if TYPE_CHECKING:
    from tree_sitter import Node

Statement = Callable[[Run, "Node", State], State | None]
_HARMLESS = frozenset(
    "assignment identifier string string_start string_content string_end integer float true false none pass_statement "
    "break_statement continue_statement comment tuple list expression_statement".split()
)
"""A statement of nothing but these raises no error."""


def execute(run: Run, node: Node, state: State) -> State | None:
    """As :meth:`Run.execute`."""
    if node.type == "block":
        return _block(run, node, state)
    run.terms.spend()
    kind = _KINDS.get(node.type)
    if kind is None:
        raise GaveUp(f"a {node.type}")
    watched = bool(run.catchers) and not _raises_nothing(node)
    if watched:
        run.may_raise(state)
    try:
        after = kind(run, node, state)
    except Unreachable:
        after = None
    if watched and after is not None:
        run.may_raise(after)
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


def _block(run: Run, node: Node, state: State) -> State | None:
    current: State | None = state
    for child in node.named_children:
        if child.type == "comment":
            continue
        if current is None:
            return None
        current = run.execute(child, current)
    return current


def _field(node: Node, name: str) -> Node:
    child = node.child_by_field_name(name)
    if child is None:
        raise GaveUp(f"a {node.type} without {name}")
    return child


def _expression(run: Run, node: Node, state: State) -> State | None:
    for child in node.named_children:
        if child.type in ("assignment", "augmented_assignment"):
            return run.execute(child, state)
        if child.type != "comment":
            run.evaluate(child, state)
    return state


def _assignment(run: Run, node: Node, state: State) -> State:
    right = node.child_by_field_name("right")
    if right is not None:
        run.assign(_field(node, "left"), run.evaluate(right, state), state)
    return state


def _augmented(run: Run, node: Node, state: State) -> State:
    left, right = _field(node, "left"), _field(node, "right")
    symbol = text_of(node.child_by_field_name("operator"))[:-1]
    value, more = run.evaluate(left, state), run.evaluate(right, state)
    changed = [ref for ref, _ in state.objects(value, "list", "set", "dict")]
    if changed and symbol in ("+", "|") and value.only in changed:
        ref = changed[0]
        if state.object(ref).kind == "dict":
            items.update(run, value, more, state, node)
        else:
            state.write(ref, items.extended(run, state.object(ref), more, state, node))
        run.assign(left, value, state)
        return state
    if value.refs and not _is_immutable(value, state):
        calls.not_followed(run, (value, more), state, node)
    run.assign(left, operations.binary(run, symbol, value, more, state, node), state)
    return state


def _is_immutable(value: Value, state: State) -> bool:
    return all(made.kind == "tuple" for _, made in state.objects(value))


def _if(run: Run, node: Node, state: State) -> State | None:
    """The ``elif`` and ``else`` clauses follow as alternatives."""
    ends: list[State | None] = []
    conditions = [node, *(child for child in node.children_by_field_name("alternative") if child.type == "elif_clause")]
    current: State | None = state
    for clause in conditions:
        if current is None:
            break
        run.terms.spend()
        yes, current = run.branch(_field(clause, "condition"), current)
        if yes is not None:
            ends.append(run.execute(_field(clause, "consequence"), yes))
    otherwise = next(
        (child for child in node.children_by_field_name("alternative") if child.type == "else_clause"), None
    )
    if current is not None and otherwise is not None:
        current = run.execute(_field(otherwise, "body"), current)
    return joined((*ends, current))


def _for(run: Run, node: Node, state: State) -> State | None:
    left, body = _field(node, "left"), _field(node, "body")
    iterable = run.evaluate(_field(node, "right"), state)
    loop = Loop()

    def round_(element: Value, inner: State) -> State | None:
        run.assign(left, element, inner)
        return _round(run, body, loop, inner)

    return _after_loop(run, node, loops.for_each(run, node, iterable, state, round_), loop)


def _round(run: Run, body: Node, loop: Loop, state: State) -> State | None:
    run.terms.spend()
    run.frame.loops.append(loop)
    try:
        after = run.execute(body, state)
    finally:
        run.frame.loops.pop()
    continues, loop.continues = loop.continues, []
    return joined((after, *continues))


def _after_loop(run: Run, node: Node, exhausted: State | None, loop: Loop) -> State | None:
    alternative = node.child_by_field_name("alternative")
    if exhausted is not None and alternative is not None:
        exhausted = run.execute(_field(alternative, "body"), exhausted)
    return joined((exhausted, *loop.breaks))


def _while(run: Run, node: Node, state: State) -> State | None:
    """Round by round while it is known whether the condition holds; then until nothing new comes of it."""
    condition, body = _field(node, "condition"), _field(node, "body")
    loop = Loop()
    ends: list[State] = []
    current: State | None = state
    for number in range(loops.MOST_ROUNDS):
        if current is None:
            break
        with run.inside(node.id, number):
            yes, no = run.branch(condition, current.copy())
            if yes is not None and no is not None:
                break
            if no is not None:
                ends.append(no)
            current = _round(run, body, loop, yes) if yes is not None else None
    if current is not None:

        def round_(inner: State) -> State | None:
            yes, no = run.branch(condition, inner)
            if no is not None:
                ends.append(no)
            return _round(run, body, loop, yes) if yes is not None else None

        loops.repeat(run, current, round_)
    return _after_loop(run, node, joined(ends), loop)


def _break(run: Run, _node: Node, state: State) -> None:
    _innermost(run).breaks.append(state)


def _continue(run: Run, _node: Node, state: State) -> None:
    _innermost(run).continues.append(state)


def _innermost(run: Run) -> Loop:
    if not run.frame.loops:
        raise GaveUp("a way out of no loop")
    return run.frame.loops[-1]


def _return(run: Run, node: Node, state: State) -> None:
    values = [child for child in node.named_children if child.type != "comment"]
    value = run.evaluate(values[0], state) if values else NONE
    run.frame.returns.append((state, value))


def _raise(run: Run, node: Node, state: State) -> None:
    for child in node.named_children:
        if child.type != "comment":
            run.saw_taint |= taint_of(state, run.evaluate(child, state))
    run.may_raise(state)


def _assert(run: Run, node: Node, state: State) -> State | None:
    yes, no = run.branch(node.named_children[0], state)
    if no is not None:
        for message in node.named_children[1:]:
            run.evaluate(message, no)
        run.may_raise(no)
    return yes


def _delete(run: Run, node: Node, state: State) -> State:
    inner = node.named_children[0]
    for target in inner.named_children if inner.type in ("expression_list", "tuple") else [inner]:
        if target.type == "identifier":
            names.bind(run, text_of(target), NOTHING, state)
        elif target.type == "subscript":
            container = run.evaluate(_field(target, "value"), state)
            keys = [run.evaluate(key, state) for key in target.children_by_field_name("subscript")]
            items.delete(container, keys[0] if len(keys) == 1 else UNKNOWN, state)
        elif target.type == "attribute":
            run.evaluate(_field(target, "object"), state)
        else:
            raise GaveUp(f"the deletion of a {target.type}")
    return state


def _global(run: Run, node: Node, state: State) -> State:
    for child in node.named_children:
        run.frame.elsewhere[text_of(child)] = MODULE
    return state


def _nonlocal(run: Run, node: Node, state: State) -> State:
    for child in node.named_children:
        scope = run.scopes[run.frame.scope].parent
        while scope not in (None, MODULE) and state.name((scope or MODULE, text_of(child))) is None:
            scope = run.scopes[scope or MODULE].parent
        run.frame.elsewhere[text_of(child)] = scope or MODULE
    return state


def _import(run: Run, node: Node, state: State) -> State:
    for child in node.children_by_field_name("name"):
        module = text_of(child.child_by_field_name("name") or child)
        parts = module.split(".")
        run.modules.update(".".join(parts[:size]) for size in range(1, len(parts) + 1))
        alias = child.child_by_field_name("alias")
        name, target = (text_of(alias), module) if alias is not None else (parts[0], parts[0])
        names.bind(run, name, of(External(target)), state)
    return state


def _import_from(run: Run, node: Node, state: State) -> State:
    module = text_of(node.child_by_field_name("module_name"))
    run.modules.add(module)
    for child in node.children_by_field_name("name"):
        name = text_of(child.child_by_field_name("name") or child)
        names.bind(run, text_of(child.child_by_field_name("alias")) or name, of(External(f"{module}.{name}")), state)
    return state


def _function(run: Run, node: Node, state: State) -> State:
    owner = run.frame.owner.only
    value = of(calls.define(run, node, state, owner if isinstance(owner, Ref) else None))
    names.bind(run, text_of(node.child_by_field_name("name")), value, state)
    return state


def _class(run: Run, node: Node, state: State) -> State:
    names.bind(run, text_of(node.child_by_field_name("name")), classes.define(run, node, state), state)
    return state


def _decorated(run: Run, node: Node, state: State) -> State:
    definition = _field(node, "definition")
    owner = run.frame.owner.only
    if definition.type == "class_definition":
        value = classes.define(run, definition, state)
    else:
        value = of(calls.define(run, definition, state, owner if isinstance(owner, Ref) else None))
    name = text_of(definition.child_by_field_name("name"))
    for decorator in reversed([child for child in node.children if child.type == "decorator"]):
        expression = decorator.named_children[0]
        if text_of(expression) == f"{name}.setter":
            names.bind(run, f"{name}.setter", value, state)
            return state
        value = _decorated_by(run, run.evaluate(expression, state), value, definition, state, expression)
    names.bind(run, name, value, state)
    return state


def _decorated_by(run: Run, decorator: Value, value: Value, definition: Node, state: State, node: Node) -> Value:
    atom = decorator.only
    text = text_of(node)
    if definition.type == "class_definition":
        if (isinstance(atom, External) and atom.name == "dataclasses.dataclass") or text.startswith(
            ("dataclass(", "dataclasses.dataclass(")
        ):
            return classes.made_dataclass(value, definition, state)
        return run.unknown(state, node)
    if isinstance(atom, External) and library.is_known(atom.name):
        return run.call(decorator, Args((value,)), state, node)
    if isinstance(atom, Function):
        return run.call(decorator, Args((value,)), state, node)
    if text.startswith(("functools.wraps(", "wraps(", "functools.lru_cache", "lru_cache")):
        return value
    return replace(run.unknown(state, node), symbol=0)


def _try(run: Run, node: Node, state: State) -> State | None:
    final = next((child for child in node.named_children if child.type == "finally_clause"), None)
    if final is None:
        return _guarded(run, node, state)
    frame = run.frame
    outer_returns, frame.returns = frame.returns, []
    outer_loops, frame.loops = frame.loops, [Loop() for _ in frame.loops]
    catcher = Catcher()
    run.catchers.append(catcher)
    try:
        after = _guarded(run, node, state)
    finally:
        run.catchers.pop()
    inner_returns, frame.returns = frame.returns, outer_returns
    inner_loops, frame.loops = frame.loops, outer_loops
    block = next(child for child in final.named_children if child.type == "block")

    def finished(way: State) -> State | None:
        return run.execute(block, way)

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
            run.may_raise(ended)
    return finished(after) if after is not None else None


def _guarded(run: Run, node: Node, state: State) -> State | None:
    """The body, its handlers and its ``else``."""
    handlers = [child for child in node.named_children if child.type == "except_clause"]
    catcher = Catcher()
    saw_taint, run.saw_taint = run.saw_taint, 0
    run.catchers.append(catcher)
    try:
        after = run.execute(_field(node, "body"), state)
    finally:
        run.catchers.pop()
    taint = run.saw_taint
    run.saw_taint |= saw_taint
    otherwise = next((child for child in node.named_children if child.type == "else_clause"), None)
    if after is not None and otherwise is not None:
        after = run.execute(_field(otherwise, "body"), after)
    ends = [after]
    thrown = joined(catcher.states)
    if thrown is not None:
        run.may_raise(thrown)
        ends.extend(_handled(run, handler, thrown.copy(), taint=taint) for handler in handlers)
    return joined(ends)


def _handled(run: Run, handler: Node, state: State, *, taint: int) -> State | None:
    """An error's text often quotes the value that it is about."""
    for child in handler.named_children:
        if child.type == "as_pattern":
            target = child.child_by_field_name("alias")
            if target is not None:
                error = run.unknown(state, child, taint=taint)
                run.assign(target, error, state)
    block = next((child for child in handler.named_children if child.type == "block"), None)
    if block is None:
        raise GaveUp("an except without a block")
    return run.execute(block, state)


_SUPPRESSING = ("contextlib.suppress", "suppress", "pytest.raises", "self.assertRaises")


def _with(run: Run, node: Node, state: State) -> State | None:
    body = _field(node, "body")
    suppresses = False
    for item in (
        item for clause in node.named_children if clause.type == "with_clause" for item in clause.named_children
    ):
        if item.type != "with_item":
            continue
        expression = _field(item, "value")
        target = None
        if expression.type == "as_pattern":
            target = expression.child_by_field_name("alias")
            expression = expression.named_children[0]
        manager = run.evaluate(expression, state)
        suppresses |= text_of(expression).startswith(_SUPPRESSING) or any(
            True for _ in state.objects(manager, "instance")
        )
        entered = _entered(run, manager, state, expression)
        if target is not None:
            run.assign(target, entered, state)
    if not suppresses:
        return run.execute(body, state)
    catcher = Catcher()
    run.catchers.append(catcher)
    try:
        after = run.execute(body, state)
    finally:
        run.catchers.pop()
    for thrown in catcher.states:
        run.may_raise(thrown)
    return joined((after, *catcher.states))


def _entered(run: Run, manager: Value, state: State, node: Node) -> Value:
    """What ``with … as`` binds."""
    found = state.single(manager, "stream")
    if found is not None:
        return manager
    own = operations.own_method(run, manager, "__enter__", (), state, node)
    if own is not None:
        return own
    return join(Value(manager.refs), run.unknown(state, node, taint=taint_of(state, manager), like=manager))


def _match(run: Run, node: Node, state: State) -> State | None:
    subjects = [run.evaluate(each, state) for each in node.children_by_field_name("subject")]
    subject = subjects[0] if len(subjects) == 1 else patterns.tuple_of(run, subjects, state, node)
    ends: list[State | None] = []
    current: State | None = state
    body = _field(node, "body")
    for clause in body.named_children:
        if clause.type != "case_clause" or current is None:
            continue
        run.terms.spend()
        yes, current = patterns.case(run, clause, subject, current)
        if yes is not None:
            ends.append(run.execute(_field(clause, "consequence"), yes))
    return joined((*ends, current))


def _same(_run: Run, _node: Node, state: State) -> State:
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
    "import_statement": _import,
    "import_from_statement": _import_from,
    "future_import_statement": _same,
    "function_definition": _function,
    "class_definition": _class,
    "decorated_definition": _decorated,
    "try_statement": _try,
    "with_statement": _with,
    "match_statement": _match,
    "pass_statement": _same,
    "type_alias_statement": _same,
}

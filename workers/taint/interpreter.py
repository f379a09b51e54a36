"""The interpreter: the parts put together, the module's own code run once, then one function a question."""

from __future__ import annotations

import re
import sys
from dataclasses import replace

from tree_sitter import Node

from workers.reading.syntax import text_of
from workers.taint import conditions, dispatch, expressions, functions, iteration, patterns, statements
from workers.taint.heap import Obj, State, reach
from workers.taint.lattice import NOTHING, UNKNOWN
from workers.taint.machine import MODULE, NO_QUESTION, Machine, Question, Scope, Site
from workers.taint.values import Args, Function, GaveUp, Ref, Unreachable, Value

STEPS = 20_000
"""Of one question."""
_STEPS_OF_MODULE = 20_000
_STEPS_OF_STATEMENT = 2_000
_FUNCTIONS = ("function_definition", "lambda")


class Interpreter(Machine):
    """One file."""

    def evaluate(self, node: Node, state: State) -> Value:
        value = expressions.evaluate(Site(self, state, node))
        return UNKNOWN if value == NOTHING else value

    def branch(self, node: Node, state: State) -> tuple[State | None, State | None]:
        return conditions.branch(self, node, state)

    def execute(self, node: Node, state: State) -> State | None:
        return statements.execute(self, node, state)

    def call(self, function: Value, args: Args, state: State, node: Node) -> Value:
        return dispatch.call(Site(self, state, node), function, args)

    def iterate(self, value: Value, state: State, node: Node) -> tuple[list[Value], Value]:
        return iteration.elements(Site(self, state, node), value)

    def is_modelled(self, name: str) -> bool:
        return dispatch.is_modelled(name)

    def assign(self, target: Node, value: Value, state: State) -> None:
        patterns.assign(self, target, value, state)


def module_state(machine: Interpreter) -> State:
    """The state after the module's own code. A statement that cannot be followed leaves all that it names unknown."""
    state = State(machine.budget)
    left = _STEPS_OF_MODULE
    for statement in machine.root.named_children:
        if statement.type == "comment":
            continue
        machine.budget.left = before = min(_STEPS_OF_STATEMENT, left)
        after: State | None = None
        try:
            after = machine.execute(statement, state.copy())
        except (GaveUp, Unreachable, RecursionError):
            machine.frames[1:] = []
            machine.catchers.clear()
            machine.leave()
        left -= before - max(machine.budget.left, 0)
        if after is None:
            _forget_all_of(statement, state)
        else:
            state = after
    return state


def _forget_all_of(statement: Node, state: State) -> None:
    """All that the statement names becomes unknown, e.g. after it ran out of steps; this has no budget itself."""
    state.budget.left = sys.maxsize
    named = [(MODULE, name) for name in dict.fromkeys(re.findall(r"[^\W\d]\w*", text_of(statement)))]
    held = {name: value for name in named if (value := state.name(name)) is not None}
    for ref in reach(held.values(), state).refs:
        state.write(ref, state.object(ref).blurred(UNKNOWN))
    for name in named:
        state.names[name] = Value(held[name].refs if name in held else frozenset(), unknown=True)


def enclosing(node: Node, *kinds: str) -> Node | None:
    """The innermost such node around this one."""
    parent = node.parent
    while parent is not None and parent.type not in kinds:
        parent = parent.parent
    return parent


def function_around(node: Node) -> Node | None:
    """The function or lambda whose code the node is; a decorator or a default belongs to the function outside."""
    child, parent = node, node.parent
    while parent is not None:
        if parent.type in _FUNCTIONS and child in (
            parent.child_by_field_name("body"),
            parent.child_by_field_name("parameters"),
        ):
            return parent
        child, parent = parent, parent.parent
    return None


def ask_module(machine: Interpreter, question: Question, *, optimistic: bool) -> None:
    """Runs the module's own code with a question. Raises :class:`GaveUp`."""
    machine.budget.left = STEPS
    machine.question, machine.budget.optimistic = question, optimistic
    state: State | None = State(machine.budget)
    for statement in machine.root.named_children:
        if state is not None and statement.type != "comment":
            state = machine.execute(statement, state)


def ask_function(machine: Interpreter, base: State, function: Node, question: Question, *, optimistic: bool) -> None:
    """Runs one function as if it were called from outside. Raises :class:`GaveUp`."""
    machine.budget.left, machine.question, machine.entered = STEPS, question, True
    machine.reached, machine.saw_taint, machine.budget.optimistic = {}, 0, optimistic
    state = State(machine.budget, base=base)
    outer = function_around(function)
    scope = MODULE
    if outer is not None:
        scope = machine.number(function, "outer")
        machine.scopes[scope] = Scope(MODULE, captured=True)
        _bind_outer(machine, scope, outer, function, state)
    owner = _class_of(function, state) if outer is None else None
    args = _given(machine, function, owner, state)
    functions.enter(machine, Function(function, scope, owner=owner), args, state)
    machine.question = NO_QUESTION


def _class_of(function: Node, state: State) -> Ref | None:
    """The class that the method belongs to, where it stands at the top of the module."""
    home = enclosing(function, "class_definition", "function_definition")
    if home is None or home.type != "class_definition" or enclosing(home, "class_definition") is not None:
        return None
    value = state.name((MODULE, text_of(home.child_by_field_name("name"))))
    found = state.single(value, "class") if value is not None else None
    return found[0] if found is not None else None


def _given(machine: Interpreter, function: Node, owner: Ref | None, state: State) -> Args:
    """Arguments of an unknown caller: unknown values, and an object of the class for the ``self`` of a method."""
    parameters = [name for name, kind in functions.parameters_of(function) if kind == "name"]
    named = [(name, _anything(machine, function, name, state)) for name in parameters]
    above = function.parent
    decorators = (
        [text_of(each) for each in above.children] if above is not None and above.type == "decorated_definition" else []
    )
    if owner is not None and named and "@staticmethod" not in decorators:
        itself = Value(frozenset((owner,)))
        if "@classmethod" not in decorators:
            itself = machine.make(state, function, Obj("instance", rest=UNKNOWN, cls=itself), "self")
        named[0] = (parameters[0], itself)
    return Args(named=tuple(named), more=_anything(machine, function, "*", state))


def _anything(machine: Interpreter, node: Node, tag: str, state: State) -> Value:
    return replace(machine.make(state, node, Obj("opaque", rest=UNKNOWN), tag), unknown=True)


def _bind_outer(machine: Interpreter, scope: int, outer: Node, inner: Node, state: State) -> None:
    """Names of the enclosing functions: unknown, and tainted if the enclosing function has a source."""
    # Sources of the inner function count as well: it may have run before.
    taint = 0 if machine.optimistic else machine.question.within(outer)
    found: Node | None = outer
    while found is not None:
        for name in _bound_in(found):
            value = Value(unknown=True, taint=taint) if taint else _anything(machine, inner, f"outer {name}", state)
            state.names.setdefault((scope, name), value)
        found = function_around(found)


def _bound_in(function: Node) -> set[str]:
    names = {name for name, _ in functions.parameters_of(function)}
    body = function.child_by_field_name("body")
    waiting = list(body.named_children) if body is not None else []
    while waiting:
        node = waiting.pop()
        if node.type in ("function_definition", "class_definition"):
            names.add(text_of(node.child_by_field_name("name")))
            continue
        for field in ("left", "name", "alias"):
            for target in node.children_by_field_name(field):
                names.update(re.findall(r"[^\W\d]\w*", text_of(target)))
        waiting.extend(node.named_children)
    return names

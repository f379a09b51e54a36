"""The interpreter: the parts put together, the module's own code run once, then one function a question."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from workers.reading.syntax import text_of
from workers.taint import calls, conditions, expressions, patterns, statements
from workers.taint.domain import NOTHING, UNKNOWN, Args, Function, GaveUp, Obj, Ref, Value
from workers.taint.run import MODULE, NO_QUESTION, Question, Run, Scope, Unreachable
from workers.taint.state import State, reach

if TYPE_CHECKING:
    from tree_sitter import Node

STEPS = 20_000
"""Of one question."""
_STEPS_OF_MODULE = 20_000
_STEPS_OF_STATEMENT = 2_000
_FUNCTIONS = ("function_definition", "lambda")


class Interpreter(Run):
    """One file."""

    def evaluate(self, node: Node, state: State) -> Value:
        value = expressions.evaluate(self, node, state)
        return UNKNOWN if value == NOTHING else value

    def branch(self, node: Node, state: State) -> tuple[State | None, State | None]:
        return conditions.branch(self, node, state)

    def execute(self, node: Node, state: State) -> State | None:
        return statements.execute(self, node, state)

    def call(self, function: Value, args: Args, state: State, node: Node) -> Value:
        return calls.call(self, function, args, state, node)

    def assign(self, target: Node, value: Value, state: State) -> None:
        patterns.assign(self, target, value, state)


def module_state(run: Interpreter) -> State:
    """What the module's own code leaves. A statement that is beyond us leaves everything that it names unknown."""
    state = State(run.terms)
    left = _STEPS_OF_MODULE
    for statement in run.root.named_children:
        if statement.type == "comment":
            continue
        run.terms.left = before = min(_STEPS_OF_STATEMENT, left)
        after: State | None = None
        try:
            after = run.execute(statement, state.copy())
        except (GaveUp, Unreachable, RecursionError):
            run.frames[1:] = []
            run.catchers.clear()
            run.leave()
        left -= before - max(run.terms.left, 0)
        if after is None:
            _forget_all_of(statement, state)
        else:
            state = after
    return state


def _forget_all_of(statement: Node, state: State) -> None:
    """Costs what the module's objects are, not what is left: where the steps ran out there is most to forget."""
    state.terms.left = sys.maxsize
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


def ask_module(run: Interpreter, question: Question, *, plain: bool) -> None:
    """Runs the module's own code with a question. Raises :class:`GaveUp`."""
    run.terms.left = STEPS
    run.question, run.terms.plain = question, plain
    state: State | None = State(run.terms)
    for statement in run.root.named_children:
        if state is not None and statement.type != "comment":
            state = run.execute(statement, state)


def ask_function(run: Interpreter, base: State, function: Node, question: Question, *, plain: bool) -> None:
    """Runs one function as if it were called from outside. Raises :class:`GaveUp`."""
    run.terms.left, run.question, run.entered = STEPS, question, True
    run.reached, run.saw_taint, run.terms.plain = {}, 0, plain
    state = State(run.terms, base=base)
    outer = function_around(function)
    scope = MODULE
    if outer is not None:
        scope = run.number(function, "outer")
        run.scopes[scope] = Scope(MODULE, captured=True)
        _bind_outer(run, scope, outer, function, state)
    owner = _class_of(function, state) if outer is None else None
    args = _given(run, function, owner, state)
    calls.enter(run, Function(function, scope, owner=owner), args, state)
    run.question = NO_QUESTION


def _class_of(function: Node, state: State) -> Ref | None:
    """The class that the method belongs to, where it stands at the top of the module."""
    home = enclosing(function, "class_definition", "function_definition")
    if home is None or home.type != "class_definition" or enclosing(home, "class_definition") is not None:
        return None
    value = state.name((MODULE, text_of(home.child_by_field_name("name"))))
    found = state.single(value, "class") if value is not None else None
    return found[0] if found is not None else None


def _given(run: Interpreter, function: Node, owner: Ref | None, state: State) -> Args:
    """Anything for each parameter; the object itself for the first of a method."""
    parameters = [name for name, kind in calls.parameters_of(function) if kind == "name"]
    named = [(name, _anything(run, function, name, state)) for name in parameters]
    above = function.parent
    decorators = (
        [text_of(each) for each in above.children] if above is not None and above.type == "decorated_definition" else []
    )
    if owner is not None and named and "@staticmethod" not in decorators:
        itself = Value(frozenset((owner,)))
        if "@classmethod" not in decorators:
            itself = run.make(state, function, Obj("instance", rest=UNKNOWN, cls=itself), "self")
        named[0] = (parameters[0], itself)
    return Args(named=tuple(named), more=_anything(run, function, "*", state))


def _anything(run: Interpreter, node: Node, tag: str, state: State) -> Value:
    return replace(run.make(state, node, Obj("opaque", rest=UNKNOWN), tag), unknown=True)


def _bind_outer(run: Interpreter, scope: int, outer: Node, inner: Node, state: State) -> None:
    """Names of the function outside: anything, a stranger's data too if that function has a source."""
    taint = 0 if run.plain else run.question.within(outer)  # of the function inside, too: it may have run before
    found: Node | None = outer
    while found is not None:
        for name in _bound_in(found):
            value = Value(unknown=True, taint=taint) if taint else _anything(run, inner, f"outer {name}", state)
            state.names.setdefault((scope, name), value)
        found = function_around(found)


def _bound_in(function: Node) -> set[str]:
    names = {name for name, _ in calls.parameters_of(function)}
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

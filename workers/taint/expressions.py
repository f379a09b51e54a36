"""Expressions, one function a kind."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping

from tree_sitter import Node

from workers.reading.syntax import text_of
from workers.taint import attributes, calls, conditions, functions, iteration, names, operators, strings, subscripts
from workers.taint.heap import Obj, State, cleaned, taint_of
from workers.taint.lattice import UNKNOWN, GaveUp, Value, const, of
from workers.taint.machine import Machine, Site, key_of
from workers.taint.names import field, only_part, parts_of

_LARGEST_DISPLAY = 300
"""Elements of a table of the module that is looked at."""
_READ = re.compile(
    r"(self\.)?(flask\.)?(request|req)\.(args|form|values|GET|POST|headers|cookies|COOKIES|META|query_params|match_info)"
    r"(\.get\(([\"'])[\w-]+\6(, *(None|\"\"|''))?\)|\[([\"'])[\w-]+\9\])"
)
"""Reads of a request, which nobody changes: written twice, it is one and the same value."""


def evaluate(machine: Machine, node: Node, state: State) -> Value:
    """As :meth:`Machine.evaluate`."""
    machine.budget.spend()
    kind = _KINDS.get(node.type)
    if kind is None:
        raise GaveUp(f"a {node.type}")
    value = kind(machine, node, state)
    question, span = machine.question, (node.start_byte, node.end_byte)
    value = state.resolved(value)
    if span in question.sources:
        value = Value(unknown=True, taint=question.sources[span] | taint_of(state, value))
    if value.taint and node.type in ("call", "subscript") and _READ.fullmatch(text_of(node)):
        value = state.resolved(machine.same(value, text_of(node)))
    if node.id not in machine.followed:
        if span in question.cleaned:
            value = cleaned(value, state)
        elif span in question.cleaned_by_name:
            value = cleaned(value, state, question.certain)
    if span in question.sinks:
        machine.notice(span, value, state)
    if span in question.checked:
        narrow(machine, node, cleaned(value, state), value.symbol, state)
    elif span in question.checked_by_name:
        narrow(machine, node, cleaned(value, state, question.certain), value.symbol, state)
    machine.saw_taint |= 0 if machine.plain else value.taint
    return value


def narrow(machine: Machine, node: Node, value: Value, symbol: int, state: State) -> None:
    """The variable that the expression reads has this value from here on."""
    if symbol:
        state.learn(((symbol, value.plain),))
    elif node.type == "identifier":
        names.bind(machine, text_of(node), value, state)


def _number(_machine: Machine, node: Node, _state: State) -> Value:
    try:
        return const(ast.literal_eval(text_of(node)))
    except (SyntaxError, ValueError) as error:  # Python 2's ``010`` and ``1L``
        raise GaveUp(f"the number {text_of(node)[:20]}") from error


def _string(machine: Machine, node: Node, state: State) -> Value:
    letters = text_of(node.children[0]).rstrip("\"'").lower()
    if "t" in letters:
        raise GaveUp("a template string")
    value = strings.concat(
        [
            _interpolated(machine, child, state) if child.type == "interpolation" else _part(child, letters)
            for child in node.children[1:-1]
        ]
    )
    if "b" not in letters:
        return value
    known = key_of(value)
    return UNKNOWN if known is None else const(str(known.value).encode())


def _part(node: Node, letters: str) -> Value:
    """The text as it stands. One with escapes (``\\n``, ``{{``) counts as any text: no flow depends on it."""
    text = text_of(node)
    is_escaped = ("\\" in text and "r" not in letters) or ("f" in letters and ("{" in text or "}" in text))
    return strings.some_text() if is_escaped else const(text)


def _interpolated(machine: Machine, node: Node, state: State) -> Value:
    site = Site(machine, state, node)
    value = operators.shown(site, machine.evaluate(field(node, "expression"), state))
    conversion, form = (node.child_by_field_name(name) for name in ("type_conversion", "format_specifier"))
    if conversion is None and form is None:
        return strings.as_text(value, state)
    widths = [machine.evaluate(field(part, "expression"), state) for part in parts_of(form)] if form is not None else []
    return strings.some_text(taint=site.taint(value, *widths))


def _concatenated(machine: Machine, node: Node, state: State) -> Value:
    parts = [machine.evaluate(child, state) for child in parts_of(node)]
    known = [part.constants for part in parts]
    if all(each is not None and len(each) == 1 and isinstance(each[0], bytes) for each in known):
        return const(b"".join(each[0] for each in known if each is not None and isinstance(each[0], bytes)))
    return strings.concat(parts)


def _identifier(machine: Machine, node: Node, state: State) -> Value:
    return names.read(machine, node, state)


def _same_as_inner(machine: Machine, node: Node, state: State) -> Value:
    return machine.evaluate(only_part(node), state)


def _sequence(kind: str) -> Callable[[Machine, Node, State], Value]:
    def display(machine: Machine, node: Node, state: State) -> Value:
        children = parts_of(node)
        if len(children) > _LARGEST_DISPLAY and not machine.entered:
            return Value(unknown=True)
        obj = Obj(kind)
        for child in children:
            if child.type in ("list_splat", "parenthesized_list_splat"):
                obj = subscripts.extended(Site(machine, state, child), obj, machine.evaluate(only_part(child), state))
            else:
                obj = subscripts.appended(obj, machine.evaluate(child, state), state)
        return machine.make(state, node, obj)

    return display


def _dictionary(machine: Machine, node: Node, state: State) -> Value:
    if node.named_child_count > _LARGEST_DISPLAY and not machine.entered:
        return Value(unknown=True)
    created = machine.make(state, node, Obj("dict"))
    for child in parts_of(node):
        if child.type == "pair":
            key = machine.evaluate(field(child, "key"), state)
            subscripts.store(Site(machine, state, node), created, key, machine.evaluate(field(child, "value"), state))
        else:
            subscripts.update(Site(machine, state, child), created, machine.evaluate(only_part(child), state))
    return created


def _attribute(machine: Machine, node: Node, state: State) -> Value:
    receiver = machine.evaluate(field(node, "object"), state)
    return attributes.read(Site(machine, state, node), receiver, text_of(node.child_by_field_name("attribute")))


def _subscript(machine: Machine, node: Node, state: State) -> Value:
    container = machine.evaluate(field(node, "value"), state)
    return subscripts.load(Site(machine, state, node), container, node.children_by_field_name("subscript"))


def _binary(machine: Machine, node: Node, state: State) -> Value:
    left = machine.evaluate(field(node, "left"), state)
    right = machine.evaluate(field(node, "right"), state)
    return operators.binary(Site(machine, state, node), text_of(node.child_by_field_name("operator")), left, right)


def _unary(machine: Machine, node: Node, state: State) -> Value:
    value = machine.evaluate(field(node, "argument"), state)
    return operators.unary(text_of(node.child_by_field_name("operator")), value, state)


def _named(machine: Machine, node: Node, state: State) -> Value:
    """Inside a comprehension, too, the name is bound in the function's own scope."""
    value = machine.evaluate(field(node, "value"), state)
    frame = machine.frame
    inner, frame.scope = frame.scope, frame.home
    try:
        machine.assign(field(node, "name"), value, state)
        return machine.evaluate(field(node, "name"), state)
    finally:
        frame.scope = inner


def _lambda(machine: Machine, node: Node, state: State) -> Value:
    return of(functions.define(machine, node, state))


def _comprehension(kind: str) -> Callable[[Machine, Node, State], Value]:
    def comprehension(machine: Machine, node: Node, state: State) -> Value:
        return iteration.comprehension(machine, node, kind, state)

    return comprehension


def _generator(machine: Machine, node: Node, state: State) -> Value:
    """Most are used up where they stand; one that is kept may be used when everything has changed."""
    parent = node.parent
    if parent is not None and parent.type in ("call", "argument_list", "for_statement", "for_in_clause"):
        return iteration.comprehension(machine, node, "list", state)
    raise GaveUp("a generator expression that is kept")


def _assignment(machine: Machine, node: Node, state: State) -> Value:
    """``a = b = c``: the inner one is the value of the outer."""
    machine.execute(node, state)
    return machine.evaluate(field(node, "left"), state)


def _yield(machine: Machine, node: Node, state: State) -> Value:
    for part in parts_of(node):
        machine.evaluate(part, state)
    return machine.unknown(state, node)


def _call(machine: Machine, node: Node, state: State) -> Value:
    return calls.evaluate(machine, node, state)


def _constant(value: object) -> Callable[[Machine, Node, State], Value]:
    known = const(value)
    return lambda _run, _node, _state: known


def _slice(machine: Machine, node: Node, state: State) -> Value:
    for part in parts_of(node):
        machine.evaluate(part, state)
    return Value(unknown=True)


_KINDS: Mapping[str, Callable[[Machine, Node, State], Value]] = {
    "identifier": _identifier,
    "string": _string,
    "concatenated_string": _concatenated,
    "integer": _number,
    "float": _number,
    "true": _constant(True),
    "false": _constant(False),
    "none": _constant(None),
    "ellipsis": _constant(...),
    "list": _sequence("list"),
    "tuple": _sequence("tuple"),
    "expression_list": _sequence("tuple"),
    "pattern_list": _sequence("tuple"),
    "tuple_pattern": _sequence("tuple"),
    "set": _sequence("set"),
    "dictionary": _dictionary,
    "parenthesized_expression": _same_as_inner,
    "await": _same_as_inner,
    "attribute": _attribute,
    "subscript": _subscript,
    "slice": _slice,
    "call": _call,
    "binary_operator": _binary,
    "unary_operator": _unary,
    "not_operator": conditions.negation,
    "boolean_operator": conditions.boolean,
    "comparison_operator": conditions.comparison,
    "conditional_expression": conditions.conditional,
    "named_expression": _named,
    "lambda": _lambda,
    "list_comprehension": _comprehension("list"),
    "set_comprehension": _comprehension("set"),
    "dictionary_comprehension": _comprehension("dict"),
    "generator_expression": _generator,
    "assignment": _assignment,
    "yield": _yield,
}

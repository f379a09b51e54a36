"""Expressions, one function a kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from workers.syntax import text_of
from workers.values import attributes, calls, items, literals, loops, names, operations, texts, truth
from workers.values.domain import (
    BOOL,
    NONE,
    GaveUp,
    Obj,
    Value,
    const,
    join,
    of,
    truth_of,
)
from workers.values.names import field
from workers.values.run import Run, Unreachable
from workers.values.state import State, cleaned, join_known, joined, taint_of

if TYPE_CHECKING:
    from tree_sitter import Node

_LARGEST_DISPLAY = 300
"""Elements of a table of the module that is looked at."""
_READ = re.compile(
    r"(self\.)?(flask\.)?(request|req)\.(args|form|values|GET|POST|headers|cookies|COOKIES|META|query_params|match_info)"
    r"(\.get\(([\"'])[\w-]+\6(, *(None|\"\"|''))?\)|\[([\"'])[\w-]+\9\])"
)
"""Reads of a request, which nobody changes: written twice, it is one and the same value."""
_PEELED = frozenset("lower upper strip lstrip rstrip casefold title encode decode".split())


def evaluate(run: Run, node: Node, state: State) -> Value:
    """As :meth:`Run.evaluate`."""
    run.terms.spend()
    kind = _KINDS.get(node.type)
    if kind is None:
        raise GaveUp(f"a {node.type}")
    value = kind(run, node, state)
    question, span = run.question, (node.start_byte, node.end_byte)
    value = state.resolved(value)
    if span in question.sources:
        value = Value(unknown=True, taint=question.sources[span] | taint_of(state, value))
    if value.taint and node.type in ("call", "subscript") and _READ.fullmatch(text_of(node)):
        value = state.resolved(run.same(value, text_of(node)))
    if span in question.cleaned and node.id not in run.followed:
        value = cleaned(value, state)
    if span in question.sinks:
        run.notice(span, value, state)
    if span in question.checked:
        narrow(run, node, cleaned(value, state), value.symbol, state)
    run.saw_taint |= 0 if run.plain else value.taint
    return value


def narrow(run: Run, node: Node, value: Value, symbol: int, state: State) -> None:
    """The variable that the expression reads has this value from here on."""
    if symbol:
        state.learn(((symbol, value.plain),))
    elif node.type == "identifier":
        names.bind(run, text_of(node), value, state)


def branch(run: Run, node: Node, state: State) -> tuple[State | None, State | None]:
    """The states in which the condition holds and in which it does not; ``state`` is used up."""
    match node.type:
        case "parenthesized_expression":
            return branch(run, _inner(node), state)
        case "not_operator":
            yes, no = branch(run, field(node, "argument"), state)
            return no, yes
        case "boolean_operator":
            is_and = text_of(node.child_by_field_name("operator")) == "and"
            yes, no = branch(run, field(node, "left"), state)
            go_on, done = (yes, no) if is_and else (no, yes)
            further = branch(run, field(node, "right"), go_on) if go_on is not None else (None, None)
            return (further[0], joined((done, further[1]))) if is_and else (joined((done, further[0])), further[1])
    try:
        value = evaluate(run, node, state)
    except Unreachable:
        return None, None
    other = state.copy()
    return _taken(value, state, wanted=True), _taken(value, other, wanted=False)


def _taken(value: Value, state: State, *, wanted: bool) -> State | None:
    if truth.truth(value, state) is (not wanted) or not state.learn(value.yes if wanted else value.no):
        return None
    if value.symbol:
        part = truth.filtered(value, wanted, state)
        if part is not value and not state.learn(((value.symbol, part.plain),)):
            return None
    return state


def _inner(node: Node) -> Node:
    inner = [child for child in node.named_children if child.type != "comment"]
    if len(inner) != 1:
        raise GaveUp(f"a {node.type} of {len(inner)} parts")
    return inner[0]


def _parts(node: Node) -> list[Node]:
    return [child for child in node.named_children if child.type != "comment"]


def _number(_run: Run, node: Node, _state: State) -> Value:
    return const(literals.number(node))


def _string(run: Run, node: Node, state: State) -> Value:
    letters = literals.prefix(node)
    if "t" in letters:
        raise GaveUp("a template string")
    parts: list[Value] = []
    for child in node.children[1:-1]:
        if child.type == "interpolation":
            parts.append(_interpolated(run, child, state))
        elif child.type == "string_content":
            parts.append(const(literals.content(child, letters)))
    if "b" in letters:
        return parts[0] if parts else const(b"")
    return texts.concat(parts)


def _interpolated(run: Run, node: Node, state: State) -> Value:
    value = operations.shown(run, run.evaluate(field(node, "expression"), state), state, node)
    conversion = text_of(node.child_by_field_name("type_conversion"))[1:]
    found = node.child_by_field_name("format_specifier")
    if found is None:
        return texts.field(value, "", conversion, state)
    widths = [run.evaluate(field(part, "expression"), state) for part in _parts(found)]
    if widths:
        return texts.some_text(taint=taint_of(state, value, *widths))
    return texts.field(value, text_of(found)[1:], conversion, state)


def _concatenated(run: Run, node: Node, state: State) -> Value:
    parts = [run.evaluate(child, state) for child in _parts(node)]
    known = [part.constants for part in parts]
    if all(each is not None and len(each) == 1 and isinstance(each[0], bytes) for each in known):
        return const(b"".join(each[0] for each in known if each is not None and isinstance(each[0], bytes)))
    return texts.concat(parts)


def _identifier(run: Run, node: Node, state: State) -> Value:
    return names.read(run, node, state)


def _same_as_inner(run: Run, node: Node, state: State) -> Value:
    return run.evaluate(_inner(node), state)


def _sequence(kind: str) -> Callable[[Run, Node, State], Value]:
    def display(run: Run, node: Node, state: State) -> Value:
        children = _parts(node)
        if len(children) > _LARGEST_DISPLAY and not run.entered:
            return Value(unknown=True)
        made = Obj(kind)
        for child in children:
            if child.type in ("list_splat", "parenthesized_list_splat"):
                made = items.extended(run, made, run.evaluate(_inner(child), state), state, child)
            else:
                made = items.appended(made, run.evaluate(child, state), state)
        return run.make(state, node, made)

    return display


def _dictionary(run: Run, node: Node, state: State) -> Value:
    if node.named_child_count > _LARGEST_DISPLAY and not run.entered:
        return Value(unknown=True)
    made = run.make(state, node, Obj("dict"))
    for child in _parts(node):
        if child.type == "pair":
            key = run.evaluate(field(child, "key"), state)
            items.store(run, made, key, run.evaluate(field(child, "value"), state), state, node)
        else:
            items.update(run, made, run.evaluate(_inner(child), state), state, child)
    return made


def _attribute(run: Run, node: Node, state: State) -> Value:
    receiver = run.evaluate(field(node, "object"), state)
    return attributes.read(run, receiver, text_of(node.child_by_field_name("attribute")), state, node)


def _subscript(run: Run, node: Node, state: State) -> Value:
    container = run.evaluate(field(node, "value"), state)
    return items.load(run, container, node.children_by_field_name("subscript"), state, node)


def _binary(run: Run, node: Node, state: State) -> Value:
    left = run.evaluate(field(node, "left"), state)
    right = run.evaluate(field(node, "right"), state)
    return operations.binary(run, text_of(node.child_by_field_name("operator")), left, right, state, node)


def _unary(run: Run, node: Node, state: State) -> Value:
    value = run.evaluate(field(node, "argument"), state)
    return operations.unary(text_of(node.child_by_field_name("operator")), value, state)


def _not(run: Run, node: Node, state: State) -> Value:
    value = run.evaluate(field(node, "argument"), state)
    answer = truth.truth(value, state)
    found = truth_of(None if answer is None else not answer)
    return replace(found, yes=value.no, no=value.yes) if answer is None else found


def _boolean(run: Run, node: Node, state: State) -> Value:
    is_and = text_of(node.child_by_field_name("operator")) == "and"
    left = run.evaluate(field(node, "left"), state)
    answer = truth.truth(left, state)
    if answer is not None and answer is not is_and:
        return left
    right_node = field(node, "right")
    if answer is not None:
        state.learn(left.yes if is_and else left.no)
        return run.evaluate(right_node, state)
    other = state.copy()
    stops = state.learn(left.no if is_and else left.yes)
    stopped = truth.filtered(state.resolved(left), not is_and, state)
    try:
        if not other.learn(left.yes if is_and else left.no):
            return stopped
        right = run.evaluate(right_node, other)
    except Unreachable:
        if not stops:
            raise
        return stopped
    if not stops:
        state.become(other)
        return right
    value = join_known(state, other, stopped.plain, right)
    if is_and:
        value = replace(value, yes=(*left.yes, *right.yes), no=())
    else:
        value = replace(value, yes=(), no=(*left.no, *right.no))
    _merge(state, other)
    return value


def _merge(state: State, other: State) -> None:
    whole = joined((state, other))
    if whole is not None:
        state.become(whole)


def _comparison(run: Run, node: Node, state: State) -> Value:
    operands = _parts(node)
    left = run.evaluate(operands[0], state)
    result: Value | None = None
    for symbol, right_node, left_node in zip(_operators(node), operands[1:], operands[:-1], strict=True):
        right = run.evaluate(right_node, state)
        told = operations.compared(run, symbol, left, right, state, node)
        told = _looked_at_inside(run, told, symbol, left_node, right, state)
        result = told if result is None else _both(result, told, state)
        left = right
    return result if result is not None else left


def _operators(node: Node) -> list[str]:
    return [" ".join(text_of(child).split()) for child in node.children_by_field_name("operators")]


def _both(first: Value, second: Value, state: State) -> Value:
    answers = (truth.truth(first, state), truth.truth(second, state))
    whole = truth_of(answer=False if False in answers else None if None in answers else True)
    return replace(whole, yes=(*first.yes, *second.yes))


def _looked_at_inside(run: Run, told: Value, symbol: str, node: Node, right: Value, state: State) -> Value:
    """``name.lower() in (…)`` tells of ``name`` too: what passes is one of the program's own texts."""
    peeled = node
    while peeled.type == "call" and (function := peeled.child_by_field_name("function")) is not None:
        if text_of(function.child_by_field_name("attribute")) not in _PEELED:
            return told
        peeled = field(function, "object")
    if (
        peeled is node
        or peeled.type != "identifier"
        or taint_of(state, right)
        or symbol not in ("==", "!=", "in", "not in")
    ):
        return told
    value = state.resolved(names.read(run, peeled, state))
    if not value.symbol or told != BOOL:
        return told
    fact = ((value.symbol, cleaned(value, state)),)
    return replace(told, yes=fact) if symbol in ("==", "in") else replace(told, no=fact)


def _conditional(run: Run, node: Node, state: State) -> Value:
    parts = _parts(node)
    if len(parts) != 3:
        raise GaveUp("a conditional expression with a hole")
    chosen, condition, other = parts
    results: list[tuple[State, Value]] = []
    for way, part in zip(branch(run, condition, state.copy()), (chosen, other), strict=True):
        if way is None:
            continue
        try:
            results.append((way, run.evaluate(part, way)))
        except Unreachable:
            continue
    return merged(results, state)


def merged(results: list[tuple[State, Value]], state: State) -> Value:
    """One value for several ways; ``state`` becomes what they have in common. Raises :class:`Unreachable`."""
    if not results:
        raise Unreachable
    whole, value = results[0]
    for way, each in results[1:]:
        value = join_known(whole, way, whole.resolved(value), way.resolved(each))
        together = joined((whole, way))
        whole = together if together is not None else whole
    state.become(whole)
    return value


def _named(run: Run, node: Node, state: State) -> Value:
    """Inside a comprehension, too, the name is bound in the function's own scope."""
    value = run.evaluate(field(node, "value"), state)
    frame = run.frame
    inner, frame.scope = frame.scope, frame.home
    try:
        run.assign(field(node, "name"), value, state)
        return run.evaluate(field(node, "name"), state)
    finally:
        frame.scope = inner


def _lambda(run: Run, node: Node, state: State) -> Value:
    return of(calls.define(run, node, state))


def _comprehension(kind: str) -> Callable[[Run, Node, State], Value]:
    def comprehension(run: Run, node: Node, state: State) -> Value:
        return loops.comprehension(run, node, kind, state)

    return comprehension


def _generator(run: Run, node: Node, state: State) -> Value:
    """Most are used up where they stand; one that is kept may be used when everything has changed."""
    parent = node.parent
    if parent is not None and parent.type in ("call", "argument_list", "for_statement", "for_in_clause"):
        return loops.comprehension(run, node, "list", state)
    raise GaveUp("a generator expression that is kept")


def _assignment(run: Run, node: Node, state: State) -> Value:
    """``a = b = c``: the inner one is the value of the outer."""
    run.execute(node, state)
    return run.evaluate(field(node, "left"), state)


def _yield(run: Run, node: Node, state: State) -> Value:
    parts = _parts(node)
    value = run.evaluate(parts[0], state) if parts else NONE
    if any(child.type == "from" for child in node.children):
        value = loops.any_element(run, value, state, node)
    run.frame.yielded = join(run.frame.yielded, state.resolved(value).plain)
    return run.unknown(state, node)


def _call(run: Run, node: Node, state: State) -> Value:
    return calls.evaluate(run, node, state)


def _constant(value: object) -> Callable[[Run, Node, State], Value]:
    known = const(value)
    return lambda _run, _node, _state: known


def _slice(run: Run, node: Node, state: State) -> Value:
    for part in _parts(node):
        run.evaluate(part, state)
    return Value(unknown=True)


_KINDS: Mapping[str, Callable[[Run, Node, State], Value]] = {
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
    "not_operator": _not,
    "boolean_operator": _boolean,
    "comparison_operator": _comparison,
    "conditional_expression": _conditional,
    "named_expression": _named,
    "lambda": _lambda,
    "list_comprehension": _comprehension("list"),
    "set_comprehension": _comprehension("set"),
    "dictionary_comprehension": _comprehension("dict"),
    "generator_expression": _generator,
    "assignment": _assignment,
    "yield": _yield,
}

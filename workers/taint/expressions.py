"""Expressions, one function a kind."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping

from tree_sitter import Node

from workers.reading.syntax import text_of
from workers.taint import attributes, calls, conditions, functions, iteration, names, operators, strings, subscripts
from workers.taint.heap import Obj, State, cleaned
from workers.taint.lattice import UNKNOWN, const, of
from workers.taint.machine import Machine, Site, key_of
from workers.taint.names import field, only_part, parts_of
from workers.taint.values import GaveUp, Value

_LARGEST_DISPLAY = 300
"""Elements of a table of the module that is looked at."""
_READ = re.compile(
    r"(self\.)?(flask\.)?(request|req)\.(args|form|values|GET|POST|headers|cookies|COOKIES|META|query_params|match_info)"
    r"(\.get\(([\"'])[\w-]+\6(, *(None|\"\"|''))?\)|\[([\"'])[\w-]+\9\])"
)
"""Reads of a request, which nobody changes: what is read twice is the same value, e.g. ``request.args["next"]``."""


def evaluate(site: Site) -> Value:
    """As :meth:`Machine.evaluate`."""
    site.machine.budget.spend()
    kind = _KINDS.get(site.node.type)
    if kind is None:
        raise GaveUp(f"a {site.node.type}")
    value = kind(site)
    question, span = site.machine.question, (site.node.start_byte, site.node.end_byte)
    value = site.state.resolved(value)
    if span in question.sources:
        value = Value(unknown=True, taint=question.sources[span] | site.taint(value))
    if value.taint and site.node.type in ("call", "subscript") and _READ.fullmatch(text_of(site.node)):
        value = site.state.resolved(site.machine.same(value, text_of(site.node)))
    if span in question.cleaned:
        value = cleaned(value, site.state)
    elif site.node.id not in site.machine.followed:
        if span in question.cleaned_calls:
            value = cleaned(value, site.state)
        elif span in question.cleaned_by_name:
            value = cleaned(value, site.state, question.certain)
    if span in question.sinks:
        site.machine.notice(span, value, site.state)
    if span in question.checked:
        narrow(site.machine, site.node, cleaned(value, site.state), value.symbol, site.state)
    elif span in question.checked_by_name:
        narrow(site.machine, site.node, cleaned(value, site.state, question.certain), value.symbol, site.state)
    site.machine.saw_taint |= 0 if site.machine.optimistic else value.taint
    return value


def narrow(machine: Machine, node: Node, value: Value, symbol: int, state: State) -> None:
    """The variable that the expression reads has this value from here on."""
    if symbol:
        state.learn(((symbol, value.plain),))
    elif node.type == "identifier":
        names.bind(machine, text_of(node), value, state)


def _number(site: Site) -> Value:
    try:
        return const(ast.literal_eval(text_of(site.node)))
    except (SyntaxError, ValueError) as error:  # Python 2's ``010`` and ``1L``
        raise GaveUp(f"the number {text_of(site.node)[:20]}") from error


def _string(site: Site) -> Value:
    letters = text_of(site.node.children[0]).rstrip("\"'").lower()
    if "t" in letters:
        raise GaveUp("a template string")
    value = strings.concat(
        [
            _interpolated(site.at(child)) if child.type == "interpolation" else _part(child, letters)
            for child in site.node.children[1:-1]
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


def _interpolated(site: Site) -> Value:
    value = operators.shown(site, site.evaluate(field(site.node, "expression")))
    conversion, form = (site.node.child_by_field_name(name) for name in ("type_conversion", "format_specifier"))
    if conversion is None and form is None:
        return strings.as_text(value, site.state)
    widths = [site.evaluate(field(part, "expression")) for part in parts_of(form)] if form is not None else []
    return strings.some_text(taint=site.taint(value, *widths))


def _concatenated(site: Site) -> Value:
    parts = [site.evaluate(child) for child in parts_of(site.node)]
    known = [part.constants for part in parts]
    if all(each is not None and len(each) == 1 and isinstance(each[0], bytes) for each in known):
        return const(b"".join(each[0] for each in known if each is not None and isinstance(each[0], bytes)))
    return strings.concat(parts)


def _identifier(site: Site) -> Value:
    return names.read(site.machine, site.node, site.state)


def _same_as_inner(site: Site) -> Value:
    return site.evaluate(only_part(site.node))


def _sequence(kind: str) -> Callable[[Site], Value]:
    def display(site: Site) -> Value:
        children = parts_of(site.node)
        if len(children) > _LARGEST_DISPLAY and not site.machine.entered:
            return Value(unknown=True)
        obj = Obj(kind)
        for child in children:
            if child.type in ("list_splat", "parenthesized_list_splat"):
                obj = subscripts.extended(site.at(child), obj, site.evaluate(only_part(child)))
            else:
                obj = subscripts.appended(obj, site.evaluate(child), site.state)
        return site.make(obj)

    return display


def _dictionary(site: Site) -> Value:
    if site.node.named_child_count > _LARGEST_DISPLAY and not site.machine.entered:
        return Value(unknown=True)
    created = site.make(Obj("dict"))
    for child in parts_of(site.node):
        if child.type == "pair":
            key = site.evaluate(field(child, "key"))
            subscripts.store(site, created, key, site.evaluate(field(child, "value")))
        else:
            subscripts.update(site.at(child), created, site.evaluate(only_part(child)))
    return created


def _attribute(site: Site) -> Value:
    receiver = site.evaluate(field(site.node, "object"))
    return attributes.read(site, receiver, text_of(site.node.child_by_field_name("attribute")))


def _subscript(site: Site) -> Value:
    container = site.evaluate(field(site.node, "value"))
    return subscripts.load(site, container, site.node.children_by_field_name("subscript"))


def _binary(site: Site) -> Value:
    left = site.evaluate(field(site.node, "left"))
    right = site.evaluate(field(site.node, "right"))
    return operators.binary(site, text_of(site.node.child_by_field_name("operator")), left, right)


def _unary(site: Site) -> Value:
    value = site.evaluate(field(site.node, "argument"))
    return operators.unary(text_of(site.node.child_by_field_name("operator")), value, site.state)


def _named(site: Site) -> Value:
    """Inside a comprehension, too, the name is bound in the function's own scope."""
    value = site.evaluate(field(site.node, "value"))
    frame = site.machine.frame
    inner, frame.scope = frame.scope, frame.home
    try:
        site.machine.assign(field(site.node, "name"), value, site.state)
        return site.evaluate(field(site.node, "name"))
    finally:
        frame.scope = inner


def _lambda(site: Site) -> Value:
    return of(functions.define(site.machine, site.node, site.state))


def _comprehension(kind: str) -> Callable[[Site], Value]:
    def comprehension(site: Site) -> Value:
        return iteration.comprehension(site.machine, site.node, kind, site.state)

    return comprehension


def _generator(site: Site) -> Value:
    """Most are used up where they stand; one that is kept may be used when everything has changed."""
    parent = site.node.parent
    if parent is not None and parent.type in ("call", "argument_list", "for_statement", "for_in_clause"):
        return iteration.comprehension(site.machine, site.node, "list", site.state)
    raise GaveUp("a generator expression that is kept")


def _assignment(site: Site) -> Value:
    """``a = b = c``: the inner one is the value of the outer."""
    site.machine.execute(site.node, site.state)
    return site.evaluate(field(site.node, "left"))


def _yield(site: Site) -> Value:
    for part in parts_of(site.node):
        site.evaluate(part)
    return site.unknown()


def _call(site: Site) -> Value:
    return calls.evaluate(site)


def _constant(value: object) -> Callable[[Site], Value]:
    known = const(value)
    return lambda _site: known


def _slice(site: Site) -> Value:
    for part in parts_of(site.node):
        site.evaluate(part)
    return Value(unknown=True)


_KINDS: Mapping[str, Callable[[Site], Value]] = {
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

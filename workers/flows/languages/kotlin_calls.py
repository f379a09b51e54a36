"""Kotlin's calls: functions that are given behind the brackets, functions that run one in place, collections, texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from workers.flows import known
from workers.flows.grammar import OfExpression
from workers.flows.languages.kotlin_members import PAIRS, THIS, negates, tuple_of
from workers.flows.languages.kotlin_parts import (
    GIVEN,
    child_of,
    function_body,
    initial,
    last_is_given,
    parameters,
    target_of,
)
from workers.flows.lowering import Lowering
from workers.flows.nodes import child, first, root_of, span_of, text
from workers.flows.program import (
    Argument,
    Assign,
    Call,
    Const,
    Do,
    Expr,
    Field,
    Function,
    Give,
    Inline,
    Lambda,
    Name,
    Parameter,
    Record,
    Return,
)
from workers.flows.program import Sequence as Listed

if TYPE_CHECKING:
    from tree_sitter import Node

EXTENSIONS = "the functions of the file that extend a type"
_OF_OBJECT = frozenset({"let", "also", "use"})
"""What gives its object to a function, as the argument."""
_ON_OBJECT = frozenset({"apply", "run"})
"""What gives its object to a function, as its object."""
_GIVE_OBJECT = frozenset({"also", "apply"})
"""What gives its object out again."""
_IN_PLACE = frozenset(
    "run runBlocking withContext coroutineScope supervisorScope withTimeout withTimeoutOrNull async lazy synchronized "
    "runCatching transaction newSuspendedTransaction runInterruptible measureTime withLock".split()
)
"""Functions that run the function that they are given, once, and give out what it gives."""
_LISTS = frozenset(
    "listOf listOfNotNull mutableListOf arrayListOf arrayOf setOf mutableSetOf linkedSetOf hashSetOf sequenceOf "
    "flowOf".split()
)
_MAPS = frozenset("mapOf mutableMapOf hashMapOf linkedMapOf sortedMapOf".split())
_BUILDERS = frozenset({"buildString"})
_OF_THIS = re.compile(r"(?:set|put|add|append|insert|with)(?:[A-Z]\w*)?")
"""Functions that are evidently the object's, where a function runs on an object."""


def extended(node: Node) -> Node | None:
    """The type that a function is an extension of."""
    for each in node.children:
        if each.type == "identifier":
            return None
        if each.type in ("user_type", "nullable_type", "parenthesized_type"):
            return each
    return None


def _is_extension(low: Lowering, node: Node, name: str) -> bool:
    if EXTENSIONS not in low.noted:
        functions = [each for each in root_of(node).named_children if each.type == "function_declaration"]
        low.noted[EXTENSIONS] = {text(child(each, "name")) for each in functions if extended(each) is not None}
    return name in low.noted[EXTENSIONS]


def _argument(low: Lowering, node: Node) -> Argument:
    """``a``, ``name = a`` or ``*a``."""
    inside = low.named(node)
    if not inside:
        return Argument(low.expression(first(node)))
    is_named = len(inside) > 1 and any(each.type == "=" for each in node.children)
    name = text(inside[0]) if is_named else ""
    return Argument(low.expression(inside[-1]), name, inside[-1].type == "spread_expression")


def arguments(low: Lowering, node: Node | None) -> list[Argument]:
    """What stands in the brackets of a call."""
    inside = low.named(node) if node is not None else []
    return [_argument(low, each) for each in inside if each.type == "value_argument"]


def _call(low: Lowering, node: Node) -> Expr:
    """A call, with the function behind its brackets."""
    callee, given = first(node), child_of(node, "value_arguments")
    last = child_of(node, "annotated_lambda")
    if last is not None and callee is not None and callee.type == "call_expression" and given is None:
        inner = child_of(callee, "value_arguments")
        if inner is not None and child_of(callee, "annotated_lambda") is None:
            callee, given = first(callee), inner
    run = child_of(last, "lambda_literal")
    object_, name = _called(callee)
    if run is not None:
        made = _run_in_place(low, node, object_, name, given, run)
        if made is not None:
            return made
    values = arguments(low, given)
    if run is not None:
        values.append(Argument(_lambda(low, run)))
    if object_ is None:
        return _of_name(low, node, callee, name, values)
    if name and _is_extension(low, node, name):
        at = span_of(callee) if callee is not None else (0, 0)
        return Call(span_of(node), Name(at, name), [Argument(low.expression(object_)), *values])
    return Call(span_of(node), low.expression(callee), values)


def _called(callee: Node | None) -> tuple[Node | None, str]:
    """The object and the name of what is called."""
    if callee is None or callee.type == "identifier":
        return None, text(callee)
    inside = callee.named_children
    if callee.type == "navigation_expression" and len(inside) > 1 and inside[-1].type == "identifier":
        return inside[0], text(inside[-1])
    return None, ""


def _of_name(low: Lowering, node: Node, callee: Node | None, name: str, values: list[Argument]) -> Expr:
    """A call without an object."""
    span = span_of(node)
    plain = [each.value for each in values]
    if any(each.spread or each.name for each in values):
        plain = []
    if name in _LISTS and (plain or not values):
        return Listed(span, plain)
    if name in _MAPS and (plain or not values):
        return Record(span, [_entry(each) for each in plain])
    if name in PAIRS and len(plain) == len(PAIRS[name]):
        return tuple_of(span, plain, PAIRS[name])
    this = next(iter(low.noted.get(THIS, ())), "")
    if this and _OF_THIS.fullmatch(name) and not low.is_declared(name):
        at = span_of(callee) if callee is not None else span
        return Call(span, Field(at, Name((0, 0), this), name), values)
    if name in known.COLLECTIONS and not values:
        return Call(span, low.expression(callee), [], makes=True)
    return Call(span, low.expression(callee), values)


def _entry(pair: Expr) -> tuple[str | None, Expr]:
    """Key and value of ``key to value``."""
    if not isinstance(pair, Record) or len(pair.entries) != 4:
        return None, pair
    key, value = pair.entries[0][1], pair.entries[1][1]
    return (str(key.value) if isinstance(key, Const) and key.value is not None else None), value


def _run_in_place(
    low: Lowering, node: Node, object_: Node | None, name: str, given: Node | None, run: Node
) -> Expr | None:
    """``a.let { … }``, ``a.apply { … }``, ``with(a) { … }``, ``buildString { … }``, ``withContext(a) { … }``."""
    span = span_of(node)
    if object_ is not None and name in _OF_OBJECT and given is None:
        return _given_to(low, span, low.expression(object_), name, run)
    if object_ is not None and name in _ON_OBJECT and given is None:
        return _run_on(low, span, low.expression(object_), name, run)
    if object_ is None and name == "with" and given is not None:
        values = arguments(low, given)
        return _run_on(low, span, values[0].value, name, run) if len(values) == 1 else None
    if object_ is None and name in _BUILDERS:
        return _run_on(low, span, Const((0, 0), ""), "apply", run)
    if name in _IN_PLACE:
        before: list[Expr] = [each.value for each in arguments(low, given)]
        if object_ is not None:
            before.insert(0, low.expression(object_))
        made = _in_place(low, span, [], [], name, run)
        return Inline(span, [*(Do(each) for each in before), Give(made)]) if before else made
    return None


def _given_to(low: Lowering, span: tuple[int, int], object_: Expr, name: str, run: Node) -> Expr:
    """The object is the lambda's argument."""
    header = child_of(run, "lambda_parameters")
    given = parameters(low, header) if header is not None else [Parameter(Name((0, 0), "it"))]
    result = given[0].target if name in _GIVE_OBJECT and given else None
    return _in_place(low, span, given[:1], [object_], name, run, result)


def _run_on(low: Lowering, span: tuple[int, int], object_: Expr, name: str, run: Node) -> Expr:
    """The object is the lambda's object: a variable keeps its name there."""
    is_name = isinstance(object_, Name)
    this = object_.name if isinstance(object_, Name) else f"this {run.start_byte}"
    target = Name((0, 0), this)
    outer, low.noted[THIS] = low.noted.get(THIS, set()), {this}
    try:
        given = [] if is_name else [Parameter(target)]
        result = target if name in _GIVE_OBJECT else None
        return _in_place(low, span, given, [] if is_name else [object_], name, run, result)
    finally:
        low.noted[THIS] = outer


def _in_place(
    low: Lowering,
    span: tuple[int, int],
    given: list[Parameter],
    values: list[Expr],
    name: str,
    run: Node,
    result: Expr | None = None,
) -> Expr:
    """A function that is called where it stands; one that leaves the function around is read as its statements."""
    if not _leaves(run):
        function = _function(low, run, given, result)
        return Call(span, Lambda((0, 0), function), [Argument(each) for each in values])
    labels = low.noted.setdefault(GIVEN, set())
    is_new = name not in labels
    labels.add(name)
    for each in given:
        low.declare(each.target)
    bound = [Do(Assign((0, 0), each.target, value, declares=True)) for each, value in zip(given, values, strict=False)]
    body = last_is_given(low, _statements(low, run))
    if is_new:
        labels.discard(name)
    return Inline(span, [*bound, *body, *([Give(result)] if result is not None else [])])


def _leaves(run: Node) -> bool:
    """Whether a lambda has ``return`` without a label, which leaves the function around it."""
    waiting = [run]
    while waiting:
        each = waiting.pop()
        if each.type == "return_expression" and child(each, "label") is None:
            return True
        if each.type not in ("function_declaration", "anonymous_function", "object_literal"):
            waiting.extend(each.named_children)
    return False


def _statements(low: Lowering, run: Node) -> list[Node]:
    return [each for each in low.named(run) if each.type != "lambda_parameters"]


def _function(low: Lowering, run: Node, given: list[Parameter], result: Expr | None = None) -> Function:
    """A lambda; its last expression is its result, unless it is said what is."""
    made = Function("", span_of(run), given, [], keeps_receiver=True)
    outer = low.noted.pop(GIVEN, None)
    with low.within(made):
        for each in given:
            low.declare(each.target)
        made.body = last_is_given(low, _statements(low, run), returned=result is None)
        if result is not None:
            made.body.append(Return(result))
    if outer is not None:
        low.noted[GIVEN] = outer
    return made


def _lambda(low: Lowering, node: Node) -> Expr:
    """A function that is a value; without parameters it has ``it``."""
    header = child_of(node, "lambda_parameters")
    given = parameters(low, header) if header is not None else [Parameter(Name((0, 0), "it"))]
    return Lambda(span_of(node), _function(low, node, given))


def _anonymous(low: Lowering, node: Node) -> Expr:
    """``fun(a: String): String { … }``, and a function as a method of an object without a class."""
    made = Function("", span_of(node), [], [], keeps_receiver=True)
    with low.within(made):
        made.parameters = parameters(low, child_of(node, "function_value_parameters"))
        for each in made.parameters:
            low.declare(each.target)
        made.body = function_body(low, child_of(node, "function_body"))
    return Lambda(span_of(node), made)


def _object(low: Lowering, node: Node) -> Expr:
    """``object : Type(a) { … }``: its methods see the variables around."""
    entries: list[tuple[str | None, Expr]] = []
    for each in low.named(child_of(node, "class_body") or node):
        if each.type == "function_declaration":
            entries.append((text(child(each, "name")), _anonymous(low, each)))
        elif each.type == "property_declaration":
            target, value = target_of(low, each), initial(low, each)
            if isinstance(target, Name) and value is not None:
                entries.append((target.name, value))
    above = child_of(node, "delegation_specifiers")
    for each in above.named_children if above is not None else ():
        called = child_of(each, "constructor_invocation")
        entries += [(None, one.value) for one in arguments(low, child_of(called, "value_arguments"))]
    return Record(span_of(node), entries)


CALLS: Mapping[str, OfExpression] = {
    "call_expression": negates(_call),
    "lambda_literal": _lambda,
    "anonymous_function": _anonymous,
    "object_literal": _object,
}

"""C#'s expressions that have a reading of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from workers.flows.grammar import OfExpression
from workers.flows.lowering import Lowering, counted
from workers.flows.nodes import child, first, span_of, text
from workers.flows.program import (
    RECEIVER,
    Assign,
    Call,
    Case,
    Const,
    Do,
    Expr,
    Field,
    Give,
    Inline,
    Item,
    Loop,
    Name,
    Operation,
    Parts,
    Record,
    Same,
    Sequence,
    Statement,
    Switch,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_ITEM = re.compile(r"Item([1-9])")
_ASKS = re.compile(r"Try(Get|Peek|Pop|Take|Dequeue|Find)\w*")
_MAKES = re.compile(r"Try(Create|Decode|Unescape|Read|Format|Convert)\w*")


def _argument(low: Lowering, node: Node) -> Expr:
    """The value of an argument, without its name."""
    inside = low.named(node)
    if inside:
        return low.expression(inside[-1])
    return Name(span_of(node), RECEIVER) if text(node).split()[-1:] == ["this"] else Const(span_of(node), None)


def _generic(low: Lowering, node: Node) -> Expr:
    """``Run<T>`` as ``Run``."""
    del low
    return Name(span_of(node), text(first(node)))


def _name_of(node: Node | None) -> str:
    return text(first(node)) if node is not None and node.type == "generic_name" else text(node)


def _member(low: Lowering, node: Node) -> Expr:
    return _part(low, node, low.expression(child(node, "expression")), _name_of(child(node, "name")))


def _part(low: Lowering, node: Node, object_: Expr, name: str) -> Expr:
    del low
    found = _ITEM.fullmatch(name)  # a part of a tuple
    if found is not None:
        return Item(span_of(node), object_, Const((0, 0), int(found[1]) - 1))
    return Field(span_of(node), object_, name)


def _element(low: Lowering, node: Node) -> Expr:
    return Item(span_of(node), low.expression(child(node, "expression")), _key(low, child(node, "subscript")))


def _key(low: Lowering, node: Node | None) -> Expr:
    given = low.named(node) if node is not None else []
    return low.expression(given[0]) if len(given) == 1 else Parts((0, 0), [low.expression(each) for each in given])


def _optional(low: Lowering, node: Node) -> Expr:
    """``object?.Name`` and ``object?[key]``."""
    condition = child(node, "condition")
    object_ = low.expression(condition)
    last = low.named(node)[-1]
    if last.type == "member_binding_expression":
        return _part(low, node, object_, _name_of(child(last, "name")))
    if last.type == "element_binding_expression":
        return Item(span_of(node), object_, _key(low, last))
    return Parts(span_of(node), [object_, low.expression(last)])


def _call(low: Lowering, node: Node) -> Expr:
    """A call, and what it puts into its ``out`` arguments."""
    arguments = child(node, "arguments")
    made = Call(span_of(node), low.expression(child(node, "function")), low.arguments(arguments))
    given = low.named(arguments) if arguments is not None else []
    outs = [number for number, each in enumerate(given) if any(part.type == "out" for part in each.children)]
    if not outs or len(given) != len(made.arguments):
        return made
    others = [each.value for number, each in enumerate(made.arguments) if number not in outs]
    put = _put(made.callee, others)
    parts: list[Expr] = [made]
    for number in outs:
        target = made.arguments[number].value
        if isinstance(target, Name | Same):
            parts.append(Assign((0, 0), target, put, adds=True))
    return Parts((0, 0), parts)


def _put(callee: Expr, others: list[Expr]) -> Expr:
    """What stands under the key, what is made of the other arguments, or what is nobody's text: a number, a date."""
    name = callee.name if isinstance(callee, Field) else ""
    if isinstance(callee, Field) and _ASKS.fullmatch(name):
        return Item((0, 0), callee.object, others[0]) if len(others) == 1 else callee.object
    return Parts((0, 0), others) if _MAKES.fullmatch(name) else Const((0, 0), None)


def _declared(low: Lowering, node: Node) -> Expr:
    """``var name`` where an expression stands."""
    target = low.expression(child(node, "name"))
    low.declare(target)
    return Same(span_of(node), target)


def _made(low: Lowering, node: Node) -> Expr:
    """``new Type(…) { … }``."""
    callee = child(node, "type")
    name = low.type_name(callee)
    initial = child(node, "initializer") or _child_of(node, "initializer_expression")
    arguments = child(node, "arguments") or _child_of(node, "argument_list")
    at = span_of(callee) if callee is not None else (0, 0)
    given = low.arguments(arguments)
    if initial is None:
        return Call(span_of(node), Name(at, name), given, makes=True)
    content = _initial(low, initial)
    if isinstance(content, Sequence) and not given:
        return Sequence(span_of(node), content.items)
    entries: list[tuple[str | None, Expr]] = (
        [(None, each) for each in content.items] if isinstance(content, Sequence) else content.entries
    )
    if not given:
        return Record(span_of(node), entries, of=name)
    made = Call((0, 0), Name(at, name), given, makes=True)
    return Record(span_of(node), [(None, made), *entries], of=name)


def _child_of(node: Node, kind: str) -> Node | None:
    return next((each for each in node.named_children if each.type == kind), None)


def _initial(low: Lowering, node: Node) -> Record | Sequence:
    """``{ A = b }``, ``{ ["a"] = b }``, ``{ { "a", b } }`` or ``{ a, b }``."""
    inside = low.named(node)
    is_record = any(each.type in ("assignment_expression", "initializer_expression") for each in inside)
    if not is_record:
        return Sequence(span_of(node), [low.expression(each) for each in inside])
    entries: list[tuple[str | None, Expr]] = []
    for each in inside:
        pair = low.named(each)
        if each.type == "assignment_expression":
            left = child(each, "left")
            written = _key(low, left) if left is not None and left.type == "element_binding_expression" else None
            key = _constant(written) if written is not None else text(left)
            entries.append((key, low.expression(child(each, "right"))))
        elif each.type == "initializer_expression" and len(pair) == 2:
            entries.append((_constant(low.expression(pair[0])), low.expression(pair[1])))
        else:
            entries.append((None, low.expression(each)))
    return Record(span_of(node), entries)


def _constant(key: Expr) -> str | None:
    return str(key.value) if isinstance(key, Const) and key.value is not None else None


def _initializer(low: Lowering, node: Node) -> Expr:
    return _initial(low, node)


def _array(low: Lowering, node: Node) -> Expr:
    initial = _child_of(node, "initializer_expression")
    return Sequence(span_of(node), [low.expression(each) for each in low.named(initial)] if initial is not None else [])


def _collection(low: Lowering, node: Node) -> Expr:
    """``[a, ..b]``."""
    inside = [first(each) for each in low.named(node)]
    items = [low.expression(first(each)) for each in inside if each is not None]
    if any(each is not None and each.type == "spread_element" for each in inside):
        return Parts(span_of(node), items)
    return Sequence(span_of(node), items)


def _anonymous(low: Lowering, node: Node) -> Expr:
    """``new { Name = value, other.Field }``: the names are no fields of the tree."""
    parts: list[list[Node]] = [[]]
    for each in node.children:
        if each.type == ",":
            parts.append([])
        elif each.is_named and each.type not in low.grammar.ignored:
            parts[-1].append(each)
    entries: list[tuple[str | None, Expr]] = []
    for part in parts:
        if part:
            written = text(part[0]) if len(part) > 1 else text(part[0]).replace("?", "").rpartition(".")[2]
            entries.append((written, low.expression(part[-1])))
    return Record(span_of(node), entries)


def _with(low: Lowering, node: Node) -> Expr:
    """``record with { Name = value }``."""
    inside = low.named(node)
    entries: list[tuple[str | None, Expr]] = [(None, low.expression(inside[0]))] if inside else []
    for each in inside[1:]:
        pair = low.named(each)
        if len(pair) == 2:
            entries.append((text(pair[0]), low.expression(pair[1])))
    return Record(span_of(node), entries)


def _tuple(low: Lowering, node: Node) -> Expr:
    """Its parts have numbers, and names where they are written."""
    inside = [low.expression(each) for each in low.named(node)]
    names = [text(child(each, "name")) for each in low.named(node)]
    if not any(names):
        return Sequence(span_of(node), inside)
    entries: list[tuple[str | None, Expr]] = [(str(number), each) for number, each in enumerate(inside)]
    entries += [(name, each) for name, each in zip(names, inside, strict=True) if name]
    return Record(span_of(node), entries)


def _interpolated(low: Lowering, node: Node) -> Expr:
    parts: list[Expr] = []
    for each in node.named_children:
        if each.type == "string_content":
            parts.append(Const(span_of(each), text(each)))
        elif each.type == "interpolation":
            parts += [low.expression(inner) for inner in low.named(each)[:1]]
    if len(parts) == 1 and isinstance(parts[0], Const):
        return Const(span_of(node), parts[0].value)
    return Operation(span_of(node), "+", [Const((0, 0), ""), *parts])


def _truth(low: Lowering, node: Node) -> Expr:
    del low
    return Const(span_of(node), text(node) == "true")


def _after(low: Lowering, node: Node) -> Expr:
    """``value!`` is the value; ``i++`` is a number that is no longer known."""
    if text(node).endswith("!"):
        return Same(span_of(node), low.expression(first(node)))
    return counted(low, node)


def _type(low: Lowering, node: Node) -> Expr:
    del low
    return Const(span_of(node), None)


def _is_type(low: Lowering, node: Node) -> Expr:
    return Operation(span_of(node), "is", [low.expression(child(node, "left"))])


def _is(low: Lowering, node: Node) -> Expr:
    """``value is "a" or "b"``, and ``value is Type name``."""
    value, pattern = low.expression(child(node, "expression")), child(node, "pattern")
    return _matches(low, node, value, pattern)


def _matches(low: Lowering, node: Node, value: Expr, pattern: Node | None) -> Expr:
    span = span_of(node)
    choices = _choices(pattern)
    if choices and all(each.type == "constant_pattern" for each in choices):
        equal: list[Expr] = [Operation((0, 0), "==", [value, low.expression(first(each))]) for each in choices]
        return equal[0] if len(equal) == 1 else Operation(span, "||", equal)
    while pattern is not None and pattern.type in ("negated_pattern", "parenthesized_pattern"):
        pattern = first(pattern)
    named = child(pattern, "name")
    if named is None:
        return Operation(span, "is", [value])
    target = low.expression(named)
    low.declare(target)
    return Operation(span, "is", [Assign(span_of(named), target, value, declares=True)])


def _choices(pattern: Node | None) -> list[Node]:
    """The parts of a chain of ``or``."""
    waiting, found = [pattern], []
    while waiting:
        each = waiting.pop()
        if each is not None and each.type in ("or_pattern", "parenthesized_pattern"):
            waiting += reversed(each.named_children)
        elif each is not None:
            found.append(each)
    return found


def _switched(low: Lowering, node: Node) -> Expr:
    """A switch that is a value."""
    subject = low.expression(first(node))
    cases = []
    for each in node.named_children:
        inside = low.named(each)
        if each.type != "switch_expression_arm" or len(inside) < 2:
            continue
        pattern, named = inside[0], child(inside[0], "name")
        before: list[Statement] = []
        if named is not None:
            target = low.expression(named)
            low.declare(target)
            before = [Do(Assign(span_of(named), target, subject, declares=True))]
        labels = [low.expression(first(one) if one.type == "constant_pattern" else one) for one in _choices(pattern)]
        is_rest = pattern.type == "discard" and len(inside) == 2
        cases.append(Case(None if is_rest else labels, [*before, Give(low.expression(inside[-1]))]))
    return Inline(span_of(node), [Switch(subject, cases)])


def _delegate(low: Lowering, node: Node) -> Expr:
    """``delegate { … }``: what it does, whoever calls it."""
    return Inline(span_of(node), low.statement(_child_of(node, "block")))


def _query(low: Lowering, node: Node) -> Expr:
    """``from a in b where c select d``."""
    body: list[Statement] = []
    for each in reversed(low.named(node)):
        inside = low.named(each)
        if each.type == "from_clause" and len(inside) > 1:
            target = low.expression(child(each, "name") or inside[-2])
            low.declare(target)
            body = [Loop(target, low.expression(inside[-1]), None, body)]
        elif each.type == "let_clause" and len(inside) > 1:
            target = low.expression(inside[0])
            low.declare(target)
            body = [Do(Assign(span_of(each), target, low.expression(inside[-1]), declares=True)), *body]
        elif each.type in ("select_clause", "group_clause"):
            body = [*(Give(low.expression(one)) for one in inside[:1]), *body]
        else:
            body = [*(Do(low.expression(one)) for one in inside), *body]
    return Inline(span_of(node), body)


def variable(low: Lowering, node: Node) -> tuple[Expr, Expr | None]:
    """A declared variable, or several at once, and its value; the value has no field in the tree."""
    named = child(node, "name") or first(node)
    at = next((number for number, each in enumerate(node.children) if each.type == "="), None)
    value = node.children[at + 1] if at is not None and at + 1 < len(node.children) else None
    if value is None and named is not None and named.type == "tuple_pattern":
        value = node.named_children[-1] if node.named_child_count > 1 else None
    return low.expression(named), low.expression(value) if value is not None else None


EXPRESSIONS: Mapping[str, OfExpression] = {
    "argument": _argument,
    "generic_name": _generic,
    "member_access_expression": _member,
    "element_access_expression": _element,
    "conditional_access_expression": _optional,
    "invocation_expression": _call,
    "declaration_expression": _declared,
    "object_creation_expression": _made,
    "implicit_object_creation_expression": _made,
    "anonymous_object_creation_expression": _anonymous,
    "initializer_expression": _initializer,
    "array_creation_expression": _array,
    "implicit_array_creation_expression": _array,
    "stackalloc_expression": _array,
    "collection_expression": _collection,
    "with_expression": _with,
    "tuple_expression": _tuple,
    "interpolated_string_expression": _interpolated,
    "boolean_literal": _truth,
    "postfix_unary_expression": _after,
    "typeof_expression": _type,
    "default_expression": _type,
    "sizeof_expression": _type,
    "is_expression": _is_type,
    "is_pattern_expression": _is,
    "switch_expression": _switched,
    "anonymous_method_expression": _delegate,
    "query_expression": _query,
}

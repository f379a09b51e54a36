"""Rust. Its macros for texts are read as calls, as :mod:`workers.engine.macros` spells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.flows.grammar import Grammar
from workers.flows.languages import rust_parts as parts
from workers.flows.lowering import DEPTH, Lowering
from workers.flows.nodes import child, first, span_of, text
from workers.flows.program import (
    Assign,
    Case,
    Class,
    Const,
    Do,
    Expr,
    Field,
    Give,
    If,
    Inline,
    Item,
    Lambda,
    Leave,
    Loop,
    Name,
    Operation,
    Parts,
    Record,
    Return,
    Same,
    Sequence,
    Statement,
    Switch,
    Throw,
)

if TYPE_CHECKING:
    from tree_sitter import Node


# Blocks, choices and loops: what they do, and the value that they give where they are one.


def _flow(low: Lowering, node: Node | None, *, gives: bool) -> list[Statement]:
    """A node as statements; with ``gives`` its value is given, too."""
    if node is None:
        return []
    if low._depth >= DEPTH:
        low.module.is_whole = False
        return [Do(low._flat(node))]
    low._depth += 1
    try:
        return _read(low, node, gives=gives)
    finally:
        low._depth -= 1


def _read(low: Lowering, node: Node, *, gives: bool) -> list[Statement]:
    match node.type:
        case "block":
            return _block(low, node, gives=gives)
        case "unsafe_block" | "async_block" | "const_block" | "gen_block" | "try_block" | "else_clause":
            return _flow(low, _last(low, node), gives=gives)
        case "if_expression":
            test = low.expression(child(node, "condition"))
            then = _flow(low, child(node, "consequence"), gives=gives)
            return [If(test, then, _flow(low, child(node, "alternative"), gives=gives))]
        case "match_expression":
            return _match(low, node, gives=gives)
        case "loop_expression" | "while_expression" | "for_expression":
            return _loop(low, node)
        case "return_expression":
            given = first(node)
            return [Return(low.expression(given) if given is not None else None)]
        case "break_expression" | "continue_expression":
            given = next((each for each in low.named(node) if each.type != "label"), None)
            return [*([Give(low.expression(given))] if given is not None else []), Leave()]
        case "macro_invocation" if text(child(node, "macro")) in parts.ENDS:
            return [Do(_macro(low, node)), Throw(None)]
    value = low.expression(node)
    return [Give(value) if gives else Do(value)]


def _last(low: Lowering, node: Node) -> Node | None:
    inside = [each for each in low.named(node) if each.type != "label"]
    return inside[-1] if inside else None


def _block(low: Lowering, node: Node, *, gives: bool) -> list[Statement]:
    """Its last expression is its value; functions in it are known from its start."""
    inside = [each for each in low.named(node) if each.type != "label"]
    items = [each for each in inside if each.type == "function_item"]
    made = [one for each in items for one in low.statement(each)]
    for number, each in enumerate(inside):
        if each.type == "function_item":
            continue
        is_last = number == len(inside) - 1
        if each.type == "expression_statement":
            ends = any(part.type == ";" for part in each.children)
            made += _flow(low, first(each), gives=gives and is_last and not ends)
        elif each.type in low.grammar.statements:
            made += low.statement(each)
        else:
            made += _flow(low, each, gives=gives and is_last)
    return made


def _match(low: Lowering, node: Node, *, gives: bool) -> list[Statement]:
    subject = low.expression(child(node, "value"))
    made: list[Statement] = []
    if not _is_place(subject):
        hidden = Name((0, 0), f"match {node.start_byte}")
        low.declare(hidden)
        made, subject = [Do(Assign((0, 0), hidden, subject, declares=True))], hidden
    arms = [each for each in low.named(child(node, "body") or node) if each.type == "match_arm"]
    return [*made, Switch(subject, [_arm(low, each, subject, gives=gives) for each in arms])]


def _is_place(expr: Expr) -> bool:
    while isinstance(expr, Same | Field):
        expr = expr.value if isinstance(expr, Same) else expr.object
    return isinstance(expr, Name)


def _arm(low: Lowering, node: Node, subject: Expr, *, gives: bool) -> Case:
    written = child(node, "pattern")
    inner, guard = parts.first_pattern(written) if written is not None else None, child(written, "condition")
    if inner is not None and guard is not None and inner.id == guard.id:
        inner = None
    body: list[Statement] = []
    choices = _choices(inner)
    labels: list[Expr] | None = [low.expression(each) for each in choices if each.type.endswith("literal")]
    if inner is None or (inner.type == "identifier" and not text(inner)[:1].isupper()):
        labels = None
    elif labels is None or len(labels) < len(choices):
        labels = [Parts((0, 0), [])]
    if inner is not None:
        target = parts.pattern(low, inner)
        low.declare(target)
        body.append(Do(Assign((0, 0), target, subject, declares=True)))
    then = _flow(low, child(node, "value"), gives=gives)
    if guard is not None:
        return Case(labels or [Parts((0, 0), [])], [*body, If(low.expression(guard), then, [])])
    return Case(labels, [*body, *then])


def _choices(pattern: Node | None) -> list[Node]:
    """The parts of ``a | b``."""
    found: list[Node] = []
    waiting = [pattern]
    while waiting:
        each = waiting.pop()
        if each is not None and each.type == "or_pattern":
            waiting += reversed(each.named_children)
        elif each is not None:
            found.append(each)
    return found


def _loop(low: Lowering, node: Node) -> list[Statement]:
    written, body = child(node, "pattern"), child(node, "body")
    if written is None:
        condition = child(node, "condition")
        test = low.expression(condition) if condition is not None else None
        return [Loop(None, None, test, _flow(low, body, gives=False))]
    target, elements = parts.pattern(low, written), child(node, "value")
    called = child(elements, "function") if elements is not None and elements.type == "call_expression" else None
    is_counted = called is not None and text(child(called, "field")) == "enumerate"
    if is_counted and isinstance(target, Sequence) and len(target.items) > 1:
        target, elements = target.items[1], child(called, "value")
    low.declare(target)
    return [Loop(target, low.expression(elements), None, _flow(low, body, gives=False))]


def _inline(low: Lowering, node: Node) -> Expr:
    return Inline(span_of(node), _read(low, node, gives=True), is_one=True)


# Expressions.


def _name(low: Lowering, node: Node) -> Expr:
    return Name(span_of(node), low._owner if text(node) == "Self" else text(node))


def _closure(low: Lowering, node: Node) -> Expr:
    return Lambda(span_of(node), parts.function(low, node))


def _field(low: Lowering, node: Node) -> Expr:
    return Field(span_of(node), low.expression(child(node, "value")), text(child(node, "field")))


def _item(low: Lowering, node: Node) -> Expr:
    """``list[key]``; a part of a text is of its kind."""
    inside = low.named(node)
    if len(inside) < 2:
        return Parts(span_of(node), [low.expression(each) for each in inside])
    if inside[1].type == "range_expression":
        return Same(span_of(node), low.expression(inside[0]))
    return Item(span_of(node), low.expression(inside[0]), low.expression(inside[1]))


def _unary(low: Lowering, node: Node) -> Expr:
    """``*x`` is what ``x`` is."""
    operand, operator = low.expression(first(node)), text(node.children[0])
    return Same(span_of(node), operand) if operator == "*" else Operation(span_of(node), f"{operator}?", [operand])


def _cast(low: Lowering, node: Node) -> Expr:
    value = low.expression(child(node, "value"))
    if parts.is_number(child(node, "type")):
        return Same(span_of(node), parts.without_text(value))
    return Same(span_of(node), value)


def _array(low: Lowering, node: Node) -> Expr:
    """``[a, b]``, or ``[a; 3]``."""
    items = [low.expression(each) for each in low.named(node)]
    return Sequence(span_of(node), items) if child(node, "length") is None else Parts(span_of(node), items)


def _structure(low: Lowering, node: Node) -> Expr:
    """``Type { a, b: c, ..rest }``."""
    entries: list[tuple[str | None, Expr]] = []
    for each in low.named(child(node, "body") or node):
        if each.type == "shorthand_field_initializer":
            named = each.named_children[-1]
            entries.append((text(named), Name(span_of(named), text(named))))
        elif each.type == "field_initializer":
            entries.append((text(child(each, "field")), low.expression(child(each, "value"))))
        else:
            entries.append((None, low.expression(first(each))))
    return Record(span_of(node), entries, of=parts.type_name(low, child(node, "name")))


def _truth(low: Lowering, node: Node) -> Expr:
    del low
    return Const(span_of(node), text(node) == "true")


def _matched(low: Lowering, node: Node) -> Expr:
    """``let Some(a) = b`` as a condition."""
    target = parts.pattern(low, child(node, "pattern"))
    low.declare(target)
    given = Assign(span_of(node), target, low.expression(child(node, "value")), declares=True)
    return Operation((0, 0), "is", [given])


def _chain(low: Lowering, node: Node) -> Expr:
    return Operation(span_of(node), "&&", [low.expression(each) for each in low.named(node)])


def _macro(low: Lowering, node: Node) -> Expr:
    """A macro of which nothing is known gives out what is put into it."""
    tokens = next((each for each in node.named_children if each.type == "token_tree"), None)
    return low._flat(tokens) if tokens is not None else Const(span_of(node), None)


def _ended(low: Lowering, node: Node) -> Expr:
    if text(child(node, "macro")) in parts.ENDS:
        return Inline(span_of(node), _read(low, node, gives=True))
    return Parts(span_of(node), [_macro(low, node)])


# Statements.


def _done(low: Lowering, node: Node) -> list[Statement]:
    return _flow(low, first(node), gives=False)


def _let(low: Lowering, node: Node) -> list[Statement]:
    target, value, type_ = parts.pattern(low, child(node, "pattern")), child(node, "value"), child(node, "type")
    given = low.expression(value) if value is not None else Const((0, 0), None)
    low.declare(target)
    if parts.is_number(type_):
        given = parts.without_text(given)
    made = Assign(span_of(node), target, given, declares=True, type=parts.type_name(low, type_))
    otherwise = child(node, "alternative")
    if otherwise is None:
        return [Do(made)]
    return [If(Operation((0, 0), "is", [made]), [], _flow(low, otherwise, gives=False))]


def _constant(low: Lowering, node: Node) -> list[Statement]:
    named = child(node, "name")
    target = Name(span_of(named) if named is not None else (0, 0), text(named))
    low.declare(target)
    return [Do(Assign(span_of(node), target, low.expression(child(node, "value")), declares=True))]


def _function(low: Lowering, node: Node) -> list[Statement]:
    return low.defined(parts.function(low, node))


def _module(low: Lowering, node: Node) -> list[Statement]:
    return low.block(child(node, "body"))


def _class(low: Lowering, node: Node, name: str) -> Class:
    return low.module.classes.setdefault(name, Class(name, span_of(node)))


def _type(low: Lowering, node: Node) -> list[Statement]:
    made, body = _class(low, node, text(child(node, "name"))), child(node, "body")
    for each in low.named(body) if body is not None else ():
        if each.type == "field_declaration":
            made.types[text(child(each, "name"))] = parts.type_name(low, child(each, "type"))
    if body is not None and body.type == "ordered_field_declaration_list":
        for number, type_ in enumerate(body.children_by_field_name("type")):
            made.types[str(number)] = parts.type_name(low, type_)
    return []


def _methods(low: Lowering, node: Node) -> list[Statement]:
    """``impl Trait for Type { … }``, or a trait with what its methods do unless they are written anew."""
    name = parts.type_name(low, child(node, "type")) or text(child(node, "name"))
    made, above = _class(low, node, name), parts.type_name(low, child(node, "trait"))
    if above and above not in made.bases:
        made.bases.append(above)
    outer, low._owner = low._owner, name
    try:
        for each in low.named(child(node, "body") or node):
            if each.type == "function_item":
                low.add_method(made, parts.function(low, each, name))
            elif each.type == "const_item" and child(each, "value") is not None:
                made.starts.append((text(child(each, "name")), low.expression(child(each, "value"))))
    finally:
        low._owner = outer
    return []


GRAMMAR = Grammar(
    language="rust",
    names=frozenset({"identifier", "field_identifier"}),
    receivers=frozenset({"self"}),
    strings=frozenset({"string_literal", "raw_string_literal", "char_literal"}),
    numbers=frozenset({"integer_literal", "float_literal"}),
    constants={"unit_expression": None},
    same={
        "parenthesized_expression": "",
        "reference_expression": "value",
        "try_expression": "",
        "await_expression": "",
        "generic_function": "function",
    },
    binaries={"binary_expression": ("left", "operator", "right")},
    assignments={"assignment_expression": ("left", "right")},
    additions={"compound_assignment_expr": ("left", "right")},
    sequences=frozenset({"tuple_expression"}),
    functions={
        "function_item": ("name", "parameters", "body"),
        "closure_expression": ("", "parameters", "body"),
    },
    keeps_receiver=frozenset({"closure_expression"}),
    parameters={"parameter": ("pattern", "", "")},
    expressions={
        **dict.fromkeys(parts.VALUES.split(), _inline),
        **dict.fromkeys(parts.PATTERNS.split(), parts.pattern),
        "identifier": _name,
        "scoped_identifier": parts.scoped,
        "call_expression": parts.call,
        "macro_invocation": _ended,
        "closure_expression": _closure,
        "field_expression": _field,
        "index_expression": _item,
        "unary_expression": _unary,
        "type_cast_expression": _cast,
        "array_expression": _array,
        "struct_expression": _structure,
        "boolean_literal": _truth,
        "let_condition": _matched,
        "let_chain": _chain,
    },
    statements={
        "expression_statement": _done,
        "let_declaration": _let,
        "const_item": _constant,
        "static_item": _constant,
        "function_item": _function,
        "mod_item": _module,
        "struct_item": _type,
        "union_item": _type,
        "enum_item": _type,
        "impl_item": _methods,
        "trait_item": _methods,
    },
    ignored=frozenset(
        f"{parts.TYPES} line_comment block_comment attribute_item inner_attribute_item use_declaration type_item "
        "extern_crate_declaration foreign_mod_item macro_definition mutable_specifier visibility_modifier "
        "function_modifiers self_parameter empty_statement associated_type function_signature_item label".split()
    ),
)

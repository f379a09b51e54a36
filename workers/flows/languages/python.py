"""Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.flows.grammar import Grammar
from workers.flows.lowering import Lowering
from workers.flows.nodes import child, first, span_of, text
from workers.flows.program import (
    Assign,
    Case,
    Do,
    Either,
    Expr,
    Give,
    If,
    Import,
    Inline,
    Loop,
    Operation,
    Parts,
    Statement,
    Switch,
)

if TYPE_CHECKING:
    from tree_sitter import Node


def _import(low: Lowering, node: Node) -> None:
    for each in node.children_by_field_name("name"):
        name = text(child(each, "name") if each.type == "aliased_import" else each)
        alias = text(child(each, "alias")) if each.type == "aliased_import" else ""
        first_ = name.partition(".")[0]
        low.module.imports[alias or first_] = Import(name if alias else first_)
        if not alias and first_ != name:
            low.module.imports[name] = Import(name)


def _import_from(low: Lowering, node: Node) -> None:
    module = text(child(node, "module_name"))
    for each in node.children_by_field_name("name"):
        name = text(child(each, "name") if each.type == "aliased_import" else each)
        alias = text(child(each, "alias")) if each.type == "aliased_import" else ""
        low.module.imports[alias or name] = Import(module, name)
    if any(each.type == "wildcard_import" for each in node.children):
        low.module.exported_from.append(("*", Import(module)))


def _class(low: Lowering, node: Node) -> list[Statement]:
    made = low.class_(node)
    bases = child(node, "superclasses")
    if bases is not None:
        made.bases += [text(each).rpartition(".")[2] for each in low.named(bases) if each.type != "keyword_argument"]
    return []


def _decorated(low: Lowering, node: Node) -> list[Statement]:
    """The decorators of a definition are called when it is made; the definition is as without them."""
    return low.statement(child(node, "definition"))


def _function(low: Lowering, node: Node) -> list[Statement]:
    return low.defined(low.function(node))


def _elif(low: Lowering, node: Node) -> list[Statement]:
    test = low.expression(child(node, "condition"))
    then = low.statement(child(node, "consequence"))
    otherwise: list[Statement] = []
    for each in reversed(node.children_by_field_name("alternative")):
        if each.type == "elif_clause":
            asked = low.expression(child(each, "condition"))
            otherwise = [If(asked, low.statement(child(each, "consequence")), otherwise)]
        else:
            otherwise = low.statement(child(each, "body"))
    return [If(test, then, otherwise)]


def _with(low: Lowering, node: Node) -> list[Statement]:
    made: list[Statement] = []
    for clause in low.named(node):
        if clause.type == "with_clause":
            made += [Do(low.expression(child(each, "value") or each)) for each in low.named(clause)]
    return [*made, *low.statement(child(node, "body"))]


def _as(low: Lowering, node: Node) -> Expr:
    """``value as name``."""
    parts = low.named(node)
    if len(parts) < 2:
        return low.expression(first(node))
    target = low.expression(first(parts[-1]) or parts[-1])
    low.declare(target)
    return Assign(span_of(node), target, low.expression(parts[0]), declares=True)


def _loop_else(low: Lowering, node: Node) -> list[Statement]:
    target = low.target(child(node, "left"))
    low.declare(target)
    loop = Loop(target, low.expression(child(node, "right")), None, low.statement(child(node, "body")))
    return [loop, *low.statement(child(child(node, "alternative"), "body"))]


def _comprehension(low: Lowering, node: Node) -> Expr:
    body = child(node, "body")
    made: list[Statement] = [Give(low.expression(body))]
    for each in reversed([one for one in low.named(node) if body is None or one.id != body.id]):
        if each.type == "for_in_clause":
            target = low.target(child(each, "left"))
            low.declare(target)
            made = [Loop(target, low.expression(child(each, "right")), None, made)]
        elif each.type == "if_clause":
            made = [If(low.expression(first(each)), made, [])]
    return Inline(span_of(node), made)


def _conditional(low: Lowering, node: Node) -> Expr:
    then, test, otherwise = [low.expression(each) for each in low.named(node)][:3]
    return Either(span_of(node), test, then, otherwise)


def _comparison(low: Lowering, node: Node) -> Expr:
    operators = [text(each) for each in node.children_by_field_name("operators")]
    return Operation(
        span_of(node), operators[0] if len(operators) == 1 else "==", [low.expression(e) for e in low.named(node)]
    )


def _not(low: Lowering, node: Node) -> Expr:
    return Operation(span_of(node), "!?", [low.expression(child(node, "argument"))])


def _match(low: Lowering, node: Node) -> list[Statement]:
    cases = []
    for each in low.named(child(node, "body") or node):
        patterns = [one for one in low.named(each) if one.type == "case_pattern"]
        inner = [first(one) for one in patterns]
        is_default = len(patterns) == 1 and text(patterns[0]) == "_"
        labels = [low.expression(one) for one in inner if one is not None]
        for one in labels:
            low.declare(one)
        cases.append(Case(None if is_default else labels, low.statement(child(each, "consequence"))))
    return [Switch(low.expression(child(node, "subject")), cases)]


def _text(low: Lowering, node: Node) -> Expr:
    inside = [each for each in low.named(node) if each.type == "interpolation"]
    if inside:
        return Parts(span_of(node), [low.expression(child(each, "expression") or first(each)) for each in inside])
    return low._string(node)


def _nothing(low: Lowering, node: Node) -> list[Statement]:
    del low, node
    return []


def _asserted(low: Lowering, node: Node) -> list[Statement]:
    return [Do(low.expression(each)) for each in low.named(node)]


GRAMMAR = Grammar(
    language="python",
    names=frozenset({"identifier", "dotted_name"}),
    strings=frozenset({"string"}),
    numbers=frozenset({"integer", "float"}),
    constants={"true": True, "false": False, "none": None, "ellipsis": None},
    same={
        "parenthesized_expression": "",
        "await": "",
        "yield": "",
        "expression_statement": "",
        "as_pattern_target": "",
        "decorated_definition": "definition",
    },
    fields={"attribute": ("object", "attribute")},
    items={"subscript": ("value", "subscript")},
    calls={"call": ("function", "arguments")},
    spreads=frozenset({"list_splat", "dictionary_splat"}),
    named_arguments={"keyword_argument": ("name", "value")},
    binaries={
        "binary_operator": ("left", "operator", "right"),
        "boolean_operator": ("left", "operator", "right"),
    },
    unaries={"unary_operator": "argument"},
    assignments={"assignment": ("left", "right"), "named_expression": ("name", "value")},
    additions={"augmented_assignment": ("left", "right")},
    sequences=frozenset({"list", "tuple", "set", "expression_list", "pattern_list", "tuple_pattern", "list_pattern"}),
    records={"dictionary": {"pair": ("key", "value")}},
    functions={
        "function_definition": ("name", "parameters", "body"),
        "lambda": ("", "parameters", "body"),
    },
    classes={"class_definition": ("name", "body")},
    members={"assignment": ("left", "right", "type")},
    receiver_parameters=frozenset({"self", "cls", "mcs"}),
    parameters={
        "default_parameter": ("name", "value", ""),
        "typed_parameter": ("", "", "type"),
        "typed_default_parameter": ("name", "value", "type"),
    },
    rests=frozenset({"list_splat_pattern", "dictionary_splat_pattern"}),
    blocks=frozenset({"block", "module", "finally_clause", "else_clause"}),
    whiles={"while_statement": ("condition", "body")},
    returns=frozenset({"return_statement"}),
    throws=frozenset({"raise_statement"}),
    leaves=frozenset({"break_statement", "continue_statement"}),
    tries={"try_statement": "body"},
    handlers=frozenset({"except_clause", "except_group_clause"}),
    finals=frozenset({"finally_clause"}),
    expressions={
        "as_pattern": _as,
        "list_comprehension": _comprehension,
        "set_comprehension": _comprehension,
        "dictionary_comprehension": _comprehension,
        "generator_expression": _comprehension,
        "conditional_expression": _conditional,
        "comparison_operator": _comparison,
        "not_operator": _not,
        "string": _text,
    },
    statements={
        "decorated_definition": _decorated,
        "function_definition": _function,
        "class_definition": _class,
        "if_statement": _elif,
        "with_statement": _with,
        "for_statement": _loop_else,
        "match_statement": _match,
        "assert_statement": _asserted,
        "global_statement": _nothing,
        "nonlocal_statement": _nothing,
        "pass_statement": _nothing,
    },
    reads={"import_statement": _import, "import_from_statement": _import_from},
    ignored=frozenset({"comment", "type", "keyword_separator", "positional_separator", "string_start", "string_end"}),
    declares_all=True,
)

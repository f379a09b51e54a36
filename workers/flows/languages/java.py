"""Java."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.flows.grammar import Grammar
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
    Import,
    Inline,
    Loop,
    Name,
    Operation,
    Statement,
    Switch,
)

if TYPE_CHECKING:
    from tree_sitter import Node


def _package(low: Lowering, node: Node) -> None:
    low.module.package = text(first(node))


def _import(low: Lowering, node: Node) -> None:
    name = text(first(node))
    is_static = any(each.type == "static" for each in node.children)
    if any(each.type == "asterisk" for each in node.children):
        return
    module, _, last = name.rpartition(".")
    low.module.imports[last] = Import(module, last) if is_static else Import(name, last)


def _declared(low: Lowering, node: Node) -> list[Statement]:
    type_ = low.type_name(child(node, "type"))
    made: list[Statement] = []
    for each in node.children_by_field_name("declarator"):
        given = low.expression(each)
        if isinstance(given, Assign):
            given.type = type_
        made.append(Do(given))
    return made


def _each(low: Lowering, node: Node) -> list[Statement]:
    target = low.expression(child(node, "name"))
    low.declare(target)
    return [Loop(target, low.expression(child(node, "value")), None, low.statement(child(node, "body")))]


def _switch(low: Lowering, node: Node) -> list[Statement]:
    return [Switch(low.expression(child(node, "condition")), _cases(low, node, gives=False))]


def _switch_value(low: Lowering, node: Node) -> Expr:
    subject = low.expression(child(node, "condition"))
    return Inline(span_of(node), [Switch(subject, _cases(low, node, gives=True))])


def _cases(low: Lowering, node: Node, *, gives: bool) -> list[Case]:
    cases = []
    for each in low.named(child(node, "body") or node):
        labels: list[Expr] | None = []
        inside: list[Statement] = []
        for part in low.named(each):
            if part.type == "switch_label":
                found = [low.expression(one) for one in low.named(part)]
                labels = None if not found or labels is None else [*labels, *found]
            elif gives and each.type == "switch_rule" and part.type == "expression_statement":
                inside.append(Give(low.expression(first(part))))
            else:
                inside += low.statement(part)
        cases.append(Case(labels, inside, falls=each.type == "switch_block_statement_group"))
    return cases


def _yield(low: Lowering, node: Node) -> list[Statement]:
    return [Give(low.expression(first(node)))]


def _resource(low: Lowering, node: Node) -> list[Statement]:
    name = child(node, "name")
    if name is None:
        return [Do(low.expression(first(node)))]
    target = low.expression(name)
    low.declare(target)
    type_ = low.type_name(child(node, "type"))
    return [Do(Assign(span_of(node), target, low.expression(child(node, "value")), declares=True, type=type_))]


def _explicit(low: Lowering, node: Node) -> Expr:
    """``this(…)`` and ``super(…)`` in a constructor."""
    constructor = child(node, "constructor")
    at = span_of(constructor) if constructor is not None else span_of(node)
    callee = Field(at, Name(at, "super" if text(constructor) == "super" else RECEIVER), "constructor")
    return Call(span_of(node), callee, low.arguments(child(node, "arguments")))


def _constructor(low: Lowering, node: Node) -> list[Statement]:
    return [Do(low.expression(node))]


def _member_block(low: Lowering, node: Node) -> list[Statement]:
    return low.block(node)


def _reference(low: Lowering, node: Node) -> Expr:
    """``Type::method``."""
    parts = low.named(node)
    name = text(parts[-1]) if len(parts) > 1 else "new"
    return Field(span_of(node), low.expression(parts[0]) if parts else Const((0, 0), None), name)


def _test_of_type(low: Lowering, node: Node) -> Expr:
    return Operation(span_of(node), "instanceof", [low.expression(child(node, "left"))])


GRAMMAR = Grammar(
    language="java",
    names=frozenset({"identifier", "super"}),
    receivers=frozenset({"this"}),
    strings=frozenset({"string_literal", "character_literal"}),
    numbers=frozenset({"decimal_integer_literal", "hex_integer_literal", "decimal_floating_point_literal"}),
    constants={"true": True, "false": False, "null_literal": None},
    same={
        "parenthesized_expression": "",
        "cast_expression": "value",
        "expression_statement": "",
    },
    fields={"field_access": ("object", "field"), "scoped_identifier": ("scope", "name")},
    items={"array_access": ("array", "index")},
    method_calls={"method_invocation": ("object", "name", "arguments")},
    news={"object_creation_expression": ("type", "arguments")},
    binaries={"binary_expression": ("left", "operator", "right")},
    unaries={"unary_expression": "operand"},
    conditionals={"ternary_expression": ("condition", "consequence", "alternative")},
    assignments={"assignment_expression": ("left", "right")},
    declarations={"variable_declarator": ("name", "value", "")},
    sequences=frozenset({"array_initializer"}),
    functions={
        "method_declaration": ("name", "parameters", "body"),
        "constructor_declaration": ("name", "parameters", "body"),
        "lambda_expression": ("", "parameters", "body"),
    },
    keeps_receiver=frozenset({"lambda_expression"}),
    classes={
        "class_declaration": ("name", "body"),
        "enum_declaration": ("name", "body"),
        "record_declaration": ("name", "body"),
        "interface_declaration": ("name", "body"),
    },
    components={"record_declaration": "parameters"},
    bases=frozenset({"superclass", "super_interfaces"}),
    members={"field_declaration": ("declarator", "value", "type")},
    parameters={
        "formal_parameter": ("name", "", "type"),
        "spread_parameter": ("", "", ""),
        "receiver_parameter": ("", "", ""),
    },
    rests=frozenset({"spread_parameter"}),
    blocks=frozenset({"block", "constructor_body", "program", "finally_clause", "resource_specification"}),
    ifs={"if_statement": ("condition", "consequence", "alternative")},
    whiles={"while_statement": ("condition", "body"), "do_statement": ("condition", "body")},
    fors={"for_statement": ("init", "condition", "update", "body")},
    returns=frozenset({"return_statement"}),
    throws=frozenset({"throw_statement"}),
    leaves=frozenset({"break_statement", "continue_statement"}),
    tries={"try_statement": "body", "try_with_resources_statement": "body"},
    handlers=frozenset({"catch_clause"}),
    finals=frozenset({"finally_clause"}),
    expressions={
        "switch_expression": _switch_value,
        "method_reference": _reference,
        "update_expression": counted,
        "instanceof_expression": _test_of_type,
        "explicit_constructor_invocation": _explicit,
    },
    statements={
        "local_variable_declaration": _declared,
        "enhanced_for_statement": _each,
        "resource": _resource,
        "yield_statement": _yield,
        "static_initializer": _member_block,
        "synchronized_statement": _member_block,
        "labeled_statement": _member_block,
    },
    reads={"package_declaration": _package, "import_declaration": _import},
    ignored=frozenset(
        "line_comment block_comment modifiers type_identifier generic_type integral_type floating_point_type "
        "boolean_type void_type array_type scoped_type_identifier type_parameters type_arguments annotation "
        "marker_annotation catch_formal_parameter throws dimensions enum_constant annotation_type_declaration".split()
    ),
    methods_see_class=True,
)

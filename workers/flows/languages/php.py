"""PHP. A variable's name has its ``$``, so that it is never taken for a function's or a constant's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workers.flows.grammar import Grammar
from workers.flows.languages import php_parts as parts
from workers.flows.lowering import Lowering, counted
from workers.flows.nodes import child, first, span_of, text
from workers.flows.program import (
    GLOBAL,
    Assign,
    Call,
    Case,
    Do,
    Expr,
    If,
    Import,
    Loop,
    Name,
    Return,
    Sequence,
    Statement,
    Switch,
    Throw,
)

if TYPE_CHECKING:
    from tree_sitter import Node


def _done(low: Lowering, node: Node) -> list[Statement]:
    """An expression as a statement; some end the function."""
    inner = first(node)
    if inner is not None and inner.type == "throw_expression":
        return [Throw(low.expression(first(inner)))]
    made = Do(low.expression(inner))
    function = child(inner, "function") if inner is not None and inner.type == "function_call_expression" else None
    return [made, Throw(None)] if text(function).lower() in parts.ENDS else [made]


def _if(low: Lowering, node: Node) -> list[Statement]:
    otherwise: list[Statement] = []
    for each in reversed(node.children_by_field_name("alternative")):
        body = low.statement(child(each, "body"))
        if each.type == "else_if_clause":
            otherwise = [If(low.expression(child(each, "condition")), body, otherwise)]
        else:
            otherwise = body
    return [If(low.expression(child(node, "condition")), low.statement(child(node, "body")), otherwise)]


def _each(low: Lowering, node: Node) -> list[Statement]:
    body = child(node, "body")
    elements, target = ([one for one in low.named(node) if body is None or one.id != body.id] + [None, None])[:2]
    pair = low.named(target) if target is not None and target.type == "pair" else []
    if pair:
        taken: Expr = Sequence(span_of(node), [low.expression(each) for each in pair])
    else:
        taken = low.expression(target)
    low.declare(taken)
    return [Loop(taken, low.expression(elements), None, low.statement(body), pairs=bool(pair))]


def _switch(low: Lowering, node: Node) -> list[Statement]:
    cases = []
    for each in low.named(child(node, "body") or node):
        value = child(each, "value")
        inside = [one for one in low.named(each) if value is None or one.id != value.id]
        body = [made for one in inside for made in low.statement(one)]
        cases.append(Case([low.expression(value)] if value is not None else None, body, falls=True))
    return [Switch(low.expression(child(node, "condition")), cases)]


def _globals(low: Lowering, node: Node) -> list[Statement]:
    made: list[Statement] = []
    for each in low.named(node):
        target = low.expression(each)
        low.declare(target)
        made.append(Do(Assign(span_of(each), target, Name((0, 0), GLOBAL + text(each)), declares=True)))
    return made


def _static(low: Lowering, node: Node) -> list[Statement]:
    made: list[Statement] = []
    for each in low.named(node):
        target = low.expression(child(each, "name"))
        low.declare(target)
        made.append(Do(Assign(span_of(each), target, low.expression(child(each, "value")), declares=True)))
    return made


def _constants(low: Lowering, node: Node) -> list[Statement]:
    """``const A = 1;``: those of a class are its own."""
    if low._owner:
        return []
    return [Do(Assign(span_of(each), *pair)) for each in low.named(node) for pair in _constant(low, each)]


def _constant(low: Lowering, node: Node) -> Iterator[tuple[Expr, Expr]]:
    inside = low.named(node)
    if len(inside) > 1:
        yield Name(span_of(inside[0]), text(inside[0])), low.expression(inside[1])


def _class(low: Lowering, node: Node) -> list[Statement]:
    _define(low, node, "")
    return []


def _define(low: Lowering, node: Node, name: str) -> None:
    made = low.class_(node, name)
    for each in low.named(child(node, "body") or node):
        if each.type == "property_declaration":
            type_ = low.type_name(child(each, "type"))
            for element in low.named(each):
                named, value = text(child(element, "name")).lstrip("$"), child(element, "default_value")
                if type_ and named:
                    made.types[named] = type_
                if value is not None:
                    made.starts.append((named, low.expression(value)))
        elif each.type == "const_declaration":
            made.starts += [(text(one), value) for part in low.named(each) for one, value in _named(low, part)]
        elif each.type == "use_declaration":
            made.bases += [parts.last_part(text(one)) for one in low.named(each) if one.type in parts.NAMES]


def _named(low: Lowering, node: Node) -> Iterator[tuple[Node, Expr]]:
    inside = low.named(node)
    if len(inside) > 1:
        yield inside[0], low.expression(inside[1])


def _namespace(low: Lowering, node: Node) -> list[Statement]:
    low.module.package = text(child(node, "name"))
    return low.statement(child(node, "body"))


def _use(low: Lowering, node: Node) -> None:
    group = child(node, "body")
    before = text(first(node)).strip("\\") + "\\" if group is not None else ""
    for each in (group or node).named_children:
        if each.type == "namespace_use_clause":
            written = next((one for one in each.named_children if one.type in parts.NAMES), None)
            name = before + text(written).strip("\\")
            low.module.imports[text(child(each, "alias")) or parts.last_part(name)] = Import(
                name, parts.last_part(name)
            )


def _nothing(low: Lowering, node: Node) -> list[Statement]:
    del low, node
    return []


def _exit(low: Lowering, node: Node) -> list[Statement]:
    return [Throw(low.expression(first(node)) if first(node) is not None else None)]


def _return(low: Lowering, node: Node) -> list[Statement]:
    given = first(node)
    return [Return(low.expression(given) if given is not None else None)]


def _new(low: Lowering, node: Node) -> Expr:
    inside = low.named(node)
    made = inside[0] if inside else node
    holder = made if made.type == "anonymous_class" else node
    arguments = next((each for each in holder.named_children if each.type == "arguments"), None)
    if made.type == "anonymous_class":
        name = f"class@{made.start_byte}"
        _define(low, made, name)
    elif text(made).lower() in ("self", "static"):
        name = low._owner
    else:
        name = parts.last_part(text(made))
    return Call(span_of(node), Name(span_of(made), name), parts.read_arguments(low, arguments), makes=True)


# Statements.


GRAMMAR = Grammar(
    language="php",
    names=frozenset({"variable_name", "name"}),
    strings=frozenset({"string", "nowdoc"}),
    numbers=frozenset({"integer", "float"}),
    constants={"null": None},
    same={
        "parenthesized_expression": "",
        "error_suppression_expression": "",
        "clone_expression": "",
        "by_ref": "",
        "argument": "",
    },
    binaries={"binary_expression": ("left", "operator", "right")},
    unaries={"unary_op_expression": "argument"},
    assignments={
        "assignment_expression": ("left", "right"),
        "reference_assignment_expression": ("left", "right"),
    },
    additions={"augmented_assignment_expression": ("left", "right")},
    functions={
        "function_definition": ("name", "parameters", "body"),
        "method_declaration": ("name", "parameters", "body"),
        "anonymous_function": ("", "parameters", "body"),
        "arrow_function": ("", "parameters", "body"),
    },
    keeps_receiver=frozenset({"anonymous_function", "arrow_function"}),
    classes={
        "class_declaration": ("name", "body"),
        "trait_declaration": ("name", "body"),
        "interface_declaration": ("name", "body"),
        "enum_declaration": ("name", "body"),
        "anonymous_class": ("", "body"),
    },
    bases=frozenset({"base_clause", "class_interface_clause"}),
    parameters={
        "simple_parameter": ("name", "default_value", "type"),
        "property_promotion_parameter": ("name", "default_value", "type"),
        "variadic_parameter": ("name", "", "type"),
    },
    rests=frozenset({"variadic_parameter"}),
    promotes=frozenset({"visibility_modifier", "readonly_modifier"}),
    blocks=frozenset({"compound_statement", "colon_block", "program"}),
    whiles={"while_statement": ("condition", "body"), "do_statement": ("condition", "body")},
    fors={"for_statement": ("initialize", "condition", "update", "body")},
    leaves=frozenset({"break_statement", "continue_statement"}),
    tries={"try_statement": "body"},
    handlers=frozenset({"catch_clause"}),
    finals=frozenset({"finally_clause"}),
    expressions={
        "variable_name": parts.read_variable,
        "qualified_name": parts.read_qualified,
        "relative_name": parts.read_qualified,
        "boolean": parts.read_boolean,
        "encapsed_string": parts.read_text,
        "heredoc": parts.read_text,
        "member_access_expression": parts.read_member,
        "nullsafe_member_access_expression": parts.read_member,
        "scoped_property_access_expression": parts.read_of_class,
        "class_constant_access_expression": parts.read_of_class,
        "subscript_expression": parts.read_subscript,
        "array_creation_expression": parts.read_array,
        "list_literal": parts.read_pattern,
        "cast_expression": parts.read_cast,
        "print_intrinsic": parts.read_print,
        "conditional_expression": parts.read_conditional,
        "match_expression": parts.read_match,
        "throw_expression": parts.read_thrown,
        "anonymous_function": parts.read_closure,
        "update_expression": counted,
        "function_call_expression": parts.read_call,
        "member_call_expression": parts.read_method_call,
        "nullsafe_member_call_expression": parts.read_method_call,
        "scoped_call_expression": parts.read_method_call,
        "object_creation_expression": _new,
    },
    statements={
        "expression_statement": _done,
        "if_statement": _if,
        "foreach_statement": _each,
        "switch_statement": _switch,
        "return_statement": _return,
        "exit_statement": _exit,
        "global_declaration": _globals,
        "function_static_declaration": _static,
        "const_declaration": _constants,
        "property_declaration": _nothing,
        "use_declaration": _nothing,
        "enum_case": _nothing,
        "unset_statement": _nothing,
        "empty_statement": _nothing,
        "declare_statement": _nothing,
        "named_label_statement": _nothing,
        "goto_statement": _nothing,
        "class_declaration": _class,
        "trait_declaration": _class,
        "interface_declaration": _class,
        "enum_declaration": _class,
        "namespace_definition": _namespace,
    },
    reads={"namespace_use_declaration": _use},
    ignored=frozenset(
        "comment php_tag php_end_tag text text_interpolation string_content escape_sequence heredoc_start heredoc_end "
        "named_type primitive_type optional_type union_type intersection_type type_list attribute_list "
        "visibility_modifier static_modifier abstract_modifier final_modifier readonly_modifier reference_modifier "
        "var_modifier".split()
    ),
    declares_all=True,
)

"""C#."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.flows.grammar import Grammar
from workers.flows.languages.csharp_parts import EXPRESSIONS, variable
from workers.flows.lowering import Lowering
from workers.flows.nodes import child, first, span_of, text
from workers.flows.program import (
    RECEIVER,
    Argument,
    Assign,
    Call,
    Case,
    Class,
    Const,
    Do,
    Expr,
    Field,
    Function,
    If,
    Name,
    Parts,
    Return,
    Statement,
    Switch,
)

if TYPE_CHECKING:
    from tree_sitter import Node


def _declaration(low: Lowering, node: Node) -> list[Statement]:
    """``Type a = b, c = d``, also within a statement of its own."""
    inner = next((each for each in node.named_children if each.type == "variable_declaration"), node)
    type_ = low.type_name(child(inner, "type"))
    made: list[Statement] = []
    for each in inner.named_children:
        if each.type == "variable_declarator":
            target, value = variable(low, each)
            low.declare(target)
            start = value if value is not None else Const((0, 0), None)
            made.append(Do(Assign(span_of(each), target, start, declares=True, type=type_)))
    return made


def _switch(low: Lowering, node: Node) -> list[Statement]:
    subject = low.expression(child(node, "value"))
    cases = []
    for each in low.named(child(node, "body") or node):
        is_default = any(part.type == "default" for part in each.children)
        labels: list[Expr] = []
        inside: list[Statement] = []
        for part in low.named(each):
            if part.type.endswith("_pattern") or part.type == "discard":
                labels.append(low.expression(first(part) if part.type == "constant_pattern" else part))
                named = child(part, "name")
                if named is not None:
                    target = low.expression(named)
                    low.declare(target)
                    inside.append(Do(Assign(span_of(named), target, subject, declares=True)))
            else:
                inside += low.statement(part)
        cases.append(Case(None if is_default else labels, inside, falls=not inside))
    return [Switch(subject, cases)]


def _yield(low: Lowering, node: Node) -> list[Statement]:
    """What an iterator gives out is among its results; it goes on afterwards."""
    given = first(node)
    return [If(Parts((0, 0), []), [Return(low.expression(given))], [])] if given is not None else []


def _caught(low: Lowering, node: Node) -> list[Statement]:
    name = child(node, "name")
    if name is None:
        return []
    target = low.expression(name)
    low.declare(target)
    return [Do(Assign(span_of(node), target, Const((0, 0), None), declares=True))]


def _labeled(low: Lowering, node: Node) -> list[Statement]:
    return [one for each in low.named(node)[1:] for one in low.statement(each)]


def _namespace(low: Lowering, node: Node) -> list[Statement]:
    _package(low, node)
    return low.block(child(node, "body"))


def _package(low: Lowering, node: Node) -> None:
    low.module.package = low.module.package or text(child(node, "name"))


def _fields(low: Lowering, made: Class, node: Node) -> None:
    inner = next((each for each in node.named_children if each.type == "variable_declaration"), None)
    type_ = low.type_name(child(inner, "type"))
    for each in inner.named_children if inner is not None else ():
        if each.type == "variable_declarator":
            target, value = variable(low, each)
            if isinstance(target, Name):
                made.types[target.name] = type_
                if value is not None:
                    made.starts.append((target.name, value))


def _property(low: Lowering, made: Class, node: Node) -> None:
    """A field; what its accessors do is done by methods of names that nobody can write."""
    name, value = text(child(node, "name")), child(node, "value")
    made.types[name] = low.type_name(child(node, "type"))
    if value is not None:
        made.starts.append((name, low.expression(value)))
    _accessors(low, made, node, name)


def _accessors(low: Lowering, made: Class, node: Node, name: str = "this") -> None:
    for each in low.named(child(node, "accessors") or node):
        body = child(each, "body")
        if each.type == "accessor_declaration" and body is not None:
            function = low.function(each, made.name)
            function.name = f"{text(child(each, 'name'))} {name}"
            if not function.name.startswith("get"):
                function.locals |= {"value"}
            low.add_method(made, function)
        elif each.type == "arrow_expression_clause":
            getter = Function(f"get {name}", span_of(each), [], [Return(low.expression(each))], made.name)
            low.add_method(made, getter)


def _constructor(low: Lowering, made: Class, node: Node) -> None:
    """With the constructor that it calls before: ``: base(a)`` or ``: this(a)``."""
    function = low.function(node, made.name)
    before = next((each for each in node.named_children if each.type == "constructor_initializer"), None)
    if before is not None:
        is_own = any(each.type == "this" for each in before.children)
        called = made.name if is_own else next(iter(made.bases), "")
        at = (before.start_byte, before.start_byte + 1)
        callee = Field(at, Name(at, RECEIVER), called)
        function.body.insert(0, Do(Call(span_of(before), callee, _given(low, before))))
    low.add_method(made, function)


def _given(low: Lowering, node: Node) -> list[Argument]:
    return low.arguments(next((each for each in node.named_children if each.type == "argument_list"), None))


def _header(low: Lowering, made: Class, node: Node) -> None:
    """The parameters of the class itself: fields, and a constructor that fills them."""
    parameters = low.parameters(node)
    for each in parameters:
        each.is_field = True
    names = frozenset(each.name for each in parameters)
    low.add_method(made, Function(made.name, span_of(node), parameters, [], made.name, locals=names))


def _conditional_members(low: Lowering, made: Class, node: Node) -> None:
    low.members(made, node)


_TYPES = (
    "predefined_type implicit_type nullable_type array_type pointer_type tuple_type function_pointer_type ref_type "
    "scoped_type type_argument_list type_parameter_list type_parameter_constraints_clause"
)
GRAMMAR = Grammar(
    language="csharp",
    names=frozenset({"identifier", "implicit_parameter"}),
    receivers=frozenset({"this", "base"}),
    strings=frozenset({"string_literal", "verbatim_string_literal", "raw_string_literal", "character_literal"}),
    numbers=frozenset({"integer_literal", "real_literal"}),
    constants={"null_literal": None},
    same={
        "parenthesized_expression": "",
        "cast_expression": "value",
        "as_expression": "left",
        "await_expression": "",
        "checked_expression": "",
        "ref_expression": "",
        "arrow_expression_clause": "",
        "expression_statement": "",
    },
    calls={"invocation_expression": ("function", "arguments")},
    named_arguments={"argument": ("name", "value")},
    binaries={"binary_expression": ("left", "operator", "right")},
    unaries={"prefix_unary_expression": ""},
    conditionals={"conditional_expression": ("condition", "consequence", "alternative")},
    assignments={"assignment_expression": ("left", "right")},
    sequences=frozenset({"tuple_pattern"}),
    functions={
        "method_declaration": ("name", "parameters", "body"),
        "constructor_declaration": ("name", "parameters", "body"),
        "local_function_statement": ("name", "parameters", "body"),
        "lambda_expression": ("", "parameters", "body"),
        "accessor_declaration": ("", "parameters", "body"),
    },
    keeps_receiver=frozenset({"lambda_expression", "local_function_statement"}),
    classes={
        "class_declaration": ("name", "body"),
        "struct_declaration": ("name", "body"),
        "record_declaration": ("name", "body"),
        "interface_declaration": ("name", "body"),
    },
    bases=frozenset({"base_list"}),
    of_members={
        "field_declaration": _fields,
        "property_declaration": _property,
        "indexer_declaration": _accessors,
        "constructor_declaration": _constructor,
        "parameter_list": _header,
        "preproc_if": _conditional_members,
        "preproc_elif": _conditional_members,
        "preproc_else": _conditional_members,
    },
    parameters={"parameter": ("name", "", "type")},
    blocks=frozenset(
        "block compilation_unit declaration_list global_statement using_statement lock_statement checked_statement "
        "unsafe_statement fixed_statement finally_clause preproc_if preproc_elif preproc_else".split()
    ),
    ifs={"if_statement": ("condition", "consequence", "alternative")},
    whiles={"while_statement": ("condition", "body"), "do_statement": ("condition", "body")},
    fors={"for_statement": ("initializer", "condition", "update", "body")},
    eaches={"foreach_statement": ("left", "right", "body")},
    returns=frozenset({"return_statement"}),
    throws=frozenset({"throw_statement"}),
    leaves=frozenset({"break_statement", "continue_statement", "goto_statement"}),
    tries={"try_statement": "body"},
    handlers=frozenset({"catch_clause"}),
    finals=frozenset({"finally_clause"}),
    expressions=EXPRESSIONS,
    statements={
        "local_declaration_statement": _declaration,
        "variable_declaration": _declaration,
        "switch_statement": _switch,
        "yield_statement": _yield,
        "catch_declaration": _caught,
        "labeled_statement": _labeled,
        "namespace_declaration": _namespace,
    },
    reads={"file_scoped_namespace_declaration": _package},
    ignored=frozenset(
        f"{_TYPES} comment modifier attribute_list attribute global_attribute using_directive extern_alias_directive "
        "enum_declaration delegate_declaration event_field_declaration event_declaration operator_declaration "
        "conversion_operator_declaration destructor_declaration explicit_interface_specifier empty_statement "
        "interpolation_brace interpolation_start preproc_region preproc_endregion preproc_nullable preproc_pragma "
        "preproc_define preproc_undef preproc_line preproc_error preproc_warning".split()
    ),
    methods_see_class=True,
)

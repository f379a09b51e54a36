"""Go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.flows.grammar import Grammar
from workers.flows.lowering import Lowering, counted
from workers.flows.nodes import child, first, span_of, string, text
from workers.flows.program import (
    Assign,
    Call,
    Case,
    Class,
    Do,
    Expr,
    If,
    Import,
    Loop,
    Name,
    Operation,
    Record,
    Same,
    Sequence,
    Statement,
    Switch,
)

if TYPE_CHECKING:
    from tree_sitter import Node


def _package(low: Lowering, node: Node) -> None:
    low.module.package = text(first(node))


def _import(low: Lowering, node: Node) -> None:
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each.type == "import_spec":
            module = string(text(child(each, "path"))) or ""
            name = text(child(each, "name")) or module.rpartition("/")[2]
            low.module.imports[name] = Import(module)
        else:
            waiting += low.named(each)


def _method(low: Lowering, node: Node) -> list[Statement]:
    receiver = first(child(node, "receiver"))
    owner = low.type_name(child(receiver, "type"))
    function = low.function(node, owner)
    function.receiver = text(child(receiver, "name")) or "_"
    function.results = _results(low, node)
    made = low.module.classes.setdefault(owner, Class(owner, span_of(node)))
    low.add_method(made, function)
    return []


def _function(low: Lowering, node: Node) -> list[Statement]:
    function = low.function(node)
    function.results = _results(low, node)
    return low.defined(function)


def _results(low: Lowering, node: Node) -> list[str]:
    """The names of the results, where they have some."""
    result = child(node, "result")
    if result is None or result.type != "parameter_list":
        return []
    return [text(name) for each in low.named(result) for name in each.children_by_field_name("name")]


def _type(low: Lowering, node: Node) -> None:
    for spec in low.named(node):
        structure = child(spec, "type")
        if structure is None or structure.type != "struct_type":
            continue
        name = text(child(spec, "name"))
        made = low.module.classes.setdefault(name, Class(name, span_of(spec)))
        for each in low.named(first(structure) or structure):
            type_ = low.type_name(child(each, "type"))
            names = [text(one) for one in each.children_by_field_name("name")]
            if not names and type_:
                made.bases.append(type_)
                names = [type_]
            made.types.update(dict.fromkeys(names, type_))


def _declared(low: Lowering, node: Node) -> list[Statement]:
    made: list[Statement] = []
    for spec in low.named(node):
        for each in low.named(spec) if spec.type == "var_spec_list" else [spec]:
            made.append(Do(low.expression(each)))
    return made


def _if(low: Lowering, node: Node) -> list[Statement]:
    start = low.statement(child(node, "initializer"))
    test = low.expression(child(node, "condition"))
    then, otherwise = low.statement(child(node, "consequence")), low.statement(child(node, "alternative"))
    return [*start, If(test, then, otherwise)]


def _for(low: Lowering, node: Node) -> list[Statement]:
    clause = next((each for each in low.named(node) if each.type in ("range_clause", "for_clause")), None)
    body = low.statement(child(node, "body"))
    if clause is None:
        test = next((each for each in low.named(node) if each.type != "block"), None)
        return [Loop(None, None, low.expression(test) if test is not None else None, body)]
    if clause.type == "range_clause":
        left = child(clause, "left")
        target = low.expression(left) if left is not None else None
        if target is not None:
            low.declare(target)
        return [Loop(target, low.expression(child(clause, "right")), None, body, pairs=True)]
    test = child(clause, "condition")
    update = low.statement(child(clause, "update"))
    loop = Loop(None, None, low.expression(test) if test is not None else None, [*body, *update])
    return [*low.statement(child(clause, "initializer")), loop]


def _switch(low: Lowering, node: Node) -> list[Statement]:
    start = low.statement(child(node, "initializer"))
    subject = child(node, "value")
    alias = child(node, "alias")
    if alias is not None:
        name = low.target(alias)
        low.declare(name)
        start.append(Do(Assign(span_of(alias), name, low.expression(subject), declares=True)))
    cases = []
    for each in low.named(node):
        if each.type in ("expression_case", "type_case", "default_case", "communication_case"):
            cases.append(_case(low, each))
    return [*start, Switch(low.expression(subject) if subject is not None else None, cases)]


def _case(low: Lowering, node: Node) -> Case:
    value = child(node, "value") or child(node, "communication")
    inside: list[Statement] = low.statement(value) if node.type == "communication_case" else []
    types = {each.id for each in node.children_by_field_name("type")}
    for each in low.named(node):
        if (value is None or each.id != value.id) and each.id not in types:
            inside += low.statement(each)
    if node.type == "default_case":
        return Case(None, inside)
    if node.type == "expression_case" and value is not None:
        return Case([low.expression(each) for each in low.named(value)], inside)
    return Case([], inside)


def _composite(low: Lowering, node: Node) -> Expr:
    kind, body = child(node, "type"), child(node, "body")
    entries: list[tuple[str | None, Expr]] = []
    items: list[Expr] = []
    for each in low.named(body) if body is not None else ():
        if each.type == "keyed_element":
            key, value = child(each, "key"), child(each, "value")
            entries.append((low.key(first(key) or key), low.expression(value)))
        else:
            items.append(low.expression(each))
    is_plain = kind is not None and kind.type in ("type_identifier", "qualified_type")
    if items and not is_plain:
        return Sequence(span_of(node), items)
    entries += [(None, each) for each in items]
    return Record(span_of(node), entries, of=low.type_name(kind) if is_plain else "")


def _address(low: Lowering, node: Node) -> Expr:
    """``&x`` and ``*x`` are what ``x`` is."""
    operand = low.expression(child(node, "operand"))
    operator = text(node.children[0]) if node.children else ""
    if operator in ("&", "*", "<-"):
        return Same(span_of(node), operand)
    return Operation(span_of(node), f"{operator}?", [operand])


def _called(low: Lowering, node: Node) -> Expr:
    """``new(T)`` and ``make(T)`` make something; a conversion is a call, too."""
    arguments = child(node, "arguments")
    function = low.expression(child(node, "function"))
    if isinstance(function, Name) and function.name == "new" and arguments is not None:
        return Record(span_of(node), [], of=low.type_name(first(arguments)))
    return Call(span_of(node), function, low.arguments(arguments))


def _send(low: Lowering, node: Node) -> list[Statement]:
    channel, value = low.expression(child(node, "channel")), low.expression(child(node, "value"))
    return [Do(Assign(span_of(node), channel, value, adds=True))]


def _started(low: Lowering, node: Node) -> list[Statement]:
    return [Do(low.expression(first(node)))]


GRAMMAR = Grammar(
    language="go",
    names=frozenset({"identifier", "field_identifier", "package_identifier"}),
    strings=frozenset({"interpreted_string_literal", "raw_string_literal", "rune_literal"}),
    numbers=frozenset({"int_literal", "float_literal"}),
    constants={"true": True, "false": False, "nil": None},
    same={
        "parenthesized_expression": "",
        "type_assertion_expression": "operand",
        "expression_statement": "",
        "literal_element": "",
    },
    fields={"selector_expression": ("operand", "field")},
    items={"index_expression": ("operand", "index")},
    spreads=frozenset({"variadic_argument"}),
    binaries={"binary_expression": ("left", "operator", "right")},
    assignments={"assignment_statement": ("left", "right"), "short_var_declaration": ("left", "right")},
    declarations={"var_spec": ("name", "value", "type"), "const_spec": ("name", "value", "type")},
    sequences=frozenset({"expression_list"}),
    functions={
        "function_declaration": ("name", "parameters", "body"),
        "method_declaration": ("name", "parameters", "body"),
        "func_literal": ("", "parameters", "body"),
    },
    keeps_receiver=frozenset({"func_literal"}),
    parameters={
        "parameter_declaration": ("name", "", "type"),
        "variadic_parameter_declaration": ("name", "", "type"),
    },
    rests=frozenset({"variadic_parameter_declaration"}),
    blocks=frozenset({"block", "statement_list", "source_file"}),
    returns=frozenset({"return_statement"}),
    leaves=frozenset({"break_statement", "continue_statement"}),
    expressions={
        "unary_expression": _address,
        "composite_literal": _composite,
        "call_expression": _called,
        "inc_statement": counted,
        "dec_statement": counted,
    },
    statements={
        "method_declaration": _method,
        "function_declaration": _function,
        "var_declaration": _declared,
        "const_declaration": _declared,
        "if_statement": _if,
        "for_statement": _for,
        "expression_switch_statement": _switch,
        "type_switch_statement": _switch,
        "select_statement": _switch,
        "send_statement": _send,
        "go_statement": _started,
        "defer_statement": _started,
    },
    reads={"package_clause": _package, "import_declaration": _import, "type_declaration": _type},
    ignored=frozenset(
        "comment type_identifier pointer_type slice_type map_type array_type qualified_type interface_type struct_type "
        "function_type channel_type type_arguments label_name labeled_statement_name".split()
    ),
)

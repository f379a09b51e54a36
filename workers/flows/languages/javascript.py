"""JavaScript and TypeScript, with and without types and JSX."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workers.flows.grammar import Grammar
from workers.flows.lowering import Lowering, counted
from workers.flows.nodes import child, first, span_of, string, text
from workers.flows.program import (
    Assign,
    Call,
    Case,
    Const,
    Do,
    Expr,
    Import,
    Lambda,
    Name,
    Record,
    Statement,
    Switch,
)

if TYPE_CHECKING:
    from tree_sitter import Node


def _import(low: Lowering, node: Node) -> None:
    module = string(text(child(node, "source"))) or ""
    for clause in low.named(node):
        if clause.type == "import_require_clause":
            low.module.imports[text(first(clause))] = Import(string(text(child(clause, "source"))) or "")
        for each in low.named(clause) if clause.type == "import_clause" else ():
            if each.type == "identifier":
                low.module.imports[text(each)] = Import(module, "default")
            elif each.type == "namespace_import":
                low.module.imports[text(first(each))] = Import(module)
            elif each.type == "named_imports":
                for one in low.named(each):
                    name = text(child(one, "name"))
                    low.module.imports[text(child(one, "alias")) or name] = Import(module, name)


def _export(low: Lowering, node: Node) -> list[Statement]:
    source, exports = child(node, "source"), low.module.exports
    if source is not None:
        module = string(text(source)) or ""
        clause = next((each for each in low.named(node) if each.type == "export_clause"), None)
        if clause is None:
            low.module.exported_from.append(("*", Import(module)))
        for name, alias in _specifiers(low, clause):
            low.module.exported_from.append((alias, Import(module, name)))
        return []
    is_default = any(each.type == "default" for each in node.children)
    declaration, value = child(node, "declaration"), child(node, "value")
    made: list[Statement] = []
    for each in low.named(node):
        if each.type == "export_clause":
            exports.update({alias: Name(span_of(each), name) for name, alias in _specifiers(low, each)})
    if declaration is not None:
        made = low.statement(declaration)
        names = [text(child(declaration, "name"))] if child(declaration, "name") is not None else []
        names += [text(child(each, "name")) for each in low.named(declaration) if each.type == "variable_declarator"]
        for name in names:
            exports["default" if is_default else name] = Name(span_of(declaration), name)
    if value is not None:
        made.append(Do(Assign(span_of(node), Name(span_of(node), _DEFAULT), low.expression(value))))
        exports["default"] = Name(span_of(node), _DEFAULT)
    return made


_DEFAULT = "*default*"
"""A variable for what a module exports without a name."""


def _specifiers(low: Lowering, clause: Node | None) -> Iterator[tuple[str, str]]:
    for each in low.named(clause) if clause is not None else ():
        name = text(child(each, "name"))
        yield name, text(child(each, "alias")) or name


def _declaration(low: Lowering, node: Node) -> list[Statement]:
    made: list[Statement] = []
    for each in low.named(node):
        value = child(each, "value")
        required = _required(value)
        name = child(each, "name")
        if required and name is not None and not low.inside:
            if name.type == "identifier":
                low.module.imports[text(name)] = required
            else:
                made_name = low.expression(name)
                if isinstance(made_name, Record):
                    for key, target in made_name.entries:
                        if key is not None and isinstance(target, Name):
                            low.module.imports[target.name] = Import(required.module, key)
        elif value is not None and name is not None and value.type in _FUNCTIONS and name.type == "identifier":
            function = low.function(value)
            function.name = text(name)
            if low.inside:
                low.declare(Name(span_of(name), function.name))
                made.append(
                    Do(Assign(span_of(each), Name(span_of(name), function.name), Lambda(span_of(value), function)))
                )
            else:
                low.defined(function)
        else:
            made.append(Do(low.expression(each)))
    return made


_FUNCTIONS = ("arrow_function", "function_expression", "function", "generator_function")


def _required(node: Node | None) -> Import | None:
    """What ``require("…")`` or ``require("…").name`` stands for."""
    name = ""
    if node is not None and node.type == "member_expression":
        name, node = text(child(node, "property")), child(node, "object")
    if node is None or node.type != "call_expression" or text(child(node, "function")) != "require":
        return None
    source = first(child(node, "arguments"))
    module = string(text(source)) if source is not None and source.type == "string" else None
    return Import(module, name) if module else None


def _assignment(low: Lowering, node: Node) -> Expr:
    left, right = child(node, "left"), child(node, "right")
    written = text(left) if left is not None and left.end_byte - left.start_byte < 200 else ""
    value, target = low.expression(right), low.expression(left)
    if not low.inside and written.split(".")[0] in ("module", "exports"):
        _exported(low, written.removeprefix("module."), value)
    return Assign(span_of(node), target, value)


def _exported(low: Lowering, written: str, value: Expr) -> None:
    exports = low.module.exports
    parts = written.split(".")
    if parts[0] != "exports" or len(parts) > 2:
        return
    name = parts[1] if len(parts) == 2 else "="
    if isinstance(value, Lambda) and len(parts) == 2:
        value.function.name = value.function.name or name
    if isinstance(value, Record):
        exports.update({key: each for key, each in value.entries if key is not None})
    elif isinstance(value, Assign):
        _exported(low, written, value.value)
        return
    exports[name] = value


def _pair_pattern(low: Lowering, node: Node) -> Expr:
    return low.expression(child(node, "value"))


def _object_pattern(low: Lowering, node: Node) -> Expr:
    entries: list[tuple[str | None, Expr]] = []
    for each in low.named(node):
        if each.type == "shorthand_property_identifier_pattern":
            entries.append((text(each), Name(span_of(each), text(each))))
        elif each.type == "pair_pattern":
            entries.append((low.key(child(each, "key")), low.expression(child(each, "value"))))
        elif each.type == "object_assignment_pattern":
            left = child(each, "left")
            entries.append((text(left), Name(span_of(left), text(left)) if left is not None else Const((0, 0), None)))
        else:
            entries.append((None, low.expression(first(each) or each)))
    return Record(span_of(node), entries)


def _assignment_pattern(low: Lowering, node: Node) -> Expr:
    return low.expression(child(node, "left"))


def _switch(low: Lowering, node: Node) -> list[Statement]:
    cases = []
    for each in low.named(child(node, "body") or node):
        value = child(each, "value")
        inside = [
            one for part in low.named(each) if value is None or part.id != value.id for one in low.statement(part)
        ]
        labels = [low.expression(value)] if value is not None else None if each.type == "switch_default" else []
        cases.append(Case(labels, inside, falls=True))
    return [Switch(low.expression(child(node, "value")), cases)]


def _catch(low: Lowering, node: Node) -> list[Statement]:
    return low.block(child(node, "body"))


def _new(low: Lowering, node: Node) -> Expr:
    made = child(node, "constructor")
    arguments = low.arguments(child(node, "arguments"))
    return Call(span_of(node), low.expression(made), arguments, makes=True)


GRAMMAR = Grammar(
    language="javascript",
    names=frozenset(
        {"identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern", "super", "undefined"}
    ),
    receivers=frozenset({"this"}),
    strings=frozenset({"string", "template_string"}),
    numbers=frozenset({"number"}),
    constants={"true": True, "false": False, "null": None, "regex": None},
    same={
        "parenthesized_expression": "",
        "await_expression": "",
        "as_expression": "",
        "satisfies_expression": "",
        "non_null_expression": "",
        "yield_expression": "",
        "expression_statement": "",
        "else_clause": "",
        "rest_pattern": "",
        "type_assertion": "",
        "computed_property_name": "",
        "template_substitution": "",
        "jsx_expression": "",
    },
    fields={"member_expression": ("object", "property")},
    items={"subscript_expression": ("object", "index")},
    calls={"call_expression": ("function", "arguments")},
    spreads=frozenset({"spread_element"}),
    binaries={"binary_expression": ("left", "operator", "right")},
    unaries={"unary_expression": "argument"},
    conditionals={"ternary_expression": ("condition", "consequence", "alternative")},
    additions={"augmented_assignment_expression": ("left", "right")},
    declarations={"variable_declarator": ("name", "value", "type")},
    sequences=frozenset({"array", "array_pattern"}),
    records={"object": {"pair": ("key", "value")}},
    shorthands=frozenset({"shorthand_property_identifier"}),
    functions={
        "function_declaration": ("name", "parameters", "body"),
        "generator_function_declaration": ("name", "parameters", "body"),
        "function_expression": ("name", "parameters", "body"),
        "generator_function": ("name", "parameters", "body"),
        "arrow_function": ("", "parameters", "body"),
        "method_definition": ("name", "parameters", "body"),
    },
    keeps_receiver=frozenset({"arrow_function"}),
    classes={
        "class_declaration": ("name", "body"),
        "abstract_class_declaration": ("name", "body"),
        "class": ("name", "body"),
    },
    bases=frozenset({"class_heritage"}),
    members={
        "field_definition": ("property", "value", ""),
        "public_field_definition": ("name", "value", "type"),
    },
    parameters={
        "required_parameter": ("pattern", "value", "type"),
        "optional_parameter": ("pattern", "value", "type"),
        "assignment_pattern": ("left", "right", ""),
    },
    rests=frozenset({"rest_pattern"}),
    promotes=frozenset({"accessibility_modifier", "readonly", "override_modifier"}),
    blocks=frozenset({"statement_block", "program", "finally_clause", "else_clause"}),
    ifs={"if_statement": ("condition", "consequence", "alternative")},
    whiles={"while_statement": ("condition", "body"), "do_statement": ("condition", "body")},
    fors={"for_statement": ("initializer", "condition", "increment", "body")},
    eaches={"for_in_statement": ("left", "right", "body")},
    returns=frozenset({"return_statement"}),
    throws=frozenset({"throw_statement"}),
    leaves=frozenset({"break_statement", "continue_statement"}),
    tries={"try_statement": "body"},
    handlers=frozenset({"catch_clause"}),
    finals=frozenset({"finally_clause"}),
    expressions={
        "assignment_expression": _assignment,
        "object_pattern": _object_pattern,
        "pair_pattern": _pair_pattern,
        "assignment_pattern": _assignment_pattern,
        "update_expression": counted,
        "new_expression": _new,
    },
    statements={
        "lexical_declaration": _declaration,
        "variable_declaration": _declaration,
        "export_statement": _export,
        "switch_statement": _switch,
        "catch_clause": _catch,
    },
    reads={"import_statement": _import},
    ignored=frozenset(
        "comment type_annotation type_arguments type_parameters interface_declaration type_alias_declaration decorator "
        "ambient_declaration accessibility_modifier predefined_type type_identifier generic_type array_type union_type "
        "optional_chain string_fragment escape_sequence empty_statement hash_bang_line enum_declaration "
        "function_signature".split()
    ),
)

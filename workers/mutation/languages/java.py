"""Java: the words of its trees, and the ways to write a program of it otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tree_sitter import Node

from workers.mutation import forms, texts
from workers.mutation.forms import Form
from workers.mutation.model import Edit, Mutation, Program
from workers.mutation.spots import Grammar, Spot, around, is_evaluated_with, statement_of, walk
from workers.mutation.texts import Part, Read

_FUNCTIONS = frozenset({"method_declaration", "constructor_declaration", "lambda_expression"})
_LITERAL_TYPES = {
    "string_literal": "String",
    "decimal_integer_literal": "int",
    "true": "boolean",
    "false": "boolean",
}


def _type_of(program: Program, node: Node) -> str:
    """As far as a method tells: of constants, sums with texts, ``new``, parameters and variables with their types."""
    if node.type in _LITERAL_TYPES:
        return _LITERAL_TYPES[node.type]
    if node.type == "object_creation_expression":
        return _named(program, node.child_by_field_name("type"))
    if node.type == "binary_expression":
        sign = node.child_by_field_name("operator")
        texts_in_it = (each for each in walk(node) if each.type == "string_literal" and _is_summed(each, node))
        return "String" if sign is not None and program.source(sign) == "+" and any(texts_in_it) else ""
    if node.type == "method_invocation":
        name = node.child_by_field_name("name")
        return "String" if name is not None and _OF_TEXT.fullmatch(program.source(name)) else ""
    return _declared(program, node) if node.type == "identifier" else ""


_OF_TEXT = re.compile(
    r"getParameter|getHeader|getQueryString|getRequestURI|getPathInfo|format|concat|toString|formatted|valueOf|trim"
    r"|replace|replaceAll|substring|strip|toLowerCase|toUpperCase|getOriginalFilename|readLine|join"
)


def _is_summed(node: Node, root: Node) -> bool:
    parent = node.parent
    while parent is not None and parent != root and parent.type == "binary_expression":
        parent = parent.parent
    return parent == root


def _declared(program: Program, name: Node) -> str:
    """The written type of the parameter or variable of this name."""
    called = program.source(name)
    function = around(name, frozenset({"method_declaration", "constructor_declaration"}))
    for node in walk(function) if function is not None else ():
        if node.type in ("formal_parameter", "enhanced_for_statement", "resource", "catch_formal_parameter"):
            bound = node.child_by_field_name("name")
        elif node.type == "local_variable_declaration":
            declarator = node.child_by_field_name("declarator")
            bound = declarator.child_by_field_name("name") if declarator is not None else None
        else:
            continue
        if bound is not None and program.source(bound) == called:
            return _named(program, node.child_by_field_name("type"))
    return ""


def _named(program: Program, kind: Node | None) -> str:
    text = program.source(kind) if kind is not None else ""
    return "" if text == "var" or "<>" in text else text


GRAMMAR = Grammar(
    calls={"method_invocation": ("object", "arguments"), "object_creation_expression": ("type", "arguments")},
    arguments=frozenset({"argument_list"}),
    named={},
    assigned={"assignment_expression": "right", "variable_declarator": "value", "return_statement": ""},
    names=frozenset({"identifier", "this"}),
    literals=frozenset(_LITERAL_TYPES),
    statements=frozenset("expression_statement local_variable_declaration return_statement throw_statement".split()),
    blocks=frozenset({"block", "constructor_body"}),
    scopes=_FUNCTIONS,
    maybe=frozenset({"ternary_expression"}),
    waiting=frozenset(),
    comments=frozenset({"line_comment", "block_comment"}),
    opening=frozenset({"package_declaration", "import_declaration", "line_comment", "block_comment"}),
    labels=frozenset({("method_invocation", "name"), ("field_access", "field")}),
    classes=frozenset({"class_declaration", "record_declaration", "enum_declaration"}),
    bodies=frozenset({"block", "constructor_body"}),
    headers=frozenset({"if_statement", "enhanced_for_statement", "try_with_resources_statement"}),
    clauses=frozenset({"switch_block_statement_group", "catch_clause", "else"}),
    typed=_type_of,
)
_VALUE = "value<n>"


def _is_a_statement(spot: Spot) -> bool:
    """Whether nothing is done with what the call returns."""
    return spot.call is not None and spot.call.parent is not None and spot.call.parent.type == "expression_statement"


def _is_text(spot: Spot) -> bool:
    return _type_of(spot.program, spot.value) == "String"


_HELD = "static class Box<n> {\n    private <type> value;\n"
_UNKNOWN = 'static boolean DEBUG<n> = Boolean.getBoolean("debug");'
_FORMS = (
    Form("parentheses", "(<value>)"),
    Form("an early assignment", _VALUE, above="<type> value<n> = <value>;"),
    Form("an early assignment with var", _VALUE, above="var value<n> = <value>;"),
    Form("a final variable", _VALUE, above="final <type> value<n> = <value>;"),
    Form("two assignments", _VALUE, above="<type> first<n> = <value>;\n<type> value<n> = first<n>;"),
    Form("an assignment after the declaration", _VALUE, above="<type> value<n>;\nvalue<n> = <value>;"),
    Form("a ternary", "(DEBUG<n> ? <value> : <value>)", member=_UNKNOWN),
    Form("an if", _VALUE, member=_UNKNOWN,
         above="<type> value<n>;\nif (DEBUG<n>) {\n    value<n> = <value>;\n} else {\n    value<n> = <value>;\n}"),
    Form("a loop", _VALUE,
         above="<type> value<n> = null;\nfor (<type> each : new <type>[] {<value>}) {\n    value<n> = each;\n}"),
    Form("try", _VALUE, above="<type> value<n>;\ntry {\n    value<n> = <value>;\n} finally {\n    done<n>();\n}",
         member="static void done<n>() {\n}"),
    Form("an item of an array", "box<n>[0]", above="<type>[] box<n> = new <type>[] {<value>};"),
    Form("an item of a list", "box<n>.get(0)",
         above="java.util.List<<type>> box<n> = new java.util.ArrayList<>();\nbox<n>.add(<value>);"),
    Form("an entry of a map", 'box<n>.get("value")',
         above='java.util.Map<String, <type>> box<n> = new java.util.HashMap<>();\nbox<n>.put("value", <value>);'),
    Form("an optional", "java.util.Optional.of(<value>).get()"),
    Form("a field of another class", "box<n>.value", above="Box<n> box<n> = new Box<n>();\nbox<n>.value = <value>;",
         member="static class Box<n> {\n    <type> value;\n}"),
    Form("getter and setter", "box<n>.getValue()",
         above="Box<n> box<n> = new Box<n>();\nbox<n>.setValue(<value>);",
         member=_HELD + "\n    void setValue(<type> value) {\n        this.value = value;\n    }\n\n"
                "    <type> getValue() {\n        return value;\n    }\n}"),
    Form("a constructor", "new Box<n>(<value>).getValue()",
         member=_HELD + "\n    Box<n>(<type> value) {\n        this.value = value;\n    }\n\n"
                "    <type> getValue() {\n        return value;\n    }\n}"),
    Form("a record", "new Box<n>(<value>).value()", member="record Box<n>(<type> value) {\n}"),
    Form("a method of the same class", "same<n>(<value>)",
         member="private static <type> same<n>(<type> value) {\n    return value;\n}"),
    Form("a generic method", "same<n>(<value>)",
         member="private static <T> T same<n>(T value) {\n    return value;\n}"),
    Form("two methods", "same<n>(<value>)",
         member="private static <type> inner<n>(<type> value) {\n    return value;\n}\n\n"
                "private static <type> same<n>(<type> value) {\n    return inner<n>(value);\n}"),
    Form("a method of another class", "new Helper<n>().same(<value>)",
         member="static class Helper<n> {\n    <type> same(<type> value) {\n        return value;\n    }\n}"),
    Form("a static method of another class", "Helper<n>.same(<value>)",
         member="static class Helper<n> {\n    static <type> same(<type> value) {\n        return value;\n    }\n}"),
    Form("a supplier", "get<n>.get()", above="java.util.function.Supplier<<type>> get<n> = () -> <value>;"),
    Form("a stream", "java.util.stream.Stream.of(<value>).findFirst().get()"),
    Form("bytes and back", "new String((<value>).getBytes())", within=_is_text),
    Form("the call in a method", "run<n>(<value>)", call=True, within=_is_a_statement,
         member="private static void run<n>(<type> value) throws Exception {\n    <function>(<arguments>);\n}"),
    Form("the call in a lambda", "run<n>.accept(<value>)", call=True, within=_is_a_statement,
         above="java.util.function.Consumer<<type>> run<n> = value -> <function>(<arguments>);"),
)  # fmt: skip


def _constant(program: Program, node: Node) -> str | None:
    source = program.source(node)
    return texts.plain(source) if node.type == "string_literal" and not source.startswith('"""') else None


def _format(program: Program, node: Node) -> list[Part] | None:
    if node.type != "method_invocation":
        return None
    owner, name, arguments = (node.child_by_field_name(each) for each in ("object", "name", "arguments"))
    if owner is None or name is None or arguments is None or program.source(owner) != "String":
        return None
    if program.source(name) != "format" or not arguments.named_children:
        return None
    first, *values = arguments.named_children
    text = _constant(program, first)
    return texts.filled(text, "%s", [program.source(value) for value in values], "%") if text is not None else None


_READERS: Mapping[str, Read] = {"format": _format, "a concatenation": texts.summed("binary_expression", _constant)}


def _operands(parts: Sequence[Part]) -> list[str]:
    return [texts.quoted(part.source) if part.is_constant else texts.in_brackets(part.source) for part in parts]


def _formatted(parts: Sequence[Part]) -> tuple[str, str]:
    text = "".join(part.source.replace("%", "%%") if part.is_constant else "%s" for part in parts)
    return texts.quoted(text), ", ".join(part.source for part in parts if not part.is_constant)


def _as_format(parts: Sequence[Part]) -> str:
    return f"String.format({', '.join(_formatted(parts))})"


def _as_formatted(parts: Sequence[Part]) -> str:
    text, values = _formatted(parts)
    return f"{text}.formatted({values})"


def _as_sum(parts: Sequence[Part]) -> str:
    return "(" + " + ".join(texts.from_a_text(_operands(parts), parts)) + ")"


def _as_concat(parts: Sequence[Part]) -> str:
    first, *rest = texts.from_a_text(_operands(parts), parts)
    return first + "".join(f".concat({_as_object(each)})" for each in rest)


def _as_object(operand: str) -> str:
    return operand if operand.startswith('"') else f"String.valueOf({operand})"


def _as_builder(parts: Sequence[Part]) -> str:
    return "new StringBuilder()" + "".join(f".append({each})" for each in _operands(parts)) + ".toString()"


def _as_join(parts: Sequence[Part]) -> str:
    return f'String.join("", {", ".join(_operands(parts))})'


def _with_a_builder(program: Program) -> Iterator[Edit]:
    """``a + b`` by a builder before the statement, in steps."""
    for number, (_, node, parts) in enumerate(texts.built(program, _READERS)):
        statement = statement_of(node, GRAMMAR)
        if statement is None or not is_evaluated_with(node, statement, GRAMMAR):
            continue
        indent = " " * statement.start_point[1]
        lines = [f"StringBuilder builder{number} = new StringBuilder();",
                 *(f"builder{number}.append({operand});" for operand in _operands(parts))]  # fmt: skip
        at = statement.start_byte
        yield Edit(at, at, "".join(f"{line}\n{indent}" for line in lines))
        yield Edit(node.start_byte, node.end_byte, f"builder{number}.toString()")


def _imports(program: Program) -> Iterator[tuple[Node, str, str]]:
    """The imports of one class: the statement, the package and the name."""
    for node in program.tree.root_node.named_children:
        text = program.source(node)
        if node.type == "import_declaration" and not text.startswith("import static") and "*" not in text:
            package, _, name = text.removeprefix("import").strip().rstrip(";").strip().rpartition(".")
            yield node, package, name


def _uses(program: Program, name: str) -> list[Node]:
    """Where a class is named."""
    found = []
    for child in program.tree.root_node.named_children:
        for node in walk(child) if child.type not in ("import_declaration", "package_declaration") else ():
            if program.source(node) != name or node.type not in ("identifier", "type_identifier"):
                continue
            parent = node.parent
            if parent is None or parent.type in ("scoped_type_identifier", "scoped_identifier"):
                continue
            if node.type == "type_identifier" or (
                parent.type in ("method_invocation", "field_access") and parent.child_by_field_name("object") == node
            ) or parent.type in ("annotation", "marker_annotation"):  # fmt: skip
                found.append(node)
    return found


def _qualified(program: Program) -> Iterator[Edit]:
    """``import a.B`` and ``B`` as ``a.B``, with no import."""
    for node, package, name in _imports(program):
        uses = _uses(program, name)
        if uses:
            yield Edit(node.start_byte, node.end_byte, "")
            yield from (Edit(use.start_byte, use.start_byte, f"{package}.") for use in uses)


def _of_the_package(program: Program) -> Iterator[Edit]:
    """``import a.B`` as ``import a.*``."""
    for node, package, _ in _imports(program):
        yield Edit(node.start_byte, node.end_byte, f"import {package}.*;")


def _static(program: Program) -> Iterator[Edit]:
    """``import a.B`` and ``B.c()`` as ``import static a.B.c`` and ``c()``."""
    methods = {
        program.source(own)
        for each in walk(program.tree.root_node)
        if each.type == "method_declaration" and (own := each.child_by_field_name("name")) is not None
    }
    for node, package, name in _imports(program):
        calls = [use.parent for use in _uses(program, name) if use.type == "identifier" and use.parent is not None]
        calls = [call for call in calls if call.type == "method_invocation"]
        called = {program.source(each) for call in calls if (each := call.child_by_field_name("name")) is not None}
        if not called or called & methods:
            continue
        lines = [f"import static {package}.{name}.{each};" for each in sorted(called)]
        yield Edit(node.end_byte, node.end_byte, "\n" + "\n".join(lines))
        for call in calls:
            method = call.child_by_field_name("name")
            if method is not None:
                yield Edit(call.start_byte, method.start_byte, "")
                methods.add(program.source(method))


def _with_this(program: Program) -> Iterator[Edit]:
    """A field by ``this``."""
    fields = set()
    for node in walk(program.tree.root_node):
        declarator = node.child_by_field_name("declarator") if node.type == "field_declaration" else None
        name = declarator.child_by_field_name("name") if declarator is not None else None
        if name is not None and b"static" not in program.text[node.start_byte : name.start_byte]:
            fields.add(program.source(name))
    local = {program.source(name) for node in walk(program.tree.root_node)
             if node.type in ("formal_parameter", "local_variable_declaration", "resource")
             for name in [node.child_by_field_name("name") or _declarator(node)] if name is not None}  # fmt: skip
    for node in walk(program.tree.root_node):
        owner = node.child_by_field_name("object") if node.type == "method_invocation" else None
        method = around(node, frozenset({"method_declaration"}))
        if owner is None or owner.type != "identifier" or method is None:
            continue
        if b"static" in program.text[method.start_byte : method.start_byte + 80].split(b"(")[0]:
            continue
        if program.source(owner) in fields - local:
            yield Edit(owner.start_byte, owner.start_byte, "this.")


def _declarator(node: Node) -> Node | None:
    declarator = node.child_by_field_name("declarator")
    return declarator.child_by_field_name("name") if declarator is not None else None


MUTATIONS: tuple[Mutation, ...] = (
    *(forms.mutation(form, GRAMMAR) for form in _FORMS),
    forms.by_name(
        "a constant", "private static final <type> CONSTANT_<n> = <value>;", "CONSTANT_<n>", GRAMMAR, member=True
    ),
    forms.by_name(
        "a constant of another class", "static class Constants<n> {\n    static final <type> VALUE = <value>;\n}",
        "Constants<n>.VALUE", GRAMMAR, member=True,
    ),
    Mutation("qualified names", _qualified, whole=True),
    Mutation("an import of the package", _of_the_package, whole=True),
    Mutation("a static import", _static, whole=True),
    Mutation("fields by this", _with_this, whole=True),
    texts.rewritten("a concatenation", _as_sum, _READERS),
    texts.rewritten("format", _as_format, _READERS),
    texts.rewritten("formatted", _as_formatted, _READERS),
    texts.rewritten("concat", _as_concat, _READERS),
    texts.rewritten("StringBuilder", _as_builder, _READERS),
    texts.rewritten("join", _as_join, _READERS),
    Mutation("a builder in steps", _with_a_builder, whole=True),
)  # fmt: skip

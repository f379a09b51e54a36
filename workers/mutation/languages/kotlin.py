"""Kotlin: the words of its trees, and the ways to write a program of it otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tree_sitter import Node

from workers.mutation import forms, texts
from workers.mutation.forms import Form
from workers.mutation.model import Edit, Mutation, Program
from workers.mutation.spots import LAST, Grammar, Spot, arguments_of, around, spots, walk
from workers.mutation.texts import Part, Read


def _type_of(program: Program, node: Node) -> str:
    """The type of a constant; none of a text with a value in it, which is no constant."""
    source = program.source(node)
    if node.type == "string_literal":
        return "" if "$" in source.replace("\\$", "") else "String"
    if node.type == "boolean_literal" or source in ("true", "false"):
        return "Boolean"
    return "Int" if source.isdigit() else ""


_FUNCTIONS = frozenset({"function_declaration", "lambda_literal", "anonymous_function", "secondary_constructor"})
GRAMMAR = Grammar(
    calls={"call_expression": ("", "")},
    arguments=frozenset({"value_arguments"}),
    named={"value_argument": ""},
    assigned={"assignment": "right", "property_declaration": LAST, "return_expression": ""},
    names=frozenset({"identifier", "this_expression"}),
    literals=frozenset({"string_literal", "number_literal", "boolean_literal"}),
    statements=frozenset({"call_expression", "property_declaration", "assignment", "return_expression"}),
    blocks=frozenset({"block"}),
    scopes=_FUNCTIONS,
    maybe=frozenset({"if_expression", "when_expression", "elvis_expression"}),
    waiting=frozenset(),
    comments=frozenset({"line_comment", "block_comment"}),
    opening=frozenset({"package_header", "import", "line_comment", "block_comment", "file_annotation"}),
    classes=frozenset({"class_declaration", "object_declaration"}),
    bodies=frozenset({"block", "function_body", "class_body"}),
    typed=_type_of,
)
_VALUE = "value<n>"


def _is_in_a_class(spot: Spot) -> bool:
    return around(spot.value, frozenset({"class_body"})) is not None


_FORMS = (
    Form("parentheses", "(<value>)"),
    Form("an early assignment", _VALUE, above="val value<n> = <value>"),
    Form("two assignments", _VALUE, above="val first<n> = <value>\nval value<n> = first<n>"),
    Form("a var", _VALUE, above="var value<n> = <value>"),
    Form("a pair", _VALUE, above="val (value<n>, other<n>) = Pair(<value>, 0)"),
    Form("a ternary", "(if (DEBUG<n>) <value> else <value>)",
         top="val DEBUG<n> = java.lang.Boolean.getBoolean(\"debug\")"),
    Form("a when", "when { else -> <value> }"),
    Form("try", _VALUE, above="val value<n> = try {\n    <value>\n} finally {\n}"),
    Form("a loop", _VALUE, above="var value<n> = <value>\nfor (each in listOf(<value>)) {\n    value<n> = each\n}"),
    Form("an item of a list", "box<n>[0]", above="val box<n> = listOf(<value>)"),
    Form("an entry of a map", 'box<n>.getValue("value")', above='val box<n> = mapOf("value" to <value>)'),
    Form("a property of another class", "Box<n>(<value>).value", top="class Box<n><T>(val value: T)"),
    Form("a helper in between", "same<n>(<value>)", top="fun <T> same<n>(value: T): T {\n    return value\n}"),
    Form("a helper of one expression", "same<n>(<value>)", top="fun <T> same<n>(value: T): T = value"),
    Form("a helper with a named argument", "same<n>(value = <value>)", top="fun <T> same<n>(value: T): T = value"),
    Form("two helpers", "same<n>(<value>)",
         top="fun <T> inner<n>(value: T): T = value\n\nfun <T> same<n>(value: T): T = inner<n>(value)"),
    Form("a method of another class", "Helper<n>().same(<value>)",
         top="class Helper<n> {\n    fun <T> same(value: T): T {\n        return value\n    }\n}"),
    Form("a method of an object", "Helper<n>.same(<value>)",
         top="object Helper<n> {\n    fun <T> same(value: T): T {\n        return value\n    }\n}"),
    Form("a method of the same class", "same<n>(<value>)", within=_is_in_a_class,
         member="private fun <T> same<n>(value: T): T {\n    return value\n}"),
    Form("a lambda", "get<n>()", above="val get<n> = { <value> }"),
    Form("run", "run { <value> }"),
    Form("let", "(<value>).let { it }"),
    Form("also", "(<value>).also { }"),
    Form("the call in a lambda", "(<value>).let { value -> <function>(<arguments>) }", call=True),
)  # fmt: skip


def _interpolated(program: Program, node: Node) -> list[Part] | None:
    """``"$a ${b}"``; the grammar has the first as two texts."""
    if node.type != "string_literal" or not node.named_children:
        return None
    parts: list[Part] = []
    waits = False
    for child in node.named_children:
        text = program.source(child)
        if child.type == "interpolation":
            inside = child.named_children[0] if child.named_children else child
            parts.append(Part(program.source(inside), False))
        elif child.type != "string_content" or "\\" in text:
            return None
        elif waits:
            name = "".join(_leading(text))
            parts += [Part(name, False), *([Part(text[len(name) :], True)] if len(name) < len(text) else [])]
            waits = False
        elif text == "$":
            waits = True
        else:
            parts.append(Part(text, True))
    return None if waits else parts


def _leading(text: str) -> Iterator[str]:
    for letter in text:
        if not (letter.isalnum() or letter == "_"):
            return
        yield letter


def _constant(program: Program, node: Node) -> str | None:
    source = program.source(node)
    return texts.plain(source) if node.type == "string_literal" and "$" not in source else None


_READERS: Mapping[str, Read] = {
    "a concatenation": texts.summed("binary_expression", _constant),
    "a template": _interpolated,
}


def _operands(parts: Sequence[Part]) -> list[str]:
    quoted = (texts.quoted(part.source).replace("$", "\\$") if part.is_constant else "" for part in parts)
    return [text or texts.in_brackets(part.source) for text, part in zip(quoted, parts, strict=True)]


def _as_template(parts: Sequence[Part]) -> str | None:
    made = []
    for part in parts:
        if part.is_constant:
            made.append(texts.quoted(part.source)[1:-1].replace("$", "\\$"))
        elif '"' in part.source:
            return None
        else:
            made.append("${" + part.source + "}")
    return f'"{"".join(made)}"'


def _as_sum(parts: Sequence[Part]) -> str:
    return "(" + " + ".join(texts.from_a_text(_operands(parts), parts)) + ")"


def _as_format(parts: Sequence[Part]) -> str:
    text = "".join(part.source.replace("%", "%%") if part.is_constant else "%s" for part in parts)
    quoted = texts.quoted(text).replace("$", "\\$")
    return f"String.format({', '.join([quoted, *(part.source for part in parts if not part.is_constant)])})"


def _as_extension(parts: Sequence[Part]) -> str:
    text = "".join(part.source.replace("%", "%%") if part.is_constant else "%s" for part in parts)
    quoted = texts.quoted(text).replace("$", "\\$")
    return f"{quoted}.format({', '.join(part.source for part in parts if not part.is_constant)})"


def _as_join(parts: Sequence[Part]) -> str:
    return f'listOf({", ".join(_operands(parts))}).joinToString("")'


def _as_plus(parts: Sequence[Part]) -> str:
    first, *rest = texts.from_a_text(_operands(parts), parts)
    return first + "".join(f".plus({each})" for each in rest)


def _as_builder(parts: Sequence[Part]) -> str:
    return "StringBuilder()" + "".join(f".append({each})" for each in _operands(parts)) + ".toString()"


def _as_build(parts: Sequence[Part]) -> str:
    return "buildString { " + "; ".join(f"append({each})" for each in _operands(parts)) + " }"


def _imports(program: Program) -> Iterator[tuple[Node, str, str]]:
    for node in program.tree.root_node.named_children:
        text = program.source(node).strip()
        if node.type == "import" and "*" not in text and " as " not in text:
            package, _, name = text.removeprefix("import").strip().rpartition(".")
            yield node, package, name


def _uses(program: Program, name: str) -> list[Node]:
    """Where a class or a function of an import is named."""
    found = []
    for child in program.tree.root_node.named_children:
        for node in walk(child) if child.type not in ("import", "package_header") else ():
            if node.type != "identifier" or program.source(node) != name or node.parent is None:
                continue
            if node.parent.type == "navigation_expression" and node.parent.named_children[0] != node:
                continue
            found.append(node)
    return found


def _qualified(program: Program) -> Iterator[Edit]:
    """``import a.B`` and ``B`` as ``a.B``, with no import."""
    for node, package, name in _imports(program):
        uses = _uses(program, name)
        if uses and name[:1].isupper():
            yield Edit(node.start_byte, node.end_byte, "")
            yield from (Edit(use.start_byte, use.start_byte, f"{package}.") for use in uses)


def _by_another_name(program: Program) -> Iterator[Edit]:
    """``import a.B`` and ``B`` as ``import a.B as OwnB`` and ``OwnB``."""
    for node, package, name in _imports(program):
        uses = _uses(program, name)
        if uses and name[:1].isupper():
            yield Edit(node.start_byte, node.end_byte, f"import {package}.{name} as Own{name}\n".rstrip("\n"))
            yield from (Edit(use.start_byte, use.end_byte, f"Own{name}") for use in uses)


def _of_the_package(program: Program) -> Iterator[Edit]:
    """``import a.B`` as ``import a.*``."""
    for node, package, _ in _imports(program):
        yield Edit(node.start_byte, node.end_byte, f"import {package}.*")


def _safely(program: Program) -> Iterator[Edit]:
    """``a.b(c)`` as ``a?.b(c)``, of a variable."""
    for spot in spots(program, GRAMMAR):
        called = spot.call.named_children[0] if spot.call is not None and spot.call.named_children else None
        if called is None or called.type != "navigation_expression" or arguments_of(spot.call, GRAMMAR) is None:
            continue
        owner = called.named_children[0]
        if owner.type == "identifier" and program.source(owner)[:1].islower():
            yield Edit(owner.end_byte, owner.end_byte, "?", spot.number)


MUTATIONS: tuple[Mutation, ...] = (
    *(forms.mutation(form, GRAMMAR) for form in _FORMS),
    forms.by_name("a constant", "const val CONSTANT<n>: <type> = <value>", "CONSTANT<n>", GRAMMAR),
    forms.by_name(
        "a constant of an object",
        "object Constants<n> {\n    const val VALUE: <type> = <value>\n}",
        "Constants<n>.VALUE",
        GRAMMAR,
    ),
    Mutation("a safe call", _safely),
    Mutation("qualified names", _qualified, whole=True),
    Mutation("an import by another name", _by_another_name, whole=True),
    Mutation("an import of the package", _of_the_package, whole=True),
    texts.rewritten("a template", _as_template, _READERS),
    texts.rewritten("a concatenation", _as_sum, _READERS),
    texts.rewritten("format", _as_format, _READERS),
    texts.rewritten("format of the text", _as_extension, _READERS),
    texts.rewritten("joinToString", _as_join, _READERS),
    texts.rewritten("plus", _as_plus, _READERS),
    texts.rewritten("StringBuilder", _as_builder, _READERS),
    texts.rewritten("buildString", _as_build, _READERS),
)

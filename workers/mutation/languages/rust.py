"""Rust: the words of its trees, and the ways to write a program of it otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tree_sitter import Node

from workers.mutation import forms, texts
from workers.mutation.forms import Form
from workers.mutation.model import Edit, Mutation, Program
from workers.mutation.spots import Grammar, walk
from workers.mutation.texts import Part, Read

_LITERAL_TYPES = {"string_literal": "&str", "integer_literal": "i64", "boolean_literal": "bool"}


def _type_of(program: Program, node: Node) -> str:
    """Of constants, and of texts that are formatted."""
    if node.type == "macro_invocation" and program.source(node).startswith("format!"):
        return "String"
    if node.type == "reference_expression" and program.source(node).startswith("&format!"):
        return "&str"
    return _LITERAL_TYPES.get(node.type, "")


GRAMMAR = Grammar(
    calls={"call_expression": ("function", "arguments")},
    arguments=frozenset({"arguments"}),
    named={"field_initializer": "value"},
    assigned={"assignment_expression": "right", "let_declaration": "value", "return_expression": ""},
    names=frozenset({"identifier", "self"}),
    literals=frozenset(_LITERAL_TYPES),
    statements=frozenset({"expression_statement", "let_declaration", "call_expression", "try_expression",
                          "await_expression"}),
    blocks=frozenset({"block", "source_file"}),
    scopes=frozenset({"function_item", "closure_expression", "async_block", "impl_item", "mod_item"}),
    maybe=frozenset({"if_expression", "match_expression"}),
    waiting=frozenset({"try_expression", "await_expression"}),
    comments=frozenset({"line_comment", "block_comment"}),
    opening=frozenset({"use_declaration", "extern_crate_declaration", "line_comment", "inner_attribute_item"}),
    bodies=frozenset({"block", "declaration_list"}),
    typed=_type_of,
)  # fmt: skip
_VALUE = "value_<n>"
_FORMS = (
    Form("parentheses", "(<value>)"),
    Form("an early assignment", _VALUE, above="let value_<n> = <value>;"),
    Form("two assignments", _VALUE, above="let first_<n> = <value>;\nlet value_<n> = first_<n>;"),
    Form("an assignment after the declaration", _VALUE, above="let value_<n>;\nvalue_<n> = <value>;"),
    Form("a tuple", _VALUE, above="let (value_<n>, _) = (<value>, 0);"),
    Form("a block", "{ <value> }"),
    Form("an if", "if cfg!(debug_assertions) { <value> } else { <value> }"),
    Form("a match", "match <value> { value => value }"),
    Form("a field of a struct", "box_<n>.value", above="let box_<n> = Box<n> { value: <value> };",
         top="struct Box<n><T> {\n    value: T,\n}"),
    Form("a field of a tuple", "box_<n>.0", above="let box_<n> = (<value>,);"),
    Form("a helper in between", "same_<n>(<value>)", top="fn same_<n><T>(value: T) -> T {\n    value\n}"),
    Form("a helper with return", "same_<n>(<value>)", top="fn same_<n><T>(value: T) -> T {\n    return value;\n}"),
    Form("two helpers", "same_<n>(<value>)",
         top="fn inner_<n><T>(value: T) -> T {\n    value\n}\n\nfn same_<n><T>(value: T) -> T {\n"
             "    inner_<n>(value)\n}"),
    Form("an associated function", "Helper<n>::same(<value>)",
         top="struct Helper<n>;\n\nimpl Helper<n> {\n    fn same<T>(value: T) -> T {\n        value\n    }\n}"),
    Form("a method of a struct", "Helper<n>.same(<value>)",
         top="struct Helper<n>;\n\nimpl Helper<n> {\n    fn same<T>(&self, value: T) -> T {\n        value\n    }\n}"),
    Form("a closure", "get_<n>()", above="let get_<n> = || <value>;", waits=False),
    Form("an option", "Some(<value>).unwrap()"),
    Form("the call in a closure", "run_<n>(<value>)", call=True,
         above="let run_<n> = |value| <function>(<arguments>);"),
)  # fmt: skip


def _formatted(program: Program, node: Node) -> list[Part] | None:
    source = program.source(node)
    if node.type != "macro_invocation" or not source.startswith("format!("):
        return None
    tree = next((child for child in node.named_children if child.type == "token_tree"), None)
    first = tree.named_children[0] if tree is not None and tree.named_children else None
    if tree is None or first is None or first.type != "string_literal":
        return None
    text = texts.plain(program.source(first))
    rest = program.text[first.end_byte : tree.end_byte - 1].decode().strip().strip(",").strip()
    if text is None or any(sign in rest for sign in "=|{"):
        return None
    values = [each.strip() for each in rest.split(",")] if rest and "(" not in rest else [rest] if rest else []
    holes = text.count("{}")
    return texts.filled(text, "{}", values, "{") if holes == len(values) else None


_READERS: Mapping[str, Read] = {"format": _formatted}


def _operands(parts: Sequence[Part]) -> list[str]:
    return [texts.quoted(part.source) if part.is_constant else part.source for part in parts]


def _as_sum(parts: Sequence[Part]) -> str:
    first, *rest = texts.from_a_text(_operands(parts), parts)
    return "(" + " + ".join([f"{first}.to_string()", *(each if each[:1] == '"' else f"&{each}" for each in rest)]) + ")"


def _as_concat(parts: Sequence[Part]) -> str:
    return "[" + ", ".join(each if each[:1] == '"' else f"{each}.as_ref()" for each in _operands(parts)) + "].concat()"


def _as_join(parts: Sequence[Part]) -> str:
    return "[" + ", ".join(each if each[:1] == '"' else f"{each}.as_ref()" for each in _operands(parts)) + '].join("")'


def _inlined(parts: Sequence[Part]) -> str | None:
    if not all(part.is_constant or part.source.isidentifier() for part in parts):
        return None
    text = "".join(part.source if part.is_constant else f"{{{part.source}}}" for part in parts)
    return f"format!({texts.quoted(text)})"


def _pushed(parts: Sequence[Part]) -> str:
    first, *rest = texts.from_a_text(_operands(parts), parts)
    steps = " ".join(f"text.push_str({_borrowed(each)});" for each in rest)
    return f"{{ let mut text = String::from({first}); {steps} text }}"


def _borrowed(operand: str) -> str:
    return operand if operand.startswith('"') else f"&{operand}"


def _uses(program: Program) -> Iterator[tuple[Node, str, str]]:
    """The declarations that use one thing: the declaration, the path and the name."""
    for node in program.tree.root_node.named_children:
        argument = node.child_by_field_name("argument") if node.type == "use_declaration" else None
        if argument is not None and argument.type == "scoped_identifier":
            path, _, name = program.source(argument).rpartition("::")
            yield node, path, name


def _named(program: Program, name: str) -> list[Node]:
    found = []
    for child in program.tree.root_node.named_children:
        for node in walk(child) if child.type != "use_declaration" else ():
            if node.type in ("identifier", "type_identifier") and program.source(node) == name:
                parent = node.parent
                if parent is not None and parent.child_by_field_name("name") == node and "scoped" in parent.type:
                    continue
                found.append(node)
    return found


def _qualified(program: Program) -> Iterator[Edit]:
    """``use a::B`` and ``B`` as ``a::B``, with no ``use``."""
    for node, path, name in _uses(program):
        found = _named(program, name)
        if found:
            yield Edit(node.start_byte, node.end_byte, "")
            yield from (Edit(use.start_byte, use.start_byte, f"{path}::") for use in found)


def _by_another_name(program: Program) -> Iterator[Edit]:
    """``use a::B`` and ``B`` as ``use a::B as OwnB`` and ``OwnB``."""
    for node, path, name in _uses(program):
        found = _named(program, name)
        own = f"Own{name}" if name[:1].isupper() else f"own_{name}"
        if found:
            yield Edit(node.start_byte, node.end_byte, f"use {path}::{name} as {own};")
            yield from (Edit(use.start_byte, use.end_byte, own) for use in found)


def _from_the_module(program: Program) -> Iterator[Edit]:
    """``use a::b::C`` and ``C`` as ``use a::b`` and ``b::C``."""
    for node, path, name in _uses(program):
        found = _named(program, name)
        module = path.rpartition("::")[2]
        if found and "::" in path and module not in ("crate", "self", "super"):
            yield Edit(node.start_byte, node.end_byte, f"use {path};")
            yield from (Edit(use.start_byte, use.start_byte, f"{module}::") for use in found)


MUTATIONS: tuple[Mutation, ...] = (
    *(forms.mutation(form, GRAMMAR) for form in _FORMS),
    forms.by_name("a constant", "const CONSTANT_<n>: <type> = <value>;", "CONSTANT_<n>", GRAMMAR),
    Mutation("qualified names", _qualified, whole=True),
    Mutation("an import by another name", _by_another_name, whole=True),
    Mutation("an import of the module", _from_the_module, whole=True),
    texts.rewritten("a concatenation", _as_sum, _READERS),
    texts.rewritten("concat", _as_concat, _READERS),
    texts.rewritten("join", _as_join, _READERS),
    texts.rewritten("names in the text", _inlined, _READERS),
    texts.rewritten("a text in steps", _pushed, _READERS),
)

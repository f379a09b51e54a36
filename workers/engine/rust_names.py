"""Rust's imports and constants that have names of the file's own, by what rules know.

The engine does not take ``Shell::new(name)`` for ``Command::new(name)`` below ``use std::process::Command as Shell``,
and of ``const MODE: u32 = 0o777`` it does not tell the value to every kind of condition (measured with 1.182). So the
name behind ``as`` becomes the one before it, and an argument that is a constant is written out, before the engine reads
the text. A name that may stand for something else, too, stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from workers.engine import macros
from workers.engine.class_names import Spelled, edited
from workers.reading import syntax

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

_Edit = tuple[int, int, bytes]
"""Bytes from and to, and what stands for them."""
LANGUAGE = macros.LANGUAGE
_MAY_BE = re.compile(r"(?m)^\s{0,40}(?:pub )?use [^;]{0,2000} as \w|^\s{0,40}(?:pub )?(?:const|static) \w+:")
"""What a text holds where there is anything to write out; other texts are not parsed for it."""
_NAME = re.compile(rb"[A-Za-z]\w*")
_LITERAL = re.compile(rb"(?:0[xob][\da-fA-F_]{1,20}|\d[\d_]{0,20}|true|false|\"[ !#-\[\]-~]{0,200}\")")
"""A number, a truth value or a text of one line without escapes."""
_PUTS_TOGETHER = frozenset(b"format format_args print println eprint eprintln write writeln panic bail".split())
"""Macros that make texts of texts: rules ask the name of what comes first there (``BASE_URL``)."""
_NAMES = "[(identifier) (type_identifier)] @it"
_DECLARED = (
    "[(parameter pattern: (identifier) @it) (let_declaration pattern: (_) @it) (closure_parameters (identifier) @it) "
    "(function_item name: (_) @it) (struct_item name: (_) @it) (enum_item name: (_) @it) (trait_item name: (_) @it) "
    "(type_item name: (_) @it) (mod_item name: (_) @it) (const_item name: (_) @it) (static_item name: (_) @it) "
    "(type_parameter name: (_) @it) (tuple_pattern (identifier) @it) (tuple_struct_pattern type: (_) (identifier) @it) "
    "(match_pattern (identifier) @it) (for_expression pattern: (identifier) @it) (enum_variant name: (_) @it)]"
)


def spelled(text: str) -> Spelled | None:
    """The text with macros as calls and such names written out; ``None`` where there is nothing to change."""
    called = macros.as_calls(text)
    made = _named(called) if _MAY_BE.search(called) else None
    if made is not None:
        return made
    return Spelled(called, {}) if called != text else None


def _named(text: str) -> Spelled | None:
    tree = syntax.parse(LANGUAGE, text)
    if tree is None or tree.root_node.has_error:
        return None
    names = [node for node in syntax.nodes_of(LANGUAGE, tree, _NAMES) if node.text]
    declared = Counter(_text(node) for node in syntax.nodes_of(LANGUAGE, tree, _DECLARED))
    edits = sorted((*_of_imports(tree, names, declared), *_of_constants(tree, declared)))
    return edited(text.encode("utf-8", "surrogatepass"), edits) if edits else None


def _text(node: Node | None) -> bytes:
    return (node.text or b"") if node is not None else b""


def _of_imports(tree: Tree, names: list[Node], declared: Mapping[bytes, int]) -> Iterator[_Edit]:
    real: dict[bytes, bytes] = {}
    clauses = syntax.nodes_of(LANGUAGE, tree, "(use_as_clause) @it")
    used = Counter(_text(node) for node in names if not _is_last_of_a_path(node) and not _is_imported(node))
    imported = Counter(_text(node) for node in names if _is_imported(node))
    aliases = Counter(_text(clause.child_by_field_name("alias")) for clause in clauses)
    for clause in clauses:
        alias, path = _text(clause.child_by_field_name("alias")), clause.child_by_field_name("path")
        name = _text(path).rpartition(b"::")[2]
        is_free = not used[name] and not declared.get(name) and imported[name] == 1
        is_alone = aliases[alias] == 1 and not declared.get(alias) and imported[alias] == 1
        if is_free and is_alone and _NAME.fullmatch(name) and _NAME.fullmatch(alias):
            real[alias] = name
    for node in names:
        if _text(node) in real and not _is_last_of_a_path(node) and not _is_imported(node):
            yield node.start_byte, node.end_byte, real[_text(node)]


def _is_last_of_a_path(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.type.startswith("scoped_") and parent.child_by_field_name("name") == node


def _is_imported(node: Node) -> bool:
    """Whether a name stands in a declaration of imports."""
    above = node.parent
    while above is not None and (above.type.startswith(("scoped_", "use_"))):
        if above.type == "use_declaration":
            return True
        above = above.parent
    return False


def _of_constants(tree: Tree, declared: Mapping[bytes, int]) -> Iterator[_Edit]:
    values: dict[bytes, bytes] = {}
    for node in syntax.nodes_of(LANGUAGE, tree, "[(const_item) (static_item)] @it"):
        name, value = _text(node.child_by_field_name("name")), _text(node.child_by_field_name("value"))
        is_mutable = any(each.type == "mutable_specifier" for each in node.children)
        if declared.get(name) == 1 and not is_mutable and _LITERAL.fullmatch(value):
            values[name] = value
    for node in syntax.nodes_of(LANGUAGE, tree, "(arguments (identifier) @it)") if values else ():
        call = node.parent.parent if node.parent is not None else None
        called = _text(call.child_by_field_name("function")) if call is not None else b""
        if _text(node) in values and called not in _PUTS_TOGETHER:
            yield node.start_byte, node.end_byte, values[_text(node)]

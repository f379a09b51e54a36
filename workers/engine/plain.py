"""Code in its plain form: what rules would otherwise have to know in two forms is put into the one that they know.

``run(*[command])`` is ``run(command)``, ``request["query"]`` is ``request.query``, ``a?.b`` is ``a.b``.
Every replacement has the length of what it replaces, so what is found stands at the same place of the real text; a text
is left as it is unless our parser reads it whole before and after. Rules of a repository's own see what is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workers.reading import syntax

if TYPE_CHECKING:
    from tree_sitter import Node

_Change = tuple[int, int, bytes]
"""Bytes from and to, and what stands for them, filled up with blanks."""


@dataclass(frozen=True, slots=True)
class Row:
    """One construct and its plain form."""

    construct: str
    languages: frozenset[str]
    words: re.Pattern[str]
    """Without a match the text has no such construct; it takes linear time."""
    query: str
    """The nodes, as ``@it``, in the language of tree-sitter's queries."""
    changes: Callable[[Node], Iterator[_Change]]


def plain(language: str, text: str) -> str:
    """The text in its plain form; lines and columns are as they were."""
    rows = [row for row in ROWS if language in row.languages and row.words.search(text)]
    tree = syntax.parse(language, text) if rows else None
    if tree is None or tree.root_node.has_error:
        return text
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    for row in rows:
        for node in syntax.nodes_of(language, tree, row.query):
            changes = list(row.changes(node))
            if all(len(new) <= end - start and b"\n" not in data[start:end] for start, end, new in changes):
                for start, end, new in changes:
                    data[start:end] = new.ljust(end - start)
    made = data.decode("utf-8", "surrogatepass")
    if made == text:
        return text
    again = syntax.parse(language, made)
    return text if again is None or again.root_node.has_error else made


def _blank(*nodes: Node) -> Iterator[_Change]:
    for node in nodes:
        yield node.start_byte, node.end_byte, b""


def _text(node: Node | None) -> bytes:
    return (node.text or b"") if node is not None else b""


def _listed_arguments(node: Node) -> Iterator[_Change]:
    """``*[a, b]`` and ``...[a, b]``: a list that is written out among arguments."""
    listed = node.named_children[0] if node.named_children else None
    if listed is not None and listed.type in ("list", "array", "array_creation_expression") and listed.named_children:
        opening, closing = listed.children[0], listed.children[-1]
        if any("splat" in child.type or "spread" in child.type for child in listed.named_children):
            return
        if _text(opening) == b"[" and _text(closing) == b"]" and _text(listed.children[-2]) != b",":
            yield node.start_byte, opening.end_byte, b""
            yield from _blank(closing)


def _unpacked_arguments(node: Node) -> Iterator[_Change]:
    """PHP's ``...[$a, $b]`` and Ruby's ``*[a, b]``: values by their places."""
    listed = node.named_children[0] if node.named_children else None
    if listed is None or listed.type not in ("array_creation_expression", "array") or not listed.named_children:
        return
    for item in listed.named_children:
        if item.type in ("comment", "pair", "splat_argument", "hash_splat_argument") or (
            len(item.named_children) > 1 and (item.type == "array_element_initializer")
        ):
            return
        if item.type == "array_element_initializer" and item.named_children[0].type in ("variadic_unpacking", "by_ref"):
            return
    opening, closing = listed.children[0], listed.children[-1]
    if _text(opening) == b"[" and _text(closing) == b"]" and _text(listed.children[-2]) != b",":
        yield node.start_byte, opening.end_byte, b""
        yield from _blank(closing)


_NAME = re.compile(rb"[A-Za-z_]\w*")
_RESERVED = frozenset(
    b"False None True and as assert async await break class continue def del elif else except finally for from global "
    b"if import in is lambda nonlocal not or pass raise return try while with yield".split()
)


def _named_arguments(node: Node) -> Iterator[_Change]:
    """``**{"a": b}``: keywords that are written out as a dictionary."""
    held = node.named_children[0] if node.named_children else None
    if held is None or held.type != "dictionary" or not held.named_children:
        return
    pairs = []
    for pair in held.named_children:
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        name = _text(key)[1:-1]
        if key is None or value is None or key.type != "string" or not _NAME.fullmatch(name) or name in _RESERVED:
            return
        pairs.append((pair.start_byte, value.start_byte, name + b"="))
    if _text(held.children[-2]) != b",":
        yield node.start_byte, held.children[0].end_byte, b""
        yield from pairs
        yield from _blank(held.children[-1])


def _member_in_brackets(node: Node) -> Iterator[_Change]:
    """``a["b"]``."""
    owner, index = node.child_by_field_name("object"), node.child_by_field_name("index")
    name = _text(index)[1:-1]
    is_plain = all(_text(child) in (b"[", b"]") for child in node.children if not child.is_named)
    if owner is None or index is None or index.type != "string" or not _NAME.fullmatch(name) or not is_plain:
        return
    if owner.type not in ("number", "super") and not any(child.type == "optional_chain" for child in node.children):
        yield owner.end_byte, node.end_byte, (b"." + name).rjust(node.end_byte - owner.end_byte)


def _optional_chain(node: Node) -> Iterator[_Change]:
    """``a?.b``: where ``a`` is nothing, nothing is reached."""
    parent = node.parent
    yield node.start_byte, node.end_byte, b"." if parent is not None and parent.type == "member_expression" else b""


def _safe_call(node: Node) -> Iterator[_Change]:
    """Kotlin's ``a?.b``."""
    for child in node.children:
        if child.type == "?.":
            yield child.start_byte, child.end_byte, b"."


def _called_with_this(node: Node) -> Iterator[_Change]:
    """``a.b.call(a, c)`` and ``a.b.apply(a, [c])``."""
    called, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    method = called.child_by_field_name("object") if called is not None else None
    how = _text(called.child_by_field_name("property")) if called is not None else b""
    given = arguments.named_children if arguments is not None else []
    if called is None or method is None or arguments is None or how not in (b"call", b"apply") or len(given) < 2:
        return
    owner = method.child_by_field_name("object") if method.type == "member_expression" else None
    if _text(given[0]) not in (b"null", b"undefined", b"this", _text(owner) or b"null"):
        return
    if how == b"call":
        yield method.end_byte, given[1].start_byte, b"("
    elif given[1].type == "array" and len(given) == 2 and given[1].named_children:
        yield method.end_byte, given[1].children[0].end_byte, b"("
        yield from _blank(given[1].children[-1])


def _function_by_its_name(node: Node) -> Iterator[_Change]:
    """``call_user_func('system', $a)``, Ruby's ``send(:system, a)``."""
    arguments = node.child_by_field_name("arguments")
    called = node.child_by_field_name("function") or node.child_by_field_name("method")
    given = arguments.named_children if arguments is not None else []
    if called is None or arguments is None or len(given) < 2:
        return
    if _text(called).lower() not in (b"call_user_func", b"send", b"public_send", b"__send__"):
        return
    name = _text(given[0]).strip(b"'\"").removeprefix(b":")
    if _NAME.fullmatch(name) and _text(given[0])[:1] in b"'\":" and _text(arguments)[:1] == b"(":
        yield called.start_byte, given[1].start_byte, name + b"("


_ECMASCRIPT = frozenset({"javascript", "typescript"})
ROWS: tuple[Row, ...] = (
    Row("a list as arguments", frozenset({"python"}), re.compile(r"[(,]\s*\*\["),
        "(argument_list (list_splat) @it)", _listed_arguments),
    Row("a dictionary as keywords", frozenset({"python"}), re.compile(r"\*\*\{\s*['\"]"),
        "(argument_list (dictionary_splat) @it)", _named_arguments),
    Row("an array as arguments", _ECMASCRIPT, re.compile(r"\.\.\.\["),
        "(arguments (spread_element) @it)", _listed_arguments),
    Row("an array that is unpacked", frozenset({"php"}), re.compile(r"\.\.\.[ \t]*\["),
        "(arguments (argument (variadic_unpacking) @it))", _unpacked_arguments),
    Row("an array that is unpacked", frozenset({"ruby"}), re.compile(r"[(, ]\*\["),
        "(argument_list (splat_argument) @it)", _unpacked_arguments),
    Row("a member in brackets", _ECMASCRIPT, re.compile(r"[\w)\]]\[['\"]\w+['\"]\]"),
        "(subscript_expression) @it", _member_in_brackets),
    Row("an optional chain", _ECMASCRIPT, re.compile(r"\?\."), "(optional_chain) @it", _optional_chain),
    Row("a safe call", frozenset({"kotlin"}), re.compile(r"\?\."), "(navigation_expression) @it", _safe_call),
    Row("a function that is given its this", _ECMASCRIPT, re.compile(r"\.(?:call|apply)\("),
        "(call_expression function: (member_expression) ) @it", _called_with_this),
    Row("a function by its name", frozenset({"php"}), re.compile(r"(?i)\bcall_user_func\("),
        "(function_call_expression) @it", _function_by_its_name),
    Row("a method by its name", frozenset({"ruby"}), re.compile(r"\b(?:public_send|send|__send__)\("),
        "(call) @it", _function_by_its_name),
)  # fmt: skip
"""In PHP and Ruby a function that is named by a text or a symbol is the one that is called."""

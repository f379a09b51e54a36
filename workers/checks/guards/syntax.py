"""How syntax nodes are read as text: one line each, the names of calls and definitions, what calls are given."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from workers.checks.guards.grammar import walk

LONGEST = 4_000
"""Bytes. What is longer is no condition and no call that one can quote."""
LONGEST_NAME = 200
"""Characters by which a definition is told from others."""
_NAMED_BY = frozenset(
    {"variable_declarator", "pair", "assignment_expression", "public_field_definition", "field_definition"}
)
_NEEDLESS = re.compile(r" (?=[)\],;{}])|(?<=[(\[,;{}]) ")
"""Space inside of brackets and around commas."""
_COMMENT = re.compile(r"(?m)(?<=\s)(?:#|//) [^\n\"'`]*$")
_FINAL_COMMA = re.compile(r",(?=[)\]}])")
_WORD = re.compile(r"[\w?!$]+")


def squeezed(text: str) -> str:
    """One line, one style of quotes, no comments or final commas: what formatters change is no difference."""
    if "\n" in text and len(text) <= 2 * LONGEST:
        text = _COMMENT.sub("", text)
    line = " ".join(text.split()).replace("'", '"')
    return _FINAL_COMMA.sub("", _NEEDLESS.sub("", line)).rstrip(";,")


def text_of(node: Node | None) -> str:
    """The node's text as it stands; empty where it is longer than anything that could be quoted."""
    if node is None or node.end_byte - node.start_byte > LONGEST or node.text is None:
        return ""
    return node.text.decode("utf-8", "replace")


def line_of(node: Node | None) -> str:
    """The node's text on one line (:func:`squeezed`)."""
    return squeezed(text_of(node))


def without(node: Node, parts: Sequence[Node]) -> str:
    """The node's text on one line: ``…`` in place of the parts, nothing in place of comments among them; of a text
    longer than :data:`LONGEST`, the first line."""
    source, start = node.text or b"", node.start_byte
    pieces, at = [], start
    for part in sorted(parts, key=lambda part: part.start_byte):
        if part.start_byte >= at:
            pieces += [source[at - start : part.start_byte - start], b"" if "comment" in part.type else "…".encode()]
            at = part.end_byte
    pieces.append(source[at - start :])
    text = b"".join(pieces)
    if len(text) > LONGEST:
        text = text[:LONGEST].partition(b"\n")[0][:400] + "…".encode()
    return squeezed(text.decode("utf-8", "replace"))


def is_short(node: Node) -> bool:
    return node.end_byte - node.start_byte <= LONGEST


def first_part(node: Node) -> Node | None:
    return next((child for child in node.named_children if not is_comment(child)), None)


def parts(node: Node) -> list[Node]:
    """The named children, comments left out."""
    return [child for child in node.named_children if "comment" not in child.type]


def is_comment(node: Node) -> bool:
    return "comment" in node.type


def lines(node: Node) -> tuple[int, int]:
    """The node's first and last line, from 1."""
    return node.start_point.row + 1, node.end_point.row + 1


def callee(node: Node) -> str:
    """The last name of what is called: ``escape`` for ``html.escape(x)``."""
    for field in ("method", "name", "function", "constructor", "type"):
        part = node.child_by_field_name(field)
        if part is not None:
            words = _WORD.findall(ending_of(part))
            return words[-1] if words else ""
    if node.type == "object_creation_expression":  # PHP
        return line_of(first_part(node)).rpartition("\\")[2][:120]
    return ""


def ending_of(node: Node) -> str:
    """The last 120 bytes of a node's text."""
    return (node.text or b"")[-120:].decode("utf-8", "replace")


_LAST_NAME = re.compile(r"[\w?!$]+$")


def last_name(path: str) -> str:
    """The last name of a squeezed path: ``admin`` of ``roles.admin``, ``sign_in`` of ``:sign_in``."""
    match = _LAST_NAME.search(path.strip()[-120:])
    return match.group() if match else ""


def receiver(node: Node) -> str:
    """What a method is called on, on one line: ``self.guard`` for ``self.guard.check(x)``; empty for a function."""
    function = node.child_by_field_name("function")
    if function is not None:
        for field in ("object", "operand", "argument"):
            part = function.child_by_field_name(field)
            if part is not None:
                return line_of(part)
        return ""
    for field in ("object", "receiver", "scope"):
        part = node.child_by_field_name(field)
        if part is not None:
            return line_of(part)
    return ""


def arguments_of(call: Node) -> list[Node]:
    """What a call is given, in order."""
    arguments = call.child_by_field_name("arguments")
    if arguments is None:
        arguments = next((child for child in call.named_children if child.type == "arguments"), None)
    if arguments is None:
        return []
    given = parts(arguments)
    return [(first_part(child) or child) if child.type == "argument" else child for child in given]


def argument_text(call: Node) -> str:
    """What a call is given, on one line and without the parentheses."""
    arguments = call.child_by_field_name("arguments")
    text = line_of(arguments)
    return text[1:-1] if text.startswith("(") and text.endswith(")") else text


_WRAPPING = frozenset(
    {"expression_statement", "await_expression", "await", "parenthesized_expression", "expression_list", "yield"}
    | {"error_suppression_expression", "parenthesized_statements", "non_null_expression", "as_expression", "unary_plus"}
    | {"yield_expression", "statement", "type_assertion", "satisfies_expression"}
)


def unwrapped(node: Node) -> Node:
    """The expression itself, without what stands around it: a statement, ``await``, parentheses."""
    while node.type in _WRAPPING:
        inner = parts(node)
        if not inner or (len(inner) > 1 and node.type in ("expression_list", "parenthesized_statements")):
            break
        node = inner[0]
    return node


def definition_name(node: Node) -> str:
    """The name a definition goes by: what an anonymous one is assigned to; empty for a callback."""
    name = node.child_by_field_name("name")
    if name is not None:
        on = node.child_by_field_name("receiver")
        if on is not None:  # Go
            types = [child for child in walk(on) if child.type == "type_identifier"]
            return (f"{text_of(types[0])}.{text_of(name)}" if types else text_of(name))[:LONGEST_NAME]
        return line_of(name).strip('"')[:LONGEST_NAME]
    parent = node.parent
    while parent is not None and parent.type == "parenthesized_expression":
        parent = parent.parent
    if parent is None or parent.type not in _NAMED_BY:
        return ""
    fields = ("name", "key", "left", "property")
    target = next((part for field in fields if (part := parent.child_by_field_name(field)) is not None), None)
    text = line_of(target).strip('"').replace(".prototype.", ".")
    return text if len(text) <= LONGEST_NAME else ""

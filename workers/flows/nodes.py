"""Nodes of a syntax tree: where they stand, their text, their children, the values of their literals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from workers.flows.grammar import Grammar
from workers.flows.program import (
    Span,
)
from workers.reading import syntax

if TYPE_CHECKING:
    from tree_sitter import Node


LONGEST_CONSTANT = 400
_QUOTES = re.compile(r"""^[a-zA-Z@$]{0,3}(\"{3}|'{3}|["'`])(.*)\1$""", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]{1,15}|\d{1,15}(?:\.\d{1,15})?)[lLfFdD]?")


def span_of(node: Node) -> Span:
    """Where a node stands, in bytes."""
    return node.start_byte, node.end_byte


def text(node: Node | None) -> str:
    """The source text of a node."""
    return syntax.text_of(node)


def root_of(node: Node) -> Node:
    """The node of the whole file."""
    while node.parent is not None:
        node = node.parent
    return node


def first(node: Node | None) -> Node | None:
    """The first named child that is no comment."""
    if node is None:
        return None
    return next((each for each in node.named_children if "comment" not in each.type), None)


def child(node: Node | None, name: str) -> Node | None:
    """The child in a field; with ``""`` the first named one."""
    if node is None:
        return None
    return node.child_by_field_name(name) if name else first(node)


def string(written: str) -> str | None:
    """The value of a text's literal; ``None`` where it is too long to matter."""
    if len(written) > LONGEST_CONSTANT:
        return None
    found = _QUOTES.match(written)
    if found is None:
        return None
    return _ESCAPE.sub(lambda each: _ESCAPES.get(each[1], each[1]), found[2])


def number(written: str) -> int | float | None:
    """The value of a number's literal; ``None`` where it is of an odd form."""
    plain = written.replace("_", "")
    if not _NUMBER.fullmatch(plain):
        return None
    if plain[:2] in ("0x", "0X"):
        return int(plain.rstrip("lL"), 16)
    plain = plain.rstrip("lLfFdD")
    if plain.isdigit():
        return int(plain)
    return float(plain)


def type_names(node: Node, grammar: Grammar) -> Iterator[Node]:
    """The names of classes in a clause that says what is inherited, without the arguments of their types."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each.type in grammar.names or each.type in ("type_identifier", "constant", "name"):
            yield each
        elif each.type not in ("type_arguments", "type_argument_list", "argument_list") or each is node:
            waiting.extend(reversed(each.named_children))

"""A text that the engine refuses as a whole, in pieces: what it reads of them counts, the others are named by line.

One construct that the engine does not know can make it refuse the whole file, with an error at line 1. So each
definition is tried alone: those that are refused are blanked, and the rest is examined as a whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model import split_lines
from workers.engine.rewrites import Rewritten, blanked
from workers.engine.rules import Search, engine_name
from workers.reading import syntax

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_PIECES = 500
"""More of them are not tried: the text stays refused, which is said."""
_WORD = "patchwarden_piece"


@dataclass(frozen=True, slots=True)
class _Shape:
    """How one language's definitions stand alone."""

    comment: str = "//"
    before: str = ""
    """What a file needs at its start."""
    around_member: tuple[str, str] = ("class A {\n", "\n}")
    classes: tuple[str, ...] = ("class_declaration",)
    wrappers: tuple[str, ...] = ()
    """Nodes that a definition may stand in."""


_SHAPES: Mapping[str, _Shape] = {
    "python": _Shape("#", "", ("class A:\n", ""), ("class_definition",), ("decorated_definition",)),
    "javascript": _Shape(wrappers=("export_statement",)),
    "typescript": _Shape(
        classes=("class_declaration", "abstract_class_declaration"), wrappers=("export_statement",)
    ),
    "java": _Shape(),
    "go": _Shape(before="package a\n"),
    "csharp": _Shape(wrappers=("namespace_declaration", "declaration_list")),
    "c": _Shape(),
    "cpp": _Shape(classes=(), wrappers=("namespace_definition", "declaration_list")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """The lines ``first..last`` (from 1) of a text, and as a text of their own."""

    first: int
    last: int
    alone: str


def rule(language: str) -> Search:
    """A search for nothing, in which the engine reads every piece."""
    return {
        "id": "piece",
        "languages": [engine_name(language)],
        "severity": "INFO",
        "message": "a piece",
        "pattern": f"{_WORD}(...)",
    }


def pieces(language: str, text: str) -> tuple[Piece, ...]:
    """The definitions and statements of the text, members of classes each for itself; none where they cannot be
    separated or there are too many."""
    shape, tree = _SHAPES.get(language), syntax.parse(language, text)
    if shape is None or tree is None:
        return ()
    lines = split_lines(text)
    found: list[Piece] = []
    for node, is_member in _parts(tree.root_node, shape):
        first, last = node.start_point[0] + 1, min(node.end_point[0] + (node.end_point[1] > 0), len(lines))
        if found and first <= found[-1].last:
            first = found[-1].last + 1
        if first <= last:
            code = "\n".join(lines[first - 1 : last])
            start, end = shape.around_member if is_member else (shape.before, "")
            found.append(Piece(first, last, f"{start}{code}{end}\n{shape.comment} {_WORD}\n"))
    return tuple(found) if len(found) <= _MOST_PIECES else ()


def _parts(root: Node, shape: _Shape) -> Iterator[tuple[Node, bool]]:
    """The nodes at the top, and whether it is the member of a class that stands there instead."""
    for node in root.named_children:
        if node.type == "package_clause":
            continue
        inner = node
        while inner.type in shape.wrappers and inner.named_children:
            inner = inner.named_children[-1]
        body = inner.child_by_field_name("body") if inner.type in shape.classes else None
        if body is not None and body.start_point[0] > inner.start_point[0] - (shape.comment != "#"):
            yield from ((member, True) for member in body.named_children)
        else:
            yield node, False


def without(
    readable: Rewritten, language: str, all_pieces: Collection[Piece], refused: Collection[Piece]
) -> Rewritten | None:
    """The text without the refused pieces; ``None`` where nothing or all was refused."""
    if not refused or len(refused) == len(all_pieces):
        return None
    lines = readable.text.split("\n")
    for piece in refused:
        for number in range(piece.first - 1, piece.last):
            lines[number] = _blank_line(lines[number], number == piece.first - 1 and language == "python")
    return Rewritten("\n".join(lines), readable.unread + tuple((piece.first, piece.last) for piece in refused))


def _blank_line(line: str, needs_statement: bool) -> str:
    """A class or a function of Python cannot be empty."""
    code = line.lstrip()
    indent = len(line) - len(code)
    if not needs_statement or indent == 0 or len(code) < len("pass"):
        return blanked(line)
    return line[:indent] + "pass" + blanked(code[4:])

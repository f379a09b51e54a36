"""Kotlin's names as what they stand for, where the text itself says so.

``import a.B as C`` makes ``C`` another name of ``B``, and ``const val NAME = "x"`` of an object or of a class's
companion makes ``Owner.NAME`` another way to write ``"x"``. The engine knows neither (measured with 1.182).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from workers.reading import syntax

if TYPE_CHECKING:
    from tree_sitter import Node

MAY_BE = re.compile(r"(?m)^[ \t]*import[^\n]* as \w|\bconst[ \t]+val\b")
"""What a text holds where there is anything to spell otherwise."""
_ALIAS = re.compile(rb"import\s+(?:[a-z_]\w*\.)+(?P<name>\w+)(?P<rest>\s+as\s+(?P<alias>\w+))\s*;?")
_LITERAL = re.compile(rb"\"(?:[^\"\\$\n]|\\.){0,200}\"|-?\d[\w.]{0,20}|true|false")
Edit = tuple[int, int, bytes]
"""Bytes from and to, and what stands for them."""


def edits(root: Node) -> list[Edit]:
    """What is written in the place of names, in order; nothing overlaps."""
    nodes = [root]
    for node in nodes:
        nodes += node.named_children
    return sorted({*_aliases(nodes), *_constants(nodes)})


def _aliases(nodes: list[Node]) -> Iterator[Edit]:
    """Names that an import gives go; a name that is anything else in the text, too, stays."""
    imports = [node for node in nodes if node.type == "import"]
    found = [(node, match) for node in imports if (match := _ALIAS.fullmatch((node.text or b"").strip()))]
    if not found:
        return
    taken = {_last(node) for node in imports if " as " not in syntax.text_of(node)}
    taken |= {name.text or b"" for node in nodes if (name := _declared(node)) is not None}
    names = [match["alias"] for _, match in found]
    wanted: dict[bytes, bytes] = {}
    for node, match in found:
        if match["alias"] not in taken and match["name"] not in taken and names.count(match["alias"]) == 1:
            wanted[match["alias"]] = match["name"]
            yield (
                node.start_byte + match.start("rest"),
                node.start_byte + match.end("rest"),
                b" " * len(match["rest"]),
            )
    for node in nodes:
        if node.type == "identifier" and (node.text or b"") in wanted and _is_use(node):
            yield node.start_byte, node.end_byte, wanted[node.text or b""]


def _last(node: Node) -> bytes:
    """The name that an import without another name gives."""
    return (node.text or b"").strip().rstrip(b";").rpartition(b".")[2]


def _declared(node: Node) -> Node | None:
    """The name of what a node declares."""
    if node.type in ("variable_declaration", "parameter", "class_parameter"):
        return next((each for each in node.named_children if each.type == "identifier"), None)
    if node.type in ("class_declaration", "object_declaration", "function_declaration"):
        return node.child_by_field_name("name")
    return node.child_by_field_name("type") if node.type == "type_alias" else None


def _is_use(node: Node) -> bool:
    """Whether a name stands for itself: it is no member's, import's or argument's name."""
    around = node.parent
    if around is None or around.type in ("import", "qualified_identifier", "package_header", "enum_entry", "label"):
        return False
    if around.type in ("navigation_expression", "callable_reference", "user_type"):
        return around.named_children[0].id == node.id
    if around.type == "value_argument":
        return around.named_children[-1].id == node.id
    return True


def _constants(nodes: list[Node]) -> Iterator[Edit]:
    """``Owner.NAME`` of objects and companions of the text whose value is a literal."""
    values: dict[bytes, bytes] = {}
    doubled: set[bytes] = set()
    for node in nodes:
        if node.type != "property_declaration":
            continue
        name, value = _constant(node)
        if name:
            doubled |= {name} if values.setdefault(name, value) != value else set()
    if not values:
        return
    for node in nodes:
        name = node.text or b"" if node.type == "navigation_expression" else b""
        if name in values and name not in doubled and _LITERAL.fullmatch(values[name]):
            yield node.start_byte, node.end_byte, values[name]


def _constant(node: Node) -> tuple[bytes, bytes]:
    """``Owner.NAME`` and its value as it is written; nothing of another property."""
    modifiers = next((each.text or b"" for each in node.named_children if each.type == "modifiers"), b"")
    body = node.parent
    owner = body.parent if body is not None else None
    if owner is not None and owner.type == "companion_object":
        owner = owner.parent.parent if owner.parent is not None else None
    elif owner is not None and owner.type != "object_declaration":
        return b"", b""
    declared = next((each for each in node.named_children if each.type == "variable_declaration"), None)
    name = _declared(declared) if declared is not None else None
    if b"const" not in modifiers.split() or owner is None or name is None or not node.named_children:
        return b"", b""
    of = owner.child_by_field_name("name")
    value = node.named_children[-1]
    return b".".join([of.text or b"" if of is not None else b"", name.text or b""]), value.text or b""

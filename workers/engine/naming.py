"""What names of a text stand for, where the text itself says so: they are written in their place.

PHP's ``$run = 'system'; $run($command)`` is ``system($command)``, and ``Config::VERIFY`` is ``false`` where the text
has ``const VERIFY = false``. Neither is known to the engine (measured with 1.182). Lines stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from workers.engine.class_names import Spelled, edited
from workers.reading import syntax

if TYPE_CHECKING:
    from tree_sitter import Node

_MAY_BE = re.compile(r"\$\w+ *= *['\"]\w+['\"] *;|\bconst \w")
_FUNCTION = re.compile(rb"['\"]([A-Za-z_]\w{0,60})['\"]")
_LITERAL = re.compile(rb"'[^'\\\n]{0,200}'|\"[^\"\\$\n]{0,200}\"|-?\d[\d.]{0,20}|(?i:true|false|null)")
_Put = tuple[int, int, bytes]
"""Bytes from and to, and what stands for them."""


def named(text: str) -> Spelled | None:
    """A text of PHP with what its names stand for; ``None`` where it has none such."""
    tree = syntax.parse("php", text) if _MAY_BE.search(text) else None
    if tree is None or tree.root_node.has_error:
        return None
    puts = sorted((*_functions(tree.root_node), *_constants(tree.root_node)))
    return edited(text.encode("utf-8", "surrogatepass"), puts) if puts else None


def _functions(root: Node) -> Iterator[_Put]:
    """Variables that are given the name of a function once, and are called and nothing else."""
    given: dict[bytes, list[bytes]] = {}
    called: dict[bytes, list[tuple[int, int]]] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting += node.named_children
        if node.type not in ("assignment_expression", "function_call_expression"):
            continue
        held = node.child_by_field_name("left" if node.type == "assignment_expression" else "function")
        if held is None or held.type != "variable_name":
            continue
        name = held.text or b""
        if node.type == "function_call_expression":
            called.setdefault(name, []).append((held.start_byte, held.end_byte))
            continue
        value = node.child_by_field_name("right")
        found = _FUNCTION.fullmatch((value.text or b"") if value is not None else b"")
        given.setdefault(name, []).append(found[1] if found else b"")
    wanted = {name: values[0] for name, values in given.items() if name in called and len(values) == 1 and values[0]}
    if not wanted:
        return
    seen = _counted(root, frozenset(wanted))
    for name, function in wanted.items():
        if seen[name] == 1 + len(called[name]):
            yield from ((start, end, function) for start, end in called[name])


def _counted(root: Node, names: frozenset[bytes]) -> dict[bytes, int]:
    counts = dict.fromkeys(names, 0)
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting += node.named_children
        if node.type == "variable_name" and node.text in counts:
            counts[node.text] += 1
    return counts


def _constants(root: Node) -> Iterator[_Put]:
    """``A::NAME`` and ``self::NAME`` of classes of the text whose value is a literal."""
    classes: dict[bytes, dict[bytes, bytes]] = {}
    used: list[tuple[Node, bytes]] = []
    waiting: list[tuple[Node, bytes]] = [(root, b"")]
    while waiting:
        node, owner = waiting.pop()
        if node.type in ("class_declaration", "interface_declaration", "enum_declaration"):
            name = node.child_by_field_name("name")
            owner = (name.text or b"") if name is not None else b""
        elif node.type == "const_element" and owner and node.named_child_count == 2:
            key, written = (each.text or b"" for each in node.named_children)
            if classes.setdefault(owner, {}).setdefault(key, written) != written:  # two classes of one name
                classes[owner][key] = b""
        elif node.type == "class_constant_access_expression":
            used.append((node, owner))
        waiting += [(each, owner) for each in node.named_children]
    for node, owner in used:
        scope, _, constant = (node.text or b"").partition(b"::")
        value = classes.get(owner if scope == b"self" else scope, {}).get(constant, b"")
        if _LITERAL.fullmatch(value):
            yield node.start_byte, node.end_byte, value

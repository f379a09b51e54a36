"""Targets of assignments, which take values apart, and the names in the patterns of ``match``."""

from __future__ import annotations

from tree_sitter import Node

from workers.reading.syntax import text_of
from workers.taint import attributes, names, subscripts
from workers.taint.heap import Obj, State
from workers.taint.lattice import NOTHING, UNKNOWN, join_all
from workers.taint.machine import Machine, Site
from workers.taint.names import field
from workers.taint.values import GaveUp, Value

_UNPACKED = frozenset(("pattern_list", "tuple_pattern", "list_pattern", "tuple", "list", "expression_list"))


def assign(machine: Machine, target: Node, value: Value, state: State) -> None:
    """``target = value``. Raises :class:`GaveUp`."""
    match target.type:
        case "identifier":
            names.bind(machine, text_of(target), value, state)
        case "attribute":
            receiver = machine.evaluate(field(target, "object"), state)
            attributes.store(
                Site(machine, state, target), receiver, text_of(target.child_by_field_name("attribute")), value
            )
        case "subscript":
            container = machine.evaluate(field(target, "value"), state)
            keys = target.children_by_field_name("subscript")
            key = machine.evaluate(keys[0], state) if len(keys) == 1 else UNKNOWN
            subscripts.store(Site(machine, state, target), container, key, value)
        case "parenthesized_expression" | "as_pattern_target":
            assign(machine, target.named_children[0], value, state)
        case "list_splat_pattern" | "list_splat":
            assign(machine, target.named_children[0], value, state)
        case kind if kind in _UNPACKED:
            _unpack(machine, target, value, state)
        case _:
            raise GaveUp(f"an assignment to a {target.type}")


def _unpack(machine: Machine, target: Node, value: Value, state: State) -> None:
    targets = [child for child in target.named_children if child.type != "comment"]
    known, rest = Site(machine, state, target).iterate(value)
    star = next((at for at, each in enumerate(targets) if each.type in ("list_splat_pattern", "list_splat")), None)
    for each, part in zip(targets, _dealt(Site(machine, state, target), known, rest, len(targets), star), strict=True):
        assign(machine, each, part, state)


def _dealt(site: Site, known: list[Value], rest: Value, count: int, star: int | None) -> list[Value]:
    """The elements for each of ``count`` targets, of which one may take several."""
    whole = join_all((*known, rest))
    anything = whole if whole != NOTHING else UNKNOWN
    if star is None:
        return [known[at] if at < len(known) else rest if rest != NOTHING else UNKNOWN for at in range(count)]
    after = count - star - 1
    if rest == NOTHING and len(known) >= count - 1:
        middle = Obj("list", items=tuple(known[star : len(known) - after]))
        tail = known[len(known) - after :] if after else []
        return [*known[:star], site.make(middle), *tail]
    first = [known[at] if at < len(known) else anything for at in range(star)]
    return [*first, site.make(Obj("list", rest=anything)), *[anything] * after]


def captured(clause: Node) -> list[str]:
    """The names that the patterns of a ``case`` may bind. Raises :class:`GaveUp` where a pattern runs code."""
    bound: list[str] = []
    waiting = [child for child in clause.named_children if child.type == "case_pattern"]
    while waiting:
        node = waiting.pop()
        if node.type == "class_pattern" and len(node.named_children) > 1:
            raise GaveUp("a pattern of attributes")
        if node.type == "identifier" or (node.type == "dotted_name" and node.named_child_count == 1):
            bound.append(text_of(node))
        elif node.type not in ("dotted_name", "class_pattern"):
            waiting.extend(node.named_children)
    return bound

"""Names: their scopes, and whether a module's variable still has its first value when a function runs."""

from __future__ import annotations

import builtins
import re

from tree_sitter import Node

from workers.reading.syntax import text_of
from workers.taint.heap import State, reach
from workers.taint.lattice import BOOL, UNKNOWN, join, of, settled
from workers.taint.machine import MODULE, Machine
from workers.taint.values import Const, External, GaveUp, Value

_BUILTINS = frozenset(dir(builtins))
_FUNCTIONS = ("function_definition", "lambda")
_READERS = frozenset(
    "get items keys values copy index count join format startswith endswith split strip lower upper match fullmatch "
    "search sub findall finditer".split()
)
"""Methods that leave their object as it is."""
_READING_CALLS = frozenset("len sorted list tuple set frozenset dict any all sum min max isinstance enumerate".split())


def lookup(machine: Machine, name: str, state: State) -> tuple[int, Value] | None:
    """The scope that binds the name now, and its value."""
    scope: int | None = machine.frame.elsewhere.get(name, machine.frame.scope)
    while scope is not None:
        value = state.name((scope, name))
        if value is not None:
            if scope == MODULE and machine.entered and (scope, name) not in state.names:
                value = _as_functions_see_it(machine, name, value, state)
            return scope, value
        scope = machine.scopes[scope].parent
    return None


def read(machine: Machine, node: Node, state: State) -> Value:
    """What an identifier is worth. It gets a symbol, so that a test of it is remembered."""
    name = text_of(node)
    found = lookup(machine, name, state)
    if found is None:
        return of(External(f"builtins.{name}" if name in _BUILTINS else f"?.{name}"))
    scope, value = found
    marked = machine.symbol(value, node, "name")
    if marked is not value:
        state.names[scope, name] = marked
    return marked


def bind(machine: Machine, name: str, value: Value, state: State) -> None:
    value = settled(value)
    scope = machine.frame.elsewhere.get(name, machine.frame.scope)
    if machine.scopes[scope].captured and machine.scopes[scope].shared and (scope, name) in state.names:
        value = join(value.plain, state.names[scope, name].plain)
    state.names[scope, name] = value


def _as_functions_see_it(machine: Machine, name: str, value: Value, state: State) -> Value:
    """The value of a module's variable inside a function, which runs later: what other functions change is unknown."""
    changed: bool = bool(value.refs) and machine.once(("changed", name), lambda: _is_changed(machine, name))
    if changed:
        for ref in reach((value,), state).refs:
            found = state.object(ref)
            if found.kind not in ("class", "tuple"):
                state.write(ref, found.blurred(UNKNOWN))
    if name in machine.once("rebound", lambda: _rebound(machine.text)):
        value = machine.unknown(state, machine.root, like=value)
    elif any(isinstance(atom, Const) and atom.kind is bool for atom in value.atoms):
        value = join(value, BOOL)  # a switch of the module is there to be turned
    if value.refs or value.unknown:
        state.names[MODULE, name] = value
    return value


def _rebound(text: bytes) -> frozenset[str]:
    """Names that some function declares ``global``."""
    found = re.findall(rb"^[ \t]+global[ \t]+([\w, \t]+)", text, re.MULTILINE)
    return frozenset(name.strip() for names in found for name in names.decode("utf-8", "replace").split(","))


def _is_changed(machine: Machine, name: str) -> bool:
    """Whether a function of the file may change the object of this name, e.g. by ``CACHE[key] = value``."""
    for found in re.finditer(rb"\b%s\b" % re.escape(name.encode()), machine.text):
        node = machine.root.descendant_for_byte_range(*found.span())
        if node is not None and node.type == "identifier" and _in_function(node) and not _only_reads(node):
            return True
    return False


def _in_function(node: Node) -> bool:
    parent = node.parent
    while parent is not None and parent.type not in _FUNCTIONS:
        parent = parent.parent
    return parent is not None


def _only_reads(node: Node) -> bool:
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "attribute":
        if parent.child_by_field_name("object") != node:
            return True  # an attribute of the same name
        return text_of(parent.child_by_field_name("attribute")) in _READERS and _is_called(parent)
    if parent.type == "subscript" and parent.child_by_field_name("value") == node:
        return _is_loaded(parent)
    if parent.type == "argument_list":
        called = parent.parent.child_by_field_name("function") if parent.parent is not None else None
        return text_of(called) in _READING_CALLS
    if parent.type in ("for_statement", "for_in_clause"):
        return parent.child_by_field_name("right") == node
    if parent.type == "keyword_argument":
        return parent.child_by_field_name("name") == node
    return parent.type in ("comparison_operator", "not_operator", "interpolation")


def _is_called(attribute: Node) -> bool:
    call = attribute.parent
    return call is not None and call.type == "call" and call.child_by_field_name("function") == attribute


def _is_loaded(subscript: Node) -> bool:
    parent = subscript.parent
    if parent is None or parent.type in ("delete_statement", "augmented_assignment", "subscript"):
        return False
    if parent.type == "attribute":
        return text_of(parent.child_by_field_name("attribute")) in _READERS and _is_called(parent)
    if parent.type in ("pattern_list", "tuple_pattern", "list_pattern", "as_pattern_target"):
        return False
    return parent.child_by_field_name("left") != subscript


def field(node: Node, name: str) -> Node:
    child = node.child_by_field_name(name)
    if child is None:
        raise GaveUp(f"a {node.type} without {name}")
    return child


def parts_of(node: Node) -> list[Node]:
    return [child for child in node.named_children if child.type != "comment"]


def only_part(node: Node) -> Node:
    parts = parts_of(node)
    if len(parts) != 1:
        raise GaveUp(f"a {node.type} of {len(parts)} parts")
    return parts[0]

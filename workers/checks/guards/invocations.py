"""What an expression calls, in one form for the six grammars: the name, what it is called on, and with what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from workers.checks.guards import grammar
from workers.reading.syntax import text_of

_CALLS = frozenset(
    "call call_expression new_expression method_invocation object_creation_expression function_call_expression "
    "member_call_expression scoped_call_expression nullsafe_member_call_expression cast_expression "
    "type_conversion_expression".split()
)
_MEMBERS = frozenset(
    "attribute member_expression selector_expression field_access member_access_expression "
    "nullsafe_member_access_expression scoped_property_access_expression scope_resolution".split()
)
"""``a.b`` that is not called."""
_MOST = 80
_DEEPEST = 60
"""Calls of an expression, and nodes around a value, that are looked at: who writes more by hand cannot be read."""
_COMPREHENSIONS = frozenset(
    {"list_comprehension", "set_comprehension", "generator_expression", "dictionary_comprehension"}
)


@dataclass(frozen=True, slots=True)
class Invocation:
    """One call, conversion or comprehension."""

    node: Node
    name: str
    """The last name of what is called: ``escape`` of ``html.escape(x)``; the type of ``(int) x``."""
    callee: str
    """The whole of what is called, without white space: ``html.escape``."""
    receiver: Node | None
    arguments: tuple[Node, ...]

    @property
    def values(self) -> tuple[Node, ...]:
        """What the call may hand on: its arguments, then what it is called on."""
        return (*self.arguments, self.receiver) if self.receiver is not None else self.arguments


def invocation(node: Node) -> Invocation | None:
    """The call that a node is, ``None`` of any other node."""
    if node.type in _COMPREHENSIONS:
        return _comprehension(node)
    if node.type not in _CALLS or not node.is_named:
        return None
    if node.type == "cast_expression":
        kind = text_of(node.child_by_field_name("type"))
        value = node.child_by_field_name("value")
        return Invocation(node, kind, f"({kind})", None, (value,) if value is not None else ())
    called = _called(node)
    if called is None:
        return None
    receiver = next(filter(None, map(node.child_by_field_name, ("object", "receiver", "scope"))), None)
    name = called
    if called.type in _MEMBERS and receiver is None:
        fields = ("attribute", "property", "field", "name")
        name = next(filter(None, map(called.child_by_field_name, fields)), called)
        receiver = next(filter(None, map(called.child_by_field_name, ("object", "operand", "scope"))), None)
    whole = text_of(called) if receiver is None else f"{text_of(receiver)}.{text_of(name)}"
    last = text_of(name).rpartition("\\")[2].rpartition(".")[2]
    return Invocation(node, last, "".join(whole.split()), receiver, _arguments(node))


def _called(node: Node) -> Node | None:
    fields = ("function", "constructor", "method", "name", "type")
    found = next(filter(None, map(node.child_by_field_name, fields)), None)
    if found is None and node.type == "object_creation_expression":
        found = next((child for child in node.named_children if child.type in ("name", "qualified_name")), None)
    return found


def _arguments(node: Node) -> tuple[Node, ...]:
    inside = node.child_by_field_name("arguments")
    if inside is None:
        inside = next((child for child in node.named_children if child.type in ("arguments", "argument_list")), None)
    if inside is None:
        operand = node.child_by_field_name("operand")
        return (operand,) if operand is not None and node.type == "type_conversion_expression" else ()
    return tuple(_value(each) for each in inside.named_children if each.type != "comment")


def _value(argument: Node) -> Node:
    is_wrapped = argument.type == "argument" and argument.named_child_count == 1
    inside = argument.named_child(0) if is_wrapped else None
    return inside if inside is not None else argument


def _comprehension(node: Node) -> Invocation | None:
    """``[clean(x) for x in xs]`` is taken as the call of what makes each entry, with ``xs``."""
    body = node.child_by_field_name("body")
    clause = next((child for child in node.named_children if child.type == "for_in_clause"), None)
    entries = clause.child_by_field_name("right") if clause is not None else None
    if body is None or entries is None:
        return None
    each = next(invocations(body), None)
    name = each.name if each is not None else ""
    return Invocation(node, name, each.callee if each is not None else "", None, (entries,)) if name else None


def invocations(root: Node) -> Iterator[Invocation]:
    """The calls of an expression, the outer before the inner; of a hostile one, the first of them."""
    count = 0
    for node in grammar.walk(root):
        found = invocation(node)
        if found is not None:
            yield found
            count += 1
            if count == _MOST:
                return


def around(node: Node, top: Node) -> list[Invocation]:
    """The calls around a node up to and with ``top``, the nearest first."""
    found = []
    for _ in range(_DEEPEST):
        if node.id == top.id or node.parent is None:
            break
        node = node.parent
        call = invocation(node)
        if call is not None:
            found.append(call)
    return found


def is_free(node: Node) -> bool:
    """Whether the value of a node is used as it is: it is no name of a member, key or function, nor the object whose
    member is read. The object of a called method counts as used: ``path`` in ``path.lower()``."""
    parent = node.parent
    if parent is None:
        return True
    for naming in ("key", "property", "attribute", "field", "method", "function", "constructor", "alias"):
        named = parent.child_by_field_name(naming)
        if named is not None and named.id == node.id:
            return False
    name = parent.child_by_field_name("name")
    if name is not None and name.id == node.id and parent.type != "variable_declarator":
        return False
    if parent.type in _MEMBERS:
        above = parent.parent
        return (
            above is not None and above.type in _CALLS and invocation(above) is not None and _is_callee(parent, above)
        )
    return True


def _is_callee(node: Node, call: Node) -> bool:
    called = call.child_by_field_name("function")
    return called is not None and called.id == node.id

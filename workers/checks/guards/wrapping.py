"""What stands around a definition: decorators, annotations, attributes; and what the body of a class declares."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from workers.checks.guards.contents import CALLBACKS
from workers.checks.guards.grammar import Grammar
from workers.checks.guards.model import Protection, Way
from workers.checks.guards.routing import filters
from workers.checks.guards.syntax import (
    argument_text,
    arguments_of,
    callee,
    first_part,
    last_name,
    line_of,
    lines,
    parts,
    squeezed,
    text_of,
    unwrapped,
)

_LONGEST_VALUE = 600
"""Characters of a declared value that are kept."""
_LIST_OF_DECORATORS = frozenset({"attribute_list", "attribute_group", "modifiers"})


def decorators(node: Node, grammar: Grammar) -> list[Node]:
    """The decorators, annotations or attributes of a definition, wherever the grammar puts them, in order."""
    if not grammar.decorators:
        return []
    found = list(_direct(node, grammar))
    parent = node.parent
    if parent is not None and parent.type in ("decorated_definition", "export_statement"):
        found += _direct(parent, grammar)
    before = node.prev_named_sibling  # TypeScript's stand beside the method
    while before is not None and before.type in grammar.decorators:
        found.append(before)
        before = before.prev_named_sibling
    return sorted(set(found), key=lambda child: child.start_byte)


def _direct(node: Node, grammar: Grammar) -> Iterator[Node]:
    waiting = list(reversed(node.children))
    while waiting:
        child = waiting.pop()
        if child.type in grammar.decorators:
            yield child
        elif child.type in _LIST_OF_DECORATORS:
            waiting.extend(reversed(child.children))


def wrapped_by(node: Node, grammar: Grammar) -> list[Protection]:
    """What decorators make of a definition, and what the framework is asked for in its parameters."""
    return [_decorator(child) for child in decorators(node, grammar)] + list(_parameters(node, grammar))


def _decorator(node: Node, owner: str = "") -> Protection:
    text = line_of(node).lstrip("@").removeprefix("#[").removesuffix("]")
    path, _, arguments = text.partition("(")
    return Protection(Way.WRAPS, text, *lines(node), last_name(path), arguments.removesuffix(")"), owner=owner)


_DEFAULT_THAT_ASKS = re.compile(r"^(?:Depends|Security|Inject|Provide|Authorization|Header|Cookie)$")


def _parameters(node: Node, grammar: Grammar) -> Iterator[Protection]:
    """``@Valid Order order``, and what FastAPI calls before the function: ``user=Depends(current_user)``."""
    given = node.child_by_field_name("parameters")
    if given is None:
        return
    for parameter in parts(given):
        name = line_of(parameter.child_by_field_name("name") or parameter.child_by_field_name("pattern"))
        for child in _direct(parameter, grammar):
            yield _decorator(child, name)
        value = parameter.child_by_field_name("value")
        if value is not None and value.type == "call" and _DEFAULT_THAT_ASKS.match(callee(value)):
            yield _call(value, owner=name or line_of(first_part(parameter)))


def _call(node: Node, *, owner: str) -> Protection:
    """A call that wraps: of ``Depends(get_user)`` and ``auth(handler)`` the whole, by the name of what wraps."""
    name, given = callee(node), arguments_of(node)
    if _DEFAULT_THAT_ASKS.match(name) and given:
        name = last_name(line_of(given[0]).partition("(")[0]) or name
    return Protection(Way.WRAPS, line_of(node), *lines(node), name, argument_text(node), owner=owner)


def declared_by(member: Node, grammar: Grammar) -> Iterator[Protection]:
    """What one statement of a class's body declares: fields with their values, and calls that configure the class."""
    inner = unwrapped(member)
    if inner.type in grammar.calls:
        yield from filters(inner)
        return
    for node in _fields(inner):
        name = node.child_by_field_name("name") or node.child_by_field_name("property")
        name = name or node.child_by_field_name("left") or first_part(node)
        value = node.child_by_field_name("value") or node.child_by_field_name("right")
        value = value or node.child_by_field_name("default_value") or node.child_by_field_name("tag")
        if value is None and node.type == "const_element" and len(parts(node)) > 1:
            value = parts(node)[-1]
        key = last_name(line_of(name).lstrip("$@"))
        if name is None or value is None or not key or value.type in CALLBACKS:
            continue
        shown = squeezed(text_of(value) or (value.text or b"")[:400].decode("utf-8", "replace"))[:_LONGEST_VALUE]
        yield Protection(Way.DECLARES, f"{key}={shown}", *lines(node), key, shown)
    for child in _direct(inner, grammar):
        yield _decorator(child, _field_name(inner))


def _field_name(member: Node) -> str:
    field = next(iter(_fields(member)), None)
    name = field.child_by_field_name("name") or field.child_by_field_name("property") if field is not None else None
    return line_of(name)


_FIELDS = frozenset(
    {"assignment", "variable_declarator", "public_field_definition", "field_definition", "property_element"}
    | {"const_element", "field_declaration", "operator_assignment"}
)


def _fields(member: Node) -> list[Node]:
    if member.type in _FIELDS and member.type != "field_declaration":
        return [member]
    inner = [child for child in parts(member) if child.type in _FIELDS]
    if member.type == "field_declaration_list":
        return inner
    return inner or ([member] if member.type == "field_declaration" else [])

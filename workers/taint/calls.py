"""Calls: of the file's own functions step by step, of what is known by its model, of all else by what it may do."""

from __future__ import annotations

from tree_sitter import Node

from workers.reading.syntax import text_of
from workers.taint import classes, validators
from workers.taint.heap import State
from workers.taint.lattice import NOTHING, join, join_all
from workers.taint.machine import Machine, Site
from workers.taint.values import Args, Bound, Function, GaveUp, Ref, Value


def evaluate(site: Site) -> Value:
    """A call expression."""
    function_node, arguments = site.node.child_by_field_name("function"), site.node.child_by_field_name("arguments")
    if function_node is None or arguments is None:
        raise GaveUp("a call with a hole")
    if text_of(function_node) == "super" and not arguments.named_children:
        return classes.super_of(site.machine)
    function = site.evaluate(function_node)
    args = _arguments(site.machine, arguments, site.state)
    if _is_followed(function, site.state):
        site.machine.followed.add(site.node.id)
    value = site.call(function, args)
    return validators.annotate(site, function, args, value)


def _is_followed(function: Value, state: State) -> bool:
    """Whether what is called is all defined in the file."""
    return not function.unknown and all(
        isinstance(atom, Function)
        or (isinstance(atom, Bound) and isinstance(atom.method, Function))
        or (isinstance(atom, Ref) and state.object(atom).kind == "class")
        for atom in function.atoms
    )


def _arguments(machine: Machine, node: Node, state: State) -> Args:
    if node.type == "generator_expression":
        return Args((machine.evaluate(node, state),))
    positional: list[Value] = []
    named: list[tuple[str, Value]] = []
    more = NOTHING
    for child in node.named_children:
        inner = next((part for part in child.named_children if part.type != "comment"), None)
        if child.type == "comment":
            continue
        if child.type == "list_splat" and inner is not None:
            known, rest = Site(machine, state, child).iterate(machine.evaluate(inner, state))
            positional.extend(known if more == NOTHING else ())
            more = join_all((more, rest, *(known if more != NOTHING else ())))
        elif child.type == "dictionary_splat" and inner is not None:
            more = join(more, _named_arguments(Site(machine, state, child), machine.evaluate(inner, state), named))
        elif child.type == "keyword_argument":
            value = child.child_by_field_name("value")
            if value is not None:
                named.append((text_of(child.child_by_field_name("name")), machine.evaluate(value, state)))
        elif more != NOTHING:
            more = join(more, machine.evaluate(child, state))
        else:
            positional.append(machine.evaluate(child, state))
    return Args(tuple(positional), tuple(named), None if more == NOTHING else more)


def _named_arguments(site: Site, value: Value, named: list[tuple[str, Value]]) -> Value:
    """Adds the arguments of ``**value``; gives what further ones may be."""
    found = site.state.single(value, "dict")
    if found is not None and not found[1].maybe and not found[1].many:
        named.extend((str(key.value), held) for key, held in found[1].entries.items())
        return found[1].rest
    contents = [each for _, obj in site.state.objects(value) for each in obj.contents]
    return join_all((*contents, site.derived(value)))

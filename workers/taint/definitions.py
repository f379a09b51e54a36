"""Statements that give something a name: imports, functions, classes, and what decorators make of them."""

from __future__ import annotations

from tree_sitter import Node

from workers.reading.syntax import text_of
from workers.taint import classes, functions, names
from workers.taint.heap import State
from workers.taint.lattice import of
from workers.taint.machine import Machine, Site
from workers.taint.names import field
from workers.taint.values import Args, External, Function, Ref, Value


def import_modules(machine: Machine, node: Node, state: State) -> State:
    for child in node.children_by_field_name("name"):
        module = text_of(child.child_by_field_name("name") or child)
        parts = module.split(".")
        machine.modules.update(".".join(parts[:size]) for size in range(1, len(parts) + 1))
        alias = child.child_by_field_name("alias")
        name, target = (text_of(alias), module) if alias is not None else (parts[0], parts[0])
        names.bind(machine, name, of(External(target)), state)
    return state


def import_from(machine: Machine, node: Node, state: State) -> State:
    module = text_of(node.child_by_field_name("module_name"))
    machine.modules.add(module)
    for child in node.children_by_field_name("name"):
        name = text_of(child.child_by_field_name("name") or child)
        names.bind(
            machine, text_of(child.child_by_field_name("alias")) or name, of(External(f"{module}.{name}")), state
        )
    return state


def function(machine: Machine, node: Node, state: State) -> State:
    owner = machine.frame.owner.only
    value = of(functions.define(machine, node, state, owner if isinstance(owner, Ref) else None))
    names.bind(machine, text_of(node.child_by_field_name("name")), value, state)
    return state


def class_(machine: Machine, node: Node, state: State) -> State:
    names.bind(machine, text_of(node.child_by_field_name("name")), classes.define(machine, node, state), state)
    return state


def decorated(machine: Machine, node: Node, state: State) -> State:
    definition = field(node, "definition")
    owner = machine.frame.owner.only
    if definition.type == "class_definition":
        value = classes.define(machine, definition, state)
    else:
        value = of(functions.define(machine, definition, state, owner if isinstance(owner, Ref) else None))
    name = text_of(definition.child_by_field_name("name"))
    for decorator in reversed([child for child in node.children if child.type == "decorator"]):
        expression = decorator.named_children[0]
        if text_of(expression) == f"{name}.setter":
            names.bind(machine, f"{name}.setter", value, state)
            return state
        value = _decorated_by(Site(machine, state, expression), machine.evaluate(expression, state), value)
    names.bind(machine, name, value, state)
    return state


def _decorated_by(site: Site, decorator: Value, value: Value) -> Value:
    atom = decorator.only
    text = text_of(site.node)
    if isinstance(atom, Function) or (isinstance(atom, External) and site.machine.is_modelled(atom.name)):
        return site.call(decorator, Args((value,)))
    if text.startswith(("functools.wraps(", "wraps(", "functools.lru_cache", "lru_cache")):
        return value
    return classes.not_followed(site, value)

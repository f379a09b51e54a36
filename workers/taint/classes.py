"""Classes of the file: what they define, their objects, and what Python makes of them by itself."""

from __future__ import annotations

from dataclasses import replace

from tree_sitter import Node

from workers.reading.syntax import text_of
from workers.taint import attributes, functions, havoc
from workers.taint.heap import Obj, State
from workers.taint.lattice import NOTHING, UNKNOWN, join_all, of
from workers.taint.machine import Frame, Machine, Scope, Site
from workers.taint.names import parts_of
from workers.taint.values import Args, Const, Descriptor, External, Function, GaveUp, Ref, Value

_REBUILDING = ("enum.",)
"""Modules of bases that make something else of a class's attributes."""


def define(machine: Machine, node: Node, state: State) -> Value:
    """A ``class`` statement's value; its body is interpreted in a scope of its own."""
    superclasses = node.child_by_field_name("superclasses")
    listed = parts_of(superclasses) if superclasses is not None else []
    bases = [machine.evaluate(base, state).plain for base in listed if base.type != "keyword_argument"]
    created = machine.make(state, node, Obj("class", items=tuple(bases)))
    ref = next(iter(created.refs))
    assert isinstance(ref, Ref)  # noqa: S101 - it was just made
    scope = machine.number(node, "scope")
    machine.scopes[scope] = Scope(machine.frame.scope)
    machine.frames.append(Frame(scope, owner=created))
    try:
        body = node.child_by_field_name("body")
        after = machine.execute(body, state) if body is not None else state
    finally:
        machine.frames.pop()
    if after is None:
        raise GaveUp("a class body that is left")
    entries = {Const(str, name): value for (home, name), value in after.names.items() if home == scope}
    for name in entries:
        del after.names[scope, str(name.value)]
    after.write(ref, replace(after.object(ref), entries=entries))
    state.become(after)
    external = [atom.name for base in bases for atom in base.atoms if isinstance(atom, External)]
    if (
        len(bases) < len(listed)
        or any(name.startswith(_REBUILDING) for name in external)
        or attributes.UNFOLLOWED & {str(name.value) for name in entries}
    ):
        return not_followed(Site(machine, state, node), created)
    return created


def not_followed(site: Site, definition: Value) -> Value:
    """What an unknown decorator or base made of a definition: anything, and it may call what the definition holds."""
    inner = [value for _, obj in site.state.objects(definition, "class") for value in obj.contents]
    functions = join_all((Value(definition.atoms - definition.refs), *inner)).plain
    return replace(site.make(Obj("opaque", rest=replace(functions, unknown=True)), "made of"), unknown=True)


def called(site: Site, ref: Ref, args: Args) -> Value:
    """A call of an object: a class makes one of its own, an object may have ``__call__``."""
    obj = site.object(ref)
    if obj.kind == "class":
        return _instance(site, ref, args)
    method = attributes.method_of(obj, "__call__", site.state)
    if method is not None:
        return site.call(of(method), args.after(of(ref)))
    return havoc.call_unknown(site, (of(ref), *args.values), given_out=(of(ref),))


def _instance(site: Site, ref: Ref, args: Args) -> Value:
    home = of(ref)
    constructor = attributes.looked_up(home, "__init__", site.state)
    is_open = attributes.is_open(home, site.state)
    created = site.make(Obj("instance", cls=home, rest=UNKNOWN if is_open else NOTHING))
    if constructor:
        for function in constructor[0].atoms:
            if isinstance(function, Function):
                site.call(of(function), args.after(created))
        if constructor[0].unknown:
            havoc.call_unknown(site, (created, *args.values))
    elif is_open:
        havoc.call_unknown(site, (created, *args.values))
    return created


def super_of(machine: Machine) -> Value:
    """``super()`` inside a method: its methods are looked up behind the class that defines this one."""
    function = machine.frame.function
    if function is None or function.owner is None:
        raise GaveUp("super() outside a method")
    first = next((name for name, kind in functions.parameters_of(function.node) if kind == "name"), "")
    return of(Descriptor("super", Value(frozenset((function.owner, Const(str, first))))))


def is_replaced(machine: Machine, method: Function) -> bool:
    """Whether the method is only there to be replaced, or the file itself replaces it."""
    name = text_of(method.node.child_by_field_name("name"))
    count = machine.once(("methods", name), lambda: machine.text.count(f"def {name}(".encode()))
    body = method.node.child_by_field_name("body")
    statements = [each for each in body.named_children if each.type != "comment"] if body is not None else []
    texts = [text_of(each).strip() for each in statements]
    empty = all(text in ("pass", "...") or text[:1] in "\"'" or text.startswith("raise") for text in texts)
    return count > 1 or empty

"""Classes of the file: what they define, their objects, and what Python makes of them by itself."""

from __future__ import annotations

from dataclasses import replace

from tree_sitter import Node

from workers.reading.syntax import text_of
from workers.taint import attributes, functions, havoc
from workers.taint.heap import Obj, State
from workers.taint.lattice import (
    NOTHING,
    UNKNOWN,
    Args,
    Const,
    Descriptor,
    External,
    Function,
    GaveUp,
    Ref,
    Value,
    const,
    join_all,
    of,
)
from workers.taint.machine import Frame, Machine, Scope, Site

FIELDS = Const(str, "<fields>")
"""Where a class keeps the names that its generated ``__init__`` takes."""
_ENUMS = frozenset(f"enum.{name}" for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"))
_TUPLES = frozenset(("typing.NamedTuple", "collections.namedtuple"))


def define(machine: Machine, node: Node, state: State) -> Value:
    """A ``class`` statement's value; its body is interpreted in a scope of its own."""
    superclasses = node.child_by_field_name("superclasses")
    bases: list[Value] = []
    for base in superclasses.named_children if superclasses is not None else ():
        if base.type == "keyword_argument":
            return _unfollowed(machine, node, state)
        if base.type != "comment":
            bases.append(machine.evaluate(base, state).plain)
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
    if attributes.UNFOLLOWED & {str(name.value) for name in entries}:
        return _unfollowed(machine, node, after)
    kinds = {atom.name for base in bases for atom in base.atoms if isinstance(atom, External)}
    if kinds & _ENUMS:
        entries = {name: _member(machine, node, name, value, created, after) for name, value in entries.items()}
    if kinds & _TUPLES:
        entries[FIELDS] = const(" ".join(_annotated(node)))
    after.write(ref, replace(after.object(ref), entries=entries))
    state.become(after)
    return created


def _unfollowed(machine: Machine, node: Node, state: State) -> Value:
    """A class whose objects may behave in any way."""
    return machine.unknown(state, node)


def _member(machine: Machine, node: Node, name: Const, value: Value, obj: Value, state: State) -> Value:
    """A constant of an enumeration becomes one object of its class."""
    if str(name.value).startswith("_") or not all(isinstance(atom, Const) for atom in value.atoms):
        return value
    entries = {Const(str, "value"): value, Const(str, "name"): of(name)}
    return machine.make(state, node, Obj("member", entries=entries, cls=obj), name.value)


def _annotated(node: Node) -> list[str]:
    """The names with a type in a class body, in order."""
    body = node.child_by_field_name("body")
    found = []
    for statement in body.named_children if body is not None else ():
        inner = (
            statement.named_children[0]
            if statement.type == "expression_statement" and statement.named_children
            else None
        )
        if inner is not None and inner.type == "assignment" and inner.child_by_field_name("type") is not None:
            found.append(text_of(inner.child_by_field_name("left")))
    return found


def made_dataclass(obj: Value, node: Node, state: State) -> Value:
    """``@dataclass``: its ``__init__`` takes the annotated names, those of its bases first."""
    for ref, each in state.objects(obj, "class"):
        inherited = [
            str(held.only.value)
            for base in each.items
            for held in attributes.looked_up(base, "<fields>", state)
            if isinstance(held.only, Const)
        ]
        fields = list(dict.fromkeys(" ".join([*inherited, *_annotated(node)]).split()))
        state.write(ref, replace(each, entries={**each.entries, FIELDS: const(" ".join(fields))}))
    return obj


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
    kinds = {
        atom.name
        for _, created in attributes.family(home, site.state)
        for base in created.items
        for atom in base.atoms
        if isinstance(atom, External)
    }
    if kinds & _ENUMS:
        members = join_all(value for value in site.object(ref).entries.values() if value.refs)
        return members if members != NOTHING else site.unknown()
    fields = attributes.looked_up(home, "<fields>", site.state)
    constructor = attributes.looked_up(home, "__init__", site.state)
    is_open = attributes.is_open(home, site.state)
    created = site.make(Obj("instance", cls=home, rest=UNKNOWN if is_open else NOTHING))
    if constructor:
        for function in constructor[0].atoms:
            if isinstance(function, Function):
                site.call(of(function), args.after(created))
        if constructor[0].unknown:
            havoc.call_unknown(site, (created, *args.values))
    elif fields and isinstance(fields[0].only, Const):
        _fill(site, created, str(fields[0].only.value).split(), args, as_tuple=bool(kinds & _TUPLES))
    elif is_open:
        havoc.call_unknown(site, (created, *args.values))
    return created


def _fill(site: Site, obj: Value, fields: list[str], args: Args, *, as_tuple: bool) -> None:
    """What a generated ``__init__`` does."""
    named = dict(args.named)
    values: dict[Const, Value] = {}
    for position, name in enumerate(fields):
        value = args.positional[position] if position < len(args.positional) else named.get(name)
        if value is None:
            value = join_all((_default(site, obj, name), args.more or NOTHING))
        values[Const(str, name)] = value
    for ref, each in site.state.objects(obj):
        items = tuple(values.values()) if as_tuple else ()
        site.write(ref, replace(each, entries=values, items=items))
    for ref, each in list(site.state.objects(obj)):
        method = attributes.method_of(each, "__post_init__", site.state)
        if method is not None:
            site.call(of(method), Args((of(ref),)))


def _default(site: Site, obj: Value, name: str) -> Value:
    """The default of a field: a value, or what its factory makes."""
    for _, each in site.state.objects(obj):
        for held in attributes.looked_up(each.cls, name, site.state):
            factory = [atom for atom in held.atoms if isinstance(atom, Descriptor) and atom.kind == "factory"]
            return site.call(factory[0].function, Args()) if factory else held
    return UNKNOWN


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

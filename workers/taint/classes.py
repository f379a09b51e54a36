"""Classes of the file: what they define, their objects, and what Python makes of them by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workers.reading.syntax import text_of
from workers.taint import attributes, calls
from workers.taint.heap import State
from workers.taint.lattice import (
    NOTHING,
    UNKNOWN,
    Args,
    Bound,
    Const,
    Descriptor,
    External,
    Function,
    GaveUp,
    Obj,
    Ref,
    Value,
    const,
    join_all,
    of,
)
from workers.taint.machine import Frame, Machine, Scope

if TYPE_CHECKING:
    from tree_sitter import Node

_FIELDS = Const(str, "<fields>")
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
        entries[_FIELDS] = const(" ".join(_annotated(node)))
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
        state.write(ref, replace(each, entries={**each.entries, _FIELDS: const(" ".join(fields))}))
    return obj


def named_tuple(machine: Machine, args: Args, state: State, node: Node) -> Value:
    """``collections.namedtuple(name, fields)``."""
    given = args.get(1, "field_names") or UNKNOWN
    known = given.constants
    sequence = state.single(given, "list", "tuple")
    if known is not None and len(known) == 1 and isinstance(known[0], str):
        fields = known[0].replace(",", " ")
    elif sequence is not None and sequence[1].exact:
        fields = " ".join(
            str(each.value) for item in sequence[1].items for each in item.atoms if isinstance(each, Const)
        )
    else:
        return machine.unknown(state, node)
    entries = {_FIELDS: const(fields)}
    return machine.make(state, node, Obj("class", items=(of(External("collections.namedtuple")),), entries=entries))


def called(machine: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    """A call of an object: a class makes one of its own, an object may have ``__call__``."""
    obj = state.object(ref)
    if obj.kind == "class":
        return _instance(machine, ref, args, state, node)
    method = attributes.method_of(obj, "__call__", state)
    if method is not None:
        return calls.inlined(machine, method, args.after(of(ref)), state, node)
    return calls.not_followed(machine, (of(ref), *args.values), state, node, given_out=(of(ref),))


def _instance(machine: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    home = of(ref)
    kinds = {
        atom.name
        for _, created in attributes.family(home, state)
        for base in created.items
        for atom in base.atoms
        if isinstance(atom, External)
    }
    if kinds & _ENUMS:
        members = join_all(value for value in state.object(ref).entries.values() if value.refs)
        return members if members != NOTHING else machine.unknown(state, node)
    fields = attributes.looked_up(home, "<fields>", state)
    constructor = attributes.looked_up(home, "__init__", state)
    is_open = attributes.is_open(home, state)
    created = machine.make(state, node, Obj("instance", cls=home, rest=UNKNOWN if is_open else NOTHING))
    if constructor:
        for function in constructor[0].atoms:
            if isinstance(function, Function):
                calls.inlined(machine, function, args.after(created), state, node)
        if constructor[0].unknown:
            calls.not_followed(machine, (created, *args.values), state, node)
    elif fields and isinstance(fields[0].only, Const):
        _fill(machine, created, str(fields[0].only.value).split(), args, state, node, as_tuple=bool(kinds & _TUPLES))
    elif is_open:
        calls.not_followed(machine, (created, *args.values), state, node)
    return created


def _fill(
    machine: Machine, obj: Value, fields: list[str], args: Args, state: State, node: Node, *, as_tuple: bool
) -> None:
    """What a generated ``__init__`` does."""
    named = dict(args.named)
    values: dict[Const, Value] = {}
    for position, name in enumerate(fields):
        value = args.positional[position] if position < len(args.positional) else named.get(name)
        if value is None:
            value = join_all((_default(machine, obj, name, state, node), args.more or NOTHING))
        values[Const(str, name)] = value
    for ref, each in state.objects(obj):
        items = tuple(values.values()) if as_tuple else ()
        state.write(ref, replace(each, entries=values, items=items))
    for ref, each in list(state.objects(obj)):
        method = attributes.method_of(each, "__post_init__", state)
        if method is not None:
            calls.inlined(machine, method, Args((of(ref),)), state, node)


def _default(machine: Machine, obj: Value, name: str, state: State, node: Node) -> Value:
    """The default of a field: a value, or what its factory makes."""
    for _, each in state.objects(obj):
        for held in attributes.looked_up(each.cls, name, state):
            factory = [atom for atom in held.atoms if isinstance(atom, Descriptor) and atom.kind == "factory"]
            return machine.call(factory[0].function, Args(), state, node) if factory else held
    return UNKNOWN


def super_of(machine: Machine) -> Value:
    """``super()`` inside a method: its methods are looked up behind the class that defines this one."""
    function = machine.frame.function
    if function is None or function.owner is None:
        raise GaveUp("super() outside a method")
    first = next((name for name, kind in calls.parameters_of(function.node) if kind == "name"), "")
    return of(Descriptor("super", Value(frozenset((function.owner, Const(str, first))))))


def method_of_super(machine: Machine, descriptor: Descriptor, name: str, state: State) -> Value:
    """``super().name``, with the object that the current method has."""
    owner = next(atom for atom in descriptor.function.atoms if isinstance(atom, Ref))
    first = next(str(atom.value) for atom in descriptor.function.atoms if isinstance(atom, Const))
    receiver = state.name((machine.frame.scope, first)) or UNKNOWN
    found: list[Value] = []
    for _, obj in state.objects(receiver, "instance"):
        for value in attributes.looked_up(obj.cls, name, state, after=owner):
            found.extend(of(Bound(receiver, atom)) for atom in value.atoms if isinstance(atom, Function))
    if found:
        return join_all(found)
    known = all(not attributes.is_open(obj.cls, state) for _, obj in state.objects(receiver, "instance"))
    if name == "__init__" and known:
        return of(External("builtins.print"))
    return of(Bound(receiver, f"super.{name}"))


def is_replaced(machine: Machine, method: Function) -> bool:
    """Whether the method is only there to be replaced, or the file itself replaces it."""
    name = text_of(method.node.child_by_field_name("name"))
    count = machine.once(("methods", name), lambda: machine.text.count(f"def {name}(".encode()))
    body = method.node.child_by_field_name("body")
    statements = [each for each in body.named_children if each.type != "comment"] if body is not None else []
    texts = [text_of(each).strip() for each in statements]
    empty = all(text in ("pass", "...") or text[:1] in "\"'" or text.startswith("raise") for text in texts)
    return count > 1 or empty

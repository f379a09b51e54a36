"""What stands behind a dot: attributes of objects, methods of classes, what another module defines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from workers.taint import classes, validators
from workers.taint.heap import State, put_anywhere, taint_of
from workers.taint.lattice import (
    NOTHING,
    UNKNOWN,
    Args,
    Atom,
    Bound,
    Const,
    Descriptor,
    External,
    Function,
    GaveUp,
    Obj,
    Partial,
    Ref,
    Text,
    Value,
    join,
    join_all,
    join_objects,
    of,
)
from workers.taint.machine import Machine, key_of

if TYPE_CHECKING:
    from tree_sitter import Node

EXTERNALS = "external"
"""The scope in which is kept what was put into objects of other modules."""
BUILT_IN = frozenset(("list", "tuple", "set", "dict", "iterator", "generator", "pattern"))
_PLAIN_BASES = frozenset(
    "builtins.object typing.Generic typing.Protocol abc.ABC typing.NamedTuple collections.namedtuple".split()
)
UNFOLLOWED = frozenset(
    "__getattr__ __getattribute__ __setattr__ __get__ __set__ __new__ __init_subclass__ __class_getitem__".split()
)
"""Methods by which a class changes what a dot means."""


def read(machine: Machine, receiver: Value, name: str, state: State, node: Node) -> Value:
    """``receiver.name``."""
    found = [_of_atom(machine, atom, receiver, name, state, node) for atom in receiver.atoms]
    if receiver.unknown and (receiver.taint or not any(True for _ in state.objects(receiver, "opaque", "pool"))):
        found.append(_method_of_unknown(receiver, name))
    return join_all(found) if found else UNKNOWN


def _method_of_unknown(receiver: Value, name: str) -> Value:
    whole = replace(receiver.plain, symbol=receiver.symbol)
    return Value(frozenset((Bound(whole, name),)), unknown=True, taint=receiver.taint)


def _of_atom(machine: Machine, atom: Atom, receiver: Value, name: str, state: State, node: Node) -> Value:
    match atom:
        case Const() | Text():
            symbol = receiver.symbol if receiver.only == atom else 0
            return of(Bound(Value(frozenset((atom,)), symbol=symbol), name))
        case External(prefix):
            return of_external(machine, External(f"{prefix}.{name}"), state, node)
        case Ref():
            return of_object(machine, atom, receiver, name, state, node)
        case Descriptor("super"):
            return classes.method_of_super(machine, atom, name, state)
        case Function() | Bound() | Partial() | Descriptor():
            return machine.unknown(state, node, taint=taint_of(state, of(atom)))


def of_external(machine: Machine, name: External, state: State, node: Node) -> Value:
    """What another module defines, unless something was put there."""
    held = [value for key, value in state.names.items() if key[0] == EXTERNALS and _overlap(key[1], name.name)]
    taint = taint_of(state, *held)
    return machine.unknown(state, node, taint=taint) if taint else of(name)


def _overlap(stored: str, name: str) -> bool:
    return name == stored or name.startswith(f"{stored}.") or stored.startswith(f"{name}.")


def mark_external(atom: External, value: Value, state: State) -> None:
    """Something was put into an object of another module."""
    key = (EXTERNALS, atom.name)
    state.names[key] = join(state.names.get(key, NOTHING), value.plain)


def of_object(machine: Machine, ref: Ref, receiver: Value, name: str, state: State, node: Node) -> Value:
    obj = state.object(ref)
    slot = Const(str, name)
    if obj.kind in BUILT_IN:
        return of(Bound(of(ref), name))
    if obj.kind == "url":
        return validators.part_of_url(ref, obj, name, state)
    if obj.kind == "pool":
        return Value(frozenset((ref, Bound(of(ref), name))), unknown=True, taint=taint_of(state, of(ref)))
    if slot in obj.entries and slot not in obj.maybe and obj.kind != "class":
        return _with_symbol(machine, ref, obj, slot, receiver, state, node)
    found = _of_class(machine, ref, obj, name, state, node)
    if slot in obj.entries and obj.kind != "class":
        found = join(found, obj.entries[slot])
    return found


def _with_symbol(machine: Machine, ref: Ref, obj: Obj, slot: Const, receiver: Value, state: State, node: Node) -> Value:
    value = obj.entries[slot]
    if (receiver.only != ref and not (receiver.unknown and len(receiver.atoms) == 1)) or obj.many:
        return value
    marked = machine.symbol(value, node, "attribute")
    if marked is not value:
        state.write(ref, replace(obj, entries={**obj.entries, slot: marked}))
    return marked


def _of_class(machine: Machine, ref: Ref, obj: Obj, name: str, state: State, node: Node) -> Value:
    """A method of the class, an attribute that all its objects share, or what is not known."""
    home = of(ref) if obj.kind == "class" else obj.cls
    held = [_given_out(machine, ref, obj, value, state, node) for value in looked_up(home, name, state)]
    if held and (obj.kind == "class" or obj.rest == NOTHING or all(_is_method(value) for value in held)):
        return join_all(held)
    if obj.kind == "opaque" or obj.rest != NOTHING or is_open(home, state):
        return join_all((*held, _anything(machine, ref, obj, name, state, node)))
    if name in ("__class__", "__dict__"):
        raise GaveUp(f"the attribute {name}")
    return join_all(held) if held else machine.unknown(state, node, taint=taint_of(state, of(ref)))


def _anything(machine: Machine, ref: Ref, obj: Obj, name: str, state: State, node: Node) -> Value:
    """An attribute that was never set here; the next reading gives the same."""
    taint = taint_of(state, obj.rest)
    value = Value(frozenset((ref, Bound(of(ref), name))), unknown=True, taint=taint)
    marked = machine.symbol(value, node, "attribute")
    if not obj.many:
        state.write(ref, replace(obj, entries={**obj.entries, Const(str, name): marked}))
    return marked


def _is_method(value: Value) -> bool:
    return all(isinstance(atom, Bound | Function) for atom in value.atoms)


def _given_out(machine: Machine, ref: Ref, obj: Obj, value: Value, state: State, node: Node) -> Value:
    """An attribute of a class, as its object or the class itself gives it out."""
    parts: list[Value] = []
    for atom in value.atoms:
        match atom:
            case Function() if obj.kind != "class":
                parts.append(of(Bound(of(ref), atom)))
            case Descriptor("property", function) if obj.kind != "class":
                parts.append(machine.call(function, Args((of(ref),)), state, node))
            case Descriptor("staticmethod", function):
                parts.append(function)
            case Descriptor("classmethod", function):
                owner = of(ref) if obj.kind == "class" else obj.cls
                parts.extend(of(Bound(owner, each)) for each in function.atoms if isinstance(each, Function))
            case _:
                parts.append(of(atom))
    if value.unknown:
        parts.append(replace(value.plain, atoms=frozenset()))
    return join_all(parts)


def family(home: Value, state: State) -> Iterator[tuple[Ref, Obj]]:
    """The class and its bases, as far as the file defines them, in the order of Python's look-up."""
    waiting = [home]
    seen: set[Ref] = set()
    while waiting:
        for ref, obj in state.objects(waiting.pop(0), "class"):
            if ref not in seen:
                seen.add(ref)
                yield ref, obj
                waiting[:0] = obj.items


def looked_up(home: Value, name: str, state: State, *, after: Ref | None = None) -> list[Value]:
    """The attribute of the first class that has it; ``after`` begins behind that class, as ``super()`` does."""
    passed = after is None
    for ref, obj in family(home, state):
        if passed and Const(str, name) in obj.entries:
            return [obj.entries[Const(str, name)]]
        passed = passed or ref == after
    return []


def is_open(home: Value, state: State) -> bool:
    """Whether a base is defined elsewhere, or unknown."""
    if home.unknown or home.only is None:
        return True
    bases = [base for _, obj in family(home, state) for base in obj.items]
    return any(base.unknown or any(_is_foreign(atom, state) for atom in base.atoms) for base in bases)


def _is_foreign(atom: Atom, state: State) -> bool:
    if isinstance(atom, Ref):
        return state.object(atom).kind != "class"
    return not isinstance(atom, External) or atom.name not in _PLAIN_BASES


def method_of(obj: Obj, name: str, state: State) -> Function | None:
    """The method of an object of the file's own class."""
    if obj.kind != "instance":
        return None
    for value in looked_up(obj.cls, name, state):
        atom = value.only
        if isinstance(atom, Function):
            return atom
    return None


def bound(ref: Ref, method: Function) -> Value:
    return of(Bound(of(ref), method))


def member(obj: Obj, key: Value) -> Value:
    """``Color["RED"]`` of an enumeration, by constant name or any."""
    name = key_of(key)
    if name is not None and name in obj.entries:
        return obj.entries[name]
    return join(join_all(value for value in obj.entries.values() if value.refs), UNKNOWN)


def store(machine: Machine, receiver: Value, name: str, value: Value, state: State, node: Node) -> None:
    """``receiver.name = value``."""
    slot = Const(str, name)
    for atom in receiver.atoms:
        if isinstance(atom, External):
            mark_external(External(f"{atom.name}.{name}"), value, state)
        elif isinstance(atom, Ref):
            obj = state.object(atom)
            if obj.kind == "pool":
                put_anywhere(atom, value, state)
                continue
            if _by_property(machine, atom, obj, name, value, state, node):
                continue
            weak = obj.many or (receiver.only != atom and not (receiver.unknown and len(receiver.atoms) == 1))
            changed = obj.blurred(value) if obj.kind in BUILT_IN else _set(obj, slot, value)
            state.write(atom, join_objects(obj, changed) if weak else changed)
    if receiver.unknown and not receiver.refs and taint_of(state, value) & ~receiver.taint:
        machine.lost()


def _set(obj: Obj, slot: Const, value: Value) -> Obj:
    return replace(obj, entries={**obj.entries, slot: value}, maybe=obj.maybe - {slot})


def _by_property(machine: Machine, ref: Ref, obj: Obj, name: str, value: Value, state: State, node: Node) -> bool:
    """Whether a ``@name.setter`` took the value."""
    if obj.kind != "instance":
        return False
    found = [atom for held in looked_up(obj.cls, name, state) for atom in held.atoms if isinstance(atom, Descriptor)]
    if not found:
        return False
    setters = looked_up(obj.cls, f"{name}.setter", state)
    if not setters:
        raise GaveUp("a property without a setter is set")
    for setter in setters:
        machine.call(setter, Args((of(ref), value)), state, node)
    return True

"""Attributes: ``object.name`` read and set, of objects, of classes and of other modules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workers.taint import validators
from workers.taint.heap import Obj, State, join_objects, put_anywhere
from workers.taint.lattice import NOTHING, UNKNOWN, join, join_all, of
from workers.taint.machine import Site
from workers.taint.values import Args, Atom, Bound, Const, Descriptor, External, Function, GaveUp, Ref, Text, Value

EXTERNALS = "external"
"""The scope of values that were put into objects of other modules."""
BUILT_IN = frozenset(("list", "tuple", "set", "dict", "iterator", "pattern"))
_PLAIN_BASES = frozenset("builtins.object typing.Generic typing.Protocol abc.ABC".split())
UNFOLLOWED = frozenset(
    "__getattr__ __getattribute__ __setattr__ __get__ __set__ __new__ __init_subclass__ __class_getitem__".split()
)
"""Methods by which a class changes what a dot means."""


def read(site: Site, receiver: Value, name: str) -> Value:
    """``receiver.name``."""
    found = [_of_atom(site, atom, receiver, name) for atom in receiver.atoms]
    if receiver.unknown and (receiver.taint or not any(True for _ in site.state.objects(receiver, "opaque", "pool"))):
        found.append(_method_of_unknown(receiver, name))
    return join_all(found) if found else UNKNOWN


def _method_of_unknown(receiver: Value, name: str) -> Value:
    whole = replace(receiver.plain, symbol=receiver.symbol)
    return Value(frozenset((Bound(whole, name),)), unknown=True, taint=receiver.taint)


def _of_atom(site: Site, atom: Atom, receiver: Value, name: str) -> Value:
    match atom:
        case Const() | Text():
            symbol = receiver.symbol if receiver.only == atom else 0
            return of(Bound(Value(frozenset((atom,)), symbol=symbol), name))
        case External(prefix):
            return of_external(site, External(f"{prefix}.{name}"))
        case Ref():
            return of_object(site, atom, receiver, name)
        case Descriptor("super"):
            return method_of_super(site, atom, name)
        case Function() | Bound() | Descriptor():
            return site.unknown(taint=site.taint(of(atom)))


def of_external(site: Site, name: External) -> Value:
    """What another module defines, unless something was put there."""
    held = [value for key, value in site.state.names.items() if key[0] == EXTERNALS and _overlap(key[1], name.name)]
    taint = site.taint(*held)
    return site.unknown(taint=taint) if taint else of(name)


def _overlap(stored: str, name: str) -> bool:
    return name == stored or name.startswith(f"{stored}.") or stored.startswith(f"{name}.")


def mark_external(atom: External, value: Value, state: State) -> None:
    """Something was put into an object of another module."""
    key = (EXTERNALS, atom.name)
    state.names[key] = join(state.names.get(key, NOTHING), value.plain)


def of_object(site: Site, ref: Ref, receiver: Value, name: str) -> Value:
    obj = site.object(ref)
    slot = Const(str, name)
    if obj.kind in BUILT_IN:
        return of(Bound(of(ref), name))
    if obj.kind == "url":
        return validators.part_of_url(ref, obj, name, site.state)
    if obj.kind == "pool":
        return Value(frozenset((ref, Bound(of(ref), name))), unknown=True, taint=site.taint(of(ref)))
    if slot in obj.entries and slot not in obj.maybe and obj.kind != "class":
        return _with_symbol(site, ref, obj, slot, receiver)
    found = _of_class(site, ref, obj, name)
    if slot in obj.entries and obj.kind != "class":
        found = join(found, obj.entries[slot])
    return found


def _with_symbol(site: Site, ref: Ref, obj: Obj, slot: Const, receiver: Value) -> Value:
    value = obj.entries[slot]
    if (receiver.only != ref and not (receiver.unknown and len(receiver.atoms) == 1)) or obj.many:
        return value
    marked = site.symbol(value, "attribute")
    if marked is not value:
        site.write(ref, replace(obj, entries={**obj.entries, slot: marked}))
    return marked


def _of_class(site: Site, ref: Ref, obj: Obj, name: str) -> Value:
    """A method of the class, an attribute that all its objects share, or what is not known."""
    home = of(ref) if obj.kind == "class" else obj.cls
    held = [_given_out(site, ref, obj, value) for value in looked_up(home, name, site.state)]
    if held and (obj.kind == "class" or obj.rest == NOTHING or all(_is_method(value) for value in held)):
        return join_all(held)
    if obj.kind == "opaque" or obj.rest != NOTHING or is_open(home, site.state):
        return join_all((*held, _anything(site, ref, obj, name)))
    if name in ("__class__", "__dict__"):
        raise GaveUp(f"the attribute {name}")
    return join_all(held) if held else site.unknown(taint=site.taint(of(ref)))


def _anything(site: Site, ref: Ref, obj: Obj, name: str) -> Value:
    """An attribute that this code never set: unknown, but the same value each time it is read."""
    taint = site.taint(obj.rest)
    value = Value(frozenset((ref, Bound(of(ref), name))), unknown=True, taint=taint)
    marked = site.symbol(value, "attribute")
    if not obj.many:
        site.write(ref, replace(obj, entries={**obj.entries, Const(str, name): marked}))
    return marked


def _is_method(value: Value) -> bool:
    return all(isinstance(atom, Bound | Function) for atom in value.atoms)


def _given_out(site: Site, ref: Ref, obj: Obj, value: Value) -> Value:
    """An attribute of a class as it is read from an object, e.g. a function as a bound method, or from the class."""
    parts: list[Value] = []
    for atom in value.atoms:
        match atom:
            case Function() if obj.kind != "class":
                parts.append(of(Bound(of(ref), atom)))
            case Descriptor("property", function) if obj.kind != "class":
                parts.append(site.call(function, Args((of(ref),))))
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


def store(site: Site, receiver: Value, name: str, value: Value) -> None:
    """``receiver.name = value``."""
    slot = Const(str, name)
    for atom in receiver.atoms:
        if isinstance(atom, External):
            mark_external(External(f"{atom.name}.{name}"), value, site.state)
        elif isinstance(atom, Ref):
            obj = site.object(atom)
            if obj.kind == "pool":
                put_anywhere(atom, value, site.state)
                continue
            if _by_property(site, atom, obj, name, value):
                continue
            weak = obj.many or (receiver.only != atom and not (receiver.unknown and len(receiver.atoms) == 1))
            changed = obj.blurred(value) if obj.kind in BUILT_IN else _set(obj, slot, value)
            site.write(atom, join_objects(obj, changed) if weak else changed)
    if receiver.unknown and not receiver.refs and site.taint(value) & ~receiver.taint:
        site.machine.lost()


def _set(obj: Obj, slot: Const, value: Value) -> Obj:
    return replace(obj, entries={**obj.entries, slot: value}, maybe=obj.maybe - {slot})


def _by_property(site: Site, ref: Ref, obj: Obj, name: str, value: Value) -> bool:
    """Whether a ``@name.setter`` took the value."""
    if obj.kind != "instance":
        return False
    found = [
        atom for held in looked_up(obj.cls, name, site.state) for atom in held.atoms if isinstance(atom, Descriptor)
    ]
    if not found:
        return False
    setters = looked_up(obj.cls, f"{name}.setter", site.state)
    if not setters:
        raise GaveUp("a property without a setter is set")
    for setter in setters:
        site.call(setter, Args((of(ref), value)))
    return True


def method_of_super(site: Site, descriptor: Descriptor, name: str) -> Value:
    """``super().name``, with the object that the current method has."""
    owner = next(atom for atom in descriptor.function.atoms if isinstance(atom, Ref))
    first = next(str(atom.value) for atom in descriptor.function.atoms if isinstance(atom, Const))
    receiver = site.state.name((site.machine.frame.scope, first)) or UNKNOWN
    found: list[Value] = []
    for _, obj in site.state.objects(receiver, "instance"):
        for value in looked_up(obj.cls, name, site.state, after=owner):
            found.extend(of(Bound(receiver, atom)) for atom in value.atoms if isinstance(atom, Function))
    if found:
        return join_all(found)
    known = all(not is_open(obj.cls, site.state) for _, obj in site.state.objects(receiver, "instance"))
    if name == "__init__" and known:
        return of(External("builtins.print"))
    return of(Bound(receiver, f"super.{name}"))

"""What stands in brackets: elements of sequences, values of dictionaries, slices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tree_sitter import Node

from workers.taint import attributes, strings
from workers.taint.heap import Obj, State, join_objects, put_anywhere
from workers.taint.lattice import NOTHING, UNKNOWN, const, join, join_all, of, shallow
from workers.taint.machine import Site, key_of
from workers.taint.values import Args, Atom, Const, External, GaveUp, Ref, Text, Value

SEQUENCES = ("list", "tuple")
_MOST_ITEMS = 100


def load(site: Site, container: Value, subscripts: Sequence[Node]) -> Value:
    """``container[…]``."""
    if len(subscripts) == 1 and subscripts[0].type == "slice":
        return _sliced(site, container, subscripts[0])
    keys = [site.evaluate(each) for each in subscripts]
    if len(keys) != 1:
        return site.derived(container)
    return load_key(site, container, keys[0])


def _sliced(site: Site, container: Value, bounds: Node) -> Value:
    """Any of the elements; the bounds are evaluated for what they do."""
    site.evaluate(bounds)
    parts = []
    for atom in container.atoms:
        obj = site.object(atom) if isinstance(atom, Ref) else None
        if isinstance(atom, Const | Text):
            parts.append(strings.some_text(taint=shallow((atom,))))
        elif obj is not None and obj.kind in SEQUENCES:
            parts.append(site.make(Obj(obj.kind, rest=join_all((*obj.items, obj.rest)).plain)))
        else:
            parts.append(site.derived(of(atom)))
    if container.unknown:
        parts.append(site.unknown(taint=container.taint, like=container))
    return join_all(parts)


def load_key(site: Site, container: Value, key: Value) -> Value:
    found = [_of_atom(site, atom, container, key) for atom in container.atoms]
    if container.unknown:
        found.append(site.unknown(taint=container.taint, like=container))
    return join_all(found) if found else UNKNOWN


def _of_atom(site: Site, atom: Atom, container: Value, key: Value) -> Value:
    match atom:
        case Const() | Text():
            return strings.some_text(taint=shallow((atom,)))
        case Ref():
            return _of_object(site, atom, container, key)
        case External():
            return attributes.of_external(site, atom)
    return site.unknown(taint=site.taint(of(atom)))


def _of_object(site: Site, ref: Ref, container: Value, key: Value) -> Value:
    obj = site.object(ref)
    if obj.kind in SEQUENCES or (obj.kind == "instance" and obj.items):
        return element(obj, key)
    if obj.kind in ("dict", "opaque"):
        marked = _entry(site, ref, obj, key)
        slot = slot_of(obj, key)
        if slot is not None and slot in obj.entries and container.only == ref:
            known = site.symbol(obj.entries[slot], "item")
            if known is not obj.entries[slot] and slot not in obj.maybe:
                site.write(ref, replace(site.object(ref), entries={**site.object(ref).entries, slot: known}))
                return known
        return marked
    method = attributes.method_of(obj, "__getitem__", site.state)
    if method is not None:
        return site.call(attributes.bound(ref, method), Args((key,)))
    return site.derived(of(ref))


def element(obj: Obj, key: Value) -> Value:
    """One element of a list or tuple."""
    known = key.constants
    if known is None or not all(isinstance(at, int) for at in known):
        return join_all((*obj.items, obj.rest))
    return join_all(_at(obj, at) for at in known if isinstance(at, int))


def _at(obj: Obj, at: int) -> Value:
    if 0 <= at < len(obj.items):
        return obj.items[at]
    if at >= 0:
        return obj.rest
    if obj.rest == NOTHING and -at <= len(obj.items):
        return obj.items[at]
    return join_all((*obj.items, obj.rest))


class _Item:
    """Marks what was stored in brackets in an object that is no dictionary: ``x["a"]`` is not ``x.a``."""


def slot_of(obj: Obj, key: Value) -> Const | None:
    """Where the object keeps the value of this key; ``None`` where the key is not known."""
    constant = key_of(key)
    if constant is None or constant.kind in (float, complex):
        return None
    if obj.kind == "dict":
        return Const(int, int(constant.value)) if isinstance(constant.value, bool) else constant  # {1: x}[True] is x
    return Const(_Item, constant.value)


def _entry(site: Site, ref: Ref, obj: Obj, key: Value) -> Value:
    known = key.constants
    if known is None:
        value = join_all((*obj.entries.values(), obj.rest))
        return value if value != NOTHING else UNKNOWN
    return join_all(_entry_of(site, ref, obj, slot_of(obj, const(each))) for each in known)


def _entry_of(site: Site, ref: Ref, obj: Obj, slot: Const | None) -> Value:
    held = obj.entries.get(slot, NOTHING) if slot is not None else NOTHING
    if held != NOTHING and slot not in obj.maybe:
        return held
    if obj.kind == "opaque":  # what is put into the answer may be put into the object, e.g. of a ``defaultdict``
        return join(held, Value(frozenset((ref,)), unknown=True, taint=site.taint(obj.rest)))
    found = join(held, obj.rest)
    return found if found != NOTHING else UNKNOWN


def store(site: Site, container: Value, key: Value, value: Value) -> None:
    """``container[key] = value``."""
    value = value.plain if value.refs else value
    for atom in container.atoms:
        if isinstance(atom, Ref):
            obj = site.object(atom)
            if obj.kind == "pool":
                put_anywhere(atom, join(value, key).plain, site.state)
                continue
            changed = _stored(obj, key, value)
            weak = obj.many or container.only != atom
            site.write(atom, join_objects(obj, changed) if weak else changed)
        elif isinstance(atom, External):
            attributes.mark_external(atom, value, site.state)
    if container.unknown and not container.refs and site.taint(value) & ~container.taint:
        site.machine.lost()


def _stored(obj: Obj, key: Value, value: Value) -> Obj:
    if obj.kind in SEQUENCES:
        at = key_of(key)
        if (
            at is not None
            and isinstance(at.value, int)
            and obj.rest == NOTHING
            and -len(obj.items) <= at.value < len(obj.items)
        ):
            items = list(obj.items)
            items[at.value] = value
            return replace(obj, items=tuple(items))
        return obj.blurred(value)
    slot = slot_of(obj, key)
    if obj.kind not in ("dict", "opaque"):
        return obj.blurred(join(value, key))
    if slot is None:
        changed = obj.blurred(value)
        return replace(changed, maybe=obj.maybe, keys=join(obj.keys, key.plain))
    return put(obj, slot, value)


def put(obj: Obj, slot: Const, value: Value) -> Obj:
    """Raises :class:`GaveUp`."""
    if len(obj.entries) > 3 * _MOST_ITEMS:
        raise GaveUp("a table that grows")
    return replace(obj, entries={**obj.entries, slot: value}, maybe=obj.maybe - {slot})


def delete(container: Value, key: Value, state: State) -> None:
    """``del container[key]``."""
    for ref, obj in list(state.objects(container)):
        if obj.kind == "pool":
            put_anywhere(ref, UNKNOWN, state)
            continue
        if obj.kind in SEQUENCES:
            changed = without(obj, key)
        elif obj.kind in ("dict", "opaque"):
            slot = slot_of(obj, key)
            changed = (
                replace(obj, entries={each: value for each, value in obj.entries.items() if each != slot})
                if slot is not None
                else replace(obj, maybe=frozenset(obj.entries))
            )
        else:
            changed = obj.blurred(UNKNOWN)
        weak = obj.many or container.only != ref
        state.write(ref, join_objects(obj, changed) if weak else changed)


def without(obj: Obj, key: Value) -> Obj:
    """A sequence after one element went."""
    at = key_of(key)
    size = len(obj.items)
    if at is not None and isinstance(at.value, int):
        position = at.value
        if 0 <= position < size or (obj.rest == NOTHING and -size <= position < 0):
            items = list(obj.items)
            del items[position]
            return replace(obj, items=tuple(items))
        if position == -1 and size:
            return replace(obj, items=obj.items[:-1], rest=join(obj.rest, obj.items[-1]))
    return replace(obj, items=(), rest=join_all((*obj.items, obj.rest)))


def appended(obj: Obj, value: Value, state: State) -> Obj:
    """With one element more."""
    if obj.kind == "set" and any(value.only == each.only is not None for each in obj.items):
        return obj
    if obj.rest == NOTHING and len(obj.items) < _MOST_ITEMS:
        return replace(obj, items=(*obj.items, state.resolved(value)))
    return replace(obj, rest=join(obj.rest, value.plain))


def extended(site: Site, obj: Obj, more: Value) -> Obj:
    """With every element of ``more``."""
    known, rest = site.iterate(more)
    for value in known:
        obj = appended(obj, value, site.state)
    return obj if rest == NOTHING else replace(obj, rest=join(obj.rest, rest.plain))


def update(site: Site, target: Value, source: Value) -> None:
    """``target.update(source)``."""
    for atom in source.atoms:
        obj = site.object(atom) if isinstance(atom, Ref) else None
        if obj is not None and obj.kind == "dict":
            for key, value in obj.entries.items():
                certain = key not in obj.maybe and source.only == atom
                store(site, target if certain else replace(target, unknown=True), of(key), value)
            if obj.rest != NOTHING:
                store(site, target, join(obj.keys, UNKNOWN), obj.rest)
        else:
            pair = site.any_element(of(atom))
            store(site, target, UNKNOWN, site.any_element(pair))
    if source.unknown:
        store(
            site, target, Value(unknown=True, taint=source.taint), Value(source.refs, unknown=True, taint=source.taint)
        )

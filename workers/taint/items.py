"""What stands in brackets: elements of sequences, values of dictionaries, slices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workers.taint import attributes, constants, loops, parsers, texts
from workers.taint.constants import NoAnswer
from workers.taint.domain import (
    NOTHING,
    UNKNOWN,
    Args,
    Atom,
    Const,
    External,
    GaveUp,
    Obj,
    Ref,
    Text,
    Value,
    const,
    join,
    join_all,
    join_objects,
    of,
)
from workers.taint.run import Run, key_of
from workers.taint.state import State, put_anywhere, taint_of

if TYPE_CHECKING:
    from tree_sitter import Node

SEQUENCES = ("list", "tuple")
_MOST_ITEMS = 100


def load(run: Run, container: Value, subscripts: Sequence[Node], state: State, node: Node) -> Value:
    """``container[…]``."""
    if len(subscripts) == 1 and subscripts[0].type == "slice":
        return _sliced(run, container, _bounds(run, subscripts[0], state), state, node)
    keys = [run.evaluate(each, state) for each in subscripts]
    if len(keys) != 1:
        return run.unknown(state, node, taint=taint_of(state, container), like=container)
    return load_key(run, container, keys[0], state, node)


def load_key(run: Run, container: Value, key: Value, state: State, node: Node) -> Value:
    found = [_of_atom(run, atom, container, key, state, node) for atom in container.atoms]
    if container.unknown:
        found.append(run.unknown(state, node, taint=container.taint, like=container))
    return join_all(found) if found else UNKNOWN


def _of_atom(run: Run, atom: Atom, container: Value, key: Value, state: State, node: Node) -> Value:
    match atom:
        case Const(_, constant):
            return _indexed(constant, key)
        case Text():
            index = key_of(key)
            at = index.value if index is not None and isinstance(index.value, int) else None
            exact = texts.sliced(atom, at, at + 1 or None) if at is not None else None
            return exact or texts.some_text(taint=atom.taint)
        case Ref():
            return _of_object(run, atom, container, key, state, node)
        case External():
            return attributes.of_external(run, atom, state, node)
    return run.unknown(state, node, taint=taint_of(state, of(atom)))


def _indexed(constant: object, key: Value) -> Value:
    known = key.constants
    try:
        if known is not None and isinstance(constant, str | bytes):
            return join_all(const(constants.apply(lambda each, at: each[at], constant, at)) for at in known)
    except NoAnswer:
        return NOTHING if len(known or ()) == 1 else UNKNOWN
    return texts.some_text()


def _of_object(run: Run, ref: Ref, container: Value, key: Value, state: State, node: Node) -> Value:
    made = state.object(ref)
    if made.kind in SEQUENCES or (made.kind == "instance" and made.items):
        return element(made, key)
    if made.kind in ("dict", "section", "opaque"):
        marked = _entry(run, made, key, state, node)
        slot = slot_of(made, key)
        if slot is not None and slot in made.entries and container.only == ref:
            known = run.symbol(made.entries[slot], node, "item")
            if known is not made.entries[slot] and slot not in made.maybe:
                state.write(ref, replace(state.object(ref), entries={**state.object(ref).entries, slot: known}))
                return known
        return marked
    if made.kind == "parser":
        return parsers.section_of(run, ref, key, state, node)
    if made.kind == "class":
        return attributes.member(made, key)
    method = attributes.method_of(made, "__getitem__", state)
    if method is not None:
        return run.call(attributes.bound(ref, method), Args((key,)), state, node)
    return run.unknown(state, node, taint=taint_of(state, of(ref)), like=of(ref))


def element(made: Obj, key: Value) -> Value:
    """One element of a list or tuple."""
    known = key.constants
    if known is None or not all(isinstance(at, int) for at in known):
        return join_all((*made.items, made.rest))
    return join_all(_at(made, at) for at in known if isinstance(at, int))


def _at(made: Obj, at: int) -> Value:
    if 0 <= at < len(made.items):
        return made.items[at]
    if at >= 0:
        return made.rest
    if made.rest == NOTHING and -at <= len(made.items):
        return made.items[at]
    return join_all((*made.items, made.rest))


class _Item:
    """Marks what was stored in brackets in an object that is no dictionary: ``x["a"]`` is not ``x.a``."""


def slot_of(made: Obj, key: Value) -> Const | None:
    """Where the object keeps the value of this key; ``None`` where the key is not known."""
    constant = key_of(key)
    if constant is None or constant.kind in (float, complex):
        return None
    if made.kind == "dict":
        return Const(int, int(constant.value)) if isinstance(constant.value, bool) else constant  # {1: x}[True] is x
    if made.kind == "section":
        return Const(str, str(constant.value).lower())
    return Const(_Item, constant.value)


def _entry(run: Run, made: Obj, key: Value, state: State, node: Node) -> Value:
    known = key.constants
    if known is None:
        value = join_all((*made.entries.values(), made.rest))
        return value if value != NOTHING else UNKNOWN
    return join_all(_entry_of(run, made, slot_of(made, const(each)), state, node) for each in known)


def _entry_of(run: Run, made: Obj, slot: Const | None, state: State, node: Node) -> Value:
    held = made.entries.get(slot, NOTHING) if slot is not None else NOTHING
    if held != NOTHING and slot not in made.maybe:
        return parsers.interpolated(made, held, state) if made.kind == "section" else held
    absent = made.rest
    if made.kind == "dict" and made.cls != NOTHING:
        absent = join(absent, run.call(made.cls, Args(), state, node))
    found = join(held, absent)
    if made.kind == "section":
        return parsers.default(made, slot, found, state)
    if made.kind == "opaque":
        return join(held, run.unknown(state, node, taint=taint_of(state, made.rest), like=made.rest))
    return found if found != NOTHING else UNKNOWN


def store(run: Run, container: Value, key: Value, value: Value, state: State, node: Node) -> None:
    """``container[key] = value``."""
    value = value.plain if value.refs else value
    for atom in container.atoms:
        if isinstance(atom, Ref):
            made = state.object(atom)
            if made.kind == "pool":
                put_anywhere(atom, join(value, key).plain, state)
                continue
            changed = _stored(run, atom, made, key, value, state, node)
            weak = made.many or container.only != atom
            state.write(atom, join_objects(made, changed) if weak else changed)
        elif isinstance(atom, External):
            attributes.mark_external(atom, value, state)
    if container.unknown and not container.refs and taint_of(state, value) & ~container.taint:
        run.lost()


def _stored(run: Run, ref: Ref, made: Obj, key: Value, value: Value, state: State, node: Node) -> Obj:
    if made.kind in SEQUENCES:
        at = key_of(key)
        if (
            at is not None
            and isinstance(at.value, int)
            and made.rest == NOTHING
            and -len(made.items) <= at.value < len(made.items)
        ):
            items = list(made.items)
            items[at.value] = value
            return replace(made, items=tuple(items))
        return made.blurred(value)
    if made.kind == "parser":
        value = parsers.section(run, of(ref), value, state, node)
    slot = slot_of(made, key) if made.kind != "parser" else key_of(key)
    if made.kind not in ("dict", "section", "opaque", "parser"):
        return made.blurred(join(value, key))
    if slot is None:
        changed = made.blurred(value)
        return replace(changed, maybe=made.maybe, keys=join(made.keys, key.plain))
    return put(made, slot, value)


def put(made: Obj, slot: Const, value: Value) -> Obj:
    """Raises :class:`GaveUp`."""
    if len(made.entries) > 3 * _MOST_ITEMS:
        raise GaveUp("a table that grows")
    return replace(made, entries={**made.entries, slot: value}, maybe=made.maybe - {slot})


def delete(container: Value, key: Value, state: State) -> None:
    """``del container[key]``."""
    for ref, made in list(state.objects(container)):
        if made.kind == "pool":
            put_anywhere(ref, UNKNOWN, state)
            continue
        if made.kind in SEQUENCES:
            changed = without(made, key)
        elif made.kind in ("dict", "section", "opaque", "parser"):
            slot = key_of(key) if made.kind == "parser" else slot_of(made, key)
            changed = (
                replace(made, entries={each: value for each, value in made.entries.items() if each != slot})
                if slot is not None
                else replace(made, maybe=frozenset(made.entries))
            )
        else:
            changed = made.blurred(UNKNOWN)
        weak = made.many or container.only != ref
        state.write(ref, join_objects(made, changed) if weak else changed)


def without(made: Obj, key: Value) -> Obj:
    """A sequence after one element went."""
    at = key_of(key)
    size = len(made.items)
    if at is not None and isinstance(at.value, int):
        position = at.value
        if 0 <= position < size or (made.rest == NOTHING and -size <= position < 0):
            items = list(made.items)
            del items[position]
            return replace(made, items=tuple(items))
        if position == -1 and size:
            return replace(made, items=made.items[:-1], rest=join(made.rest, made.items[-1]))
    return replace(made, items=(), rest=join_all((*made.items, made.rest)))


def appended(made: Obj, value: Value, state: State) -> Obj:
    """With one element more."""
    if made.kind == "set" and any(value.only == each.only is not None for each in made.items):
        return made
    if made.rest == NOTHING and len(made.items) < _MOST_ITEMS:
        return replace(made, items=(*made.items, state.resolved(value)))
    return replace(made, rest=join(made.rest, value.plain))


def extended(run: Run, made: Obj, more: Value, state: State, node: Node) -> Obj:
    """With every element of ``more``."""
    known, rest = loops.elements(run, more, state, node)
    for value in known:
        made = appended(made, value, state)
    return made if rest == NOTHING else replace(made, rest=join(made.rest, rest.plain))


def update(run: Run, target: Value, source: Value, state: State, node: Node) -> None:
    """``target.update(source)``."""
    for atom in source.atoms:
        made = state.object(atom) if isinstance(atom, Ref) else None
        if made is not None and made.kind in ("dict", "section"):
            for key, value in made.entries.items():
                certain = key not in made.maybe and source.only == atom
                store(run, target if certain else replace(target, unknown=True), of(key), value, state, node)
            if made.rest != NOTHING:
                store(run, target, join(made.keys, UNKNOWN), made.rest, state, node)
        elif made is not None and made.kind in ("list", "tuple"):
            for pair in made.items:
                inner = state.single(pair, "tuple", "list")
                if inner is None or len(inner[1].items) != 2 or source.only != atom:
                    store(run, target, UNKNOWN, pair, state, node)
                else:
                    store(run, target, *inner[1].items, state, node)
            if made.rest != NOTHING:
                store(run, target, UNKNOWN, made.rest, state, node)
        else:
            store(
                run,
                target,
                UNKNOWN,
                run.unknown(state, node, taint=taint_of(state, of(atom)), like=of(atom)),
                state,
                node,
            )
    if source.unknown:
        store(
            run,
            target,
            Value(unknown=True, taint=source.taint),
            Value(source.refs, unknown=True, taint=source.taint),
            state,
            node,
        )


Bounds = tuple[int | None, int | None, int | None]


def _bounds(run: Run, node: Node, state: State) -> Bounds | None:
    """Start, stop and step of a slice; ``None`` where one of them is not known."""
    found: list[int | None] = [None, None, None]
    position = 0
    for child in node.children:
        if child.type == ":":
            position += 1
        elif child.is_named and child.type != "comment":
            known = key_of(run.evaluate(child, state))
            if known is None or (known.value is not None and not isinstance(known.value, int)):
                return None
            found[position] = known.value if isinstance(known.value, int) else None
    return found[0], found[1], found[2]


def _sliced(run: Run, container: Value, bounds: Bounds | None, state: State, node: Node) -> Value:
    parts: list[Value] = []
    for atom in container.atoms:
        made = state.object(atom) if isinstance(atom, Ref) else None
        if isinstance(atom, Const) and isinstance(atom.value, str | bytes):
            parts.append(_slice_of_constant(atom.value, bounds))
        elif isinstance(atom, Text):
            exact = texts.sliced(atom, bounds[0], bounds[1]) if bounds is not None and bounds[2] in (None, 1) else None
            parts.append(exact or texts.some_text(taint=atom.taint))
        elif made is not None and made.kind in SEQUENCES:
            parts.append(run.make(state, node, _slice_of_sequence(made, bounds)))
        else:
            parts.append(run.unknown(state, node, taint=taint_of(state, of(atom)), like=of(atom)))
    if container.unknown:
        parts.append(run.unknown(state, node, taint=container.taint, like=container))
    return join_all(parts)


def _slice_of_constant(constant: str | bytes, bounds: Bounds | None) -> Value:
    cut: Callable[[object], object] | None = (lambda each: each[slice(*bounds)]) if bounds is not None else None  # type: ignore[index]
    try:
        return const(constants.apply(cut, constant)) if cut is not None else texts.some_text()
    except NoAnswer:
        return texts.some_text()


def _slice_of_sequence(made: Obj, bounds: Bounds | None) -> Obj:
    if bounds is not None and made.rest == NOTHING:
        return Obj(made.kind, items=made.items[slice(*bounds)])
    if bounds is not None and bounds[2] in (None, 1) and (bounds[0] or 0) >= 0:
        start, stop, _ = bounds
        if stop is not None and 0 <= stop <= len(made.items):
            return Obj(made.kind, items=made.items[start:stop])
        if stop is None and (start or 0) <= len(made.items):
            return Obj(made.kind, items=made.items[start:], rest=made.rest)
    return Obj(made.kind, rest=join_all((*made.items, made.rest)))

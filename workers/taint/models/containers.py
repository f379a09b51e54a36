"""Methods of Python's own objects: texts, lists, sets, dictionaries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from workers.taint import attributes, calls, iteration, subscripts, truth
from workers.taint.heap import State, taint_of
from workers.taint.lattice import (
    BOOL,
    NONE,
    NOTHING,
    UNKNOWN,
    Args,
    Const,
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
from workers.taint.machine import Machine
from workers.taint.models import str_methods

if TYPE_CHECKING:
    from tree_sitter import Node

_FILLING = frozenset("append appendleft add insert extend extendleft update setdefault writelines".split())
"""Methods that everywhere put their arguments into their object."""
Method = Callable[[Machine, Ref, Args, State, "Node"], Value]


def call(machine: Machine, receiver: Value, name: str, args: Args, state: State, node: Node) -> Value:
    """``receiver.name(*args)`` of what is no object of the file's own classes."""
    atom = receiver.only
    if isinstance(atom, Const | Text):
        return str_methods.call(machine, atom, name, args, state, node)
    if isinstance(atom, Ref):
        return _of_object(machine, atom, name, args, state, node)
    if name in str_methods.TRUTHS:
        return BOOL
    changes = name not in str_methods.NAMES
    if changes and not receiver.refs and taint_of(state, *args.values) & ~receiver.taint:
        machine.lost()
    own = (receiver,) if changes else None
    return calls.not_followed(machine, (receiver, *args.values), state, node, changes=changes, given_out=own)


def _of_object(machine: Machine, ref: Ref, name: str, args: Args, state: State, node: Node) -> Value:
    obj = state.object(ref)
    known = _METHODS.get(obj.kind, {}).get(name)
    if known is None:
        inherited = attributes.method_of(obj, name, state)
        if inherited is not None:
            return calls.inlined(machine, inherited, args.after(of(ref)), state, node)
        own = None if name in str_methods.NAMES else (of(ref),)
        value = calls.not_followed(machine, (of(ref), *args.values), state, node, given_out=own)
        if name in _FILLING and obj.kind in ("opaque", "pool"):
            state.write(ref, state.object(ref).blurred(Value(unknown=True, taint=taint_of(state, *args.values))))
        return value
    if not args.exact:
        value = known(machine, ref, args, state.copy(), node)
        blur = Value(unknown=True, taint=taint_of(state, *args.values))
        state.write(ref, state.object(ref).blurred(join_all((blur, *args.values)).plain))
        return join_all((value, machine.unknown(state, node, taint=taint_of(state, of(ref)), like=of(ref))))
    value = known(machine, ref, args, state, node)
    if obj.many:
        state.write(ref, join_objects(obj, state.object(ref)))
    return value


def _append(_run: Machine, ref: Ref, args: Args, state: State, _node: Node) -> Value:
    state.write(ref, subscripts.appended(state.object(ref), args.get(0) or UNKNOWN, state))
    return NONE


def _extend(machine: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    for more in args.values:
        state.write(ref, subscripts.extended(machine, state.object(ref), more, state, node))
    return NONE


def _insert(_run: Machine, ref: Ref, args: Args, state: State, _node: Node) -> Value:
    obj, value = state.object(ref), args.get(1) or UNKNOWN
    at = (args.get(0) or UNKNOWN).constants
    if at is not None and len(at) == 1 and isinstance(at[0], int) and obj.rest == NOTHING:
        elements = list(obj.items)
        elements.insert(at[0], value)
        state.write(ref, replace(obj, items=tuple(elements)))
    else:
        state.write(ref, obj.blurred(value))
    return NONE


def _append_left(machine: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    obj = state.object(ref)
    state.write(ref, replace(obj, items=(args.get(0) or UNKNOWN, *obj.items)))
    del machine, node
    return NONE


def _pop_at(at: int) -> Method:
    def pop(_run: Machine, ref: Ref, args: Args, state: State, _node: Node) -> Value:
        obj, key = state.object(ref), args.get(0) or const(at)
        state.write(ref, subscripts.without(obj, key))
        value = subscripts.element(obj, key)
        return value if value != NOTHING else UNKNOWN

    return pop


def _remove(_run: Machine, ref: Ref, args: Args, state: State, _node: Node) -> Value:
    """The first element that is equal; where that is open, any may be gone."""
    obj, wanted = state.object(ref), args.get(0) or UNKNOWN
    for position, element in enumerate(obj.items):
        answer = truth.truth(truth.compare("==", element.plain, wanted.plain, state), state)
        if answer is True:
            state.write(ref, subscripts.without(obj, const(position)))
            return NONE
        if answer is None:
            kept = obj.items[:position]
            rest = join_all((*obj.items[position:], obj.rest))
            state.write(ref, replace(obj, items=kept, rest=rest.plain))
            return NONE
    return NONE


def _reverse(_run: Machine, ref: Ref, _args: Args, state: State, _node: Node) -> Value:
    obj = state.object(ref)
    if obj.rest == NOTHING:
        state.write(ref, replace(obj, items=obj.items[::-1]))
    else:
        state.write(ref, replace(obj, items=(), rest=join_all((*obj.items, obj.rest))))
    return NONE


def _shuffled(_run: Machine, ref: Ref, _args: Args, state: State, _node: Node) -> Value:
    state.write(ref, sorted_sequence(state.object(ref), descending=None))
    return NONE


def _extend_left(machine: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    _extend(machine, ref, args, state, node)
    return _shuffled(machine, ref, args, state, node)


def sorted_sequence(obj: Obj, *, descending: bool | None, keyed: bool = False) -> Obj:
    """A sequence in order; where that is not known, any element may be anywhere."""
    known = [each.constants for each in obj.items]
    if obj.rest == NOTHING and not keyed and descending is not None:
        single = [each[0] for each in known if each is not None and len(each) == 1]
        if len(single) == len(known) and (
            all(isinstance(each, str) for each in single) or all(type(each) is int for each in single)
        ):
            return replace(obj, items=tuple(const(each) for each in sorted(single, reverse=descending)))  # type: ignore[type-var]
    return replace(obj, items=(), rest=join_all((*obj.items, obj.rest)).plain)


def _sort(_run: Machine, ref: Ref, args: Args, state: State, _node: Node) -> Value:
    state.write(ref, sorted_sequence(state.object(ref), descending=False if not args.values else None))
    return NONE


def _clear(_run: Machine, ref: Ref, _args: Args, state: State, _node: Node) -> Value:
    obj = state.object(ref)
    state.write(ref, Obj(obj.kind, cls=obj.cls, many=obj.many))
    return NONE


def _copy(machine: Machine, ref: Ref, _args: Args, state: State, node: Node) -> Value:
    return machine.make(state, node, replace(state.object(ref), many=False))


def _number(_run: Machine, _ref: Ref, _args: Args, _state: State, _node: Node) -> Value:
    return UNKNOWN


def _index(_run: Machine, ref: Ref, args: Args, state: State, _node: Node) -> Value:
    for position, element in enumerate(state.object(ref).items):
        answer = truth.truth(truth.compare("==", element.plain, (args.get(0) or UNKNOWN).plain, state), state)
        if answer is True:
            return const(position)
        if answer is None:
            break
    return UNKNOWN


def _get(_run: Machine, ref: Ref, args: Args, state: State, _node: Node) -> Value:
    obj, key = state.object(ref), args.get(0) or UNKNOWN
    default = args.get(1) or NONE
    known = key.constants
    if known is None:
        return join_all((*obj.entries.values(), obj.rest, default))
    found = NOTHING
    for each in known:
        slot = subscripts.slot_of(obj, const(each))
        held = obj.entries.get(slot, NOTHING) if slot is not None else join_all(obj.entries.values())
        absent = slot not in obj.entries or slot in obj.maybe
        found = join_all((found, held, *((obj.rest, default) if absent else ())))
    return found if found != NOTHING else UNKNOWN


def _set_default(machine: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    obj, key = state.object(ref), args.get(0) or UNKNOWN
    default = args.get(1) or NONE
    slot = subscripts.slot_of(obj, key)
    if slot is not None and slot in obj.entries and slot not in obj.maybe:
        return obj.entries[slot]
    found = join(_get(machine, ref, Args((key, default)), state, node), default)
    if slot is not None:
        state.write(ref, subscripts.put(obj, slot, found))
    else:
        subscripts.store(machine, of(ref), key, default, state, node)
    return found


def _pop_key(machine: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    value = _get(machine, ref, args if len(args.positional) > 1 else Args((*args.positional[:1], UNKNOWN)), state, node)
    subscripts.delete(of(ref), args.get(0) or UNKNOWN, state)
    return value


def _pop_item(machine: Machine, ref: Ref, _args: Args, state: State, node: Node) -> Value:
    obj = state.object(ref)
    value = join_all(obj.contents)
    keys = join_all((*(of(key) for key in obj.entries), obj.keys))
    state.write(ref, replace(obj, maybe=frozenset(obj.entries)))
    return machine.make(state, node, Obj("tuple", items=(keys, value)))


def _update(machine: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    for source in args.positional:
        subscripts.update(machine, of(ref), source, state, node)
    for name, value in args.named:
        subscripts.store(machine, of(ref), const(name), value, state, node)
    return NONE


def _views(kind: str) -> Method:
    def view(machine: Machine, ref: Ref, _args: Args, state: State, node: Node) -> Value:
        obj = state.object(ref)
        keys = [of(key) for key in obj.entries]
        if obj.exact and not obj.many:
            pairs = list(zip(keys, obj.entries.values(), strict=True))
            rest = NOTHING
        else:
            pairs = []
            rest = Value(unknown=True)
            everything = join_all((*obj.entries.values(), obj.rest, NOTHING)), join_all((*keys, obj.keys))
            rest = _shown(
                machine,
                kind,
                everything[1] if everything[1] != NOTHING else UNKNOWN,
                everything[0],
                state,
                node,
                "rest",
            )
        known = tuple(
            _shown(machine, kind, key, value, state, node, number) for number, (key, value) in enumerate(pairs)
        )
        return machine.make(state, node, Obj("iterator", items=known, rest=rest, cls=of(ref)), "view")

    return view


def _shown(machine: Machine, kind: str, key: Value, value: Value, state: State, node: Node, tag: object) -> Value:
    if kind == "items":
        return machine.make(state, node, Obj("tuple", items=(key, value)), str(tag))
    return key if kind == "keys" else value


def _combined(machine: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    """``union`` and the like: elements of either, perhaps not all."""
    obj = state.object(ref)
    others = [iteration.any_element(machine, value, state, node) for value in args.values]
    return machine.make(state, node, Obj("set", rest=join_all((*obj.items, obj.rest, *others)).plain))


def _truth(_run: Machine, _ref: Ref, _args: Args, _state: State, _node: Node) -> Value:
    return BOOL


_LIST: Mapping[str, Method] = {
    "append": _append, "extend": _extend, "insert": _insert, "pop": _pop_at(-1), "remove": _remove,
    "reverse": _reverse, "sort": _sort, "clear": _clear, "copy": _copy, "count": _number, "index": _index,
    "appendleft": _append_left, "popleft": _pop_at(0), "extendleft": _extend_left, "rotate": _shuffled,
}  # fmt: skip
_SET: Mapping[str, Method] = {
    "add": _append, "update": _extend, "discard": _remove, "remove": _remove, "clear": _clear, "copy": _copy,
    "union": _combined, "difference": _combined, "intersection": _combined, "symmetric_difference": _combined,
    "issubset": _truth, "issuperset": _truth, "isdisjoint": _truth,
}  # fmt: skip
_DICT: Mapping[str, Method] = {
    "get": _get, "pop": _pop_key, "popitem": _pop_item, "setdefault": _set_default, "update": _update,
    "items": _views("items"), "keys": _views("keys"), "values": _views("values"), "clear": _clear, "copy": _copy,
}  # fmt: skip
_METHODS: Mapping[str, Mapping[str, Method]] = {
    "list": _LIST,
    "set": _SET,
    "dict": _DICT,
    "tuple": {"count": _number, "index": _index},
}

"""Lists, tuples, sets and dictionaries: how they are made, and their methods."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from workers.taint import subscripts, truth
from workers.taint.effects import Effect
from workers.taint.heap import Obj
from workers.taint.lattice import BOOL, NONE, NOTHING, UNKNOWN, Args, Ref, Value, const, join, join_all, of
from workers.taint.machine import Site

Method = Callable[[Site, Ref, Args], Value]
"""As :data:`~workers.taint.effects.Effect`, of one object."""


def _collection(kind: str) -> Effect:
    def collection(site: Site, args: Args) -> Value:
        obj = Obj(kind)
        source = args.get(0)
        if source is not None:
            obj = subscripts.extended(site, obj, source)
        if kind == "list" and args.get(1, "maxlen") is not None:
            obj = Obj(kind, rest=join_all((*obj.items, obj.rest)))
        return site.make(obj)

    return collection


def _dict(site: Site, args: Args) -> Value:
    created = site.make(Obj("dict"))
    for source in args.positional:
        subscripts.update(site, created, source)
    for name, value in args.named:
        subscripts.store(site, created, const(name), value)
    if args.more is not None:
        subscripts.store(site, created, UNKNOWN, args.more)
    return created


def _default_dict(site: Site, args: Args) -> Value:
    obj = _dict(site, replace(args, positional=args.positional[1:]))
    for ref, each in list(site.state.objects(obj)):
        site.write(ref, replace(each, cls=args.get(0) or NOTHING))
    return obj


def _from_keys(site: Site, args: Args) -> Value:
    created = site.make(Obj("dict"))
    known, rest = site.iterate(args.value(0))
    for key in (*known, *(() if rest == NOTHING else (rest,))):
        subscripts.store(site, created, key, args.get(1) or NONE)
    return created


def _append(site: Site, ref: Ref, args: Args) -> Value:
    site.write(ref, subscripts.appended(site.object(ref), args.value(0), site.state))
    return NONE


def _extend(site: Site, ref: Ref, args: Args) -> Value:
    for more in args.values:
        site.write(ref, subscripts.extended(site, site.object(ref), more))
    return NONE


def _insert(site: Site, ref: Ref, args: Args) -> Value:
    obj, value = site.object(ref), args.value(1)
    at = args.value(0).constants
    if at is not None and len(at) == 1 and isinstance(at[0], int) and obj.rest == NOTHING:
        elements = list(obj.items)
        elements.insert(at[0], value)
        site.write(ref, replace(obj, items=tuple(elements)))
    else:
        site.write(ref, obj.blurred(value))
    return NONE


def _append_left(site: Site, ref: Ref, args: Args) -> Value:
    obj = site.object(ref)
    site.write(ref, replace(obj, items=(args.value(0), *obj.items)))
    return NONE


def _pop_at(at: int) -> Method:
    def pop(site: Site, ref: Ref, args: Args) -> Value:
        obj, key = site.object(ref), args.get(0) or const(at)
        site.write(ref, subscripts.without(obj, key))
        value = subscripts.element(obj, key)
        return value if value != NOTHING else UNKNOWN

    return pop


def _remove(site: Site, ref: Ref, args: Args) -> Value:
    """The first element that is equal; where that is open, any may be gone."""
    obj, wanted = site.object(ref), args.value(0)
    for position, element in enumerate(obj.items):
        answer = truth.truth(truth.compare("==", element.plain, wanted.plain, site.state), site.state)
        if answer is True:
            site.write(ref, subscripts.without(obj, const(position)))
            return NONE
        if answer is None:
            kept = obj.items[:position]
            rest = join_all((*obj.items[position:], obj.rest))
            site.write(ref, replace(obj, items=kept, rest=rest.plain))
            return NONE
    return NONE


def _reverse(site: Site, ref: Ref, _args: Args) -> Value:
    obj = site.object(ref)
    if obj.rest == NOTHING:
        site.write(ref, replace(obj, items=obj.items[::-1]))
    else:
        site.write(ref, replace(obj, items=(), rest=join_all((*obj.items, obj.rest))))
    return NONE


def _shuffled(site: Site, ref: Ref, _args: Args) -> Value:
    site.write(ref, subscripts.sorted_sequence(site.object(ref), descending=None))
    return NONE


def _extend_left(site: Site, ref: Ref, args: Args) -> Value:
    _extend(site, ref, args)
    return _shuffled(site, ref, args)


def _sort(site: Site, ref: Ref, args: Args) -> Value:
    site.write(ref, subscripts.sorted_sequence(site.object(ref), descending=False if not args.values else None))
    return NONE


def _clear(site: Site, ref: Ref, _args: Args) -> Value:
    obj = site.object(ref)
    site.write(ref, Obj(obj.kind, cls=obj.cls, many=obj.many))
    return NONE


def _copy(site: Site, ref: Ref, _args: Args) -> Value:
    return site.make(replace(site.object(ref), many=False))


def _index(site: Site, ref: Ref, args: Args) -> Value:
    for position, element in enumerate(site.object(ref).items):
        answer = truth.truth(truth.compare("==", element.plain, args.value(0).plain, site.state), site.state)
        if answer is True:
            return const(position)
        if answer is None:
            break
    return UNKNOWN


def _get(site: Site, ref: Ref, args: Args) -> Value:
    obj, key = site.object(ref), args.value(0)
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


def _set_default(site: Site, ref: Ref, args: Args) -> Value:
    obj, key = site.object(ref), args.value(0)
    default = args.get(1) or NONE
    slot = subscripts.slot_of(obj, key)
    if slot is not None and slot in obj.entries and slot not in obj.maybe:
        return obj.entries[slot]
    found = join(_get(site, ref, Args((key, default))), default)
    if slot is not None:
        site.write(ref, subscripts.put(obj, slot, found))
    else:
        subscripts.store(site, of(ref), key, default)
    return found


def _pop_key(site: Site, ref: Ref, args: Args) -> Value:
    value = _get(site, ref, args if len(args.positional) > 1 else Args((*args.positional[:1], UNKNOWN)))
    subscripts.delete(of(ref), args.value(0), site.state)
    return value


def _pop_item(site: Site, ref: Ref, _args: Args) -> Value:
    obj = site.object(ref)
    value = join_all(obj.contents)
    keys = join_all((*(of(key) for key in obj.entries), obj.keys))
    site.write(ref, replace(obj, maybe=frozenset(obj.entries)))
    return site.make(Obj("tuple", items=(keys, value)))


def _update(site: Site, ref: Ref, args: Args) -> Value:
    for source in args.positional:
        subscripts.update(site, of(ref), source)
    for name, value in args.named:
        subscripts.store(site, of(ref), const(name), value)
    return NONE


def _view(kind: str) -> Method:
    """``items``, ``keys`` or ``values`` of a dictionary."""

    def view(site: Site, ref: Ref, _args: Args) -> Value:
        obj = site.object(ref)
        keys = [of(key) for key in obj.entries]
        if obj.exact and not obj.many:
            pairs, rest = list(zip(keys, obj.entries.values(), strict=True)), NOTHING
        else:
            any_key, any_value = join_all((*keys, obj.keys)), join_all((*obj.entries.values(), obj.rest))
            pairs, rest = [], shown(site, any_key if any_key != NOTHING else UNKNOWN, any_value, "rest")
        known = tuple(shown(site, key, value, str(number)) for number, (key, value) in enumerate(pairs))
        return site.make(Obj("iterator", items=known, rest=rest, cls=of(ref)), "view")

    def shown(site: Site, key: Value, value: Value, tag: str) -> Value:
        if kind == "items":
            return site.make(Obj("tuple", items=(key, value)), tag)
        return key if kind == "keys" else value

    return view


def _combined(site: Site, ref: Ref, args: Args) -> Value:
    """``union`` and the like: elements of either, perhaps not all."""
    obj = site.object(ref)
    others = [site.any_element(value) for value in args.values]
    return site.make(Obj("set", rest=join_all((*obj.items, obj.rest, *others)).plain))


def _unknown(_site: Site, _ref: Ref, _args: Args) -> Value:
    return UNKNOWN


def _some_truth(_site: Site, _ref: Ref, _args: Args) -> Value:
    return BOOL


_LIST: Mapping[str, Method] = {
    "append": _append, "extend": _extend, "insert": _insert, "pop": _pop_at(-1), "remove": _remove,
    "reverse": _reverse, "sort": _sort, "clear": _clear, "copy": _copy, "count": _unknown, "index": _index,
    "appendleft": _append_left, "popleft": _pop_at(0), "extendleft": _extend_left, "rotate": _shuffled,
}  # fmt: skip
_SET: Mapping[str, Method] = {
    "add": _append, "update": _extend, "discard": _remove, "remove": _remove, "clear": _clear, "copy": _copy,
    "union": _combined, "difference": _combined, "intersection": _combined, "symmetric_difference": _combined,
    "issubset": _some_truth, "issuperset": _some_truth, "isdisjoint": _some_truth,
}  # fmt: skip
_DICT: Mapping[str, Method] = {
    "get": _get, "pop": _pop_key, "popitem": _pop_item, "setdefault": _set_default, "update": _update,
    "items": _view("items"), "keys": _view("keys"), "values": _view("values"), "clear": _clear, "copy": _copy,
}  # fmt: skip
METHODS: Mapping[str, Mapping[str, Method]] = {
    "list": _LIST,
    "set": _SET,
    "dict": _DICT,
    "tuple": {"count": _unknown, "index": _index},
}
"""By the kind of the object, then by name."""
CALLS: Mapping[str, Effect] = {
    "builtins.list": _collection("list"), "builtins.tuple": _collection("tuple"), "builtins.set": _collection("set"),
    "builtins.frozenset": _collection("set"), "collections.deque": _collection("list"), "builtins.dict": _dict,
    "collections.OrderedDict": _dict, "collections.defaultdict": _default_dict, "builtins.dict.fromkeys": _from_keys,
}  # fmt: skip

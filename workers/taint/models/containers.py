"""Lists, tuples, sets and dictionaries: how they are made, and their methods."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from workers.taint import subscripts
from workers.taint.effects import Effect
from workers.taint.heap import Obj
from workers.taint.lattice import NONE, NOTHING, UNKNOWN, const, join_all, of
from workers.taint.machine import Site
from workers.taint.values import Args, Ref, Value

Method = Callable[[Site, Ref, Args], Value]
"""As :data:`~workers.taint.effects.Effect`, of one object."""


def _collection(kind: str) -> Effect:
    def collection(site: Site, args: Args) -> Value:
        source = args.get(0)
        return site.make(Obj(kind) if source is None else subscripts.extended(site, Obj(kind), source))

    return collection


def _deque(site: Site, args: Args) -> Value:
    """A deque may have a ``maxlen``, so any element may have been dropped."""
    return site.make(Obj("list", rest=NOTHING if args.get(0) is None else site.any_element(args.value(0)).plain))


def _dict(site: Site, args: Args) -> Value:
    created = site.make(Obj("dict"))
    for source in args.positional:
        subscripts.update(site, created, source)
    for name, value in args.named:
        subscripts.store(site, created, const(name), value)
    if args.more is not None:
        subscripts.store(site, created, UNKNOWN, args.more)
    return created


def _append(site: Site, ref: Ref, args: Args) -> Value:
    site.write(ref, subscripts.appended(site.object(ref), args.value(0), site.state))
    return NONE


def _extend(site: Site, ref: Ref, args: Args) -> Value:
    for more in args.values:
        site.write(ref, subscripts.extended(site, site.object(ref), more))
    return NONE


def _pop_at(at: int) -> Method:
    def pop(site: Site, ref: Ref, args: Args) -> Value:
        obj, key = site.object(ref), args.get(0) or const(at)
        site.write(ref, subscripts.without(obj, key))
        value = subscripts.element(obj, key)
        return value if value != NOTHING else UNKNOWN

    return pop


def _rearrange(site: Site, ref: Ref, args: Args) -> Value:
    """Each argument may be anywhere afterwards, any element may be gone, and none keeps its place, e.g. ``sort()``."""
    obj = site.object(ref)
    elements = join_all((*obj.items, obj.rest, *args.values, *(site.any_element(each) for each in args.values)))
    site.write(ref, replace(obj, items=(), rest=elements.plain))
    return NONE


def _clear(site: Site, ref: Ref, _args: Args) -> Value:
    obj = site.object(ref)
    site.write(ref, Obj(obj.kind, cls=obj.cls, many=obj.many))
    return NONE


def _copy(site: Site, ref: Ref, _args: Args) -> Value:
    return site.make(replace(site.object(ref), many=False))


def _get(site: Site, ref: Ref, args: Args) -> Value:
    obj, default = site.object(ref), args.get(1) or NONE
    known = args.value(0).constants
    if known is None:
        return join_all((*obj.entries.values(), obj.rest, default))
    value = NOTHING
    for each in known:
        slot = subscripts.slot_of(obj, const(each))
        held = obj.entries.get(slot, NOTHING) if slot is not None else join_all(obj.entries.values())
        absent = slot not in obj.entries or slot in obj.maybe
        value = join_all((value, held, *((obj.rest, default) if absent else ())))
    return value if value != NOTHING else UNKNOWN


def _pop_key(site: Site, ref: Ref, args: Args) -> Value:
    value = _get(site, ref, args if len(args.positional) > 1 else Args((*args.positional[:1], UNKNOWN)))
    subscripts.delete(of(ref), args.value(0), site.state)
    return value


def _update(site: Site, ref: Ref, args: Args) -> Value:
    for source in args.positional:
        subscripts.update(site, of(ref), source)
    for name, value in args.named:
        subscripts.store(site, of(ref), const(name), value)
    return NONE


def _any_key(obj: Obj) -> Value:
    keys = join_all((*(of(key) for key in obj.entries), obj.keys))
    return keys if keys != NOTHING else UNKNOWN


def _view(kind: str) -> Method:
    """``items``, ``keys`` or ``values`` of a dictionary."""

    def view(site: Site, ref: Ref, _args: Args) -> Value:
        obj = site.object(ref)
        key, value = _any_key(obj), join_all((*obj.entries.values(), obj.rest)).plain
        element = {"keys": key, "values": value}.get(kind) or site.make(Obj("tuple", items=(key, value)), "item")
        return site.make(Obj("iterator", rest=element, cls=of(ref)), "view")

    return view


def _position(_site: Site, _ref: Ref, _args: Args) -> Value:
    return UNKNOWN


METHODS: Mapping[str, Mapping[str, Method]] = {
    "list": {
        "append": _append, "extend": _extend, "pop": _pop_at(-1), "popleft": _pop_at(0), "clear": _clear,
        "copy": _copy, "count": _position, "index": _position,
        **dict.fromkeys("insert remove reverse sort appendleft extendleft rotate".split(), _rearrange),
    },
    "tuple": {"count": _position, "index": _position},
    "set": {
        "add": _append, "update": _extend, "clear": _clear, "copy": _copy,
        **dict.fromkeys(("discard", "remove"), _rearrange),
    },
    "dict": {
        "get": _get, "pop": _pop_key, "update": _update,
        "items": _view("items"), "keys": _view("keys"), "values": _view("values"), "clear": _clear, "copy": _copy,
    },
}  # fmt: skip
"""By the kind of the object, then by name."""
CALLS: Mapping[str, Effect] = {
    "builtins.list": _collection("list"), "builtins.tuple": _collection("tuple"), "builtins.set": _collection("set"),
    "builtins.frozenset": _collection("set"), "collections.deque": _deque, "builtins.dict": _dict,
    "collections.OrderedDict": _dict,
}  # fmt: skip

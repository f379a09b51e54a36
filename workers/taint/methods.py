"""Methods of Python's own objects: texts, lists, sets, dictionaries, streams, parsers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from workers.taint import attributes, calls, items, loops, parsers, textcalls, texts, truth
from workers.taint.domain import (
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
from workers.taint.run import Run
from workers.taint.state import State, taint_of

if TYPE_CHECKING:
    from tree_sitter import Node

_FILLING = frozenset("append appendleft add insert extend extendleft update setdefault writelines".split())
"""Methods that everywhere put their arguments into their object."""
Method = Callable[[Run, Ref, Args, State, "Node"], Value]


def call(run: Run, receiver: Value, name: str, args: Args, state: State, node: Node) -> Value:
    """``receiver.name(*args)`` of what is no object of the file's own classes."""
    atom = receiver.only
    if isinstance(atom, Const | Text):
        return textcalls.call(run, atom, name, args, state, node)
    if isinstance(atom, Ref):
        return _of_object(run, atom, name, args, state, node)
    if name in textcalls.TRUTHS:
        return BOOL
    changes = name not in textcalls.NAMES
    if changes and not receiver.refs and taint_of(state, *args.values) & ~receiver.taint:
        run.lost()
    own = (receiver,) if changes else None
    return calls.not_followed(run, (receiver, *args.values), state, node, changes=changes, given_out=own)


def _of_object(run: Run, ref: Ref, name: str, args: Args, state: State, node: Node) -> Value:
    made = state.object(ref)
    if made.kind == "parser":
        return parsers.call(run, ref, name, args, state, node)
    if made.kind == "section" and name.startswith("get"):
        return _section_get(run, ref, args, state, node)
    known = _METHODS.get(made.kind, {}).get(name)
    if known is None:
        inherited = attributes.method_of(made, name, state)
        if inherited is not None:
            return calls.inlined(run, inherited, args.after(of(ref)), state, node)
        own = None if name in textcalls.NAMES else (of(ref),)
        value = calls.not_followed(run, (of(ref), *args.values), state, node, given_out=own)
        if name in _FILLING and made.kind in ("opaque", "pool"):
            state.write(ref, state.object(ref).blurred(Value(unknown=True, taint=taint_of(state, *args.values))))
        return value
    if not args.exact:
        value = known(run, ref, args, state.copy(), node)
        blur = Value(unknown=True, taint=taint_of(state, *args.values))
        state.write(ref, state.object(ref).blurred(join_all((blur, *args.values)).plain))
        return join_all((value, run.unknown(state, node, taint=taint_of(state, of(ref)), like=of(ref))))
    value = known(run, ref, args, state, node)
    if made.many:
        state.write(ref, join_objects(made, state.object(ref)))
    return value


def _append(_run: Run, ref: Ref, args: Args, state: State, _node: Node) -> Value:
    state.write(ref, items.appended(state.object(ref), args.get(0) or UNKNOWN, state))
    return NONE


def _extend(run: Run, ref: Ref, args: Args, state: State, node: Node) -> Value:
    for more in args.values:
        state.write(ref, items.extended(run, state.object(ref), more, state, node))
    return NONE


def _insert(_run: Run, ref: Ref, args: Args, state: State, _node: Node) -> Value:
    made, value = state.object(ref), args.get(1) or UNKNOWN
    at = (args.get(0) or UNKNOWN).constants
    if at is not None and len(at) == 1 and isinstance(at[0], int) and made.rest == NOTHING:
        elements = list(made.items)
        elements.insert(at[0], value)
        state.write(ref, replace(made, items=tuple(elements)))
    else:
        state.write(ref, made.blurred(value))
    return NONE


def _append_left(run: Run, ref: Ref, args: Args, state: State, node: Node) -> Value:
    made = state.object(ref)
    state.write(ref, replace(made, items=(args.get(0) or UNKNOWN, *made.items)))
    del run, node
    return NONE


def _pop_at(at: int) -> Method:
    def pop(_run: Run, ref: Ref, args: Args, state: State, _node: Node) -> Value:
        made, key = state.object(ref), args.get(0) or const(at)
        state.write(ref, items.without(made, key))
        value = items.element(made, key)
        return value if value != NOTHING else UNKNOWN

    return pop


def _remove(_run: Run, ref: Ref, args: Args, state: State, _node: Node) -> Value:
    """The first element that is equal; where that is open, any may be gone."""
    made, wanted = state.object(ref), args.get(0) or UNKNOWN
    for position, element in enumerate(made.items):
        answer = truth.truth(truth.compare("==", element.plain, wanted.plain, state), state)
        if answer is True:
            state.write(ref, items.without(made, const(position)))
            return NONE
        if answer is None:
            kept = made.items[:position]
            rest = join_all((*made.items[position:], made.rest))
            state.write(ref, replace(made, items=kept, rest=rest.plain))
            return NONE
    return NONE


def _reverse(_run: Run, ref: Ref, _args: Args, state: State, _node: Node) -> Value:
    made = state.object(ref)
    if made.rest == NOTHING:
        state.write(ref, replace(made, items=made.items[::-1]))
    else:
        state.write(ref, replace(made, items=(), rest=join_all((*made.items, made.rest))))
    return NONE


def _shuffled(_run: Run, ref: Ref, _args: Args, state: State, _node: Node) -> Value:
    state.write(ref, sorted_sequence(state.object(ref), descending=None))
    return NONE


def _extend_left(run: Run, ref: Ref, args: Args, state: State, node: Node) -> Value:
    _extend(run, ref, args, state, node)
    return _shuffled(run, ref, args, state, node)


def sorted_sequence(made: Obj, *, descending: bool | None, keyed: bool = False) -> Obj:
    """A sequence in order; where that is not known, any element may be anywhere."""
    known = [each.constants for each in made.items]
    if made.rest == NOTHING and not keyed and descending is not None:
        single = [each[0] for each in known if each is not None and len(each) == 1]
        if len(single) == len(known) and (
            all(isinstance(each, str) for each in single) or all(type(each) is int for each in single)
        ):
            return replace(made, items=tuple(const(each) for each in sorted(single, reverse=descending)))  # type: ignore[type-var]
    return replace(made, items=(), rest=join_all((*made.items, made.rest)).plain)


def _sort(_run: Run, ref: Ref, args: Args, state: State, _node: Node) -> Value:
    state.write(ref, sorted_sequence(state.object(ref), descending=False if not args.values else None))
    return NONE


def _clear(_run: Run, ref: Ref, _args: Args, state: State, _node: Node) -> Value:
    made = state.object(ref)
    state.write(ref, Obj(made.kind, cls=made.cls, many=made.many))
    return NONE


def _copy(run: Run, ref: Ref, _args: Args, state: State, node: Node) -> Value:
    return run.make(state, node, replace(state.object(ref), many=False))


def _number(_run: Run, _ref: Ref, _args: Args, _state: State, _node: Node) -> Value:
    return UNKNOWN


def _index(_run: Run, ref: Ref, args: Args, state: State, _node: Node) -> Value:
    for position, element in enumerate(state.object(ref).items):
        answer = truth.truth(truth.compare("==", element.plain, (args.get(0) or UNKNOWN).plain, state), state)
        if answer is True:
            return const(position)
        if answer is None:
            break
    return UNKNOWN


def _get(_run: Run, ref: Ref, args: Args, state: State, _node: Node) -> Value:
    made, key = state.object(ref), args.get(0) or UNKNOWN
    default = args.get(1) or NONE
    known = key.constants
    if known is None:
        return join_all((*made.entries.values(), made.rest, default))
    found = NOTHING
    for each in known:
        slot = items.slot_of(made, const(each))
        held = made.entries.get(slot, NOTHING) if slot is not None else join_all(made.entries.values())
        absent = slot not in made.entries or slot in made.maybe
        found = join_all((found, held, *((made.rest, default) if absent else ())))
    return found if found != NOTHING else UNKNOWN


def _section_get(run: Run, ref: Ref, args: Args, state: State, node: Node) -> Value:
    key = args.get(0, "option") or UNKNOWN
    fallbacks = [*args.positional[1:], *(value for name, value in args.named if name == "fallback")]
    made = state.object(ref)
    slot = items.slot_of(made, key)
    value = items.load_key(run, of(ref), key, state, node)
    certain = slot is not None and slot in made.entries and slot not in made.maybe
    return value if certain else join_all((value, *fallbacks))


def _set_default(run: Run, ref: Ref, args: Args, state: State, node: Node) -> Value:
    made, key = state.object(ref), args.get(0) or UNKNOWN
    default = args.get(1) or NONE
    slot = items.slot_of(made, key)
    if slot is not None and slot in made.entries and slot not in made.maybe:
        return made.entries[slot]
    found = join(_get(run, ref, Args((key, default)), state, node), default)
    if slot is not None:
        state.write(ref, items.put(made, slot, found))
    else:
        items.store(run, of(ref), key, default, state, node)
    return found


def _pop_key(run: Run, ref: Ref, args: Args, state: State, node: Node) -> Value:
    value = _get(run, ref, args if len(args.positional) > 1 else Args((*args.positional[:1], UNKNOWN)), state, node)
    items.delete(of(ref), args.get(0) or UNKNOWN, state)
    return value


def _pop_item(run: Run, ref: Ref, _args: Args, state: State, node: Node) -> Value:
    made = state.object(ref)
    value = join_all(made.contents)
    keys = join_all((*(of(key) for key in made.entries), made.keys))
    state.write(ref, replace(made, maybe=frozenset(made.entries)))
    return run.make(state, node, Obj("tuple", items=(keys, value)))


def _update(run: Run, ref: Ref, args: Args, state: State, node: Node) -> Value:
    for source in args.positional:
        items.update(run, of(ref), source, state, node)
    for name, value in args.named:
        items.store(run, of(ref), const(name), value, state, node)
    return NONE


def _views(kind: str) -> Method:
    def view(run: Run, ref: Ref, _args: Args, state: State, node: Node) -> Value:
        made = state.object(ref)
        keys = [of(key) for key in made.entries]
        if made.exact and not made.many:
            pairs = list(zip(keys, made.entries.values(), strict=True))
            rest = NOTHING
        else:
            pairs = []
            rest = Value(unknown=True)
            everything = join_all((*made.entries.values(), made.rest, NOTHING)), join_all((*keys, made.keys))
            rest = _shown(
                run, kind, everything[1] if everything[1] != NOTHING else UNKNOWN, everything[0], state, node, "rest"
            )
        known = tuple(_shown(run, kind, key, value, state, node, number) for number, (key, value) in enumerate(pairs))
        return run.make(state, node, Obj("iterator", items=known, rest=rest, cls=of(ref)), "view")

    return view


def _shown(run: Run, kind: str, key: Value, value: Value, state: State, node: Node, tag: object) -> Value:
    if kind == "items":
        return run.make(state, node, Obj("tuple", items=(key, value)), str(tag))
    return key if kind == "keys" else value


def _combined(run: Run, ref: Ref, args: Args, state: State, node: Node) -> Value:
    """``union`` and the like: elements of either, perhaps not all."""
    made = state.object(ref)
    others = [loops.any_element(run, value, state, node) for value in args.values]
    return run.make(state, node, Obj("set", rest=join_all((*made.items, made.rest, *others)).plain))


def _truth(_run: Run, _ref: Ref, _args: Args, _state: State, _node: Node) -> Value:
    return BOOL


_CONTENT = Const(str, "content")


def _write(run: Run, ref: Ref, args: Args, state: State, node: Node) -> Value:
    made, more = state.object(ref), args.get(0) or UNKNOWN
    held = made.entries.get(_CONTENT, const(""))
    if made.rest == NOTHING:
        content = (
            texts.concat([held, more])
            if not _is_bytes(held, more)
            else run.unknown(state, node, taint=taint_of(state, held, more))
        )
    else:
        content = texts.some_text(taint=taint_of(state, held, more))
    state.write(ref, replace(made, entries={_CONTENT: content}))
    return UNKNOWN


def _is_bytes(*values: Value) -> bool:
    return any(isinstance(atom, Const) and atom.kind is bytes for value in values for atom in value.atoms)


def _write_lines(run: Run, ref: Ref, args: Args, state: State, node: Node) -> Value:
    known, rest = loops.elements(run, args.get(0) or UNKNOWN, state, node)
    for each in known:
        _write(run, ref, Args((each,)), state, node)
    if rest != NOTHING:
        made = state.object(ref)
        taint = taint_of(state, of(ref), rest)
        state.write(ref, replace(made, entries={_CONTENT: texts.some_text(taint=taint)}))
    return NONE


def _content(_run: Run, ref: Ref, _args: Args, state: State, _node: Node) -> Value:
    return state.object(ref).entries.get(_CONTENT, const(""))


def _part(run: Run, ref: Ref, _args: Args, state: State, node: Node) -> Value:
    """Some of the content; from here on, writing may overwrite."""
    _moved(run, ref, _args, state, node)
    return texts.some_text(taint=taint_of(state, of(ref)))


def _lines(run: Run, ref: Ref, _args: Args, state: State, node: Node) -> Value:
    return run.make(state, node, Obj("list", rest=_part(run, ref, _args, state, node)))


def _moved(_run: Run, ref: Ref, _args: Args, state: State, _node: Node) -> Value:
    made = state.object(ref)
    state.write(ref, replace(made, rest=UNKNOWN))
    return UNKNOWN


def _read(run: Run, ref: Ref, args: Args, state: State, node: Node) -> Value:
    """All from where the stream stands: the whole only if it stands at the beginning."""
    value = _content(run, ref, args, state, node)
    _moved(run, ref, args, state, node)
    return join(value, texts.some_text(taint=taint_of(state, value)))


def _nothing(_run: Run, _ref: Ref, _args: Args, _state: State, _node: Node) -> Value:
    return NONE


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
_STREAM: Mapping[str, Method] = {
    "write": _write, "writelines": _write_lines, "getvalue": _content, "read": _read, "readline": _part,
    "readlines": _lines, "seek": _moved, "tell": _number, "truncate": _moved, "close": _nothing, "flush": _nothing,
    "__enter__": _content,
}  # fmt: skip
_METHODS: Mapping[str, Mapping[str, Method]] = {
    "list": _LIST,
    "set": _SET,
    "dict": _DICT,
    "section": {name: _DICT[name] for name in ("setdefault", "update", "items", "keys", "values")},
    "tuple": {"count": _number, "index": _index},
    "stream": _STREAM,
}

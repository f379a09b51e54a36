"""``configparser``: sections of options, with defaults and with options that refer to others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from configparser import Error, RawConfigParser
from dataclasses import replace
from typing import TYPE_CHECKING

from workers.taint import strings, subscripts
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
    Value,
    const,
    join,
    join_all,
    of,
)
from workers.taint.machine import Machine, key_of

if TYPE_CHECKING:
    from tree_sitter import Node

_DEFAULT = Const(str, "DEFAULT")


def section(machine: Machine, parser: Value, options: Value, state: State, node: Node) -> Value:
    """What becomes of a dictionary that is made a section. Its section proxy changes the parser's own."""
    created = machine.make(state, node, Obj("section", cls=parser), "section")
    subscripts.update(machine, created, options, state, node)
    return created


def section_of(machine: Machine, ref: Ref, name: Value, state: State, node: Node) -> Value:
    """``parser[name]``, or an empty one where it is not known."""
    parser = state.object(ref)
    key = key_of(name)
    if key is not None and key in parser.entries and key not in parser.maybe:
        return parser.entries[key]
    found = join_all(
        (*parser.entries.values(), parser.rest) if key is None else (parser.entries.get(key, NOTHING), parser.rest)
    )
    return found if found != NOTHING else machine.unknown(state, node, taint=taint_of(state, of(ref)))


def interpolated(obj: Obj, value: Value, state: State) -> Value:
    """``%(other)s`` in an option puts another option there: any of the section's may be it."""
    if not any(
        isinstance(atom, Const) and any(sign in str(atom.value) for sign in ("%(", "${")) for atom in value.atoms
    ):
        return value
    everything = (*obj.contents, *(held for _, parser in state.objects(obj.cls) for held in parser.contents))
    return join(value, strings.some_text(taint=taint_of(state, *everything)))


def default(obj: Obj, slot: Const | None, found: Value, state: State) -> Value:
    """An option that the section itself may not have."""
    for _, parser in state.objects(obj.cls, "parser"):
        for _, defaults in state.objects(parser.entries.get(_DEFAULT, NOTHING), "section"):
            held = defaults.entries.get(slot, NOTHING) if slot is not None else join_all(defaults.entries.values())
            found = join(found, join(held, defaults.rest))
    return found if found != NOTHING else UNKNOWN


def _sections(state: State, ref: Ref, name: Value) -> list[Value]:
    key = key_of(name)
    parser = state.object(ref)
    return [value for each, value in parser.entries.items() if key in (None, each)]


def _add_section(machine: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    name = args.get(0, "section") or UNKNOWN
    subscripts.store(machine, of(ref), name, machine.make(state, node, Obj("dict")), state, node)
    return NONE


def _set(machine: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    name, option, value = (args.get(at, key) or NONE for at, key in enumerate(("section", "option", "value")))
    found = section_of(machine, ref, name, state, node)
    if found.refs:
        subscripts.store(machine, found, option, value, state, node)
        return NONE
    subscripts.store(machine, of(ref), name, machine.make(state, node, Obj("dict")), state, node)
    return (
        _set(machine, ref, args, state, node)
        if key_of(name) is not None
        else _anything_goes(machine, ref, args, state, node)
    )


def _anything_goes(machine: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    """A method that is not followed: what it is given may be anywhere afterwards."""
    taint = taint_of(state, *args.values)
    blur = Value(unknown=True, taint=taint)
    for _, obj in state.objects(join_all(state.object(ref).entries.values()), "section"):
        state.write(_, obj.blurred(blur))
    state.write(ref, state.object(ref).blurred(blur))
    return machine.unknown(state, node, taint=taint_of(state, of(ref)))


def _get(machine: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    found = section_of(machine, ref, args.get(0, "section") or UNKNOWN, state, node)
    value = subscripts.load_key(machine, found, args.get(1, "option") or UNKNOWN, state, node)
    fallback = next((each for name, each in args.named if name == "fallback"), None)
    if fallback is not None and not _has(state, found, args.get(1, "option") or UNKNOWN):
        value = join(value, fallback)
    more = [each for name, each in args.named if name == "vars"]
    return join(value, machine.unknown(state, node, taint=taint_of(state, *more))) if more else value


def _has(state: State, found: Value, option: Value) -> bool:
    obj = state.single(found, "section")
    if obj is None:
        return False
    slot = subscripts.slot_of(obj[1], option)
    return slot is not None and slot in obj[1].entries and slot not in obj[1].maybe


def _get_number(machine: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    del machine, ref, args, state, node
    return UNKNOWN


def _items(machine: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    """The pairs of one section, or the sections."""
    name = args.get(0, "section")
    if name is None:
        return machine.unknown(state, node, taint=taint_of(state, of(ref)), like=of(ref))
    pairs = Obj("list")
    for value in _sections(state, ref, name):
        for _, obj in state.objects(value, "section"):
            for number, (key, held) in enumerate(obj.entries.items()):
                pair = Obj("tuple", items=(of(key), interpolated(obj, held, state)))
                pairs = subscripts.appended(pairs, machine.make(state, node, pair, number), state)
            if obj.rest != NOTHING:
                pairs = replace(pairs, rest=join(pairs.rest, Value(unknown=True, taint=taint_of(state, obj.rest))))
    return machine.make(state, node, pairs)


def _names(_run: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    """``sections()`` and ``options(section)``."""
    parser = state.object(ref)
    name = args.get(0, "section")
    homes = (
        [parser] if name is None else [obj for value in _sections(state, ref, name) for _, obj in state.objects(value)]
    )
    known = tuple(of(key) for obj in homes for key in obj.entries if key != _DEFAULT)
    rest = join_all(obj.keys if obj.exact else join(obj.keys, UNKNOWN) for obj in homes)
    return _run.make(state, node, Obj("list", items=known, rest=rest))


def _has_one(machine: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    del machine, ref, args, state, node
    return BOOL


def _read(machine: Machine, ref: Ref, args: Args, state: State, node: Node) -> Value:
    """``read_string``, ``read_dict``: known texts and dictionaries."""
    source = args.get(0) or UNKNOWN
    known = key_of(source)
    if known is not None and isinstance(known.value, str):
        return _read_text(machine, ref, known.value, state, node)
    obj = state.single(source, "dict")
    if obj is None or obj[1].rest != NOTHING or obj[1].many:
        return _anything_goes(machine, ref, args, state, node)
    for number, (key, options) in enumerate(obj[1].entries.items()):
        with machine.inside(number):
            subscripts.store(machine, of(ref), of(key), options, state, node)
    return NONE


def _read_text(machine: Machine, ref: Ref, text: str, state: State, node: Node) -> Value:
    parser = RawConfigParser()
    try:
        parser.read_string(text)
    except Error:
        return _anything_goes(machine, ref, Args(), state, node)
    contents: Mapping[str, Mapping[str, str]] = {
        "DEFAULT": parser.defaults(),
        **{name: parser[name] for name in parser.sections()},
    }
    for number, (name, options) in enumerate(contents.items()):
        if not options and name == "DEFAULT":
            continue
        with machine.inside(number):
            entries = {Const(str, key): const(value) for key, value in options.items()}
            subscripts.store(
                machine,
                of(ref),
                const(name),
                machine.make(state, node, Obj("dict", entries=entries), "read"),
                state,
                node,
            )
    return NONE


METHODS: Mapping[str, Callable[[Machine, Ref, Args, State, Node], Value]] = {
    "add_section": _add_section,
    "set": _set,
    "get": _get,
    "getint": _get_number,
    "getfloat": _get_number,
    "getboolean": _get_number,
    "items": _items,
    "sections": _names,
    "options": _names,
    "has_option": _has_one,
    "has_section": _has_one,
    "read_string": _read,
    "read_dict": _read,
}


def call(machine: Machine, ref: Ref, name: str, args: Args, state: State, node: Node) -> Value:
    """A method of a parser."""
    method = METHODS.get(name, _anything_goes) if args.exact else _anything_goes
    return method(machine, ref, args, state, node)

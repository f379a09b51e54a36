"""What Python's own functions and classes do, where it matters for where data goes."""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from workers.taint import attributes, calls, classes, constants, iteration, operators, strings, subscripts, truth
from workers.taint.constants import NoAnswer
from workers.taint.heap import State, cleaned, taint_of
from workers.taint.lattice import (
    BOOL,
    NONE,
    NOTHING,
    UNKNOWN,
    Args,
    Const,
    Descriptor,
    External,
    GaveUp,
    Obj,
    Partial,
    Ref,
    Value,
    const,
    join,
    join_all,
    of,
    truth_of,
)
from workers.taint.machine import Machine, Unreachable, key_of
from workers.taint.models import iterators

if TYPE_CHECKING:
    from tree_sitter import Node

Model = Callable[[Machine, Args, State, "Node"], Value]
_READS_ONLY = frozenset(
    "base64 binascii datetime decimal fractions hashlib hmac html http ipaddress itertools json locale logging math "
    "mimetypes ntpath operator os posixpath pprint re secrets shlex string struct textwrap time traceback unicodedata "
    "urllib uuid warnings zlib".split()
)
"""Modules whose functions leave their arguments as they are."""
_PURE_BUILTINS = frozenset(
    "abs ascii bin bytes chr complex format hash hex id input int float oct ord print repr round str type vars".split()
)
_ENDINGS = frozenset(
    "sys.exit os._exit os.abort builtins.exit builtins.quit flask.abort werkzeug.exceptions.abort quart.abort "
    "bottle.abort apiflask.abort flask_restful.abort flask_restx.abort flask_restplus.abort flask_smorest.abort "
    "webapp2.abort sanic.exceptions.abort".split()
)
"""They never return. Another function that is called ``abort`` may."""
_ERROR_TEXTS = ("traceback.", "sys.exc_info", "sys.exception")


def call(machine: Machine, name: str, args: Args, state: State, node: Node) -> Value:
    """A call of what another module defines. Raises :class:`Unreachable`, :class:`GaveUp`."""
    model = _MODELS.get(name)
    if model is not None:
        return model(machine, args, state, node)
    root, _, last = name.rpartition(".")
    if name in _ENDINGS:
        machine.may_raise(state)
        raise Unreachable
    if root in ("builtins.str", "builtins.list", "builtins.dict", "builtins.set", "builtins.bytes") and args.positional:
        rest = replace(args, positional=args.positional[1:])
        return machine.call(attributes.read(machine, args.positional[0], last, state, node), rest, state, node)
    if root == "builtins":
        known = _computed(last, args)
        if known is not None:
            return known
        return calls.not_followed(machine, args.values, state, node, changes=last not in _PURE_BUILTINS)
    top = name.partition(".")[0]
    own = None if top in sys.stdlib_module_names else ()
    value = calls.not_followed(machine, args.values, state, node, changes=top not in _READS_ONLY, given_out=own)
    if machine.saw_taint and name.startswith(_ERROR_TEXTS):
        value = machine.unknown(state, node, taint=value.taint | machine.saw_taint)
    if (
        not machine.plain
        and root not in machine.modules
        and not root.startswith("?")
        and top not in sys.stdlib_module_names
    ):
        value = _of_an_object(machine, root, value, args, state, node)
    return value


def _of_an_object(machine: Machine, root: str, value: Value, args: Args, state: State, node: Node) -> Value:
    """A method of another module's object: what it is given may be got from it later."""
    owner = External(root)
    taint = taint_of(state, *args.values)
    if taint:
        attributes.mark_external(owner, Value(unknown=True, taint=taint), state)
    held = attributes.of_external(machine, owner, state, node)
    return join(value, Value(unknown=True, taint=held.taint)) if held.taint else value


def _computed(name: str, args: Args) -> Value | None:
    known = [value.constants for value in args.positional]
    if args.named or args.more is not None or any(each is None or len(each) != 1 for each in known):
        return None
    try:
        return const(constants.function(name, [each[0] for each in known if each]))
    except NoAnswer:
        return None


def _len(machine: Machine, args: Args, state: State, node: Node) -> Value:
    value = args.get(0) or UNKNOWN
    sized = state.single(value, "list", "tuple", "dict")
    if sized is not None and sized[1].exact and not sized[1].many:
        return const(len(sized[1].items) + len(sized[1].entries))
    own = operators.own_method(machine, value, "__len__", (), state, node)
    if own is not None:
        return own
    return _computed("len", args) or UNKNOWN


def _str(machine: Machine, args: Args, state: State, node: Node) -> Value:
    if len(args.values) != 1:
        return strings.some_text(taint=taint_of(state, *args.values))
    value = operators.shown(machine, args.values[0], state, node)
    return strings.as_text(value, state)


def _boolean(_run: Machine, args: Args, state: State, _node: Node) -> Value:
    value = args.get(0)
    if value is None:
        return truth_of(answer=False)
    return replace(truth_of(truth.truth(value, state)), yes=value.yes, no=value.no)


def _isinstance(_run: Machine, args: Args, state: State, _node: Node) -> Value:
    """A number cannot carry an attack."""
    value, kinds = args.get(0) or UNKNOWN, args.get(1) or UNKNOWN
    several = state.single(kinds, "tuple")
    wanted = [each.only for each in several[1].items] if several is not None else [kinds.only]
    numbers = all(isinstance(kind, External) and kind.name in _NUMBERS for kind in wanted)
    return replace(BOOL, yes=((value.symbol, cleaned(value, state)),)) if numbers and value.symbol else BOOL


_NUMBERS = frozenset(("builtins.int", "builtins.float", "builtins.bool", "builtins.complex"))


def _truth(_run: Machine, args: Args, state: State, _node: Node) -> Value:
    del args, state
    return BOOL


def _collection(kind: str) -> Model:
    def collection(machine: Machine, args: Args, state: State, node: Node) -> Value:
        obj = Obj(kind)
        source = args.get(0)
        if source is not None:
            obj = subscripts.extended(machine, obj, source, state, node)
        if kind == "list" and args.get(1, "maxlen") is not None:
            obj = Obj(kind, rest=join_all((*obj.items, obj.rest)))
        return machine.make(state, node, obj)

    return collection


def _dict(machine: Machine, args: Args, state: State, node: Node) -> Value:
    created = machine.make(state, node, Obj("dict"))
    for source in args.positional:
        subscripts.update(machine, created, source, state, node)
    for name, value in args.named:
        subscripts.store(machine, created, const(name), value, state, node)
    if args.more is not None:
        subscripts.store(machine, created, UNKNOWN, args.more, state, node)
    return created


def _default_dict(machine: Machine, args: Args, state: State, node: Node) -> Value:
    obj = _dict(machine, replace(args, positional=args.positional[1:]), state, node)
    for ref, each in list(state.objects(obj)):
        state.write(ref, replace(each, cls=args.get(0) or NOTHING))
    return obj


def _from_keys(machine: Machine, args: Args, state: State, node: Node) -> Value:
    created = machine.make(state, node, Obj("dict"))
    known, rest = iteration.elements(machine, args.get(0) or UNKNOWN, state, node)
    for key in (*known, *(() if rest == NOTHING else (rest,))):
        subscripts.store(machine, created, key, args.get(1) or NONE, state, node)
    return created


def _extreme(name: str) -> Model:
    def extreme(machine: Machine, args: Args, state: State, node: Node) -> Value:
        values = list(args.positional)
        rest = args.more or NOTHING
        if len(values) == 1:
            values, more = iteration.elements(machine, values[0], state, node)
            rest = join(rest, more)
        known = _computed(name, Args(tuple(values))) if rest == NOTHING and not args.named else None
        found = known or join_all((*values, rest, *(value for _, value in args.named)))
        return found if found != NOTHING else UNKNOWN

    return extreme


def _getattr(machine: Machine, args: Args, state: State, node: Node) -> Value:
    receiver, name = args.get(0) or UNKNOWN, key_of(args.get(1) or UNKNOWN)
    if name is None or not isinstance(name.value, str):
        return machine.unknown(state, node, taint=taint_of(state, receiver), like=receiver)
    return join(attributes.read(machine, receiver, name.value, state, node), args.get(2) or NOTHING)


def _setattr(machine: Machine, args: Args, state: State, node: Node) -> Value:
    receiver, name, value = (args.get(at) or UNKNOWN for at in range(3))
    key = key_of(name)
    if key is None or not isinstance(key.value, str):
        for ref, obj in list(state.objects(receiver)):
            state.write(ref, obj.blurred(value))
        calls.not_followed(machine, args.values, state, node)
    else:
        attributes.store(machine, receiver, key.value, value, state, node)
    return NONE


def _copied(*, deep: bool) -> Model:
    def copied(machine: Machine, args: Args, state: State, node: Node) -> Value:
        return _copy(machine, args.get(0) or UNKNOWN, {}, state, node, deep=deep)

    return copied


def _copy(machine: Machine, value: Value, done: dict[Ref, Value], state: State, node: Node, *, deep: bool) -> Value:
    ref = value.only
    if not isinstance(ref, Ref) or state.object(ref).kind in ("class", "member", "generator"):
        return value if not value.refs else replace(value.plain, unknown=True, taint=taint_of(state, value))
    if ref in done:
        return done[ref]
    obj = state.object(ref)
    done[ref] = machine.make(state, node, replace(obj, many=False), ref.number)
    if deep:
        new = next(iter(done[ref].refs))
        assert isinstance(new, Ref)  # noqa: S101 - it was just made
        inner = replace(
            state.object(new),
            items=tuple(_copy(machine, each, done, state, node, deep=True) for each in obj.items),
            entries={key: _copy(machine, each, done, state, node, deep=True) for key, each in obj.entries.items()},
            rest=_copy(machine, obj.rest, done, state, node, deep=True) if obj.rest.refs else obj.rest,
        )
        state.write(new, inner)
    return done[ref]


def _partial(machine: Machine, args: Args, state: State, node: Node) -> Value:
    del machine, state, node
    return of(Partial((args.get(0) or UNKNOWN).plain, replace(args, positional=args.positional[1:])))


def _pattern(machine: Machine, args: Args, state: State, node: Node) -> Value:
    return machine.make(state, node, Obj("pattern", items=(args.get(0) or UNKNOWN,)))


def _url(machine: Machine, args: Args, state: State, node: Node) -> Value:
    """A parsed address remembers what it was: who compares the host has looked at the address."""
    text = args.get(0, "url") or UNKNOWN
    return machine.make(state, node, Obj("url", items=(text,), rest=Value(unknown=True, taint=taint_of(state, text))))


def _joined_path(machine: Machine, args: Args, state: State, node: Node) -> Value:
    known = [key_of(value) for value in args.positional]
    if args.more is None and all(each is not None and isinstance(each.value, str) for each in known):
        return const(posixpath.join(*(str(each.value) for each in known if each is not None)))
    return (
        strings.some_text(taint=taint_of(state, *args.values))
        if args.exact
        else machine.unknown(state, node, taint=taint_of(state, *args.values))
    )


def _descriptor(kind: str) -> Model:
    return lambda _run, args, _state, _node: of(Descriptor(kind, (args.get(0) or UNKNOWN).plain))


def _same(_run: Machine, args: Args, _state: State, _node: Node) -> Value:
    return args.get(0) or UNKNOWN


def _field(machine: Machine, args: Args, state: State, node: Node) -> Value:
    """``dataclasses.field``."""
    for name, value in args.named:
        if name == "default_factory":
            return of(Descriptor("factory", value.plain))
        if name == "default":
            return value
    del machine, state, node
    return UNKNOWN


def _namespace(machine: Machine, args: Args, state: State, node: Node) -> Value:
    entries = {Const(str, name): value for name, value in args.named}
    return machine.make(state, node, Obj("instance", entries=entries, rest=args.more or NOTHING, cls=NOTHING))


def _choice(machine: Machine, args: Args, state: State, node: Node) -> Value:
    return iteration.any_element(machine, args.get(0) or UNKNOWN, state, node)


def _no_way(_run: Machine, _args: Args, _state: State, _node: Node) -> Value:
    raise GaveUp("the names of a scope as a dictionary")


_MODELS: Mapping[str, Model] = {
    "builtins.len": _len, "builtins.str": _str, "builtins.bool": _boolean, "builtins.isinstance": _isinstance,
    "builtins.issubclass": _truth, "builtins.callable": _truth, "builtins.hasattr": _truth, "builtins.any": _truth,
    "builtins.all": _truth, "builtins.list": _collection("list"), "builtins.tuple": _collection("tuple"),
    "builtins.set": _collection("set"), "builtins.frozenset": _collection("set"),
    "collections.deque": _collection("list"),
    "builtins.dict": _dict, "collections.OrderedDict": _dict, "collections.defaultdict": _default_dict,
    "builtins.dict.fromkeys": _from_keys, "builtins.sorted": iterators.sorted_,
    "builtins.reversed": iterators.reversed_, "builtins.iter": iterators.iter_, "builtins.next": iterators.next_,
    "builtins.enumerate": iterators.enumerate_, "builtins.zip": iterators.zip_, "builtins.map": iterators.map_,
    "builtins.filter": iterators.filter_, "builtins.range": iterators.range_, "builtins.max": _extreme("max"),
    "builtins.min": _extreme("min"), "builtins.getattr": _getattr, "builtins.setattr": _setattr,
    "copy.copy": _copied(deep=False), "copy.deepcopy": _copied(deep=True), "functools.partial": _partial,
    "re.compile": _pattern,
    "urllib.parse.urlparse": _url, "urllib.parse.urlsplit": _url,
    "os.path.join": _joined_path,
    "collections.namedtuple": classes.named_tuple,
    "builtins.property": _descriptor("property"), "builtins.staticmethod": _descriptor("staticmethod"),
    "builtins.classmethod": _descriptor("classmethod"), "functools.cached_property": _descriptor("property"),
    "abc.abstractmethod": _same, "typing.override": _same, "typing.final": _same, "functools.cache": _same,
    "typing.cast": lambda _run, args, _state, _node: args.get(1) or UNKNOWN, "dataclasses.field": _field,
    "types.SimpleNamespace": _namespace, "random.choice": _choice, "secrets.choice": _choice,
    "itertools.chain": iterators.chain,
    "builtins.locals": _no_way, "builtins.globals": _no_way, "builtins.vars": _no_way,
}  # fmt: skip


def is_known(name: str) -> bool:
    """Whether there is a model of it."""
    return name in _MODELS

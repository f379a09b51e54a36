"""What a call does, by what is called: a function of the file, a class, a method, a function of a library."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from workers.taint import attributes, classes, functions, havoc
from workers.taint.effects import Effect
from workers.taint.heap import join_objects
from workers.taint.lattice import BOOL, NOTHING, join, join_all, of
from workers.taint.machine import Site
from workers.taint.models import builtin, containers, iterables, libraries, objects, text
from workers.taint.values import Args, Atom, Bound, Const, Descriptor, External, Function, Ref, Text, Value

_FILLING = frozenset("append appendleft add insert extend extendleft update setdefault writelines".split())
"""Methods that everywhere put their arguments into their object."""
_CALLS: Mapping[str, Effect] = {
    **builtin.CALLS,
    **iterables.CALLS,
    **containers.CALLS,
    **objects.CALLS,
    **libraries.CALLS,
}


def is_modelled(name: str) -> bool:
    """As :meth:`~workers.taint.machine.Machine.is_modelled`."""
    return name in _CALLS


def call(site: Site, function: Value, args: Args) -> Value:
    """As :meth:`~workers.taint.machine.Machine.call`."""
    methods_of_unknown = [atom for atom in function.atoms if isinstance(atom, Bound)] if function.unknown else []
    ways: list[Callable[[Site], Value]] = [
        partial(_call_one, called=atom, args=args) for atom in methods_of_unknown or function.atoms
    ]
    if (function.unknown and not methods_of_unknown) or not ways:
        unknown = replace(function, atoms=function.refs)
        ways.append(lambda way: havoc.call_unknown(way, (unknown, *args.values), given_out=(unknown,)))
    return site.either(ways)


def _call_one(site: Site, called: Atom, args: Args) -> Value:
    match called:
        case Function():
            return functions.inlined(site, called, args)
        case Bound(receiver, Function() as method):
            return _call_method(site, receiver, method, args)
        case Bound(receiver, str() as name):
            return _call_named_method(site, receiver, name, args)
        case External(name):
            return _call_library(site, name, args)
        case Ref():
            return classes.called(site, called, args)
        case Descriptor(_, function):
            return site.call(function, args)
    return havoc.call_unknown(site, (of(called), *args.values), given_out=(of(called),))


def _call_method(site: Site, receiver: Value, method: Function, args: Args) -> Value:
    """A method of a class of this file. Where a subclass may replace it, the call is one of unknown code."""
    instances = [obj for _, obj in site.state.objects(receiver, "instance")]
    if any(obj.rest != NOTHING for obj in instances) and classes.is_replaced(site.machine, method):
        return havoc.call_unknown(site, (receiver, *args.values), given_out=(receiver,))
    return functions.inlined(site, method, args.after(receiver))


def _call_named_method(site: Site, receiver: Value, name: str, args: Args) -> Value:
    """A call ``receiver.name(*args)`` of a method that no class of this file defines."""
    atom = receiver.only
    if isinstance(atom, Const | Text):
        return text.call(site, atom, name, args)
    if isinstance(atom, Ref):
        return _call_method_of_object(site, atom, name, args)
    if name in text.TRUTHS:
        return BOOL
    changes = name not in text.NAMES
    if changes and not receiver.refs and site.taint(*args.values) & ~receiver.taint:
        site.machine.lost()
    own = (receiver,) if changes else None
    return havoc.call_unknown(site, (receiver, *args.values), changes=changes, given_out=own)


def _call_method_of_object(site: Site, ref: Ref, name: str, args: Args) -> Value:
    obj = site.object(ref)
    known = containers.METHODS.get(obj.kind, {}).get(name)
    if known is None:
        inherited = attributes.method_of(obj, name, site.state)
        if inherited is not None:
            return site.call(of(inherited), args.after(of(ref)))
        own = None if name in text.NAMES else (of(ref),)
        value = havoc.call_unknown(site, (of(ref), *args.values), given_out=own)
        if name in _FILLING:
            site.write(ref, site.object(ref).blurred(Value(unknown=True, taint=site.taint(*args.values))))
        return value
    if not args.exact:
        value = known(Site(site.machine, site.state.copy(), site.node), ref, args)
        blur = Value(unknown=True, taint=site.taint(*args.values))
        site.write(ref, site.object(ref).blurred(join_all((blur, *args.values)).plain))
        return join_all((value, site.derived(of(ref))))
    value = known(site, ref, args)
    if obj.many:
        site.write(ref, join_objects(obj, site.object(ref)))
    return value


def _call_library(site: Site, name: str, args: Args) -> Value:
    """A call of what another module defines. Raises :class:`Unreachable`, :class:`GaveUp`."""
    model = _CALLS.get(name)
    if model is not None:
        return model(site, args)
    root, _, last = name.rpartition(".")
    if root in ("builtins.str", "builtins.list", "builtins.dict", "builtins.set", "builtins.bytes") and args.positional:
        rest = replace(args, positional=args.positional[1:])
        return site.call(attributes.read(site, args.positional[0], last), rest)
    if root == "builtins":
        return havoc.call_unknown(site, args.values, changes=last not in builtin.PURE)
    top = name.partition(".")[0]
    own = None if top in sys.stdlib_module_names else ()
    value = havoc.call_unknown(site, args.values, changes=top not in libraries.READ_ONLY, given_out=own)
    if site.machine.saw_taint and name.startswith(libraries.ERROR_TEXTS):
        value = site.unknown(taint=value.taint | site.machine.saw_taint)
    if (
        not site.machine.optimistic
        and root not in site.machine.modules
        and not root.startswith("?")
        and top not in sys.stdlib_module_names
    ):
        value = _held_by_owner(site, root, value, args)
    return value


def _held_by_owner(site: Site, root: str, value: Value, args: Args) -> Value:
    """An object of another module may keep an argument and give it out later, e.g. ``set`` and ``get`` of a cache."""
    owner = External(root)
    taint = site.taint(*args.values)
    if taint:
        attributes.mark_external(owner, Value(unknown=True, taint=taint), site.state)
    held = attributes.of_external(site, owner)
    return join(value, Value(unknown=True, taint=held.taint)) if held.taint else value

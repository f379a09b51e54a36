"""Python's built-in functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workers.taint import attributes, constants, havoc, operators, strings, truth
from workers.taint.constants import NoAnswer
from workers.taint.effects import Effect, beyond, gives
from workers.taint.heap import cleaned
from workers.taint.lattice import BOOL, NONE, NOTHING, UNKNOWN, Args, External, Value, const, join, join_all, truth_of
from workers.taint.machine import Site, key_of

PURE = frozenset(
    "abs ascii bin bytes chr complex format hash hex id input int float oct ord print repr round str type vars".split()
)
"""They leave their arguments as they are."""


def computed(name: str, args: Args) -> Value | None:
    """The answer for constants; ``None`` where not all of them are known."""
    known = [value.constants for value in args.positional]
    if args.named or args.more is not None or any(each is None or len(each) != 1 for each in known):
        return None
    try:
        return const(constants.function(name, [each[0] for each in known if each]))
    except NoAnswer:
        return None


def _len(site: Site, args: Args) -> Value:
    value = args.value(0)
    sized = site.state.single(value, "list", "tuple", "dict")
    if sized is not None and sized[1].exact and not sized[1].many:
        return const(len(sized[1].items) + len(sized[1].entries))
    own = operators.own_method(site, value, "__len__", ())
    if own is not None:
        return own
    return computed("len", args) or UNKNOWN


def _str(site: Site, args: Args) -> Value:
    if len(args.values) != 1:
        return strings.some_text(taint=site.taint(*args.values))
    value = operators.shown(site, args.values[0])
    return strings.as_text(value, site.state)


def _boolean(site: Site, args: Args) -> Value:
    value = args.get(0)
    if value is None:
        return truth_of(answer=False)
    return replace(truth_of(truth.truth(value, site.state)), yes=value.yes, no=value.no)


def _isinstance(site: Site, args: Args) -> Value:
    """A number cannot carry an attack."""
    value, kinds = args.value(0), args.value(1)
    several = site.state.single(kinds, "tuple")
    wanted = [each.only for each in several[1].items] if several is not None else [kinds.only]
    numbers = all(isinstance(kind, External) and kind.name in _NUMBERS for kind in wanted)
    return replace(BOOL, yes=((value.symbol, cleaned(value, site.state)),)) if numbers and value.symbol else BOOL


_NUMBERS = frozenset(("builtins.int", "builtins.float", "builtins.bool", "builtins.complex"))


def _extreme(name: str) -> Effect:
    def extreme(site: Site, args: Args) -> Value:
        values = list(args.positional)
        rest = args.more or NOTHING
        if len(values) == 1:
            values, more = site.iterate(values[0])
            rest = join(rest, more)
        known = computed(name, Args(tuple(values))) if rest == NOTHING and not args.named else None
        found = known or join_all((*values, rest, *(value for _, value in args.named)))
        return found if found != NOTHING else UNKNOWN

    return extreme


def _getattr(site: Site, args: Args) -> Value:
    receiver, name = args.value(0), key_of(args.value(1))
    if name is None or not isinstance(name.value, str):
        return site.derived(receiver)
    return join(attributes.read(site, receiver, name.value), args.get(2) or NOTHING)


def _setattr(site: Site, args: Args) -> Value:
    receiver, name, value = (args.value(at) for at in range(3))
    key = key_of(name)
    if key is None or not isinstance(key.value, str):
        for ref, obj in list(site.state.objects(receiver)):
            site.write(ref, obj.blurred(value))
        havoc.call_unknown(site, args.values)
    else:
        attributes.store(site, receiver, key.value, value)
    return NONE


CALLS: Mapping[str, Effect] = {
    "builtins.len": _len, "builtins.str": _str, "builtins.bool": _boolean, "builtins.isinstance": _isinstance,
    "builtins.issubclass": gives(BOOL), "builtins.callable": gives(BOOL), "builtins.hasattr": gives(BOOL),
    "builtins.any": gives(BOOL), "builtins.all": gives(BOOL), "builtins.max": _extreme("max"),
    "builtins.min": _extreme("min"), "builtins.getattr": _getattr, "builtins.setattr": _setattr,
    "builtins.locals": beyond("locals()"), "builtins.globals": beyond("globals()"), "builtins.vars": beyond("vars()"),
}  # fmt: skip

"""Python's built-in functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workers.taint import attributes, havoc, operators, strings, truth
from workers.taint.effects import Effect, beyond, gives
from workers.taint.heap import cleaned
from workers.taint.lattice import BOOL, NOTHING, UNKNOWN, Args, External, Value, join, join_all, truth_of
from workers.taint.machine import Site, key_of

PURE = frozenset(
    "abs ascii bin bytes chr complex format hash hex id input int float oct ord print repr round str type vars".split()
)
"""They leave their arguments as they are."""
_NUMBERS = frozenset(("builtins.int", "builtins.float", "builtins.bool", "builtins.complex"))


def _len(site: Site, args: Args) -> Value:
    return operators.special_method(site, args.value(0), "__len__", ()) or UNKNOWN


def _str(site: Site, args: Args) -> Value:
    if len(args.values) != 1:
        return strings.some_text(taint=site.taint(*args.values))
    return strings.as_text(operators.shown(site, args.values[0]), site.state)


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


def _extreme(site: Site, args: Args) -> Value:
    """``max`` and ``min``: any of the values."""
    if args.named:
        havoc.call_unknown(site, args.values)
    values = args.positional if len(args.positional) > 1 else (site.any_element(args.value(0)),)
    return join_all((*values, *(value for _, value in args.named), args.more or NOTHING))


def _getattr(site: Site, args: Args) -> Value:
    receiver, name = args.value(0), key_of(args.value(1))
    if name is None or not isinstance(name.value, str):
        return site.derived(receiver)
    return join(attributes.read(site, receiver, name.value), args.get(2) or NOTHING)


CALLS: Mapping[str, Effect] = {
    "builtins.len": _len, "builtins.str": _str, "builtins.bool": _boolean, "builtins.isinstance": _isinstance,
    "builtins.issubclass": gives(BOOL), "builtins.callable": gives(BOOL), "builtins.hasattr": gives(BOOL),
    "builtins.any": gives(BOOL), "builtins.all": gives(BOOL), "builtins.max": _extreme, "builtins.min": _extreme,
    "builtins.getattr": _getattr,
    "builtins.locals": beyond("locals()"), "builtins.globals": beyond("globals()"), "builtins.vars": beyond("vars()"),
}  # fmt: skip

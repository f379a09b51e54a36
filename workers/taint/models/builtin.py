"""Python's built-in functions."""

from __future__ import annotations

from collections.abc import Mapping

from workers.taint import attributes, operators, strings
from workers.taint.effects import Effect, beyond, gives
from workers.taint.lattice import BOOL, NOTHING, UNKNOWN, join
from workers.taint.machine import Site, key_of
from workers.taint.values import Args, Value

PURE = frozenset(
    "abs ascii bin bytes chr complex format hash hex id input int float oct ord print repr round str type vars".split()
)
"""They leave their arguments as they are."""


def _len(site: Site, args: Args) -> Value:
    return operators.special_method(site, args.value(0), "__len__", ()) or UNKNOWN


def _str(site: Site, args: Args) -> Value:
    if len(args.values) != 1:
        return strings.some_text(taint=site.taint(*args.values))
    return strings.as_text(operators.shown(site, args.values[0]), site.state)


def _getattr(site: Site, args: Args) -> Value:
    receiver, name = args.value(0), key_of(args.value(1))
    if name is None or not isinstance(name.value, str):
        return site.derived(receiver)
    return join(attributes.read(site, receiver, name.value), args.get(2) or NOTHING)


CALLS: Mapping[str, Effect] = {
    "builtins.len": _len, "builtins.str": _str, "builtins.bool": gives(BOOL), "builtins.isinstance": gives(BOOL),
    "builtins.issubclass": gives(BOOL), "builtins.callable": gives(BOOL), "builtins.hasattr": gives(BOOL),
    "builtins.any": gives(BOOL), "builtins.all": gives(BOOL),
    "builtins.getattr": _getattr,
    "builtins.locals": beyond("locals()"), "builtins.globals": beyond("globals()"), "builtins.vars": beyond("vars()"),
}  # fmt: skip

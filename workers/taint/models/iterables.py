"""Functions over iterables: which elements come out, in whatever order."""

from __future__ import annotations

from collections.abc import Mapping

from workers.taint import havoc
from workers.taint.effects import Effect, chooses
from workers.taint.heap import Obj
from workers.taint.lattice import NOTHING, UNKNOWN, join, join_all
from workers.taint.machine import Site
from workers.taint.values import Args, Value


def _iterator(site: Site, element: Value, sources: tuple[Value, ...]) -> Value:
    """An iterator sees what is put into its sources later."""
    return site.make(Obj("iterator", rest=element.plain, cls=join_all(Value(each.refs) for each in sources)))


def _iterates(position: int) -> Effect:
    """The elements of the argument at this position; functions among the others may be called with them."""

    def iterates(site: Site, args: Args) -> Value:
        element = site.any_element(args.value(position))
        if len(args.values) > 1:
            element = join(element, havoc.call_unknown(site, args.values))
        return _iterator(site, element, args.values)

    return iterates


def _sorted(site: Site, args: Args) -> Value:
    if len(args.values) > 1:
        havoc.call_unknown(site, args.values)
    return site.make(Obj("list", rest=site.any_element(args.value(0)).plain))


def _next(site: Site, args: Args) -> Value:
    return join(site.any_element(args.value(0)), args.get(1) or NOTHING)


def _enumerate(site: Site, args: Args) -> Value:
    element = site.any_element(args.value(0)).plain
    return _iterator(site, site.make(Obj("tuple", items=(UNKNOWN, element)), "pair"), args.values)


def _zip(site: Site, args: Args) -> Value:
    columns = tuple(site.any_element(value).plain for value in args.positional)
    row = Obj("tuple", items=columns, rest=args.more or NOTHING)
    return _iterator(site, site.make(row, "row"), args.values)


def _range(site: Site, _args: Args) -> Value:
    return site.make(Obj("tuple", rest=UNKNOWN))


def _chain(site: Site, args: Args) -> Value:
    return _iterator(site, join_all(site.any_element(value).plain for value in args.values), args.values)


CALLS: Mapping[str, Effect] = {
    "builtins.sorted": _sorted, "builtins.reversed": _iterates(0), "builtins.iter": _iterates(0),
    "builtins.next": _next, "builtins.enumerate": _enumerate, "builtins.zip": _zip, "builtins.filter": _iterates(1),
    "builtins.range": _range, "itertools.chain": _chain, "random.choice": chooses(0), "secrets.choice": chooses(0),
}  # fmt: skip

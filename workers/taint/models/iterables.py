"""Functions over iterables: ``sorted``, ``zip``, ``map``, ``range`` and their like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workers.taint import havoc, subscripts
from workers.taint.effects import Effect, chooses
from workers.taint.heap import Obj
from workers.taint.lattice import NONE, NOTHING, UNKNOWN, Args, Value, const, join, join_all
from workers.taint.machine import MOST_ROUNDS, Site, key_of


def _iterator(site: Site, known: list[Value], rest: Value, sources: tuple[Value, ...]) -> Value:
    obj = Obj("iterator", items=tuple(known), rest=rest, cls=join_all(Value(each.refs) for each in sources))
    return site.make(obj)


def _sorted(site: Site, args: Args) -> Value:
    known, rest = site.iterate(args.value(0))
    keyed = any(name == "key" for name, _ in args.named)
    if keyed:
        havoc.call_unknown(site, args.values)
    reverse = key_of(dict(args.named).get("reverse", const(value=False)))
    obj = Obj("list", items=tuple(known), rest=rest)
    descending = reverse.value if reverse is not None and isinstance(reverse.value, bool) else None
    return site.make(subscripts.sorted_sequence(obj, descending=descending, keyed=keyed))


def _reversed(site: Site, args: Args) -> Value:
    known, rest = site.iterate(args.value(0))
    ordered = known[::-1] if rest == NOTHING else []
    return _iterator(site, ordered, rest if rest == NOTHING else join_all((*known, rest)), args.values)


def _iter(site: Site, args: Args) -> Value:
    known, rest = site.iterate(args.value(0))
    return _iterator(site, known, rest, args.values)


def _next(site: Site, args: Args) -> Value:
    """The first of what is left; of a generator, any."""
    source, default = args.value(0), args.get(1) or NOTHING
    found = site.state.single(source, "iterator")
    if found is None or found[1].many:
        return join(site.any_element(source), default)
    ref, obj = found
    known, rest = site.iterate(source)
    site.write(ref, replace(obj, items=obj.items[1:]))
    return known[0] if known else join(rest, default)


def _enumerate(site: Site, args: Args) -> Value:
    known, rest = site.iterate(args.value(0))
    start = key_of(args.get(1, "start") or const(0))
    first = start.value if start is not None and isinstance(start.value, int) else None
    pairs = []
    for number, value in enumerate(known):
        position = const(first + number) if first is not None else UNKNOWN
        pairs.append(site.make(Obj("tuple", items=(position, value)), number))
    more = NOTHING if rest == NOTHING else site.make(Obj("tuple", items=(UNKNOWN, rest)), "rest")
    return _iterator(site, pairs, more, args.values[:1])


def _zip(site: Site, args: Args) -> Value:
    columns = [site.iterate(value) for value in args.positional]
    rows = min((len(known) for known, _ in columns), default=0)
    pairs = [
        site.make(Obj("tuple", items=tuple(known[number] for known, _ in columns)), number)
        for number in range(min(rows, MOST_ROUNDS))
    ]
    more = NOTHING
    if args.more is not None or any(rest != NOTHING for _, rest in columns):
        anything = tuple(join_all((*known, rest)) for known, rest in columns)
        more = site.make(Obj("tuple", items=anything, rest=args.more or NOTHING), "rest")
    return _iterator(site, pairs, more, args.values)


def _map(site: Site, args: Args) -> Value:
    if len(args.positional) != 2 or args.more is not None:
        return havoc.call_unknown(site, args.values)
    known, rest = site.iterate(args.positional[1])
    results = []
    for number, value in enumerate(known[:MOST_ROUNDS]):
        with site.machine.inside(site.node.id, number):
            results.append(site.call(args.positional[0], Args((value,))))
    left = join_all((*known[MOST_ROUNDS:], rest))
    more = (
        NOTHING
        if left == NOTHING
        else site.either([lambda way: way.call(args.positional[0], Args((left,))), lambda _way: NOTHING])
    )
    return _iterator(site, results, more, args.values)


def _filter(site: Site, args: Args) -> Value:
    known, rest = site.iterate(args.value(1))
    if args.get(0) != NONE:
        havoc.call_unknown(site, args.values)
    return _iterator(site, [], join_all((*known, rest)), args.values)


def _range(site: Site, args: Args) -> Value:
    bounds = [value.constants for value in args.positional]
    known = [each[0] for each in bounds if each is not None and len(each) == 1 and isinstance(each[0], int)]
    if len(known) == len(bounds) and known and (len(known) < 3 or known[2]):
        numbers = range(*known)
        if len(numbers) <= MOST_ROUNDS:
            return site.make(Obj("tuple", items=tuple(const(number) for number in numbers)))
    return site.make(Obj("tuple", rest=UNKNOWN))


def _chain(site: Site, args: Args) -> Value:
    obj = Obj("iterator", cls=join_all(Value(each.refs) for each in args.values))
    for value in args.values:
        obj = subscripts.extended(site, obj, value)
    return site.make(obj)


CALLS: Mapping[str, Effect] = {
    "builtins.sorted": _sorted, "builtins.reversed": _reversed, "builtins.iter": _iter, "builtins.next": _next,
    "builtins.enumerate": _enumerate, "builtins.zip": _zip, "builtins.map": _map, "builtins.filter": _filter,
    "builtins.range": _range, "itertools.chain": _chain, "random.choice": chooses(0), "secrets.choice": chooses(0),
}  # fmt: skip

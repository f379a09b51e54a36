"""Which definitions a change concerns: those that it touches, and those that data may go to or come from there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from workers.slices.units import Unit

CALLERS = 3
"""How far up: whoever calls a changed definition."""
CALLEES = 3
"""How far down from each of them."""


def near(
    units: Sequence[Unit],
    seeds: Collection[int],
    bound: Collection[bytes],
    called: Collection[bytes],
    *,
    is_seed: bool,
) -> set[int]:
    """The numbers of the units that have to be seen together with the ``seeds``, by the names of what they call.

    ``bound`` are the names that are given values outside of all units, and ``called`` those that are called there: what
    is outside calls as a unit does, where it calls a seed or is one itself (``is_seed``).
    """
    by_name: dict[bytes, list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        for name in unit.names:
            by_name[name].append(number)
    used = [by_name.keys() & unit.used for unit in units]
    users: dict[bytes, list[int]] = defaultdict(list)
    for number, names in enumerate(used):
        for name in names:
            users[name].append(number)
    found, edge = set(seeds), set(seeds)
    for _ in range(CALLERS):
        edge = {caller for number in edge for name in units[number].names for caller in users[name]} - found
        found |= edge
    if is_seed or any(name in called for number in found for name in units[number].names):
        found |= {number for name in by_name.keys() & set(called) for number in by_name[name]}
    edge = found | _sharing(units, seeds, bound)
    found = set(edge)
    for _ in range(CALLEES):
        edge = {callee for number in edge for name in used[number] for callee in by_name[name]} - found
        found |= edge
    return found


def _sharing(units: Sequence[Unit], seeds: Iterable[int], bound: Collection[bytes]) -> set[int]:
    """The units with which a seed shares a field or a variable that one of the two writes."""
    outside = frozenset(bound)
    writes: dict[bytes, set[int]] = defaultdict(set)
    reads: dict[bytes, set[int]] = defaultdict(set)
    for number, unit in enumerate(units):
        for name in unit.written_fields | (unit.written & outside):
            writes[name].add(number)
        for name in unit.fields | (unit.words & outside):
            reads[name].add(number)
    found: set[int] = set()
    for number in seeds:
        unit = units[number]
        for name in unit.fields | (unit.words & outside):
            found |= writes[name]
        for name in unit.written_fields | (unit.written & outside):
            found |= reads[name]
    return found

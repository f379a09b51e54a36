"""The losses of a change, from all that can be lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.model import ChangedFile, Side
from workers.checks.guards import cleaning, declared, dropped, effects, flow, losing, markup, matching, siblings, sinks
from workers.checks.guards.model import Code, Compared, Definition, Loss, Pair, Sides

Finder = Callable[[Compared], Iterable[Loss]]
"""Finds the losses of one sort; each is one module."""

FINDERS: tuple[Finder, ...] = (
    losing.losses,
    dropped.losses,
    declared.losses,
    effects.losses,
    cleaning.losses,
    markup.losses,
    sinks.losses,
    siblings.losses,
)


def compared(files: Sequence[ChangedFile], others: Sequence[ChangedFile] = ()) -> Compared:
    """Reads both sides of the files of code and tells which definitions are the same.

    ``flow`` reads the definitions that hold changed lines; what each of these was or became is read here.
    """
    sides = tuple(Sides(file, _code(file, Side.BASE), _code(file, Side.HEAD)) for file in files)
    pairs = matching.pairs(sides)
    missing: dict[tuple[str, Side], list[str]] = defaultdict(list)
    for pair in pairs:
        if pair.base.is_read and not pair.head.is_read:
            missing[pair.head.path, Side.HEAD].append(pair.head.name)
        elif pair.head.is_read and not pair.base.is_read:
            missing[pair.base.path, Side.BASE].append(pair.base.name)
    read = _Read(sides, missing)
    return Compared(
        tuple(Sides(item.file, read.code(item.base), read.code(item.head)) for item in sides),
        tuple(Pair(read.definition(pair.base, Side.BASE), read.definition(pair.head, Side.HEAD)) for pair in pairs),
        tuple(others),
    )


def losses(change: Compared) -> list[Loss]:
    """All losses, in order of file and line."""
    found = (loss for finder in FINDERS for loss in finder(change))
    return sorted(found, key=lambda loss: (loss.head.path, loss.line, loss.side.value, loss.protection.text))


def _code(file: ChangedFile, side: Side) -> Code | None:
    return None if file.text(side) is None else flow.read(file, side)


class _Read:
    """The definitions that were read later, for those that were only listed."""

    def __init__(self, sides: Sequence[Sides], missing: Mapping[tuple[str, Side], Sequence[str]]) -> None:
        self._found: dict[tuple[str, Side, str, int], Definition] = {}
        for item in sides:
            for code in (item.base, item.head):
                names = missing.get((code.path, code.side)) if code is not None else None
                if code is not None and names:
                    for definition in flow.read_definitions(item.file, code.side, tuple(dict.fromkeys(names))):
                        self._found[code.path, code.side, definition.name, definition.line] = definition

    def definition(self, listed: Definition, side: Side) -> Definition:
        return self._found.get((listed.path, side, listed.name, listed.line), listed)

    def code(self, code: Code | None) -> Code | None:
        if code is None:
            return None
        return replace(code, definitions=tuple(self.definition(item, code.side) for item in code.definitions))

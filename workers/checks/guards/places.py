"""Where a loss is best told, and which files and definitions a change has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from bot.model import ChangedFile, Side
from workers.checks.guards.model import Compared, Definition, Operation, Pair, Protection, Sides

MOST_BODY = 12
"""Lines behind a condition that are looked at as the body of its refusal."""


class Places:
    """The files and definitions of a change by name."""

    def __init__(self, change: Compared) -> None:
        self.change = change
        self._base = {item.file.base_path: item for item in change.sides}
        self._head = {item.file.path: item for item in change.sides}
        self._removed = {item.file.base_path: item.file.removed_lines for item in change.sides}
        self._added = {item.file.path: item.file.added_lines for item in change.sides}
        self._before = {_key(pair.head): pair.base for pair in change.pairs}

    def base(self, definition: Definition) -> ChangedFile:
        return self._base[definition.path].file

    def head(self, definition: Definition) -> ChangedFile:
        return self._head[definition.path].file

    def head_sides(self, definition: Definition) -> Sides:
        return self._head[definition.path]

    def was(self, head: Definition) -> Definition | None:
        """What a definition of the head was in the base."""
        return self._before.get(_key(head))

    def is_touched(self, pair: Pair) -> bool:
        """Whether the change has a line of the definition, on either side, or moved or renamed it."""
        if (pair.base.name, self._base[pair.base.path]) != (pair.head.name, self._head[pair.head.path]):
            return True
        removed, added = self._removed[pair.base.path], self._added[pair.head.path]
        # The top level has the lines of no other definition.
        if not pair.head.name:
            return bool(removed or added)
        return not (
            removed.isdisjoint(range(pair.base.line, pair.base.end_line + 1))
            and added.isdisjoint(range(pair.head.line, pair.head.end_line + 1))
        )

    def place(
        self, pair: Pair, lost: Protection, became: Protection | None, operations: Sequence[Operation]
    ) -> tuple[Side, int]:
        """The side and line of a comment: what took the place, else the first removed line, else the operation.

        Where its condition stands as it was, the first removed line behind it is the refusal's body.
        """
        if became is not None:
            added = self._added[pair.head.path]
            return Side.HEAD, next((line for line in _lines(became) if line in added), became.line)
        removed = self._removed[pair.base.path]
        first = min((item.line for item in pair.base.operations if item.line > lost.end_line), default=lost.line)
        for line in (*_lines(lost), *range(lost.end_line + 1, min(first, lost.end_line + MOST_BODY))):
            if line in removed:
                return Side.BASE, line
        if operations:
            return Side.HEAD, operations[0].line
        return Side.BASE, lost.line

    def definitions(self, side: Side) -> Iterator[Definition]:
        """All of a side that were read."""
        for item in self.change.sides:
            code = item.base if side is Side.BASE else item.head
            yield from (one for one in (code.definitions if code else ()) if one.is_read)

    def around(self, definition: Definition, side: Side) -> list[Definition]:
        """The classes and functions that a definition stands in, the innermost first."""
        names = self._by_name[side]
        parts = definition.name.split(".")
        found = (names.get((definition.path, ".".join(parts[:count]))) for count in range(len(parts) - 1, 0, -1))
        return [item for item in found if item is not None]

    @cached_property
    def _by_name(self) -> dict[Side, dict[tuple[str, str], Definition]]:
        return {
            side: {
                (one.path, one.name): one
                for item in self.change.sides
                if (code := item.base if side is Side.BASE else item.head) is not None
                for one in code.definitions
            }
            for side in Side
        }

    @cached_property
    def by_simple_name(self) -> dict[str, list[Definition]]:
        """The head's definitions by the last part of their names."""
        found: dict[str, list[Definition]] = defaultdict(list)
        for (_, _), one in self._by_name[Side.HEAD].items():
            found[one.simple_name].append(one)
        return found


def _lines(protection: Protection) -> range:
    return range(protection.line, max(protection.line, protection.end_line) + 1)


def _key(definition: Definition) -> tuple[str, str, int]:
    return definition.path, definition.name, definition.line

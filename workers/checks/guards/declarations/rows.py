"""A row of a table: which differences it names, and what it calls them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from workers.checks.guards.declarations.differences import Difference
from workers.checks.guards.declarations.items import Sort
from workers.checks.guards.declarations.moves import Move, move
from workers.checks.guards.model import Way

Test = Callable[[Difference], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One sort of protection. Every condition that is given must hold; of the patterns, each is searched for.

    ``value`` is asked of the value that was lost, and of what was added where nothing was; ``became`` of the new one.
    ``here`` says whether the owner must still stand in the definition; ``test`` is for what no pattern says.
    """

    kind: str
    sorts: frozenset[Sort]
    moves: frozenset[Move]
    name: re.Pattern[str] | None = None
    owner: re.Pattern[str] | None = None
    value: re.Pattern[str] | None = None
    became: re.Pattern[str] | None = None
    text: re.Pattern[str] | None = None
    here: bool = True
    is_statement: bool = False
    alone: bool = False
    """Whether the lines must only be taken out: for what counts as protection by its words alone."""
    test: Test | None = None
    way: Way | None = None
    """How the protection works, where it is another way than that of the whole table."""

    def names(self, difference: Difference) -> bool:
        """Whether the row names a difference of one of its sorts and moves."""
        item, after = difference.item, difference.after
        if self.here and not difference.owner_stays:
            return False
        if (self.is_statement and not item.is_statement) or (self.alone and difference.is_replaced):
            return False
        asked = ((self.name, item.name), (self.owner, item.owner), (self.value, item.value), (self.text, item.text))
        if any(pattern is not None and not pattern.search(text) for pattern, text in asked):
            return False
        if self.became is not None and (after is None or not self.became.search(after.value)):
            return False
        return self.test is None or self.test(difference)


class Table:
    """Rows, the first that fits first, by what is cheap to ask."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = tuple(rows)
        self._by_move: dict[tuple[Sort, Move], list[Row]] = {}
        for row in self.rows:
            for sort in row.sorts:
                for moved in row.moves:
                    self._by_move.setdefault((sort, moved), []).append(row)

    def row_of(self, difference: Difference) -> Row | None:
        """The first row that names a difference."""
        moved = move(difference.before, difference.after)
        rows = self._by_move.get((difference.item.sort, moved), ())
        return next((row for row in rows if row.names(difference)), None)


def some(*sorts: Sort) -> frozenset[Sort]:
    return frozenset(sorts)


def term(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

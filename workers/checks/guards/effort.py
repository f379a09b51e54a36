"""What the comparison of one change may cost, counted as work and not as time, and what was left out for it.

What a hostile or huge change could make expensive asks :class:`Effort` before it does a piece of work. So the same
change costs and leaves out the same on every machine; what is left out is told as a gap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import Enum


class Work(Enum):
    """The sorts of work, each with what is told of a file where it is given up."""

    CONDITIONS = "it changes more conditions than are compared with each other"
    """A protection of the base is compared in its meaning with one of the head: up to about 0.5 ms."""
    OPERATIONS = "it changes more statements of one function than are compared with each other"
    """An operation of the base is compared with one of the head: up to about 5 µs."""
    STATEMENTS = "it changes more statements than are compared with what they were"
    """An edited statement of the base is compared with one of the head: about 2 µs."""
    LINES = "it changes more lines than are read for settings"
    """A changed line is read for settings, entries of lists and calls: about 50 µs."""


MOST: Mapping[Work, int] = {
    Work.CONDITIONS: 6_000,
    Work.OPERATIONS: 400_000,
    Work.STATEMENTS: 400_000,
    Work.LINES: 40_000,
}
"""How much of each work one change may cost: one to three seconds of CPU time. No change that people wrote by hand
comes near; ordinary ones need a hundredth."""


class Effort:
    """The work that is left for one change, and the files that something was left out of."""

    def __init__(self, most: Mapping[Work, int] = MOST) -> None:
        self._most = most
        self.spent: Counter[Work] = Counter()
        self._left_out: set[tuple[str, str]] = set()

    def allows(self, work: Work, path: str, amount: int = 1) -> bool:
        """Whether a piece of work can still be done for a file, which then counts; else the file is noted."""
        if self.spent[work] + amount > self._most[work]:
            self.leave_out(work, path)
            return False
        self.spent[work] += amount
        return True

    def leave_out(self, work: Work, path: str) -> None:
        """Notes that a part of a file was not compared."""
        self._left_out.add((path, work.value))

    @property
    def left_out(self) -> tuple[tuple[str, str], ...]:
        """The paths of the files that were not compared as a whole, each with the reason, in order."""
        return tuple(sorted(self._left_out))

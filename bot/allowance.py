"""Pure: how much one person may ask for on a change, counted from when their comments were written.

Nothing is remembered but the conversation itself, so a lost database gives nobody more, and whoever reads the same
conversation counts the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Window:
    """At most ``most`` within ``seconds``."""

    most: int
    seconds: int


COMMANDS = (Window(20, 600), Window(100, 86_400))
"""Comments with commands by one person on one change: enough for a long list that is dismissed thread by thread."""
REVIEWS = (Window(10, 3600),)
"""Orders to review one change, whoever gives them: a push is reviewed without being asked."""


@dataclass(frozen=True, slots=True)
class Spent:
    """The allowance does not suffice."""

    window: Window
    """The one that is full for longest."""
    again: int
    """When the next order is obeyed, in seconds since the epoch."""
    first: bool
    """Nothing was refused yet since the window is full: this is said, what comes after it is met with silence."""
    reviews: bool = False
    """Spent are the reviews of the change, not the commands of a person."""


@dataclass
class Tally:
    """What was asked for, in the order in which it was written."""

    windows: Sequence[Window]
    _granted: list[int] = field(default_factory=list)
    _refused: list[int] = field(default_factory=list)

    def ask(self, at: int) -> Spent | None:
        """Counts one order, written ``at`` seconds since the epoch; ``None`` where it is to be obeyed."""
        spent = self.look(at)
        (self._granted if spent is None else self._refused).append(at)
        return spent

    def look(self, at: int) -> Spent | None:
        """The same, without counting it."""
        full = [window for window in self.windows if self._free(window) > at]
        if not full:
            return None
        window = max(full, key=self._free)
        since = self._granted[-window.most]
        return Spent(window, self._free(window), first=not any(since <= told for told in self._refused))

    def _free(self, window: Window) -> int:
        """When the window has room."""
        return self._granted[-window.most] + window.seconds if len(self._granted) >= window.most else 0

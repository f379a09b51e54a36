"""What several finders need to know of one change, and is told once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from workers.checks.guards.model import Compared

Item = TypeVar("Item")


def once(tell: Callable[[Compared], Iterable[Item]]) -> Callable[[Compared], tuple[Item, ...]]:
    """Lets a function of a change answer from memory when the same change is asked about again.

    The answer is kept as long as the change is: what is told may not refer to the change itself.
    """
    known: WeakKeyDictionary[Compared, tuple[Item, ...]] = WeakKeyDictionary()

    @wraps(tell)
    def told(change: Compared) -> tuple[Item, ...]:
        found = known.get(change)
        if found is None:
            found = known[change] = tuple(tell(change))
        return found

    return told

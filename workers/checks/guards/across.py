"""The losses of a change that was compared in parts: a protection that is gone in one may stand in another.

Of each part nothing stays but its losses and the texts of the protections that its head has won.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from workers.checks.guards.model import Code, Compared, How, Loss
from workers.checks.guards.protections import all_of


class Across:
    """Takes the parts one after another."""

    def __init__(self) -> None:
        self._parts: list[tuple[Sequence[Loss], frozenset[str]]] = []

    def add(self, change: Compared, losses: Sequence[Loss]) -> None:
        base = Counter(_texts(sides.base for sides in change.sides))
        head = Counter(_texts(sides.head for sides in change.sides))
        self._parts.append((losses, frozenset(head - base)))

    def losses(self) -> list[Loss]:
        """Those of all parts. What another part has won is left as a loss of the kind ``elsewhere``, as in one part."""
        found = list[Loss]()
        for number, (losses, _) in enumerate(self._parts):
            won = [texts for other, (_, texts) in enumerate(self._parts) if other != number]
            for loss in losses:
                is_plain = loss.how is How.GONE and loss.kind != "base" and loss.became is None
                stands = is_plain and any(loss.protection.text in texts for texts in won)
                found.append(replace(loss, kind="elsewhere") if stands else loss)
        return found


def _texts(codes: Iterable[Code | None]) -> Iterator[str]:
    return (
        one.text for code in codes if code is not None for definition in code.definitions for one in all_of(definition)
    )

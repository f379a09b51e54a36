"""Losses for tests, made from small diffs without reading them: where a text stands, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model import ChangedFile, Side
from tests import diffs
from tests.builders import changed_file
from workers.checks.guards.model import How, Loss, Operation, Protection, Way


def line_of(file: ChangedFile, side: Side, text: str) -> int:
    """The line of a side that has the text."""
    lines = (file.text(side) or "").split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


def loss(
    path: str,
    diff: str,
    text: str,
    *,
    scope: str = "",
    way: Way = Way.REFUSES,
    how: How = How.GONE,
    ending: str = "",
    name: str = "",
    owner: str = "",
    reached: str = "",
    now: str = "",
    head_scope: str | None = None,
    siblings: tuple[str, ...] = (),
    kind: str = "",
    lines: int = 1,
    elsewhere: ChangedFile | None = None,
    notes: Mapping[str, str] | None = None,
) -> Loss:
    """The loss of the protection whose first line has ``text``.

    ``reached`` and ``now`` are texts of the head: the operation, and what took the place; ``elsewhere`` is the head's
    file where that is another.
    """
    base = changed_file(path, diffs.base(diff), diffs.head(diff))
    head = elsewhere or base
    side = Side.HEAD if how is How.MISSING else Side.BASE
    first = line_of(base, side, text)
    operations: tuple[Operation, ...] = ()
    if reached:
        stands = line_of(head, Side.HEAD, reached)
        operations = (Operation(reached, stands, stands),)
    became = None
    if now:
        stands = line_of(head, Side.HEAD, now)
        became = Protection(way, now, stands, stands, name, "", ending, owner)
    is_on_head = now or how in (How.MISSING, How.BYPASSED)
    return Loss(
        how,
        Protection(way, text, first, first + lines - 1, name, "", ending, owner),
        base,
        scope,
        head,
        scope if head_scope is None else head_scope,
        Side.HEAD if is_on_head else Side.BASE,
        (became or operations[0]).line if is_on_head and (became or operations) else first,
        became,
        operations,
        siblings,
        kind,
        notes or {},
    )

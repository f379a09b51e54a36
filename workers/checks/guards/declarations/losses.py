"""Differences that a table names, told as losses."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model import Side
from workers.checks.guards.declarations.differences import Difference, differences, line_in_head
from workers.checks.guards.declarations.items import Item
from workers.checks.guards.declarations.rows import Row, Table
from workers.checks.guards.model import Compared, How, Loss, Operation, Protection, Way

_MOST_OPERATIONS = 3


def named_losses(change: Compared, table: Table, way: Way) -> Iterator[Loss]:
    """The losses among the differences of a change, each under the first row that names it."""
    for difference in differences(change):
        row = table.row_of(difference)
        if row is not None:
            yield _loss(difference, row, row.way or way)


def _loss(difference: Difference, row: Row, way: Way) -> Loss:
    item, after = difference.item, difference.after
    file, head = difference.sides.file, difference.head
    is_elsewhere = head is not None and head.file is not file
    line = None if is_elsewhere and after is None else line_in_head(difference)
    how = How.BYPASSED if difference.is_added else How.GONE if after is None else How.WEAKER
    return Loss(
        how=how,
        protection=_protection(item, way),
        base=file,
        scope=difference.base.definition.name if difference.base is not None else "",
        head=head.file if head is not None and is_elsewhere and line is None else file,
        head_scope=head.definition.name if head is not None else "",
        side=Side.BASE if line is None else Side.HEAD,
        line=item.line if line is None else line,
        became=_protection(after, way) if how is How.WEAKER and after is not None else None,
        operations=_operations(difference, line),
        kind=row.kind,
    )


def _protection(item: Item, way: Way) -> Protection:
    return Protection(way, item.text, item.line, item.end_line, name=item.name, value=item.value, owner=item.owner)


def _operations(difference: Difference, line: int | None) -> tuple[Operation, ...]:
    """The operations of the head that are nearest behind the place, or around it."""
    if difference.head is None:
        return ()
    place = line if line is not None else difference.hunk.head_start
    behind = [operation for operation in difference.head.definition.operations if operation.end_line >= place]
    return tuple(behind[:_MOST_OPERATIONS])

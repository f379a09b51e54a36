"""What guards finds in the files of a change, with the features that its ranking decides on."""

from __future__ import annotations

from bench.signal.lost import Lost
from bot.model import Side
from workers.checks.base import Snapshot
from workers.checks.guards import Guards, compared, context, ranking
from workers.reading.readings import NOTEBOOK


def losses(snapshot: Snapshot) -> list[Lost]:
    """All losses, told or not. Notebooks are left out: their lines are those of cells."""
    check, files = Guards(), snapshot.files
    mine = [file for file in files if file.language != NOTEBOOK and check.aside(file, snapshot.policy) is None]
    change = compared.compared(mine, [file for file in files if file not in mine])
    around = context.context(change)
    return [
        Lost(
            path=loss.head.path if loss.side is Side.HEAD else loss.base.base_path,
            line=loss.line,
            side=loss.side.value,
            what=":".join(part for part in (loss.how.value, loss.protection.way.value, loss.kind) if part),
            features={name: value for name, value in ranking.features(loss, around).items() if value},
        )
        for loss in compared.losses(change)
    ]

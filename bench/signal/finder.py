"""What guards finds in the files of a change, with the features that its ranking decides on."""

from __future__ import annotations

from bench.signal.lost import Lost
from bot.model import Side
from workers.checks.base import Snapshot
from workers.checks.guards import Guards, context, ranking


def losses(snapshot: Snapshot) -> list[Lost]:
    """All losses, told or not. Notebooks are left out: their lines are those of cells."""
    seen = Guards().examined(snapshot)
    around = context.context(seen.change)
    return [
        Lost(
            path=loss.head.path if loss.side is Side.HEAD else loss.base.base_path,
            line=loss.line,
            side=loss.side.value,
            what=ranking.sort(loss),
            features={name: value for name, value in ranking.features(loss, around).items() if value},
        )
        for loss in seen.losses
        if loss.base not in seen.views or seen.views[loss.base].is_own
    ]

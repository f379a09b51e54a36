"""What stands on the host after a run, against what an undisturbed review shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model import ChangeRef
from tests.chaos.sides import Side
from tests.chaos.stories import Ideal


@dataclass
class Audit:
    """Changes by what is wrong with them; a change may stand in several lists."""

    changes: int
    lost: list[str] = field(default_factory=list)
    """No summary, or no outcome on the head."""
    duplicated: list[str] = field(default_factory=list)
    """An open comment or a summary stands twice."""
    wrong: list[str] = field(default_factory=list)
    """The comments or the outcome are not those of the ideal review."""
    unanswered: list[str] = field(default_factory=list)
    """Somebody asked for help and got no answer, or two."""
    hanging: int = 0
    """Check runs that have not ended, on whatever head."""

    @property
    def clean(self) -> bool:
        return not (self.lost or self.duplicated or self.wrong or self.unanswered or self.hanging)


def audit(side: Side, wanted: Mapping[ChangeRef, Ideal], asked: Mapping[ChangeRef, int]) -> Audit:
    """``asked`` says how many comments of people on each change are to have an answer."""
    found = Audit(len(wanted), hanging=side.hanging())
    for ref, ideal in wanted.items():
        name = str(ref)
        summaries, outcome = side.rig.summaries(ref), side.rig.outcome(ref)
        if not summaries or not outcome:
            found.lost.append(name)
            continue
        open_ones = Counter(
            (one.path, one.line, one.text) for one in side.rig.comments(ref) if one.ours and not one.closed
        )
        if len(summaries) > 1 or max(open_ones.values(), default=0) > 1:
            found.duplicated.append(name)
        if (tuple(side.rig.shown(ref)), outcome) != (ideal.shown, ideal.outcome):
            found.wrong.append(f"{name}: {outcome} {list(side.rig.shown(ref))}, wanted {ideal}")
        if len(side.rig.answers(ref)) != asked.get(ref, 0):
            found.unanswered.append(f"{name}: {len(side.rig.answers(ref))} answers to {asked.get(ref, 0)} questions")
    return found

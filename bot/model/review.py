"""The whole result for one head of a change."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from bot.model.change import Change
from bot.model.coverage import CheckRun, Gap, LeftOut, Unruled
from bot.model.grades import Area, Severity, Threshold
from bot.model.observation import Dismissal, Observation


class Verdict(enum.Enum):
    """Computed, never written."""

    DEFECTS = "defects"
    NO_DEFECTS = "no defects"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Review:
    """The whole result for one head. Equal inputs give equal reviews, byte for byte (seconds are kept out)."""

    change: Change
    verdict: Verdict
    observations: tuple[Observation, ...]
    runs: tuple[CheckRun, ...]
    gaps: tuple[Gap, ...]
    files_examined: int
    files_total: int
    changed_lines: int
    notices: tuple[str, ...] = ()
    """Said first: a broken policy file, a setting that does not apply."""
    areas: frozenset[Area] = frozenset()
    """The areas that some file was checked in."""
    unruled: tuple[Unruled, ...] = ()
    """Languages of the change that no rule knows. Said first."""
    left_out: LeftOut = field(default_factory=LeftOut)
    """What the policy left out."""
    dismissed: tuple[Dismissal, ...] = ()
    """What a decision in force keeps out of ``observations``, the gravest first."""
    expired: tuple[Dismissal, ...] = ()
    """Observations that are open again because the decision about them has expired."""
    demoted: frozenset[str] = frozenset()
    """Rules whose findings go to the summary because people found them useless too often."""
    fail_on: Severity | None = None
    """From the policy: the lowest severity of a defect that fails the check run, and the vote. ``None`` never does."""
    thresholds: tuple[tuple[str, Threshold], ...] = ()
    """Fingerprints of observations for which the policy says something else than ``fail_on``."""

    @property
    def quiet(self) -> int:
        """Findings in test code that the policy keeps quiet."""
        return self.left_out.findings_in_tests

    @property
    def blocks(self) -> bool:
        """Whether the policy wants this review to fail the check run."""
        return any(_reaches(item, self._threshold(item).check) for item in self.defects)

    @property
    def vetoes(self) -> bool:
        """Whether the policy wants this review to give the lowest vote."""
        return any(_reaches(item, self._threshold(item).vote) for item in self.defects)

    def _threshold(self, item: Observation) -> Threshold:
        return dict(self.thresholds).get(item.fingerprint, Threshold(self.fail_on, self.fail_on))

    @property
    def defects(self) -> tuple[Observation, ...]:
        return tuple(item for item in self.observations if item.is_defect)

    @property
    def clear_areas(self) -> tuple[Area, ...]:
        """Areas that some file was really checked in and in which nothing was observed, in the checklist's order."""
        told = (*self.observations, *(item.observation for item in self.dismissed))
        observed = {finding.area for item in told for finding in item.findings}
        return tuple(area for area in Area if area in self.areas - observed)


def _reaches(item: Observation, threshold: Severity | None) -> bool:
    return threshold is not None and item.severity >= threshold

"""Findings as people see them, each at its place."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from bot.model.change import Side
from bot.model.decision import Decision
from bot.model.finding import Finding
from bot.model.grades import Confidence, Severity


class Placement(enum.Enum):
    LINE = "line"
    FILE = "file"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Observation:
    """One or more findings as people see them: all of one place, or the uncertain ones of one kind at any places.

    The gravest finding is first; its place is the observation's place.
    """

    fingerprint: str
    """16 hex digits, stable under moves, renames of the file and re-indentation; what people use as the id."""
    findings: tuple[Finding, ...]
    placement: Placement
    path: str
    line: int | None = None
    """The line to comment on (last line of a range); ``None`` unless the placement is LINE."""
    start_line: int | None = None
    """First line of the range where it is longer than one line."""
    side: Side = Side.HEAD
    suppressed: str = ""
    """The suppression comment that the change carries at this place; it silences nothing."""
    members: tuple[str, ...] = ()
    """Where findings of one kind share the observation: the fingerprint of each, in their order."""
    names: tuple[str, ...] = ()
    """The fingerprint of each finding, in their order: what a decision about the observation is about."""

    @property
    def in_summary(self) -> Observation:
        """The observation as the summary alone tells it."""
        return replace(self, placement=Placement.SUMMARY, line=None, start_line=None)

    @property
    def finding(self) -> Finding:
        return self.findings[0]

    @property
    def severity(self) -> Severity:
        return max(finding.severity for finding in self.findings)

    @property
    def is_defect(self) -> bool:
        """Defects count in the verdict; the rest are observations for the summary."""
        return any(finding.confidence >= Confidence.MEDIUM for finding in self.findings)

    @property
    def is_together(self) -> bool:
        """Whether the observation gathers findings of one kind from many places, e.g. all unpinned packages."""
        return bool(self.members)


@dataclass(frozen=True, slots=True)
class Dismissal:
    """An observation and what somebody decided about it."""

    observation: Observation
    decision: Decision

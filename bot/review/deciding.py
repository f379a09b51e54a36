"""What people decided about the findings of a review: which are dismissed, and which are open again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from bot.decisions import Decided
from bot.model import Decision, Dismissal, Finding, Observation, Severity, gravest_first


class Verdicts:
    """The decisions about the new findings of one head; ``names`` are the findings' fingerprints, ``another_was_meant``
    says of which of them a decision is not although it has the name."""

    def __init__(
        self,
        names: Mapping[Finding, str],
        decided: Decided,
        by_policy: Iterable[Decision],
        another_was_meant: Callable[[Finding, Decision], bool],
    ) -> None:
        everything = (*decided.decisions, *by_policy)
        self._names = names
        self._another_was_meant = another_was_meant
        self._decided = replace(decided, decisions=everything)

    def dismisses(self, finding: Finding) -> bool:
        """Whether a decision about the finding is in force."""
        decision = self._about(finding)
        return decision is not None and decision.holds_on(self._decided.today)

    def dismissed(self, observations: Iterable[Observation]) -> tuple[Dismissal, ...]:
        """The observations of dismissed findings, one finding each, with their decisions, the gravest first."""
        of = {item.finding: item for item in observations}
        found = []
        for finding in gravest_first(of):
            decision = self._about(finding)
            if decision is not None:
                item = of[finding].in_summary
                found.append(Dismissal(item, decision))
        return tuple(found)

    def expired(self, observations: Iterable[Observation]) -> tuple[Dismissal, ...]:
        """The open observations about which a decision has expired."""
        found = []
        for item in observations:
            decisions = (self._about(finding) for finding in item.findings)
            decision = next((known for known in decisions if known is not None), None)
            if decision is not None:
                found.append(Dismissal(item, decision))
        return tuple(found)

    def _about(self, finding: Finding) -> Decision | None:
        def is_meant(decision: Decision) -> bool:
            return not self._another_was_meant(finding, decision)

        return self._decided.about(self._names[finding], finding.span.path, is_meant)


def lowered(observations: Iterable[Observation], demoted: Collection[str]) -> list[Observation]:
    """The observations, those of demoted rules in the summary. One of high severity stays where it is."""
    return [
        item.in_summary if item.finding.rule in demoted and item.severity < Severity.HIGH else item
        for item in observations
    ]

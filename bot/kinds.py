"""Many uncertain findings of one kind are one observation: people are asked once, with every place.

A defect is told at its own line, whatever else is like it: each has to be mended.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from bot import fingerprint
from bot.model import Finding, Observation, gravest_first


def together(observations: Iterable[Observation]) -> list[Observation]:
    """The observations, those of one kind as one. None is lost: the one has the findings of all.

    An uncertain observation has one finding: nothing is merged in the summary before this.
    """
    groups: dict[Hashable, list[Observation]] = {}
    for item in observations:
        key: Hashable = item.fingerprint if item.is_defect else _kind(item.finding)
        groups.setdefault((item.is_defect, key), []).append(item)
    return [_one(group) for group in groups.values()]


def _kind(finding: Finding) -> Hashable:
    """Equal for findings that say the same, or whose rule knows how to say them together: no word gets lost."""
    if finding.several is not None:
        return (finding.rule, finding.several.title)
    return (finding.rule, finding.title, finding.message)


def _one(group: Sequence[Observation]) -> Observation:
    if len(group) == 1:
        return group[0]
    home = {item.finding: item for item in group}
    findings = gravest_first(home)
    first = home[findings[0]]
    return replace(
        first,
        fingerprint=fingerprint.of_all(item.fingerprint for item in group),
        findings=findings,
        suppressed=min((item.suppressed for item in group if item.suppressed), default=""),
        members=tuple(home[finding].fingerprint for finding in findings),
    )

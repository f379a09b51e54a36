"""Which findings share an observation, and how many observations may be comments.

What is placed on one line is one comment. Many uncertain findings of one kind are one observation: people are asked
once, with every place. A defect is told at its own line, whatever else is like it: each has to be mended.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace

from bot import fingerprint
from bot.model import Finding, Observation, Placement, gravest_first


def by_line(observations: Iterable[Observation]) -> list[Observation]:
    """One comment a line: findings that are placed on the same line become one observation, the gravest first."""
    return [
        _of_one_line(group)
        for group in _groups(
            observations, lambda item: (item.path, item.side, item.line) if item.line else (item.fingerprint,)
        )
    ]


def _of_one_line(group: Sequence[Observation]) -> Observation:
    if len(group) == 1:
        return group[0]
    name_of = {finding: name for item in group for finding, name in zip(item.findings, item.names, strict=True)}
    findings = gravest_first(name_of)
    first = next(item for item in group if findings[0] in item.findings)
    return replace(
        first,
        findings=findings,
        names=tuple(name_of[finding] for finding in findings),
        suppressed=next((item.suppressed for item in group if item.suppressed), ""),
    )


def by_kind(observations: Iterable[Observation]) -> list[Observation]:
    """The observations, the uncertain ones of one kind merged into one that has the findings of all.

    An uncertain observation has one finding: nothing is merged in the summary before this.
    """
    return [_of_one_kind(group) for group in _groups(observations, _kind)]


def _kind(item: Observation) -> Hashable:
    """The key by which observations are merged. A defect has a key of its own.

    Uncertain observations share a key where one text can speak for all of them: they say the same, or their rule has
    words for several, e.g. ``3 packages are not pinned``.
    """
    finding: Finding = item.finding
    if item.is_defect:
        return item.fingerprint
    if finding.several is not None:
        return (finding.rule, finding.several.title)
    return (finding.rule, finding.title, finding.message)


def _of_one_kind(group: Sequence[Observation]) -> Observation:
    if len(group) == 1:
        return group[0]
    home = {item.finding: item for item in group}
    findings = gravest_first(home)
    return replace(
        home[findings[0]],
        fingerprint=fingerprint.of_all(item.fingerprint for item in group),
        findings=findings,
        suppressed=min((item.suppressed for item in group if item.suppressed), default=""),
        members=tuple(home[finding].fingerprint for finding in findings),
        names=tuple(home[finding].fingerprint for finding in findings),
    )


def _groups(observations: Iterable[Observation], key: Callable[[Observation], Hashable]) -> Iterable[list[Observation]]:
    """The observations by key, in the order in which each key came first."""
    groups: dict[Hashable, list[Observation]] = {}
    for item in observations:
        groups.setdefault(key(item), []).append(item)
    return groups.values()


def capped(observations: Iterable[Observation], limit: int) -> tuple[Observation, ...]:
    """The observations in the summary's order. Of those on lines and files the gravest ``limit`` stay as comments; the
    others move to the summary."""
    ordered = sorted(
        observations,
        key=lambda item: (
            not item.is_defect,
            -item.severity,
            -item.finding.confidence,
            item.path,
            item.line or 0,
            item.fingerprint,
        ),
    )
    kept: list[Observation] = []
    comments = 0
    for item in ordered:
        comments += item.placement is not Placement.SUMMARY
        over = comments > limit
        kept.append(item.in_summary if over else item)
    return tuple(kept)

"""Pure: what the checks found on both sides + the policy → the review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot import difference, fingerprint, kinds, ledger
from bot.model import (
    Change,
    ChangedFile,
    CheckResult,
    Confidence,
    Finding,
    Gap,
    Observation,
    Placement,
    Review,
    Side,
    Verdict,
    gravest_first,
    split_lines,
)
from bot.policy import Policy

CONTEXT = 3
"""Lines around a hunk on which GitHub accepts a comment: what its diff shows."""
_LONGEST_RANGE = 10
_SUPPRESSIONS = ("nosemgrep", "nosec", "noqa: S", "NOSONAR", "nolint", "eslint-disable", "patchwarden:ignore")


def assemble(
    change: Change,
    files: Sequence[ChangedFile],
    results: Sequence[CheckResult],
    policy: Policy,
    notices: Iterable[str] = (),
) -> Review:
    """The review of one head: new findings only, placed, merged, capped and counted, in a fixed order."""
    by_path = {file.path: file for file in files}
    messages = {message.file.path: message.file for message in change.messages}
    head = [finding for result in results for finding in result.head]
    names = fingerprint.fingerprints(head)
    fresh = [
        finding
        for result in results
        for finding in difference.new_findings(result.head, result.base, by_path)
        if not policy.excludes(finding.span.path)
    ]
    told = [finding for finding in fresh if policy.wants(finding) and not policy.is_quiet(finding)]
    placed = _without_echo(_placed(told, names, by_path | messages))
    observations = _capped(kinds.together(_merged(placed)), policy.comment_limit)
    account = ledger.Account.of(
        files, [result.run for result in results], policy, unread_messages=change.unread_messages
    )
    return Review(
        change=change,
        verdict=_verdict(observations, account.gaps),
        observations=observations,
        runs=account.runs,
        gaps=account.gaps,
        files_examined=len(account.examined),
        files_total=len(files),
        changed_lines=sum(len(file.added_lines) + len(file.removed_lines) for file in files),
        notices=tuple(notices),
        areas=account.areas,
        unruled=account.unruled,
        left_out=account.left_out(fresh),
        fail_on=policy.fail_on,
    )


def unread(change: Change, reason: str) -> Review:
    """The review of a change of which nothing could be read; ``reason`` is a clause for people."""
    gap = Gap(check="snapshot", reason=reason)
    return Review(
        change=change,
        verdict=Verdict.INCOMPLETE,
        observations=(),
        runs=(),
        gaps=(gap,),
        files_examined=0,
        files_total=0,
        changed_lines=0,
    )


def _verdict(observations: Sequence[Observation], gaps: Sequence[Gap]) -> Verdict:
    if any(item.is_defect for item in observations):
        return Verdict.DEFECTS
    return Verdict.INCOMPLETE if gaps else Verdict.NO_DEFECTS


@dataclass(frozen=True, slots=True)
class _Place:
    placement: Placement
    line: int | None = None
    start_line: int | None = None


def _placed(
    findings: Iterable[Finding], names: Mapping[Finding, str], files: Mapping[str, ChangedFile]
) -> list[Observation]:
    observations = []
    for finding in findings:
        file = files.get(finding.span.path)
        place = _place(finding, file)
        observations.append(
            Observation(
                fingerprint=names[finding],
                findings=(finding,),
                placement=place.placement,
                path=finding.span.path,
                line=place.line,
                start_line=place.start_line,
                side=finding.span.side,
                suppressed=_suppression(finding, file),
            )
        )
    return observations


def _without_echo(observations: Sequence[Observation]) -> list[Observation]:
    """A suppression is told with the flaw that it would hide, not once more by itself."""
    carried = {
        (item.path, line)
        for item in observations
        if item.suppressed and item.is_defect
        for line in range(item.finding.span.start_line - 1, item.finding.span.end_line + 1)
    }
    return [
        item
        for item in observations
        if not (
            item.finding.rule == "integrity.suppression-added" and (item.path, item.finding.span.start_line) in carried
        )
    ]


def _place(finding: Finding, file: ChangedFile | None) -> _Place:
    """On the finding's own lines where the change touched them, else on the nearest changed line of its trace.

    A line that the host's diff does not show cannot carry a comment: then the file carries it.
    """
    if finding.confidence is Confidence.LOW or file is None:
        return _Place(Placement.SUMMARY)
    side = finding.span.side
    changed = file.added_lines if side is Side.HEAD else file.removed_lines
    own = range(finding.span.start_line, finding.span.end_line + 1)
    shown = commentable_lines(file, side)
    if not changed.intersection(own):
        nearest = _nearest_changed_step(finding, changed)
        if nearest is not None:
            return _Place(Placement.LINE, nearest)
    if all(line in shown for line in own) and len(own) <= _LONGEST_RANGE:
        return _Place(Placement.LINE, own[-1], own[0] if len(own) > 1 else None)
    touched = sorted(changed.intersection(own)) or [line for line in own if line in shown]
    if touched:
        return _Place(Placement.LINE, touched[0])
    return _Place(Placement.FILE)


def _nearest_changed_step(finding: Finding, changed: frozenset[int]) -> int | None:
    """The changed line of the trace that is nearest to the sink."""
    for step in reversed(finding.trace):
        lines = sorted(changed.intersection(range(step.span.start_line, step.span.end_line + 1)))
        if lines and step.span.path == finding.span.path:
            return lines[0]
    return None


def commentable_lines(file: ChangedFile, side: Side) -> frozenset[int]:
    """The lines of one side that a unified diff with three lines of context shows."""
    text = file.text(side)
    last = len(split_lines(text)) if text is not None else 0
    shown: set[int] = set()
    for hunk in file.hunks:
        lines = hunk.added if side is Side.HEAD else hunk.removed
        # An empty range starts after the line before the gap.
        first, end = (lines.start, lines.stop) if lines else (lines.start + 1, lines.start + 1)
        shown.update(range(max(1, first - CONTEXT), min(last, end - 1 + CONTEXT) + 1))
    return frozenset(shown)


def _suppression(finding: Finding, file: ChangedFile | None) -> str:
    """The suppression comment at the finding's lines or on the line above."""
    text = file.text(finding.span.side) if file else None
    if text is None:
        return ""
    lines = split_lines(text)
    for line in lines[max(0, finding.span.start_line - 2) : finding.span.end_line]:
        for word in _SUPPRESSIONS:
            if word in line:
                return word
    return ""


def _merged(observations: Iterable[Observation]) -> list[Observation]:
    """One comment a line: findings that are placed on the same line become one observation, the gravest first."""
    groups: dict[tuple[object, ...], list[Observation]] = {}
    for item in observations:
        key: tuple[object, ...] = (item.path, item.side, item.line) if item.line else (item.fingerprint,)
        groups.setdefault(key, []).append(item)
    return [_one(group) for group in groups.values()]


def _one(group: Sequence[Observation]) -> Observation:
    if len(group) == 1:
        return group[0]
    findings = gravest_first(finding for item in group for finding in item.findings)
    first = next(item for item in group if findings[0] in item.findings)
    return replace(
        first, findings=findings, suppressed=next((item.suppressed for item in group if item.suppressed), "")
    )


def _capped(observations: Sequence[Observation], limit: int) -> tuple[Observation, ...]:
    """The gravest ``limit`` stay on their lines, the others go to the summary. The order is that of the summary."""
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
        kept.append(item if comments <= limit else _in_summary(item))
    return tuple(kept)


def _in_summary(item: Observation) -> Observation:
    return replace(item, placement=Placement.SUMMARY, line=None, start_line=None)

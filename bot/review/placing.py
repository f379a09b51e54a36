"""Where a finding is shown: on a line that the host's diff shows, on its file, or in the summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.knowledge import suppressions
from bot.model import ChangedFile, Confidence, Finding, Observation, Placement, Side, split_lines

_CONTEXT = 3
"""Lines around a hunk that a unified diff shows; a host may refuse a comment on any other line."""
_LONGEST_RANGE = 10


def placed(
    findings: Iterable[Finding], names: Mapping[Finding, str], files: Mapping[str, ChangedFile]
) -> list[Observation]:
    """One observation a finding, at its place. ``names`` has the findings' fingerprints, ``files`` is by head path.

    A suppression comment belongs to the defect that it would hide (``os.system(x)  # nosec``): it is no second
    observation.
    """
    observations = [_observation(finding, names[finding], files.get(finding.span.path)) for finding in findings]
    with_a_defect = {
        (item.path, line)
        for item in observations
        if item.suppressed and item.is_defect
        for line in range(item.finding.span.start_line - 1, item.finding.span.end_line + 1)
    }
    return [
        item
        for item in observations
        if not (item.finding.is_suppression and (item.path, item.finding.span.start_line) in with_a_defect)
    ]


def _observation(finding: Finding, name: str, file: ChangedFile | None) -> Observation:
    """The finding at its place: on its own lines where the change touched them, else on the nearest changed line of its
    trace.

    Where the host's diff shows neither, the comment stands on the file. A finding of low confidence, and one whose file
    is not in the change, go to the summary.
    """
    on_file = Observation(
        fingerprint=name,
        findings=(finding,),
        names=(name,),
        placement=Placement.FILE,
        path=finding.span.path,
        side=finding.span.side,
        suppressed=_suppression(finding, file),
    )
    if finding.confidence is Confidence.LOW or file is None:
        return replace(on_file, placement=Placement.SUMMARY)
    lines = _lines(finding, file)
    if not lines:
        return on_file
    return replace(on_file, placement=Placement.LINE, line=lines[-1], start_line=lines[0] if len(lines) > 1 else None)


def _lines(finding: Finding, file: ChangedFile) -> range:
    """The lines to comment on; none where the diff shows no line of the finding."""
    side = finding.span.side
    changed = file.added_lines if side is Side.HEAD else file.removed_lines
    own = range(finding.span.start_line, finding.span.end_line + 1)
    shown = commentable_lines(file, side)
    line = None
    if not changed.intersection(own):
        line = _nearest_changed_step(finding, changed)
    if line is None and all(number in shown for number in own) and len(own) <= _LONGEST_RANGE:
        return own
    if line is None:
        line = min(changed.intersection(own) or shown.intersection(own), default=None)
    return range(0) if line is None else range(line, line + 1)


def _nearest_changed_step(finding: Finding, changed: frozenset[int]) -> int | None:
    """The changed line of the trace that is nearest to the sink."""
    for step in reversed(finding.trace):
        lines = changed.intersection(range(step.span.start_line, step.span.end_line + 1))
        if lines and step.span.path == finding.span.path:
            return min(lines)
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
        shown.update(range(max(1, first - _CONTEXT), min(last, end - 1 + _CONTEXT) + 1))
    return frozenset(shown)


def _suppression(finding: Finding, file: ChangedFile | None) -> str:
    """The suppression comment at the finding's lines or on the line above."""
    text = file.text(finding.span.side) if file else None
    if text is None:
        return ""
    return suppressions.first_in(split_lines(text)[max(0, finding.span.start_line - 2) : finding.span.end_line])

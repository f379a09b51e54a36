"""The lines of code that a review speaks of, for the pages: a few around each finding, the line of each step."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from bot import masking
from bot.model import Area, ChangedFile, Finding, Review, Side, Span, split_lines
from bot.redaction import redact
from bot.store import Lines

MOST_OBSERVATIONS = 200
_BEFORE = 3
_MOST = 8
"""Lines around one finding."""
_LONGEST = 400
_DENSE = re.compile(r"^[\s\"'#*+|-]{0,40}[A-Za-z0-9+/=]{40}")
"""A line of a key or a certificate, which alone does not look like one."""


def quoted(review: Review, files: Sequence[ChangedFile], secrets: Collection[str]) -> Mapping[Span, Lines]:
    """By the place: the number of the first line and the lines, credentials masked. Where a secret was found
    nothing is quoted, and of a file that the change does not touch neither."""
    texts = {file.path: file for file in files} | {file.base_path: file for file in files if file.old_path}
    wanted: dict[tuple[str, Side], dict[Span, range]] = {}
    for span, lines in _wanted(review):
        wanted.setdefault((span.path, span.side), {})[span] = lines
    found: dict[Span, Lines] = {}
    for (path, side), spans in wanted.items():
        text = texts[path].text(side) if path in texts else None
        if text is None:
            continue
        numbers = sorted({number for lines in spans.values() for number in lines})
        shown = split_lines(masking.starred_lines(text, numbers, secrets, path=path))
        for span, lines in spans.items():
            there = [number for number in lines if 0 < number <= len(shown)]
            if there:
                found[span] = (there[0], tuple(_line(shown[number - 1]) for number in there))
    return found


def _wanted(review: Review) -> Iterator[tuple[Span, range]]:
    told = [*review.observations, *(item.observation for item in review.dismissed)][:MOST_OBSERVATIONS]
    findings: list[Finding] = [finding for item in told for finding in item.findings]
    for finding in findings:
        if finding.area is not Area.SECRETS:
            for step in finding.trace:
                yield step.span, range(step.span.start_line, step.span.start_line + 1)
    for finding in findings:  # after the steps: the last one is the finding's own place
        if finding.area is not Area.SECRETS:
            end = min(finding.span.end_line, finding.span.start_line + _MOST - _BEFORE - 1)
            yield finding.span, range(max(1, finding.span.start_line - _BEFORE), end + 1)


def _line(text: str) -> str:
    return "…" if _DENSE.match(text) else redact(text)[:_LONGEST]

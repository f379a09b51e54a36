"""Fixes that were tried: applied, parsed and scanned again, or not offered at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Fix, split_lines
from workers.engine.results import FileAnswer, Match
from workers.engine.scanner import Scanner, Source, source_of
from workers.reading import syntax

_MOST = 20
"""Fixes tried in one review: each costs a scan of its file."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match whose rule knows a fix, in the text that it was found in."""

    source: Source
    match: Match
    before: FileAnswer


def verified(
    scanner: Scanner, candidates: Sequence[Candidate], until: float | None = None
) -> dict[tuple[str, Match], Fix]:
    """The fixes that hold, by path and match: the text still parses, the match is gone and nothing new came.

    ``until`` is when the time is up, by the clock of the scanner's limits.
    """
    tried: dict[tuple[str, Match], tuple[Candidate, Source]] = {}
    for candidate in candidates[:_MOST]:
        path, language = candidate.source.path, candidate.source.language
        text = _applied(candidate.source.text, candidate.match)
        if text is not None and syntax.first_error(language, text) is None:
            tried[path, candidate.match] = (candidate, source_of(path, language, text))
    answers = scanner.scan([fixed for _, fixed in tried.values()], until)
    return {
        key: _fix(candidate.match, candidate.source.text, fixed.text)
        for key, (candidate, fixed) in tried.items()
        if _is_better(candidate, answers[fixed.key])
    }


def _applied(text: str, match: Match) -> str | None:
    """The text with the match replaced; ``None`` where there is no fix or it changes nothing."""
    if match.fix is None:
        return None
    lines = text.split("\n")
    place = match.place
    first, last = lines[place.start_line - 1], lines[place.end_line - 1]
    replaced = first[: place.start_col - 1] + match.fix + last[place.end_col - 1 :]
    fixed = "\n".join([*lines[: place.start_line - 1], replaced, *lines[place.end_line :]])
    return fixed if fixed != text else None


def _is_better(candidate: Candidate, after: FileAnswer) -> bool:
    if after.problems:
        return False
    expected = Counter(match.rule for match in candidate.before.matches)
    expected[candidate.match.rule] -= 1
    return Counter(match.rule for match in after.matches) == +expected


def _fix(match: Match, before: str, after: str) -> Fix:
    """As whole lines, the way hosts take suggestions."""
    grown = len(split_lines(after)) - len(split_lines(before))
    lines = after.split("\n")[match.place.start_line - 1 : match.place.end_line + grown]
    return Fix(match.place.start_line, match.place.end_line, "\n".join(lines))

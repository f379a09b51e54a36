"""Fixes that were tried: applied, parsed and scanned again, or not offered at all.

A rule knows what to write instead by ``mend``, a list of ways (:class:`~workers.engine.rules.Mend`): each is an
expression that is looked for in the whole lines of a match, and what takes its place. A way counts where it is found
exactly once, since a second place may be about something else. All the ways that count are one fix.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model import Fix, split_lines
from workers.engine.results import FileAnswer, Match
from workers.engine.rules import Mend
from workers.engine.scanner import Scanner, Source, source_of
from workers.reading import syntax

_MOST = 20
"""Fixes tried in one review: each costs a scan of its file."""
_LONGEST = 2_000
"""Characters of a match's lines: nobody reads a longer suggestion, and what the expressions cost is bounded."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match whose rule knows a fix, in the text that it was found in."""

    source: Source
    match: Match
    before: FileAnswer
    ways: Sequence[Mend] = ()


def verified(
    scanner: Scanner, candidates: Iterable[Candidate], until: float | None = None
) -> dict[tuple[str, Match], Fix]:
    """The fixes that hold, by path and match: the text still parses, the match is gone and nothing new came.

    ``until`` is when the time is up, by the clock of the scanner's limits.
    """
    tried: dict[tuple[str, Match], tuple[Candidate, Source]] = {}
    for candidate in candidates:
        path, language = candidate.source.path, candidate.source.language
        text = applied(candidate.source.text, candidate.match, candidate.ways)
        if text is not None and syntax.first_error(language, text) is None:
            tried[path, candidate.match] = (candidate, source_of(path, language, text))
        if len(tried) == _MOST:
            break
    answers = scanner.scan([fixed for _, fixed in tried.values()], until)
    return {
        key: _fix(candidate.match, candidate.source.text, fixed.text)
        for key, (candidate, fixed) in tried.items()
        if _is_better(candidate, answers[fixed.key])
    }


def applied(text: str, match: Match, ways: Iterable[Mend]) -> str | None:
    """The text with the match mended; ``None`` where there is no fix or it changes nothing."""
    lines, place = text.split("\n"), match.place
    own = "\n".join(lines[place.start_line - 1 : place.end_line])
    if len(own) > _LONGEST:
        return None
    if match.fix is not None:
        first, last = lines[place.start_line - 1], lines[place.end_line - 1]
        mended = first[: place.start_col - 1] + match.fix + last[place.end_col - 1 :]
    else:
        mended = _mended(own, [way for way in ways if way.needs in text])
    fixed = "\n".join([*lines[: place.start_line - 1], mended, *lines[place.end_line :]])
    return fixed if fixed != text else None


def _mended(lines: str, ways: Iterable[Mend]) -> str:
    for way in ways:
        found = re.findall(way.this, lines, re.MULTILINE)
        if len(found) == 1:
            lines = re.sub(way.this, way.becomes, lines, flags=re.MULTILINE)
    return lines


def _is_better(candidate: Candidate, after: FileAnswer) -> bool:
    if after.problems:
        return False
    expected = Counter(match.rule for match in candidate.before.matches)
    expected[candidate.match.rule] -= 1
    return Counter(match.rule for match in after.matches) <= +expected


def _fix(match: Match, before: str, after: str) -> Fix:
    """As whole lines, the way hosts take suggestions."""
    start, end = match.place.start_line, match.place.end_line
    grown = len(split_lines(after)) - len(split_lines(before))
    original = "\n".join(before.split("\n")[start - 1 : end])
    return Fix(start, end, "\n".join(after.split("\n")[start - 1 : end + grown]), original)

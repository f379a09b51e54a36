"""Which results of another scanner were there before the change, though it has looked at the head alone.

The answer is a twin: the same finding on the side of the base, for the review to pair off one for one. So a second copy
of an old flaw is new, whatever the tool calls it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from bot import fingerprint
from bot.model import ChangedFile, Finding, Side, Span
from bot.reports.model import Report, Result
from workers.checks.base import Snapshot, lines_of
from workers.checks.reported.places import Places

_LONGEST = 10
"""Lines of a result of which any may be the new one; of a longer one, e.g. a whole function, the first has to be."""


class Before:
    """What is known of the base."""

    def __init__(self, snapshot: Snapshot, reports: Iterable[Report], places: Places) -> None:
        self._files = snapshot.files
        self._places = places
        self._reported: Counter[tuple[str, str, str]] = Counter(
            (report.key, result.rule, result.fingerprint)
            for report in reports
            for result in report.results
            if result.fingerprint
        )
        self._lines: Counter[tuple[str, str, str]] = Counter()
        self._taken = set[tuple[str, int, int, str, int]]()
        texts = {file.base_path: lines_of(file, Side.BASE) for file in self._files if file.base_text is not None}
        for report in reports:
            for result in report.results:
                text = texts.get(result.place.path, ())
                if result.place.start <= len(text):
                    line = fingerprint.normalised(text[result.place.start - 1], result.place.path)
                    self._lines[report.key, result.rule, line] += 1

    def twin(self, report: Report, result: Result, finding: Finding, file: ChangedFile) -> Finding | None:
        """The finding as it stood in the base; ``None`` where it is new. Those that the change left alone are to be
        asked about first: of equal ones they are the old ones."""
        place = _at(finding, file.base_path, max(1, self._places.base_line(file, finding.span.start_line)))
        was_reported = self._was_reported(report, result, finding)
        if result.old or was_reported or not self.is_touched(result, finding, file):
            return place
        if self._has_new_source(finding):
            return None
        moved = self._moved_from(finding)
        return _at(finding, *moved) if moved else None

    def is_touched(self, result: Result, finding: Finding, file: ChangedFile) -> bool:
        """Whether a result stands on a line that the change added or changed, or its data come from one."""
        added = self._places.added(file)
        if result.place.end - result.place.start >= _LONGEST:
            return result.place.start in added or self._has_new_source(finding)
        own = range(result.place.start, result.place.end + 1)
        return not added.isdisjoint(own) or self._has_new_source(finding)

    def _has_new_source(self, finding: Finding) -> bool:
        """Whether the change wrote the line that its data come from, and wrote it anew."""
        if not finding.trace:
            return False
        source = finding.trace[0].span
        file = self._places.file(source.path)
        lines = self._places.lines(file) if file else ()
        if file is None or source.start_line not in self._places.added(file) or source.start_line > len(lines):
            return False
        return fingerprint.normalised(lines[source.start_line - 1], file.path) not in self._removed

    def _was_reported(self, report: Report, result: Result, finding: Finding) -> bool:
        """Whether the tool's report of the base has it: by the tool's own fingerprint, or by rule and text. Each of the
        base's answers for one."""
        named = (report.key, result.rule, result.fingerprint)
        if result.fingerprint and self._reported[named]:
            self._reported[named] -= 1
            return True
        first = finding.excerpt.split("\n", 1)[0]
        told = (report.key, result.rule, fingerprint.normalised(first, finding.span.path))
        if self._lines[told]:
            self._lines[told] -= 1
            return True
        return False

    def _moved_from(self, finding: Finding) -> tuple[str, int] | None:
        """Where the change took away what it wrote here, whole and each only once."""
        wanted = [fingerprint.normalised(line, finding.span.path) for line in finding.excerpt.split("\n")]
        for path, number in self._removed.get(wanted[0], ()):
            there = self._base_lines[path][number - 1 : number - 1 + len(wanted)]
            once = (finding.rule, finding.span.start_col, finding.span.end_col, path, number)
            if there == wanted and once not in self._taken:
                self._taken.add(once)
                return path, number
        return None

    @cached_property
    def _base_lines(self) -> Mapping[str, Sequence[str]]:
        """The lines of the base by its paths, normalised."""
        return {
            file.base_path: [fingerprint.normalised(line, file.path) for line in lines_of(file, Side.BASE)]
            for file in self._files
            if file.base_text is not None and file.removed_lines
        }

    @cached_property
    def _removed(self) -> Mapping[str, Collection[tuple[str, int]]]:
        """Removed lines by their text: path and number of each. Blank ones say nothing."""
        found: dict[str, list[tuple[str, int]]] = {}
        for file in self._files:
            lines = self._base_lines.get(file.base_path, ())
            for number in sorted(file.removed_lines):
                if number <= len(lines) and lines[number - 1]:
                    found.setdefault(lines[number - 1], []).append((file.base_path, number))
        return found


def _at(finding: Finding, path: str, line: int) -> Finding:
    """The finding with another place of the base; what it says stays, so that the two are one flaw."""
    span = finding.span
    lines = span.end_line - span.start_line
    return replace(finding, span=Span(path, line, line + lines, span.start_col, span.end_col, Side.BASE))

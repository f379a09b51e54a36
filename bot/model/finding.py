"""What a check claims of one side of the change, and the orders in which findings are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.model.change import Side
from bot.model.coverage import CheckRun
from bot.model.grades import Area, Confidence, Severity


@dataclass(frozen=True, slots=True)
class Span:
    """A place in one side of one file."""

    path: str
    start_line: int
    end_line: int
    start_col: int = 1
    end_col: int = 1
    side: Side = Side.HEAD


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step of a data flow, in order: the first is the source, the last is the sink."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Replacement of the whole head lines ``start_line..end_line``, offered only when it was verified."""

    start_line: int
    end_line: int
    replacement: str
    """Whole lines, without the final newline."""
    original: str = ""
    """The lines as they stand, without the final newline; empty where nobody needs another range than the fix's own."""

    def over(self, first: int, last: int) -> Fix | None:
        """The same replacement of the lines ``first..last`` alone; ``None`` where it changes others."""
        if (first, last) == (self.start_line, self.end_line):
            return self
        before, after = self.original.split("\n"), self.replacement.split("\n")
        above, below = first - self.start_line, self.end_line - last
        if not self.original or above < 0 or below < 0 or first > last or len(after) < above + below:
            return None
        end = len(after) - below
        if before[:above] != after[:above] or before[len(before) - below :] != after[end:]:
            return None
        return Fix(first, last, "\n".join(after[above:end]), "\n".join(before[above : len(before) - below]))


@dataclass(frozen=True, slots=True)
class Several:
    """The words for many findings of one rule that each name something else, e.g. ``3 packages are not pinned``."""

    title: str
    """``{count}`` stands for how many there are."""
    message: str
    each: str = ""
    """What this finding names, in a few words, e.g. a package; empty where the place alone tells findings apart."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check claims of one side of the change."""

    rule: str
    """Stable id, for example ``python.subprocess.shell-injection`` or ``guards.authorization-removed``."""
    span: Span
    severity: Severity
    confidence: Confidence
    area: Area
    cwe: int
    title: str
    """A few words for tables and headings, no final stop."""
    message: str
    """One sentence: what an attacker gains here."""
    remedy: str
    """One sentence: what to do instead."""
    excerpt: str
    """The text that stands at the span (secrets masked)."""
    scope: str = ""
    """Enclosing definition, outermost first: ``Server.delete``; empty at module level."""
    trace: tuple[TraceStep, ...] = ()
    fix: Fix | None = None
    identity: str | None = None
    """Replaces the excerpt in the fingerprint where the excerpt says too little (a removed guard: its base text)."""
    references: tuple[str, ...] = ()
    page: str = ""
    """The address of the rule's page for people; ``""`` where nobody said where the manual is."""
    several: Several | None = None
    is_suppression: bool = False
    """It says that the change added a suppression comment at this line, and nothing of what the comment would hide."""
    steers_reviews: bool = False
    """It says that a file changed which decides what reviewers and scanners look at: see :mod:`bot.review.hiding`."""
    counts_in_tests: bool = False
    """The finding is reported even in test code that the policy keeps quiet, e.g. a live key: it leaks from there."""
    graded_by_policy: bool = False
    """The severity is the one that the repository's policy gives to the rule there, not the rule's own."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check's run and what it found.

    A check that sees one side at a time (semgrep) gives the findings of both sides, and the review keeps what is new.
    A check of differences (guards, dependencies) leaves ``base`` empty: all that it gives is new.
    """

    run: CheckRun
    head: tuple[Finding, ...] = ()
    base: tuple[Finding, ...] = ()
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    """Values of either side that nobody must be shown, whichever check quotes them; never posted, logged or stored."""
    notices: tuple[str, ...] = ()
    """Sentences for the review that cost it nothing of what was examined, e.g. a rule of the repository's own that
    cannot be read."""


_RUNS_CODE = frozenset((77, 78, 94, 95, 96, 98, 502, 917, 1336))
"""Weaknesses that hand the machine over: commands, code, includes, deserialisation, expressions, templates."""


def by_place(finding: Finding) -> tuple[str, int, int, str]:
    """The sort key of findings by path, line, column and rule."""
    span = finding.span
    return (span.path, span.start_line, span.start_col, finding.rule)


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Order of findings wherever people read them: severity, what hands the machine over before all else, confidence,
    a data flow first, then place, then rule."""
    return tuple(
        sorted(
            findings,
            key=lambda f: (-f.severity, f.cwe not in _RUNS_CODE, -f.confidence, not f.trace, *by_place(f)),
        )
    )

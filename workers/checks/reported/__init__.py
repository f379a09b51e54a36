"""What other scanners report of the change: their results on lines that it added or changed, as findings.

The tools run elsewhere, mostly in the repository's CI, and see the head alone. So what the base has, too, is found from
the texts, and from a report of the base where there is one: :mod:`~workers.checks.reported.before`. A result is a claim
of somebody else: its place is verified, and what stands there is quoted from our own text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.knowledge.scanners import area_of
from bot.model import (
    Applied,
    Area,
    Aside,
    Change,
    ChangedFile,
    CheckResult,
    CheckRun,
    Confidence,
    Entry,
    Extent,
    Finding,
    Gap,
    RunStatus,
    Severity,
    Side,
    Span,
    TraceStep,
)
from bot.policy import Policy
from bot.redaction import redact
from bot.reports.model import RULES, Place, Report, Result
from workers.checks.base import Snapshot
from workers.checks.reported.before import Before
from workers.checks.reported.places import Places, quotes

_LONGEST = 10
"""Lines of a result that are quoted. A longer one, e.g. a whole class, stands for its first line."""
_MOST_NOTICES = 5
_SECRETS = frozenset({256, 259, 312, 321, 522, 540, 798})
"""Weaknesses whose place is the secret itself."""


@dataclass(frozen=True, slots=True)
class Given:
    """What other scanners have said of a change."""

    head: tuple[Report, ...] = ()
    base: tuple[Report, ...] = ()
    """Of the commit that the head is compared with, as far as there are any."""
    awaited: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Tools that have told something of the change at another head, and nothing yet of this one, each with the paths
    that it told something of; none where all may be concerned."""
    remedy: str = ""
    """How a report that is missing can be given, for people: it ends the sentence that says so."""
    counted: bool = False
    """Whether the review says of each report how much of it was heard."""


class Reports(Protocol):
    """Where reports come from."""

    def of(self, change: Change) -> Given: ...

    def told(self, change: Change, paths: Mapping[str, tuple[str, ...]]) -> None:
        """Hears, for each tool by its key, of which paths the review has told something."""
        ...


class Reported:
    """Tells what they say. It examines nothing itself, so no file counts as examined because of it."""

    id = "reported"

    def __init__(self, reports: Reports) -> None:
        self._reports = reports

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        """None: a report may speak of any file."""
        del file, policy
        return None

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        del file
        return frozenset()

    def run(self, snapshot: Snapshot) -> CheckResult:
        given = self._reports.of(snapshot.change)
        gaps = list(_awaited(given, snapshot))
        if not given.head:
            reason = "no other scanner has reported anything of this commit"
            status = RunStatus.RAN if gaps else RunStatus.SKIPPED
            return CheckResult(CheckRun(self.id, status, _beside(snapshot, gaps), _of_all(gaps), reason))
        telling = _Telling(snapshot, given)
        telling.tell()
        self._reports.told(snapshot.change, telling.paths)
        subject = f"results of {', '.join(report.tool for report in given.head)}"
        return CheckResult(
            CheckRun(self.id, RunStatus.RAN, _beside(snapshot, gaps), _of_all(gaps), subject=subject),
            tuple(telling.head),
            tuple(telling.base),
            frozenset(telling.secrets),
            telling.notices,
        )


def _beside(snapshot: Snapshot, gaps: Iterable[Gap]) -> tuple[Entry, ...]:
    """No file is examined here; of one that a tool has to speak of yet, something is missing."""
    missing = {gap.path: gap.reason for gap in gaps if gap.path is not None}
    return tuple(
        Entry(file.path, Extent.PARTLY, reasons=(missing[file.path],))
        if file.path in missing
        else Entry(file.path, Extent.UNCONCERNED, aside=Aside.OTHER_KIND)
        for file in snapshot.files
    )


def _of_all(gaps: Iterable[Gap]) -> tuple[str, ...]:
    return tuple(gap.reason for gap in gaps if gap.path is None)


def _awaited(given: Given, snapshot: Snapshot) -> Iterator[Gap]:
    """What was told of another head stays until the tool has spoken of this one: silence is no word that it is gone."""
    here = {report.key for report in given.head}
    paths = {path: file.path for file in snapshot.files for path in (file.base_path, file.path)}
    wanted = dict.fromkeys(snapshot.policy.reports, ()) | dict(given.awaited)
    for tool in sorted(wanted.keys() - here):
        reason = f"the report of {tool} for this commit has not come yet{given.remedy}"
        if not wanted[tool]:
            yield Gap(Reported.id, reason)
        yield from (Gap(Reported.id, reason, paths[path], partly=True) for path in wanted[tool] if path in paths)


class _Telling:
    """One run over the reports."""

    def __init__(self, snapshot: Snapshot, given: Given) -> None:
        self._files = {file.path: file for file in snapshot.files if file.head_text is not None}
        self._given = given
        self._places = Places(self._files, snapshot.tree.paths(Side.HEAD))
        self._before = Before(snapshot, given.base, self._places)
        self.head: dict[Finding, None] = {}
        self.base: dict[Finding, None] = {}
        self.secrets: set[str] = set()
        self.paths: dict[str, tuple[str, ...]] = {}
        self._strange: dict[str, int] = {}
        self._new: dict[str, int] = {}
        """Results of each tool that the change has brought, by its key."""

    def tell(self) -> None:
        for report in self._given.head:
            told = set[str]()
            found = list(self._placed(report))
            for result, finding, file in sorted(found, key=lambda one: self._before.is_touched(*one)):
                self.head.setdefault(finding)
                if twin := self._before.twin(report, result, finding, file):
                    self.base.setdefault(twin)
                else:
                    told.add(file.path)
                    self._new[report.key] = self._new.get(report.key, 0) + 1
                self.secrets |= _secret(result, self._places.lines(file))
            self.paths[report.key] = tuple(sorted(told))

    def _placed(self, report: Report) -> Iterator[tuple[Result, Finding, ChangedFile]]:
        for result in report.results:
            file = self._places.file(result.place.path)
            finding = file and self._finding(report, result, file)
            if file and finding:
                yield result, finding, file
            elif file:
                self._strange[report.tool] = self._strange.get(report.tool, 0) + 1

    def _finding(self, report: Report, result: Result, file: ChangedFile) -> Finding | None:
        """The result as a finding; ``None`` where what the tool quotes does not stand there."""
        lines = self._places.lines(file)
        place = result.place
        if place.start > len(lines):
            return None
        end = min(place.end, len(lines))
        end = end if end - place.start < _LONGEST else place.start
        shown = lines[place.start - 1 : end]
        if result.snippet and not quotes(shown, result.snippet, file.path):
            return None
        whole = not (place.start_col and place.end_col and end == place.end)
        return Finding(
            rule=f"{RULES}{report.key}.{result.rule}",
            span=Span(
                file.path,
                place.start,
                end,
                1 if whole else min(place.start_col, len(shown[0]) + 1),
                len(shown[-1]) + 1 if whole else min(place.end_col, len(shown[-1]) + 1),
            ),
            severity=Severity(result.severity),
            confidence=Confidence(result.confidence),
            area=area_of(result.cwe) if result.cwe else Area.CONFIGURATION,
            cwe=result.cwe,
            title=redact(result.title),
            message=f"Reported by {report.tool}: {redact(result.message or result.title)}",
            remedy="",
            excerpt="\n".join(shown),
            trace=self._trace(result.steps),
            references=(result.page,) if result.page else (),
        )

    def _trace(self, steps: tuple[Place, ...]) -> tuple[TraceStep, ...]:
        """The data flow, as far as it stands in changed files: without its source it is none."""
        found = []
        for number, step in enumerate(steps):
            file = self._places.file(step.path)
            text = self._places.lines(file) if file else ()
            if file is None or step.start > len(text):
                if number in (0, len(steps) - 1):
                    return ()
                continue
            line = text[step.start - 1]
            found.append(TraceStep(Span(file.path, step.start, step.start, 1, len(line) + 1), line.strip()))
        return tuple(dict.fromkeys(found)) if len(found) > 1 else ()

    @property
    def notices(self) -> tuple[str, ...]:
        """What of the reports was not used, and why."""
        said = [self._account(report) for report in self._given.head] if self._given.counted else []
        most = len(said) + _MOST_NOTICES
        said += [
            f"{number} of {tool}'s results {'quotes' if number == 1 else 'quote'} what does not stand there in this "
            "commit, and were left out: was another commit scanned?"
            for tool, number in sorted(self._strange.items())
        ]
        said += [
            f"{report.over} more results of {report.tool} were left out: a report may have {len(report.results)}."
            for report in self._given.head
            if report.over
        ]
        return tuple(said[:most])

    def _account(self, report: Report) -> str:
        """``bandit: 12 results, 3 on changed lines, 9 left out (outside the change).``"""
        new, strange = self._new.get(report.key, 0), self._strange.get(report.tool, 0)
        left = {
            "outside the change": len(report.results) - new - strange,
            "not about security": report.beside,
            "without a line of a file": report.unplaced,
            "quoting something else": strange,
            "too many": report.over,
        }
        reasons = {why: number for why, number in left.items() if number}
        named = ", ".join(reasons if len(reasons) == 1 else (f"{number} {why}" for why, number in reasons.items()))
        number = new + sum(reasons.values())
        out = f", {sum(reasons.values())} left out ({named})" if reasons else ""
        return f"{report.tool}: {number} result{'' if number == 1 else 's'}, {new} on changed lines{out}."


def _secret(result: Result, lines: Sequence[str]) -> frozenset[str]:
    """What nobody must be shown: where the tool says that a secret stands there, the place's own text."""
    place = result.place
    if result.cwe not in _SECRETS or place.start != place.end or not (place.start_col and place.end_col):
        return frozenset()
    text = lines[place.start - 1][place.start_col - 1 : place.end_col - 1].strip("\"'` ")
    return frozenset({text}) if text else frozenset()

"""Our rule pack on both sides of every changed file."""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.knowledge.generated import is_minified
from bot.knowledge.languages import is_code
from bot.knowledge.weaknesses import known_as
from bot.model import (
    Applied,
    Area,
    Aside,
    ChangedFile,
    CheckResult,
    Confidence,
    Finding,
    Fix,
    Gap,
    Severity,
    Side,
    Span,
    TraceStep,
)
from bot.policy import OwnFlows, Policy
from workers.checks.base import Snapshot, failed, nothing_to_read, ran
from workers.checks.portions import patience, portions
from workers.checks.reporting import LEFT_OUT, Between, Told, is_touched, reported
from workers.engine import fixes, flows, slicing
from workers.engine.program import NoEngine
from workers.engine.recording import LeftOpen, Question, Recording
from workers.engine.results import FileAnswer, Match, Step
from workers.engine.rules import Rule
from workers.engine.scanner import Scanner, Source, blob_of
from workers.reading import readings, syntax
from workers.reading.places import Place
from workers.reading.rule_files import RuleError

if TYPE_CHECKING:
    from workers.engine.across import Crossed

_STRING = re.compile(r"(?P<quote>['\"`])(?P<shown>.{0,4})(?P<hidden>.*?)(?P=quote)", re.DOTALL)

_KEPT = 8
"""Sets of own functions whose rules are kept compiled."""
_UNREACHED = "not everything was reached within the time for one review"
_DOUBT = "A function on the way sounds as if it checked or cleaned the value; no more than its name is known of it."


@dataclass(frozen=True, slots=True)
class _Examined:
    """One text with its answer, and where it stands in its file."""

    source: Source
    """What the rules were asked about: a slice of the code, or all of it."""
    code: readings.Code
    side: Side
    answer: FileAnswer
    rules: Mapping[str, Rule]


class Semgrep:
    """Findings of both sides; the base is only asked for the rules that found something in the head.

    Test code that the policy keeps quiet is left out: it is often the larger half of a change.
    """

    id = "semgrep"
    subject = "the rules"
    slices = True
    """Whether these rules look at what the change concerns, or at all of its files."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._with_flows = OrderedDict[OwnFlows, Semgrep]()
        self._lock = threading.Lock()

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        """Not minified code: the engine chokes on it and nobody can act on what it says; ``integrity`` tells of it."""
        if not self._languages(file):
            nothing = nothing_to_read(file)
            return nothing or (Aside.NO_RULES if is_code(file.language) else Aside.OTHER_KIND)
        if policy.keeps_quiet(file.path):
            return Aside.TEST_CODE
        if is_minified(file.path, file.head_text or ""):
            return Aside.GENERATED
        return nothing_to_read(file)

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        return self._applied(self._languages(file))

    @lru_cache(maxsize=64)  # noqa: B019 - a check lives as long as its process
    def _applied(self, languages: frozenset[str]) -> frozenset[Applied]:
        rules = [rule for language in sorted(languages) for rule in self._scanner.rules(language).values()]
        return frozenset(Applied(rule.id, rule.area, rule.severity) for rule in rules)

    def _languages(self, file: ChangedFile) -> frozenset[str]:
        """Of the head's code, as far as there are rules for it."""
        known = self._scanner.languages
        reading = readings.reading_of(file, Side.HEAD, known)
        if file.head_text is None or reading.problem:
            return frozenset({readings.usual(file.language)} & known)
        return frozenset({code.language for code in self.codes(file, Side.HEAD)} & known)

    def codes(self, file: ChangedFile, side: Side) -> Sequence[readings.Code]:
        """The texts of one side that rules may be asked about."""
        return readings.reading_of(file, side, self._scanner.languages).codes

    def run(self, snapshot: Snapshot) -> CheckResult:
        own = self.own_flows(snapshot.policy)
        try:
            result = self._under(own.flows, snapshot)
            return replace(result, notices=(*own.problems, *result.notices))
        except (NoEngine, RuleError) as error:
            return failed(self, snapshot, str(error))

    def own_flows(self, policy: Policy) -> flows.Checked:
        """What the policy says of the repository's own functions, as far as these rules hear it."""
        return flows.checked(policy.flows)

    def _under(self, own: OwnFlows, snapshot: Snapshot) -> CheckResult:
        """The result with a repository's own sanitizers and sources."""
        if not own.sanitizers and not own.sources:
            return self._run(snapshot)
        result = self._of(OwnFlows(own.sanitizers, own.sources))._run(snapshot)
        return replace(result, notices=(*result.notices, *self._cleaned(own, snapshot, result)))

    def _cleaned(self, own: OwnFlows, snapshot: Snapshot, result: CheckResult) -> tuple[str, ...]:
        """What own sanitizers alone keep from being told, of the lines that the change wrote: one more scan of the
        files that may call one."""
        files = [
            file
            for file in snapshot.files
            if self.aside(file, snapshot.policy) is None and flows.mentions(own, file.head_text or "")
        ]
        if not files:
            return ()
        check = self._of(flows.without_sanitizers(own)) if own.sources else self
        known = {(finding.rule, finding.span) for finding in result.head}
        changed = {file.path: file for file in files}
        until = self._scanner.limits.clock() + self._scanner.limits.head_seconds
        spans = [
            finding.span
            for part in portions(files)
            for item in check._examined(part, Side.HEAD, None, until, snapshot.policy)
            for finding in _findings(item, {})
            if (finding.rule, finding.span) not in known and is_touched(finding, changed)
        ]
        return flows.said_of_cleaned([f"{span.path}:{span.start_line}" for span in spans])

    def _of(self, own: OwnFlows) -> Semgrep:
        """The check whose rules know these functions; the last few are kept."""
        with self._lock:
            if own not in self._with_flows:
                self._with_flows[own] = Semgrep(self._scanner.with_flows(own))
            self._with_flows.move_to_end(own)
            while len(self._with_flows) > _KEPT:
                self._with_flows.popitem(last=False)
            return self._with_flows[own]

    def _run(self, snapshot: Snapshot) -> CheckResult:
        """A portion of the files after the other, so that no more texts are held than those of one."""
        policy, limits, start = snapshot.policy, self._scanner.limits, self._scanner.limits.clock()
        wanted = [file for file in snapshot.files if self.aside(file, policy) is None]
        times = patience(len(wanted))
        head_end, end = start + times * limits.head_seconds, start + times * limits.review_seconds
        head, flows_between, gaps = Told(), Between(), list[Gap]()
        looked = 0
        for part in portions(wanted):
            if looked:
                snapshot.told(f"checks: {self.id} has looked at {looked:,} of {len(wanted):,} files")
            looked += len(part)
            items = self._examined(part, Side.HEAD, None, head_end, policy)
            fixed = self._fixes(items, {file.path: file for file in part}, end)
            for item in items:
                head.add(item.source.path, item.answer, _findings(item, fixed))
                gaps += self._gaps(item)
            if flows_between.found and limits.clock() >= head_end:
                flows_between.left_out = True
            else:
                flows_between.add(*self._crossed(snapshot, items, head_end))
        # A flaw that leaves test code is new: there it did no harm.
        answering = [file for file in snapshot.files if not policy.keeps_quiet(file.base_path)]
        base = Told()
        for part in portions(answering) if head.rules else ():
            for item in self._examined(part, Side.BASE, head.rules, end, policy):
                base.add(item.source.path, item.answer, _findings(item, {}))
        told, held_back = reported(self.id, head, base, snapshot.files)
        crossing, old = flows_between.findings, [finding for _, found in base.told for finding in found]
        for part in portions(answering) if crossing else ():
            texts = self._unasked(part, Side.BASE)
            old += self._crossed(snapshot, texts, end, flows_between.callers)[0]
        all_gaps = [*self._unread(wanted), *gaps, *held_back]
        result = ran(self, snapshot, [*told, *crossing], all_gaps, base=old, subject=self.subject)
        if head.unreached or base.unreached:
            result = replace(result, run=replace(result.run, passing=True, reason=_UNREACHED))
        return replace(result, notices=(LEFT_OUT,)) if flows_between.left_out else result

    def ask_ahead(self, snapshot: Snapshot, tell: Callable[[Question], None], most: int, *, deep: bool) -> None:
        """Tells what the engine has to be asked for a review, as far as that is known before its answers. Questions
        about up to ``most`` characters are asked at once. Unless ``deep``, only the rules about the head are."""
        flows_ = self.own_flows(snapshot.policy).flows
        Semgrep(Recording(self.scanner_for(flows_), tell, most))._ask_ahead(snapshot, deep=deep)

    def scanner_for(self, own: OwnFlows) -> Scanner:
        """The scanner whose rules know a repository's own sanitizers and sources."""
        asks = self._of(OwnFlows(own.sanitizers, own.sources)) if own.sanitizers or own.sources else self
        return asks._scanner

    def _ask_ahead(self, snapshot: Snapshot, *, deep: bool) -> None:
        policy, end = snapshot.policy, self._scanner.limits.clock() + self._scanner.limits.review_seconds
        for part in portions(file for file in snapshot.files if self.aside(file, policy) is None):
            try:
                items = self._examined(part, Side.HEAD, None, end, policy)
            except LeftOpen:
                items = self._unasked(part, Side.HEAD)
            if deep:
                with suppress(LeftOpen):
                    self._crossed(snapshot, items, end)

    def _unasked(self, files: Iterable[ChangedFile], side: Side) -> tuple[_Examined, ...]:
        """The texts of a side, with nothing said of them."""
        return tuple(
            _Examined(source, code, side, FileAnswer(), self._scanner.rules(source.language))
            for source, code in self._texts(files, side)
        )

    def _crossed(
        self, snapshot: Snapshot, items: Sequence[_Examined], until: float, callers: Sequence[str] = ()
    ) -> tuple[list[Finding], Crossed | None]:
        """The flows between files, of one side, and what was looked at for them."""
        own = {item.source.path: item for item in items if item.code.is_own}
        if not own:
            return [], None
        from workers.engine import across  # a second of a cold start's imports, and the engine may be at work meanwhile

        side = next(iter(own.values())).side
        files = {file.path: file for file in snapshot.files}
        quiet = snapshot.policy.keeps_quiet
        paths = {file.path if side is Side.HEAD else file.base_path: file for file in snapshot.files}
        here = {path: paths[path] for path in own if path in paths and self.slices and not quiet(paths[path].base_path)}
        seen = slicing.among(here, side)
        around = across.Around(
            [replace(item.source, text=seen.get(path, item.code.text)) for path, item in own.items()],
            {path: files[path].added_lines for path in own if path in files and side is Side.HEAD},
            lambda: snapshot.tree.paths(side),
            lambda paths: snapshot.tree.read(paths, side),
            callers=callers,
            is_base=side is Side.BASE,
        )
        crossed = across.crossed(self._scanner, around, until)
        findings = [
            finding
            for told in crossed.told
            for finding in _findings(replace(own[told.path], answer=FileAnswer((told.match,))), {})
        ]
        return findings, crossed

    def _unread(self, files: Iterable[ChangedFile]) -> Iterable[Gap]:
        for file in files:
            problem = readings.reading_of(file, Side.HEAD, self._scanner.languages).problem
            if problem:
                yield Gap(self.id, problem, file.path)

    def _gaps(self, item: _Examined) -> Iterable[Gap]:
        for problem in item.answer.problems:
            yield Gap(self.id, item.code.in_file_lines(problem.reason), item.source.path, partly=not problem.lost)

    def _examined(
        self, files: Iterable[ChangedFile], side: Side, rules: frozenset[str] | None, until: float, policy: Policy
    ) -> tuple[_Examined, ...]:
        scanner = self._scanner
        asked = list(self._texts(files, side, policy))
        answers = scanner.scan([source for source, _ in asked], until, rules)
        return tuple(
            _Examined(
                source,
                code,
                side,
                slicing.in_real_text(answers[source.key], source.text, code.text),
                scanner.rules(source.language),
            )
            for source, code in asked
        )

    def _texts(
        self, files: Iterable[ChangedFile], side: Side, policy: Policy | None = None
    ) -> Iterator[tuple[Source, readings.Code]]:
        """The texts of a side to ask about, each with the code that it stands for: slices under a ``policy``."""
        known = self._scanner.languages
        for file in files:
            path, blob = (file.path, file.head_blob) if side is Side.HEAD else (file.base_path, file.base_blob)
            for code in self.codes(file, side):
                if code.language in known:
                    text = self._slice(file, code, side, policy) if policy is not None else code.text
                    name = blob if blob and code.is_own and text is code.text else blob_of(text)
                    yield Source(name, path, code.language, text), code

    def _slice(self, file: ChangedFile, code: readings.Code, side: Side, policy: Policy) -> str:
        """What the rules have to see of a text: all of it where the base does not answer for the head."""
        pack = self._scanner.pack(code.language) if self.slices and not policy.keeps_quiet(file.base_path) else None
        return slicing.text_of(slicing.sides_of(file, pack) if pack is not None else None, side, code.text)

    def _fixes(
        self, head: Iterable[_Examined], files: Mapping[str, ChangedFile], until: float
    ) -> Mapping[tuple[str, Match], Fix]:
        """Only for lines that the change added: nothing else is ever commented on."""
        return fixes.verified(
            self._scanner,
            [
                fixes.Candidate(item.source, match, item.answer, ways)
                for item in head
                for match in item.answer.matches
                for ways in (item.rules[match.rule].mend if match.rule in item.rules else (),)
                if (match.fix is not None or ways)
                and item.code.is_own
                and match.place.lines & files[item.source.path].added_lines
            ],
            until,
        )


def _findings(item: _Examined, fixed: Mapping[tuple[str, Match], Fix]) -> Iterable[Finding]:
    if not item.answer.matches:
        return
    tree = syntax.parse(item.source.language, item.code.text)
    for match in _once(item.answer.matches, item.rules):
        rule = item.rules.get(match.rule)
        if rule is None:  # a cached answer of a pack that had it cannot name it: the pack's hash is in its key
            continue
        if not rule.reaches(item.source.path):
            continue
        scope = syntax.enclosing_definition(tree, match.place.start_line)
        yield _finding(item, match, rule, scope, fixed.get((item.source.path, match)))


def _once(matches: Sequence[Match], rules: Mapping[str, Rule]) -> Iterator[Match]:
    """The matches, in order of their places, each defect once: without those whose defect is a source that one before
    told, and without the uncertain ones of a weakness, no graver, on the way of a sure one. For example the line that
    puts an SQL text together, when a request's data in that text is told where it reaches the database."""
    told = set[tuple[str, Place]]()
    on_the_way = _on_the_way(matches, rules)
    for match in matches:
        rule = rules.get(match.rule)
        if rule is not None and rule.defect == "source":
            source = (match.rule, match.steps[0].place if match.steps else match.place)
            if source in told:
                continue
            told.add(source)
        if rule is None or not _is_told(match, rule, on_the_way):
            yield match


def _is_told(match: Match, rule: Rule, on_the_way: Mapping[tuple[int, int], Severity]) -> bool:
    """Whether an uncertain match is on the way of a graver one of its weakness. Two secrets of a line are two."""
    uncertain = rule.confidence is Confidence.LOW and rule.area is not Area.SECRETS
    return uncertain and on_the_way.get((match.place.start_line, rule.cwe), Severity.LOW) > rule.severity


def _on_the_way(matches: Iterable[Match], rules: Mapping[str, Rule]) -> Mapping[tuple[int, int], Severity]:
    """Line and number of a weakness → the gravest sure match whose data passes there."""
    found: dict[tuple[int, int], Severity] = {}
    for match in matches:
        rule = rules.get(match.rule)
        if rule is not None and rule.confidence is not Confidence.LOW and not match.doubtful:
            for place in (match.place, *(step.place for step in match.steps if not step.path)):
                for cwe in known_as(rule.cwe):
                    key = (place.start_line, cwe)
                    found[key] = max(rule.severity, found.get(key, rule.severity))
    return found


def _finding(item: _Examined, match: Match, rule: Rule, scope: str, fix: Fix | None) -> Finding:
    is_secret = rule.area is Area.SECRETS
    return Finding(
        rule=flows.told_as(rule.id),
        span=item.code.span(item.source.path, match.place, item.side),
        severity=rule.severity,
        confidence=Confidence.LOW if match.doubtful else rule.confidence,
        area=rule.area,
        cwe=rule.cwe,
        title=rule.title,
        message=rule.message if is_secret else f"{match.message} {_DOUBT}" if match.doubtful else match.message,
        remedy=rule.remedy,
        excerpt=_masked(match.excerpt) if is_secret else match.excerpt,
        scope=scope,
        trace=tuple(TraceStep(_span(item, step), step.text) for step in match.steps),
        fix=None if is_secret else fix,
        identity=hashlib.sha256(match.excerpt.encode()).hexdigest()[:16] if is_secret else None,
        references=rule.references,
    )


def _span(item: _Examined, step: Step) -> Span:
    """Where a step stands: in the file itself, or in another one as that is."""
    if step.path in ("", item.source.path):
        return item.code.span(item.source.path, step.place, item.side)
    place = step.place
    return Span(step.path, place.start_line, place.end_line, place.start_col, place.end_col, item.side)


def _masked(text: str) -> str:
    """A secret must not travel from the code into a comment."""
    return _STRING.sub(lambda found: f"{found['quote']}{found['shown']}…{found['quote']}", text)

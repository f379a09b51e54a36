"""The sentences of a review, the same in every dialect. A dialect only says how code and strangers' words are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.languages import display_name
from bot.model import (
    Change,
    Finding,
    Gap,
    LeftOut,
    Observation,
    Placement,
    Review,
    RunStatus,
    Severity,
    Side,
    Span,
    TraceStep,
    Unruled,
    Verdict,
    is_empty_tree,
    message_of,
)
from bot.render import text

NO_DEFECTS = "No security defects found in this change."
NO_DEFECTS_IN_FILES = "No security defects found in these files."
NO_DEFECTS_WHERE_RULES = "No security defects found in what was looked at."
NOTHING_ELSE = "No defects were found in the part that was checked."
COULD_NOT_CHECK = "Could not check:"
WORTH_A_LOOK = "Worth a look (uncertain, not counted as defects):"
UNDER_WAY = "Review under way"

_TRACE_STEPS = 6
_PATHS_OF_A_GAP = 4
_MOST_IN_ONE_LINE = 8
"""Places or names in one line; programs get all of them."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one kind of reader gets text that is not ours. Both functions return one line."""

    code: Callable[[str, int], str]
    prose: Callable[[str, int], str]


PLAIN = Dialect(code=text.plain_code, prose=text.plain)
"""For whoever shows text as it is: a terminal, an annotation, a document for programs."""


def unruled(review: Review, dialect: Dialect) -> tuple[str, ...]:
    """One sentence for each language that no rule knows: which files, and what was looked at all the same."""
    subjects = {run.check: run.subject or run.check for run in review.runs}
    return tuple(_unruled(item, subjects, dialect) for item in review.unruled)


def _unruled(item: Unruled, subject_of: Mapping[str, str], dialect: Dialect) -> str:
    files = _listed([dialect.code(path, 160) for path in item.paths], _PATHS_OF_A_GAP)
    subjects = [subject_of[check] for check in item.checks] or ["nothing"]
    looked = _listed(subjects, len(subjects))
    verb = "were" if len(subjects) > 1 or looked.endswith("s") else "was"
    return f"No rules for {display_name(item.language)} here ({files}): only {looked} {verb} looked at."


def under_way(head: str) -> str:
    """What the head shows from the moment that its review is wanted."""
    return f"The review of {head[:7]} has begun. Its outcome replaces this."


def not_reviewed(why: str) -> str:
    """What a head shows whose review has begun and will not end; ``why`` is a clause. Without a final stop."""
    return f"No review: {why}"


def headline(review: Review) -> str:
    """The verdict in words, without a final stop; computed from the review, never a judgement of its own."""
    if review.verdict is Verdict.DEFECTS:
        unfinished = "; the review is incomplete" if review.gaps else ""
        place = "these files" if review.change.is_audit else "this change"
        return f"{count(len(review.defects), 'security defect')} in {place}{unfinished}"
    if review.verdict is Verdict.INCOMPLETE:
        return "the review is incomplete"
    aside = f" ({len(review.dismissed)} dismissed)" if review.dismissed else ""
    if review.unruled:
        names = [display_name(item.language) for item in review.unruled]
        return f"{NO_DEFECTS_WHERE_RULES.rstrip('.')} (no rules for {_listed(names, _PATHS_OF_A_GAP)}){aside}"
    return f"{_no_defects(review).rstrip('.')}{aside}"


def _no_defects(review: Review) -> str:
    return NO_DEFECTS_IN_FILES if review.change.is_audit else NO_DEFECTS


def span_of_time(seconds: int) -> str:
    """The longest unit that leaves no rest: ``an hour``, ``10 minutes``."""
    for unit, length in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds % length == 0:
            number = seconds // length
            return f"{'an' if unit == 'hour' else 'a'} {unit}" if number == 1 else count(number, unit)
    return count(seconds, "second")


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def gaps(review: Review, dialect: Dialect) -> tuple[str, ...]:
    """One line for each reason, with the paths that it concerns."""
    groups: dict[tuple[str, str], list[str]] = {}
    for gap in review.gaps:
        groups.setdefault((gap.check, gap.reason), []).extend([gap.path] if gap.path else [])
    return tuple(_gap(Gap(check, reason), paths, dialect) for (check, reason), paths in groups.items())


def _gap(gap: Gap, paths: Sequence[str], dialect: Dialect) -> str:
    reason = f"{dialect.prose(gap.check, 60)}: {dialect.prose(gap.reason, 200)}"
    if not paths:
        return reason
    return f"{_listed([dialect.code(path, 160) for path in paths], _PATHS_OF_A_GAP)} ({reason})"


def _listed(parts: Sequence[str], most: int) -> str:
    """The parts as a sentence has them; those beyond ``most`` are counted."""
    shown = [*parts[:most], *([f"{len(parts) - most} more"] if len(parts) > most else [])]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def listed(parts: Sequence[str]) -> str:
    """The parts as a sentence has them; those beyond what one line takes are counted."""
    return _listed(parts, _MOST_IN_ONE_LINE)


def where(span: Span, dialect: Dialect) -> str:
    """``path:line``; a place on the base side is one that the change took away."""
    if commit := message_of(span.path):
        return f"{_message(commit, dialect)}, line {span.start_line}"
    removed = " (removed)" if span.side is Side.BASE else ""
    return dialect.code(f"{_short_path(span.path)}:{span.start_line}", 200) + removed


def file(path: str, dialect: Dialect) -> str:
    """A file by its path, or what stands for one: the message of a commit."""
    commit = message_of(path)
    return _message(commit, dialect) if commit else dialect.code(path, 200)


def _message(commit: str, dialect: Dialect) -> str:
    return f"commit message of {dialect.code(commit[:7], 7)}"


def _short_path(path: str) -> str:
    """The end of a long path: the file's name says most."""
    return path if len(path) <= 160 else text.ELLIPSIS + path[-159:]


def title(finding: Finding, dialect: Dialect, limit: int = 120) -> str:
    return dialect.prose(finding.title.rstrip(" .") or finding.rule, limit)


def grade(finding: Finding, severity: Severity) -> str:
    """How grave it is, and whether the repository's policy says so."""
    return f"{severity.label} by this repository's policy" if finding.graded_by_policy else severity.label


_SIGNS = {Severity.HIGH: "🛑", Severity.MEDIUM: "🔶", Severity.LOW: "🔹"}


def sign(severity: Severity) -> str:
    """What the eye finds first. The severity's word always stands beside it; each has a shape of its own."""
    return _SIGNS[severity]


def signed(severity: Severity) -> str:
    """``🛑 high``."""
    return f"{sign(severity)} {severity.label}"


def weakness(finding: Finding) -> str:
    """``CWE-78``; empty where a rule names none."""
    return f"CWE-{finding.cwe}" if finding.cwe > 0 else ""


def trace(finding: Finding, dialect: Dialect, *, short: bool = False) -> str:
    """The data flow as ``source (line 2) → … → sink (line 9)``; empty without one. ``short`` keeps only the ends."""
    steps = distinct(finding.trace)
    if not steps:
        return ""
    most = 2 if short else _TRACE_STEPS
    if len(steps) > most:
        ends = most // 2
        shown = [*(_step(step, finding, dialect) for step in steps[:ends]), text.ELLIPSIS]
        shown += [_step(step, finding, dialect) for step in steps[-ends:]]
    else:
        shown = [_step(step, finding, dialect) for step in steps]
    return " → ".join(shown)


def distinct(steps: Sequence[TraceStep]) -> list[TraceStep]:
    """The steps of a trace, less each step that only repeats the step before it."""
    kept: list[TraceStep] = []
    for step in steps:
        if not kept or (kept[-1].text, kept[-1].span.start_line) != (step.text, step.span.start_line):
            kept.append(step)
    return kept


def _step(step: TraceStep, finding: Finding, dialect: Dialect) -> str:
    return f"{dialect.code(text.folded(step.text), 80)} ({line(step.span, finding, dialect)})"


def line(span: Span, finding: Finding, dialect: Dialect) -> str:
    if span.path != finding.span.path:
        return dialect.code(f"{_short_path(span.path)}:{span.start_line}", 200)
    removed = "removed " if span.side is Side.BASE else ""
    return f"{removed}line {span.start_line}"


def evidence(finding: Finding, dialect: Dialect, *, short: bool = False) -> str:
    """The data flow, or where there is none the text at the place."""
    return trace(finding, dialect, short=short) or (
        f"{dialect.code(text.folded(finding.excerpt), 160)} ({line(finding.span, finding, dialect)})"
        if finding.excerpt.strip()
        else ""
    )


def suppression(observation: Observation, dialect: Dialect) -> str:
    """A clause about the suppression comment at the place; empty without one."""
    if not observation.suppressed:
        return ""
    return f"{dialect.code(text.folded(observation.suppressed), 40)} does not silence this"


def without_comment(review: Review, moved: frozenset[str]) -> tuple[Observation, ...]:
    """The defects that no line or file comment speaks of: the summary has to give their evidence."""
    return tuple(item for item in review.defects if item.placement is Placement.SUMMARY or item.fingerprint in moved)


def uncertain(review: Review) -> tuple[Observation, ...]:
    return tuple(item for item in review.observations if not item.is_defect)


def evidence_title(items: Sequence[Observation]) -> str:
    return f"Evidence for {count(len(items), 'defect')} without a line comment"


def what(item: Observation, dialect: Dialect) -> str:
    """One observation in the summary's list: what is wrong at its place, the gravest first, and the suppression comment
    that stands there, e.g. ``# nosec``."""
    titles = list(dict.fromkeys(title(finding, dialect) for finding in item.findings))
    said = "; ".join(titles[:2])
    if len(titles) > 2:
        said += f" (and {len(titles) - 2} more)"
    return "; ".join(part for part in (said, suppression(item, dialect)) if part)


def area(finding: Finding) -> str:
    return " · ".join(part for part in (finding.area.value, weakness(finding)) if part)


def remark(item: Observation, dialect: Dialect) -> str:
    """An uncertain observation in one line."""
    named = [each(finding, dialect) for finding in item.findings] if item.is_together else []
    spans = [finding.span for finding in item.findings]
    if all(named):
        others = dict.fromkeys(span.path for span in spans if span.path != item.path)
        places = [where(spans[0], dialect), *(file(path, dialect) for path in others)]
    else:
        places, named = [where(span, dialect) for span in spans], []
    said = f"{_listed(places, _MOST_IN_ONE_LINE)}: {heading(item, dialect)}"
    said += f": {_listed(named, _MOST_IN_ONE_LINE)}. " if named else ". "
    said += message(item, dialect, 300)
    return f"{said} ({'; '.join(part for part in (area(item.finding), suppression(item, dialect)) if part)})"


LONGEST_NOTICE = 1_000
"""Characters of what people must know first: one sentence or two, never cut where it is ours."""
LONGEST_MESSAGE = 700
"""Characters of what is said of one finding; the question that some end with must not be cut off."""


def heading(item: Observation, dialect: Dialect) -> str:
    """The observation's title: that of its gravest finding, or what its findings have in common."""
    several = item.finding.several
    if several is None or not item.is_together:
        return title(item.finding, dialect)
    return dialect.prose(several.title.replace("{count}", str(len(item.findings))), 120)


def message(item: Observation, dialect: Dialect, limit: int = LONGEST_MESSAGE) -> str:
    """What an attacker gains, of its gravest finding or of all together."""
    several = item.finding.several
    return dialect.prose(item.finding.message if several is None or not item.is_together else several.message, limit)


def each(finding: Finding, dialect: Dialect) -> str:
    """What this finding names and the others of its observation do not; empty where only its place differs."""
    return dialect.prose(finding.several.each, 120) if finding.several is not None else ""


def clean(review: Review, dialect: Dialect) -> str:
    """The verdict of a review without defects and gaps; what no rule looked at is said before it."""
    without = unruled(review, dialect)
    sentence = NO_DEFECTS_WHERE_RULES if without else _no_defects(review)
    aside = f" {count(len(review.dismissed), 'observation')} dismissed." if review.dismissed else ""
    return "\n\n".join((*without, sentence + aside))


def is_quiet(review: Review) -> bool:
    """Whether one sentence and the coverage are all there is to say."""
    said = review.observations or review.notices or review.unruled or review.dismissed
    return review.verdict is Verdict.NO_DEFECTS and not said


def clear_areas(review: Review) -> str:
    """The checklist; it claims less where not everything could be checked. Empty when nothing is clear."""
    names = ", ".join(area.value for area in review.clear_areas)
    if not names:
        return ""
    return f"{'Nothing observed where it was checked' if review.gaps else 'Checked, nothing to observe'}: {names}."


def was_examined(review: Review) -> bool:
    """Whether anything was looked at: of a review that was not made, e.g. while reviews are paused, nothing was."""
    return any(run.status is RunStatus.RAN for run in review.runs)


def scope(review: Review) -> str:
    """How much of the change was examined."""
    files = f"{review.files_examined} of {count(review.files_total, 'file')}"
    lines = "line" if review.change.is_audit else "changed line"
    return f"Examined {files}, {count(review.changed_lines, lines)}"


def against(review: Review, dialect: Dialect) -> str:
    """What was compared and with what. No times: the same change gives the same text."""
    ran = [run for run in review.runs if run.status is RunStatus.RAN]
    parts = [
        _compared(review.change, dialect),
        count(sum(len(run.rules) for run in ran) - review.left_out.rules, "rule"),
        count(len(ran), "check"),
        *left_out(review.left_out),
    ]
    return ", ".join(parts)


def _compared(change: Change, dialect: Dialect) -> str:
    """By names that people's git knows."""
    head = change.uncommitted or dialect.code(change.head[:7], 7)
    if change.is_audit or not change.merge_base.strip("0"):
        return head
    return f"{head} against {_commit(change.merge_base, dialect)}"


def _commit(name: str, dialect: Dialect) -> str:
    return "nothing" if is_empty_tree(name) else dialect.code(name[:7], 7)


def left_out(what: LeftOut) -> Iterator[str]:
    """What the policy left out: one clause for each of its settings that left out something."""
    if what.files:
        yield f"{count(what.files, 'file')} excluded by the policy"
    if what.rules:
        yield f"{count(what.rules, 'rule')} disabled by the policy" + _hidden(what.findings_of_rules)
    if what.findings_below:
        yield f"{count(what.findings_below, 'finding')} below the policy's minimum severity"
    if what.findings_lowered:
        yield f"{count(what.findings_lowered, 'finding')} lowered below the minimum by the policy"
    if what.areas:
        yield f"{count(what.areas, 'area')} not reported by the policy" + _hidden(what.findings_of_areas)
    if what.findings_of_paths:
        yield f"{count(what.findings_of_paths, 'finding')} left out by the policy for their paths"
    if what.test_files:
        yield f"{count(what.test_files, 'file')} of test code kept quiet" + _hidden(what.findings_in_tests)
    elif what.findings_in_tests:
        yield f"{count(what.findings_in_tests, 'finding')} in test code kept quiet"
    yield from _unconcerned(what)


def _unconcerned(what: LeftOut) -> Iterator[str]:
    if what.generated:
        yield f"{count(what.generated, 'generated file')} left to the source"
    if what.not_deployed:
        yield f"{count(what.not_deployed, 'file')} outside the deployed code not compared for removed guards"


def _hidden(findings: int) -> str:
    return f" ({count(findings, 'finding')})" if findings else ""

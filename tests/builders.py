"""Short ways to say a change in a test: texts in, model values out, hunks computed from the texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model import (
    Applied,
    Area,
    Change,
    ChangedFile,
    ChangeRef,
    CheckResult,
    CheckRun,
    Confidence,
    Entry,
    Finding,
    Gap,
    RunStatus,
    Severity,
    Side,
    Span,
    TraceStep,
    entries,
    split_lines,
)
from workers.change.policy_file import parsed
from workers.checks.base import History, NoHistory, Snapshot
from workers.checks.kit import MemoryTree as MemoryTree
from workers.checks.kit import changed_file as changed_file
from workers.checks.kit import hunks as hunks


def change(**overrides: object) -> Change:
    """A pull request with plausible values."""
    values: dict[str, object] = {
        "ref": ChangeRef("github", "octo/app", 7),
        "repository_id": "42",
        "base": "b" * 40,
        "head": "3fa1c2e" + "a" * 33,
        "merge_base": "90ab12d" + "c" * 33,
        "target_branch": "main",
        "default_branch": "main",
        "author": "mallory",
        "title": "Add a feature",
        "url": "",
    }
    return Change(**(values | overrides))  # type: ignore[arg-type]  # a test names only what it is about


def snapshot(
    *files: ChangedFile, tree: MemoryTree | None = None, history: History | None = None, policy: str | None = None
) -> Snapshot:
    """A snapshot of these files; unless given, the tree holds just them. ``policy`` is a policy file's text."""
    if tree is None:
        tree = MemoryTree(
            head={file.path: file.head_text for file in files if file.head_text is not None},
            base={file.base_path: file.base_text for file in files if file.base_text is not None},
        )
    held = parsed(policy)
    assert not held.problems, held.problems
    return Snapshot.of(change(), files, tree, policy=held.policy, history=history or NoHistory())


def finding(
    path: str,
    text: str,
    needle: str,
    *,
    rule: str = "python.test.rule",
    side: Side = Side.HEAD,
    severity: Severity = Severity.HIGH,
    confidence: Confidence = Confidence.HIGH,
    area: Area = Area.INPUT_VALIDATION,
    scope: str = "",
    source: str = "",
    nth: int = 0,
    title: str = "Request data reaches a shell command",
) -> Finding:
    """A finding on the nth line of ``text`` that holds ``needle``, with a two-step trace when ``source`` is given."""
    lines = split_lines(text)
    line = [number for number, content in enumerate(lines, 1) if needle in content][nth]
    span = Span(path, line, line, 1, len(lines[line - 1]) + 1, side)
    trace: tuple[TraceStep, ...] = ()
    if source:
        start = next(number for number, content in enumerate(lines, 1) if source in content)
        trace = (
            TraceStep(Span(path, start, start, side=side), source),
            TraceStep(span, needle),
        )
    return Finding(
        rule=rule,
        span=span,
        severity=severity,
        confidence=confidence,
        area=area,
        cwe=78,
        title=title,
        message="Whoever sends the request runs commands as the server.",
        remedy="Pass the arguments as a list and leave the shell out.",
        excerpt=lines[line - 1],
        scope=scope,
        trace=trace,
    )


def applied(count: int, *areas: Area) -> frozenset[Applied]:
    """So many rules, shared out over the areas."""
    return frozenset(Applied(f"rule.{number}", areas[number % len(areas)], Severity.HIGH) for number in range(count))


RULES = applied(40, Area.INPUT_VALIDATION, Area.SECRETS, Area.CRYPTOGRAPHY)


def examined(*paths: str, rules: frozenset[Applied] = RULES) -> tuple[Entry, ...]:
    """The ledger of a check that examined these files."""
    return entries(paths, {}, dict.fromkeys(paths, rules), ())


def ran(
    *head: Finding,
    base: Sequence[Finding] = (),
    files: Iterable[str | ChangedFile] = (),
    gaps: Sequence[Gap] = (),
    check: str = "semgrep",
) -> CheckResult:
    """The result of a check that ran over these files, less what the gaps say."""
    paths = [file if isinstance(file, str) else file.path for file in files]
    ledger = entries(paths, {}, dict.fromkeys(paths, RULES), gaps)
    failures = tuple(gap.reason for gap in gaps if gap.path is None)
    run = CheckRun(check, RunStatus.RAN, entries=ledger, failures=failures)
    return CheckResult(run=run, head=tuple(head), base=tuple(base))

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from bot.model import (
    Area,
    ChangedFile,
    CheckResult,
    CheckRun,
    Confidence,
    Gap,
    Placement,
    Review,
    RunStatus,
    Severity,
    Side,
    Span,
    TraceStep,
    Verdict,
    entries,
)
from bot.policy import Policy, parse
from bot.review import assemble
from bot.review.placing import commentable_lines
from tests.builders import RULES, change, changed_file, finding, ran
from workers.checks.integrity import SUPPRESSION

BASE = "".join(f"line {number}\n" for number in range(1, 31))
HEAD = BASE.replace("line 10\n", "os.system(a)\n").replace("line 20\n", "os.system(b)\n")


def review(*files: ChangedFile, results: list[CheckResult], policy: Policy | None = None) -> Review:
    return assemble(change(), files, [accounting(result, files) for result in results], policy or Policy())


def accounting(result: CheckResult, files: Iterable[ChangedFile]) -> CheckResult:
    """The result of a check that examined all files; one that failed or has its own account stays as it is."""
    if result.run.entries or result.run.status is not RunStatus.RAN:
        return result
    paths = [file.path for file in files]
    gaps = [gap for gap in result.run.gaps if gap.path is not None]
    return replace(result, run=replace(result.run, entries=entries(paths, {}, dict.fromkeys(paths, RULES), gaps)))


def one_file(path: str = "app.py") -> ChangedFile:
    return changed_file(path, BASE, HEAD)


def test_a_suppression_is_told_once_with_the_flaw_that_it_would_hide() -> None:
    head = "import os\nos.system(x)  # nosec\ny = 1  # nosec\n"
    file = changed_file("a.py", None, head)
    flaw = finding("a.py", head, "os.system")
    notes = [SUPPRESSION.at(file, line, words={"marker": "nosec"}) for line in (2, 3)]
    review = assemble(change(), [file], [ran(flaw, *notes, files=["a.py"])], Policy())
    assert [(item.finding.rule, item.finding.span.start_line) for item in review.observations] == [
        (flaw.rule, 2),
        (SUPPRESSION.id, 3),
    ]


def test_a_new_finding_on_its_changed_line() -> None:
    found = review(one_file(), results=[ran(finding("app.py", HEAD, "system(a)"), files=["app.py"])])
    assert found.verdict is Verdict.DEFECTS
    (item,) = found.observations
    assert (item.placement, item.line, item.start_line) == (Placement.LINE, 10, None)
    assert found.clear_areas == (Area.SECRETS, Area.CRYPTOGRAPHY)
    assert (found.files_examined, found.files_total, found.changed_lines) == (1, 1, 4)


def test_clean_and_complete_is_no_defects() -> None:
    found = review(one_file(), results=[ran(files=["app.py"])])
    assert (found.verdict, found.observations, found.gaps) == (Verdict.NO_DEFECTS, (), ())


@pytest.mark.parametrize(
    ("why", "results", "files"),
    [
        ("a check failed", [CheckResult(CheckRun("semgrep", RunStatus.FAILED, reason="it crashed"))], [one_file()]),
        (
            "a file timed out",
            [ran(files=["app.py"], gaps=[Gap("semgrep", "timed out after 5 s", "app.py")])],
            [one_file()],
        ),
        ("a file is unreadable", [ran()], [replace(one_file(), head_text=None, unreadable="not UTF-8 (line 3)")]),
    ],
)
def test_what_did_not_run_makes_it_incomplete(why: str, results: list[CheckResult], files: list[ChangedFile]) -> None:
    found = review(*files, results=results)
    assert found.verdict is Verdict.INCOMPLETE, why
    assert len(found.gaps) == 1


def test_a_binary_without_language_is_nothing_that_a_check_wanted() -> None:
    image = replace(changed_file("logo.png", None, None), unreadable="binary")
    assert review(image, results=[ran()]).verdict is Verdict.NO_DEFECTS


def test_defects_with_gaps_are_defects_and_keep_the_gaps() -> None:
    result = ran(finding("app.py", HEAD, "system(a)"), files=["app.py"], gaps=[Gap("semgrep", "timed out", "app.py")])
    found = review(one_file(), results=[result])
    assert (found.verdict, len(found.gaps)) == (Verdict.DEFECTS, 1)


def test_low_confidence_goes_to_the_summary_and_is_no_defect() -> None:
    weak = finding("app.py", HEAD, "system(a)", confidence=Confidence.LOW)
    found = review(one_file(), results=[ran(weak)])
    assert (found.verdict, found.observations[0].placement) == (Verdict.NO_DEFECTS, Placement.SUMMARY)


def test_findings_on_one_line_are_one_comment() -> None:
    one = finding("app.py", HEAD, "system(a)", rule="python.one", severity=Severity.MEDIUM)
    two = finding("app.py", HEAD, "system(a)", rule="python.two", severity=Severity.HIGH)
    (item,) = review(one_file(), results=[ran(one), ran(two)]).observations
    assert [found.rule for found in item.findings] == ["python.two", "python.one"]


def test_beyond_the_limit_the_gravest_keep_their_lines() -> None:
    mild = finding("app.py", HEAD, "system(a)", severity=Severity.MEDIUM)
    grave = finding("app.py", HEAD, "system(b)", severity=Severity.HIGH)
    found = review(one_file(), results=[ran(mild, grave)], policy=Policy(comment_limit=1))
    assert [(item.severity, item.placement) for item in found.observations] == [
        (Severity.HIGH, Placement.LINE),
        (Severity.MEDIUM, Placement.SUMMARY),
    ]


def test_an_old_sink_is_commented_where_the_new_source_came_in() -> None:
    base = "a = 'x'\n" + "pass\n" * 20 + "os.system(a)\n"
    head = base.replace("'x'", "request.args['x']")
    flaw = finding("app.py", head, "os.system", source="request.args")
    (item,) = review(changed_file("app.py", base, head), results=[ran(flaw)]).observations
    assert (item.placement, item.line) == (Placement.LINE, 1)


def test_an_old_sink_without_a_changed_step_is_a_file_comment() -> None:
    base = "a = 'x'\n" + "pass\n" * 20 + "os.system(a)\n"
    flaw = finding("app.py", base, "os.system")
    (item,) = review(changed_file("app.py", base, "b = 1\n" + base), results=[ran(flaw)]).observations
    assert item.placement is Placement.FILE


def test_the_trace_of_another_file_does_not_place_a_comment_here() -> None:
    flaw = finding("app.py", HEAD, "line 30")
    flaw = replace(flaw, trace=(TraceStep(Span("other.py", 10, 10), "x"), TraceStep(flaw.span, "y")))
    (item,) = review(one_file(), results=[ran(flaw)]).observations
    assert item.placement is Placement.FILE


def test_suppressions_silence_nothing_and_are_told() -> None:
    head = HEAD.replace("os.system(a)", "os.system(a)  # nosemgrep")
    (item,) = review(
        changed_file("app.py", BASE, head), results=[ran(finding("app.py", head, "system(a)"))]
    ).observations
    assert item.suppressed == "nosemgrep"


@pytest.mark.parametrize(
    "path", ["tests/test_app.py", "src/app.spec.ts", "pkg/app_test.go", "src/test/java/AppTest.java"]
)
def test_test_code_is_quiet_by_default(path: str) -> None:
    results = [ran(finding(path, HEAD, "system(a)"))]
    quiet = review(one_file(path), results=results)
    assert (quiet.verdict, quiet.quiet, quiet.observations) == (Verdict.NO_DEFECTS, 1, ())
    assert review(one_file(path), results=results, policy=Policy(tests_quiet=False)).verdict is Verdict.DEFECTS


@pytest.mark.parametrize("path", ["app/latest/server.py", "contest/views.py", "attestation.py", "src/testament.js"])
def test_names_that_only_look_like_tests(path: str) -> None:
    assert not Policy().is_test(path)


def test_side_of_the_base_is_placed_on_the_removed_line() -> None:
    gone = finding("app.py", BASE, "line 10", side=Side.BASE)
    (item,) = review(one_file(), results=[ran(gone)]).observations
    assert (item.placement, item.side, item.line) == (Placement.LINE, Side.BASE, 10)


@pytest.mark.parametrize(
    ("base", "head", "right", "left"),
    [
        ("a\n" * 10, "a\n" * 5 + "b\n" + "a\n" * 5, {3, 4, 5, 6, 7, 8, 9}, {3, 4, 5, 6, 7, 8}),
        ("a\nb\n", "b\n", {1}, {1, 2}),
        ("", "x\ny\n", {1, 2}, set()),
    ],
)
def test_commentable_lines_are_those_of_a_diff_with_three_lines_of_context(
    base: str, head: str, right: set[int], left: set[int]
) -> None:
    file = changed_file("a.py", base, head)
    assert set(commentable_lines(file, Side.HEAD)) == right
    assert set(commentable_lines(file, Side.BASE)) == left


def test_the_same_change_gives_the_same_review_in_any_order_of_findings() -> None:
    flaws = [finding("app.py", HEAD, needle) for needle in ("system(a)", "system(b)")]
    assert review(one_file(), results=[ran(*flaws)]) == review(one_file(), results=[ran(*reversed(flaws))])


def test_the_policy_decides_what_blocks() -> None:
    results = [ran(finding("app.py", HEAD, "system(a)", severity=Severity.MEDIUM))]
    blocked = [review(one_file(), results=results, policy=Policy(fail_on=level)).blocks for level in (None, *Severity)]
    assert blocked == [False, True, True, False]


def test_the_severity_of_the_policy_comes_before_the_cap_and_the_verdict_and_keeps_the_fingerprint() -> None:
    results = [
        ran(
            finding("app.py", HEAD, "system(a)", rule="python.mild", severity=Severity.LOW),
            finding("app.py", HEAD, "system(b)", rule="python.grave", severity=Severity.HIGH),
        )
    ]
    plain = review(one_file(), results=results)
    text = "comment-limit: 1\nfail-on: high\nseverity: {python.mild: high, python.grave: low}\n"
    graded = review(one_file(), results=results, policy=parse(text))
    names = {item.finding.rule: item.fingerprint for item in plain.observations}
    assert {item.finding.rule: item.fingerprint for item in graded.observations} == names
    assert [(item.finding.rule, item.severity, item.placement) for item in graded.observations] == [
        ("python.mild", Severity.HIGH, Placement.LINE),
        ("python.grave", Severity.LOW, Placement.SUMMARY),
    ]
    assert all(item.finding.graded_by_policy for item in graded.observations)
    assert graded.blocks
    assert not review(one_file(), results=results, policy=parse("fail-on: high\nseverity: {'*': medium}\n")).blocks


@pytest.mark.parametrize(
    ("text", "blocks", "vetoes"),
    [
        ("", False, False),
        ("fail-on: medium", True, True),
        ("fail-on: {check: high, vote: medium}", False, True),
        ("fail-on: {check: low}", True, False),
        ("fail-on: medium\npaths: [{match: [app.py], fail-on: never}]", False, False),
        ("paths: [{match: [app.py], fail-on: {vote: low}}]", False, True),
        ("fail-on: high\npaths: [{match: [app.py], fail-on: medium}]", True, True),
        ("fail-on: high\npaths: [{match: [other.py], fail-on: low}]", False, False),
    ],
)
def test_the_check_run_and_the_vote_have_their_own_thresholds_by_path(text: str, blocks: bool, vetoes: bool) -> None:
    results = [ran(finding("app.py", HEAD, "system(a)", severity=Severity.MEDIUM))]
    found = review(one_file(), results=results, policy=parse(text))
    assert (found.blocks, found.vetoes) == (blocks, vetoes)

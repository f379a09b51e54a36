"""The ledger: whatever was not looked at is said, and nothing counts as checked that was not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import (
    BINARY,
    LINK,
    SUBMODULE,
    Applied,
    Area,
    Aside,
    ChangedFile,
    CheckRun,
    Confidence,
    Entry,
    Extent,
    Gap,
    RunStatus,
    Severity,
    Verdict,
    entries,
)
from bot.policy import Policy, parse
from bot.review import assemble, ledger
from tests.builders import change, changed_file, finding, ran

PHP = Applied("guards.authorization-removed", Area.AUTHORIZATION, Severity.HIGH, covers_area=False)
SECRET = Applied("secrets.private-key", Area.SECRETS, Severity.HIGH)
SHELL = Applied("python.shell-injection", Area.INPUT_VALIDATION, Severity.HIGH)
MILD = Applied("python.logging.token", Area.LOGGING, Severity.LOW)


def run(check: str, *paths: str, rules: frozenset[Applied] = frozenset({SECRET}), **aside: Aside) -> CheckRun:
    """``aside`` names files by their path with ``_`` for the dot."""
    beside = {path.replace("_", "."): why for path, why in aside.items()}
    ledger_ = entries([*paths, *beside], beside, dict.fromkeys(paths, rules), ())
    return CheckRun(check, RunStatus.RAN, ledger_)


def account(*runs: CheckRun, files: tuple[str, ...] = ("a.py",), policy: Policy | None = None) -> ledger.Account:
    return ledger.Account.of([changed_file(path, None, "x\n") for path in files], runs, policy or Policy())


def test_a_file_of_which_a_check_gives_no_account_was_not_read() -> None:
    found = account(run("secrets", "a.py"), files=("a.py", "b.py"))
    assert found.gaps == (Gap("secrets", ledger.UNACCOUNTED, "b.py"),)
    assert found.examined == {"a.py"}


def test_a_check_that_failed_has_read_nothing() -> None:
    broken = CheckRun("semgrep", RunStatus.FAILED, reason="it crashed")
    found = account(broken, run("secrets", "a.py"))
    assert found.gaps == (Gap("semgrep", "it crashed", "a.py"),)
    assert (sorted(found.examined), sorted(area.value for area in found.areas)) == ([], ["secrets"])


@pytest.mark.parametrize(
    ("entries_", "gaps"),
    [
        ((), (Gap("x", "it crashed", "a.py"), Gap("x", "it crashed", "b.py"))),
        (entries(["a.py"], {}, {}, ()), (Gap("x", "it crashed", "b.py"),)),
        (
            entries(["a.py", "b.py"], {"a.py": Aside.OTHER_KIND, "b.py": Aside.DELETED}, {}, ()),
            (Gap("x", "it crashed"),),
        ),
    ],
)
def test_a_check_that_failed_is_never_passed_over(entries_: tuple[Entry, ...], gaps: tuple[Gap, ...]) -> None:
    broken = CheckRun("x", RunStatus.FAILED, entries_, reason="it crashed")
    assert account(broken, files=("a.py", "b.py")).gaps == gaps


@pytest.mark.parametrize(
    ("gaps", "extent"),
    [
        ((), Extent.EXAMINED),
        ((Gap("semgrep", "rule x ran out of time", "a.py", partly=True),), Extent.PARTLY),
        ((Gap("semgrep", "does not parse", "a.py"),), Extent.NOT_READ),
        ((Gap("semgrep", "one", "a.py", partly=True), Gap("semgrep", "two", "a.py")), Extent.NOT_READ),
    ],
)
def test_the_extent_is_the_worst_that_the_gaps_say(gaps: tuple[Gap, ...], extent: Extent) -> None:
    (entry,) = entries(["a.py"], {}, {"a.py": frozenset({SHELL})}, gaps)
    assert (entry.extent, bool(entry.rules)) == (extent, extent is not Extent.NOT_READ)
    found = account(CheckRun("semgrep", RunStatus.RAN, (entry,)))
    assert (bool(found.gaps), "a.py" in found.examined) == (bool(gaps), not gaps)


def test_a_gap_beside_a_file_that_does_not_concern_the_check_counts_all_the_same() -> None:
    (entry,) = entries(["a.py"], {"a.py": Aside.OTHER_KIND}, {}, [Gap("x", "a limit", "a.py")])
    assert entry.extent is Extent.NOT_READ


@pytest.mark.parametrize("why", [BINARY, LINK, SUBMODULE, "larger than the limit", "bytes that are no text"])
@pytest.mark.parametrize("path", ["logo.png", "a.py", ".env", "notes"])
def test_what_could_not_be_read_is_one_gap_whatever_its_name(why: str, path: str) -> None:
    file = replace(changed_file(path, None, None), unreadable=why)
    found = ledger.Account.of([file], [run("secrets", path)], Policy())
    assert found.gaps == (() if why in (BINARY, LINK, SUBMODULE) else (Gap("snapshot", why, path),))


def test_an_area_is_checked_only_where_rules_of_it_ran_and_apply() -> None:
    semgrep = run("semgrep", "a.py", rules=frozenset({SHELL, MILD}))
    guards = run("guards", "a.py", rules=frozenset({PHP}))
    assert account(semgrep, guards).areas == {Area.INPUT_VALIDATION, Area.LOGGING}
    assert account(semgrep, policy=Policy(disabled_rules=("python.shell-*",))).areas == {Area.LOGGING}
    assert account(semgrep, policy=Policy(minimum_severity=Severity.MEDIUM)).areas == {Area.INPUT_VALIDATION}


def test_a_language_without_rules_is_named_with_what_looked_at_it() -> None:
    semgrep = run("semgrep", a_php=Aside.NO_RULES, b_php=Aside.NO_RULES)
    found = account(
        semgrep,
        run("secrets", "a.php", "b.php"),
        run("guards", "a.php", b_php=Aside.TEST_CODE),
        files=("a.php", "b.php"),
    )
    (unruled,) = found.unruled
    assert (unruled.language, unruled.paths, unruled.checks) == ("php", ("a.php", "b.php"), ("secrets",))


def test_what_the_policy_leaves_out_is_counted() -> None:
    text = "os.system(a)\nos.system(b)\nos.system(c)\n"
    files = [changed_file(path, None, text) for path in ("a.py", "tests/b.py", "vendor/c.py")]
    findings = [
        finding("a.py", text, "system(a)", rule="python.one"),
        finding("a.py", text, "system(b)", rule="python.two", severity=Severity.LOW),
        finding("a.py", text, "system(c)", rule="python.three"),
        finding("tests/b.py", text, "system(a)", rule="python.one"),
    ]
    rules = frozenset(
        Applied(f"python.{name}", Area.INPUT_VALIDATION, Severity.HIGH) for name in ("one", "two", "three")
    )
    semgrep = run("semgrep", "a.py", rules=rules, **{"tests/b_py": Aside.TEST_CODE})
    policy = Policy(exclude=("vendor/",), disabled_rules=("python.three",), minimum_severity=Severity.MEDIUM)
    review = assemble(change(), files, [replace(ran(*findings), run=semgrep)], policy)
    assert [item.finding.rule for item in review.observations] == ["python.one"]
    assert (review.files_examined, review.files_total) == (1, 3)
    left = review.left_out
    assert (left.files, left.test_files, left.rules) == (1, 1, 1)
    assert (left.findings_in_tests, left.findings_of_rules, left.findings_below) == (1, 1, 1)


def test_what_each_setting_leaves_out_is_counted_apart() -> None:
    text = "a()\nb()\nc()\nd()\ne()\n"
    findings = [
        finding("a.py", text, "a()", rule="python.told"),
        finding("a.py", text, "b()", rule="python.lowered"),
        finding("a.py", text, "c()", rule="python.low", severity=Severity.LOW),
        finding("a.py", text, "d()", rule="python.other", area=Area.LOGGING),
        finding("legacy/a.py", text, "e()", rule="python.told"),
    ]
    files = [changed_file("a.py", None, text), changed_file("legacy/a.py", None, text)]
    policy = parse(
        "areas: [input validation, secrets]\nminimum-severity: medium\nseverity: {python.lowered: low}\n"
        "paths: [{match: [legacy/**], disable-rules: ['*']}]\n"
    )
    account = entries(["a.py", "legacy/a.py"], {}, dict.fromkeys(["a.py", "legacy/a.py"], frozenset({SHELL, MILD})), ())
    semgrep = CheckRun("semgrep", RunStatus.RAN, account)
    review = assemble(change(), files, [replace(ran(*findings), run=semgrep)], policy)
    assert [item.finding.rule for item in review.observations] == ["python.told"]
    left = review.left_out
    assert (left.findings_lowered, left.findings_below, left.findings_of_areas, left.findings_of_paths) == (1, 1, 1, 1)
    assert left.areas == 1
    assert review.areas == {Area.INPUT_VALIDATION}


def test_an_area_counts_as_checked_only_where_the_policy_lets_its_findings_in() -> None:
    elsewhere = parse("paths: [{match: [legacy/**], disable-rules: ['*']}]\n")
    ran_over = [run("secrets", "legacy/a.py"), run("semgrep", "a.py", rules=frozenset({SHELL}))]
    assert account(*ran_over, files=("a.py", "legacy/a.py"), policy=elsewhere).areas == {Area.INPUT_VALIDATION}


FLAWS = [f"system({name})" for name in "abcdef"]
TEXT = "".join(f"os.{flaw}\n\n\n\n\n" for flaw in FLAWS)


FLAW = st.tuples(
    st.sampled_from(FLAWS),
    st.sampled_from(["one", "two", "tests.three"]),
    st.sampled_from(list(Confidence)),
    st.sampled_from(list(Severity)),
)


@given(
    st.lists(FLAW, max_size=12, unique_by=lambda it: it[:2]),
    st.integers(0, 8),
    st.sampled_from([Severity.LOW, Severity.HIGH]),
    st.sampled_from([(), ("python.two",)]),
    st.sampled_from([None, frozenset({Area.INPUT_VALIDATION}), frozenset({Area.SECRETS})]),
    st.sampled_from(["", "severity: {python.*: low}\n", "severity: {python.one: high}\n"]),
    st.sampled_from(["", "paths: [{match: ['*.py'], disable-rules: [python.one]}]\n"]),
)
def test_findings_in_are_findings_told_or_counted(
    flaws: list[tuple[str, str, Confidence, Severity]],
    limit: int,
    least: Severity,
    disabled: tuple[str, ...],
    areas: frozenset[Area] | None,
    severity: str,
    paths: str,
) -> None:
    findings = [
        finding("a.py", TEXT, needle, rule=f"python.{rule}", confidence=confidence, severity=severity)
        for needle, rule, confidence, severity in flaws
    ]
    said = parse(severity + paths)
    policy = replace(said, comment_limit=limit, minimum_severity=least, disabled_rules=disabled, areas=areas)
    files = [changed_file("a.py", None, TEXT)]
    review = assemble(change(), files, [ran(*findings, files=files)], policy)
    told = [each for item in review.observations for each in item.findings]
    left = review.left_out
    out = [left.findings_of_rules, left.findings_below, left.findings_in_tests, left.findings_lowered]
    assert len(told) + sum(out) + left.findings_of_areas + left.findings_of_paths == len(findings)
    assert len(set(told)) == len(told)
    for item in review.observations:
        assert not item.members or len(item.members) == len(item.findings)


OUTCOME = st.sampled_from([*Aside, None, "gap", "missing"])


@given(st.dictionaries(st.sampled_from(["a.py", "b.rb", "c.png"]), OUTCOME, min_size=1))
def test_it_is_clean_only_over_what_was_looked_at(outcome: dict[str, Aside | str | None]) -> None:
    """Finding or gap or said to be no concern: never clean over what has no account."""
    files: list[ChangedFile] = [changed_file(path, None, "x\n") for path in outcome]
    made = []
    for path, what in sorted(outcome.items()):
        if isinstance(what, Aside):
            made.append(Entry(path, Extent.UNCONCERNED, what))
        elif what == "gap":
            made.append(Entry(path, Extent.NOT_READ, reasons=("a limit",)))
        elif what is None:
            made.append(Entry(path, Extent.EXAMINED, rules=frozenset({SHELL})))
    review = assemble(change(), files, [replace(ran(), run=CheckRun("semgrep", RunStatus.RAN, tuple(made)))], Policy())
    unseen = {path for path, what in outcome.items() if what in ("gap", "missing")}
    assert {gap.path for gap in review.gaps} == unseen
    assert (review.verdict is Verdict.INCOMPLETE) == bool(unseen)
    assert review.files_examined == sum(what is None for what in outcome.values())
    assert {path for item in review.unruled for path in item.paths} == {
        p for p, w in outcome.items() if w is Aside.NO_RULES
    }

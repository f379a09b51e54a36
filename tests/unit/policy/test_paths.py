"""What holds for a path: sections of a file, files of folders, an organisation's file."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Applied, Area, Severity, Threshold
from bot.policy import Policy, Silence, merged, parse, read
from tests.builders import finding

TEXT = "os.system(a)\n"
ROOT = """
severity: {python.mild: low}
minimum-severity: medium
disable-rules: [python.off]
areas: [input validation, review integrity]
paths:
  - match: [legacy/**]
    exclude: [legacy/new/**]
    minimum-severity: high
    disable-rules: [python.old.*]
  - match: [legacy/kept/**]
    minimum-severity: low
    severity: {python.mild: high}
"""


@pytest.mark.parametrize(
    ("path", "rule", "severity", "area", "why"),
    [
        ("a.py", "python.x", Severity.MEDIUM, Area.INPUT_VALIDATION, None),
        ("a.py", "python.x", Severity.LOW, Area.INPUT_VALIDATION, Silence.SEVERITY),
        ("a.py", "python.mild", Severity.HIGH, Area.INPUT_VALIDATION, Silence.LOWERED),
        ("a.py", "python.mild", Severity.LOW, Area.INPUT_VALIDATION, Silence.SEVERITY),
        ("a.py", "python.off", Severity.HIGH, Area.INPUT_VALIDATION, Silence.RULE),
        ("a.py", "python.x", Severity.HIGH, Area.LOGGING, Silence.AREA),
        ("a.py", "python.old.x", Severity.HIGH, Area.INPUT_VALIDATION, None),
        ("legacy/a.py", "python.x", Severity.MEDIUM, Area.INPUT_VALIDATION, Silence.PATH),
        ("legacy/a.py", "python.x", Severity.LOW, Area.INPUT_VALIDATION, Silence.SEVERITY),
        ("legacy/a.py", "python.old.x", Severity.HIGH, Area.INPUT_VALIDATION, Silence.PATH),
        ("legacy/a.py", "python.x", Severity.HIGH, Area.LOGGING, Silence.AREA),
        ("legacy/new/a.py", "python.old.x", Severity.MEDIUM, Area.INPUT_VALIDATION, None),
        ("legacy/kept/a.py", "python.x", Severity.LOW, Area.INPUT_VALIDATION, None),
        ("legacy/kept/a.py", "python.mild", Severity.LOW, Area.INPUT_VALIDATION, None),
        ("tests/test_a.py", "python.x", Severity.HIGH, Area.INPUT_VALIDATION, Silence.TESTS),
    ],
)
def test_what_is_told_where(path: str, rule: str, severity: Severity, area: Area, why: Silence | None) -> None:
    policy = parse(ROOT)
    assert policy.problems == ()
    found = finding(path, TEXT, "os", rule=rule, severity=severity, area=area)
    assert policy.silence(found) is why
    assert policy.wants(found) is (why in (None, Silence.TESTS))
    assert policy.applies(Applied(rule, area, severity), path) is policy.wants(found)


def test_a_severity_is_raised_and_lowered_before_anybody_asks_for_it() -> None:
    policy = parse("severity: {'python.*': low, python.x: high, 'python.x?': medium}\n")
    grades = [
        (graded.severity, graded.graded_by_policy)
        for rule in ("python.a", "python.x", "python.xy", "go.x")
        for graded in [policy.graded(finding("a.py", TEXT, "os", rule=rule, severity=Severity.HIGH))]
    ]
    assert grades == [(Severity.LOW, True), (Severity.HIGH, False), (Severity.MEDIUM, True), (Severity.HIGH, False)]


def test_tests_are_treated_otherwise_by_path() -> None:
    policy = parse("test-paths: [checks/**]\npaths: [{match: [tests/security/**, checks/a/**], tests: full}]\n")
    asked = ["tests/a.py", "tests/security/a.py", "checks/b.py", "checks/a/b.py", "src/a.py"]
    assert [policy.keeps_quiet(path) for path in asked] == [True, False, True, False, False]
    assert [policy.is_test(path) for path in asked] == [True, True, True, True, False]


def test_thresholds_by_path_and_of_findings_that_are_told_together() -> None:
    policy = parse("fail-on: {check: high, vote: never}\npaths: [{match: [pay/**], fail-on: {vote: medium}}]\n")
    here, there = finding("a.py", TEXT, "os"), finding("pay/a.py", TEXT, "os")
    assert policy.threshold([here]) == Threshold(Severity.HIGH, None)
    assert policy.threshold([there]) == policy.threshold([here, there]) == Threshold(Severity.HIGH, Severity.MEDIUM)


PAY = """
minimum-severity: high
disable-rules: ["*"]
severity: {"*": low}
test-paths: [checks/]
fail-on: never
paths:
  - match: [core/**]
    minimum-severity: low
"""


def test_a_folders_file_speaks_of_what_is_below_it() -> None:
    policy = merged([read("fail-on: high\n"), read(PAY, "pay/.patchwarden.yml", "pay/")])
    assert [policy.wants(finding(path, TEXT, "os")) for path in ("a.py", "pay/a.py", "payment/a.py", "core/a.py")] == [
        True,
        False,
        True,
        True,
    ]
    assert [policy.is_test(path) for path in ("pay/checks/a.py", "checks/a.py")] == [True, False]
    assert policy.at("pay/core/a.py").minimum_severity is Severity.LOW
    assert policy.at("pay/a.py").threshold == Threshold()
    assert policy.fail_on is Severity.HIGH


def test_a_folders_file_has_no_say_in_review_integrity() -> None:
    files = [read("fail-on: high\n"), read(PAY + "areas: [secrets]\n", "pay/.patchwarden.yml", "pay/")]
    hidden = finding("pay/a.py", TEXT, "os", rule="integrity.hidden", area=Area.INTEGRITY)
    policy = merged(files)
    assert policy.silence(hidden) is None
    assert policy.graded(hidden) == hidden
    assert policy.threshold([hidden]) == Threshold(Severity.HIGH, Severity.HIGH)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("exclude: [a/]", "`exclude` may not stand here: write it into the file at the root of the repository"),
        ("second-person: false", "`second-person` may not stand here"),
        ("decisions: []", "`decisions` may not stand here"),
        ("disable-rules: [integrity.*]", "a folder's file has no say in review integrity"),
        ("paths: [{match: [a], severity: {integrity.hidden: low}}]", "a folder's file has no say in review integrity"),
    ],
)
def test_what_a_folders_file_may_not_say(text: str, said: str) -> None:
    policy = merged([read(text, "pay/.patchwarden.yml", "pay/")])
    assert len(policy.problems) == 1
    assert policy.problems[0].startswith("pay/.patchwarden.yml, line 1: ")
    assert said in policy.problems[0]


def test_nearer_files_hold_and_lists_add_up() -> None:
    farthest = "fail-on: high\nexclude: [vendor/]\nareas: [secrets]\ncomment-limit: 3\nsecond-person: true\n"
    organisation = read(farthest + "paths: [{match: [legacy/**], minimum-severity: high}]\n", "octo/.github")
    own = read("exclude: [gen/]\nareas: [logging]\nminimum-severity: medium\ncomment-limit: 9\n")
    folder, deeper = read("tests: full\n", "a/.patchwarden.yml", "a/"), read("tests: quiet\n", "a/b/x", "a/b/")
    for order in ([organisation, own, folder, deeper], [organisation, own, deeper, folder]):
        policy = merged(order)
        assert (policy.fail_on, policy.comment_limit, policy.second_person) == (Severity.HIGH, 9, True)
        assert policy.exclude == ("vendor/", "gen/")
        assert policy.areas == frozenset({Area.LOGGING})
        assert policy.at("legacy/a.py").minimum_severity is Severity.MEDIUM, "the repository's own word is nearer"
        assert [policy.at(path).tests_quiet for path in ("x.py", "a/x.py", "a/b/x.py")] == [True, False, True]


LEVELS = st.sampled_from(["low", "medium", "high"])


@given(st.lists(st.tuples(st.sampled_from(["", "a/", "a/b/"]), LEVELS), max_size=5))
def test_of_several_files_the_last_one_that_reaches_a_path_holds(said: list[tuple[str, str]]) -> None:
    files = [read(f"minimum-severity: {level}\n", f"{folder}x", folder) for folder, level in said]
    policy = merged(files)
    for path in ("x.py", "a/x.py", "a/b/x.py"):
        heard = [
            (folder.count("/"), number, level) for number, (folder, level) in enumerate(said) if path.startswith(folder)
        ]
        assert policy.at(path).minimum_severity.label == (max(heard)[2] if heard else "low")


def test_many_sections_and_paths_cost_little() -> None:
    sections = "".join(f"- match: ['**/a{number}*b*c*d/**']\n  tests: full\n" for number in range(100))
    policy = parse(f"paths:\n{sections}")
    assert policy.problems == ()
    start = time.process_time()
    for number in range(1_000):
        policy.at("a" * 40 + f"/b/c/d/{number}.py")
    assert time.process_time() - start < 3.0


def test_policies_are_equal_by_what_they_say() -> None:
    assert parse("") == Policy()
    assert parse("paths: [{match: [a], tests: full}]") == parse("\n\npaths:\n- match: [a]\n  tests: full\n")

"""What the policy says of a path and where, and that it is what the reviews go by."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Applied, Area, Severity
from bot.policy import explaining, explaining_reports, merged, read
from bot.policy.explaining import DEFAULT, Word

ROOT = """\
fail-on: {check: high, vote: medium}
exclude: [vendor/, gen/**]
minimum-severity: medium
severity: {python.tls.*: low}
paths:
  - match: [legacy/**]
    minimum-severity: high
    disable-rules: [javascript.*]
    severity: {python.tls.off: high}
"""
PAY = "tests: full\ntest-paths: [checks/]\nareas: [secrets]\n"
FILES = [read(ROOT), read(PAY, "pay/.patchwarden.yml", "pay/")]
HERE = ".patchwarden.yml"


def test_every_setting_with_its_line() -> None:
    assert explaining.words(FILES, "legacy/a.py") == (
        Word("areas", "all of them", DEFAULT),
        Word("minimum-severity", "medium", f"{HERE}:3", replaced=True),
        Word("minimum-severity", "high", f"{HERE}:7"),
        Word("tests", "quiet", DEFAULT),
        Word("fail-on", "check: high, vote: medium", f"{HERE}:1"),
        Word("disable-rules", "javascript.*", f"{HERE}:8"),
        Word("severity", "python.tls.*: low", f"{HERE}:4"),
        Word("severity", "python.tls.off: high", f"{HERE}:9"),
    )


def test_a_folders_file_is_named_where_it_speaks() -> None:
    said = explaining.words(FILES, "pay/a.py")
    assert Word("tests", "full", "pay/.patchwarden.yml:1") in said
    assert Word("areas", "secrets", "pay/.patchwarden.yml:3") in said
    assert "pay/.patchwarden.yml" not in str(explaining.words(FILES, "pay/a.py", Area.INTEGRITY))


def test_a_nearer_file_replaces_what_an_organisation_says_of_the_path() -> None:
    theirs = read("paths: [{match: [legacy/**], minimum-severity: high}]\nminimum-severity: low\n", "octo/.github")
    files = [theirs, read("minimum-severity: medium\n")]
    assert [word for word in explaining.words(files, "legacy/a.py") if word.setting == "minimum-severity"] == [
        Word("minimum-severity", "low", "octo/.github:2", replaced=True),
        Word("minimum-severity", "high", "octo/.github:1", replaced=True),
        Word("minimum-severity", "medium", ".patchwarden.yml:1"),
    ]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("a.py", ()),
        ("vendor/a.py", (Word("exclude", "vendor/", f"{HERE}:2"),)),
        ("pay/checks/a.py", (Word("test-paths", "checks/", "pay/.patchwarden.yml:2"),)),
        ("tests/a.py", (Word("test-paths", "one of the common names of test code", DEFAULT),)),
    ],
)
def test_what_is_not_reviewed_and_what_is_test_code(path: str, said: tuple[Word, ...]) -> None:
    assert explaining.files_words(FILES, path) == said


def test_which_changes_are_reviewed_and_what_is_awaited() -> None:
    theirs = read("skip: {titles: [WIP*]}\nonly: {branches: [main], authors: [alice]}\n", "octo/.github")
    own = read("reports: [bandit]\nonly:\n  branches: [dev, rel/*]\nskip: {titles: ['^x']}\n")
    assert explaining.changes_words([theirs, own]) == (
        Word("skip.titles", "WIP*", "octo/.github:1"),
        Word("only.branches", "main", "octo/.github:2", replaced=True),
        Word("only.branches", "dev, rel/*", f"{HERE}:2"),
        Word("only.authors", "alice", "octo/.github:2"),
        Word("reports", "bandit", f"{HERE}:1"),
    )
    assert explaining.changes_words([read("fail-on: high")]) == ()


@pytest.mark.parametrize("name", ["a b", "../x", "-x", "x/y", "é"])
def test_what_is_no_name_of_a_scanner_is_not_awaited(name: str) -> None:
    policy = merged([read(f"reports: [bandit, '{name}', Semgrep-OSS]")])
    assert policy.reports == ("bandit", "semgrep-oss")
    assert [" it must be the name of a scanner" in problem for problem in policy.problems] == [True]


def rule(name: str, severity: Severity = Severity.HIGH, area: Area = Area.INPUT_VALIDATION) -> Applied:
    return Applied(name, area, severity)


@pytest.mark.parametrize(
    ("path", "asked", "severity", "why_not", "by"),
    [
        ("a.py", rule("python.x"), "high", "", ()),
        ("a.py", rule("python.x", Severity.LOW), "low", "below the minimum", ("medium",)),
        ("a.py", rule("python.tls.off"), "low", "lowered below the minimum", ("python.tls.*: low", "medium")),
        ("legacy/a.py", rule("python.tls.off", Severity.LOW), "high", "", ("python.tls.off: high",)),
        ("legacy/a.py", rule("javascript.x"), "high", "its rule is disabled", ("javascript.*",)),
        ("pay/a.py", rule("python.x"), "high", "its area is not told", ("secrets",)),
        ("pay/a.py", rule("integrity.x", area=Area.INTEGRITY), "high", "", ()),
        ("vendor/a.py", rule("python.x"), "high", "not reviewed at all", ()),
        ("tests/a.py", rule("python.x"), "high", "test code, which is kept quiet", ()),
    ],
)
def test_whether_a_rule_is_told_and_why(
    path: str, asked: Applied, severity: str, why_not: str, by: tuple[str, ...]
) -> None:
    told = explaining.told(FILES, path, asked)
    assert told.severity == severity
    assert why_not in told.why_not
    assert bool(told.why_not) is bool(why_not)
    assert tuple(word.value for word in told.words) == by


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "minimum-severity": st.sampled_from(["low", "medium", "high"]),
            "areas": st.lists(st.sampled_from([area.value for area in Area]), min_size=1, max_size=3, unique=True),
            "severity": st.fixed_dictionaries({"reported.*": st.sampled_from(["low", "medium", "high"])}),
            "disable-rules": st.just(["reported.x.*"]),
        },
    ),
    st.sampled_from(list(Severity)),
    st.sampled_from(list(Area)),
)
def test_the_answers_about_a_report_are_those_about_its_findings(
    said: dict[str, object], severity: Severity, area: Area
) -> None:
    files = [read(json.dumps(said))]
    found = explaining.told(files, "a.py", rule("reported.x.y", severity, area))
    answers = explaining_reports.answers(files, "a.py", "reported.x.y")
    fitting = [each for each in answers if severity in (each.severities or Severity)]
    named = [each for each in fitting if area in each.areas]
    (answer,) = named or [each for each in fitting if not each.areas]
    told_as = {"grave as the report says": severity.label}.get(answer.said.partition(", as ")[2])
    assert answer.said.startswith("not told here: ") is bool(found.why_not)
    assert found.why_not in answer.said
    assert found.why_not or found.severity == (told_as or answer.said.partition(", as ")[2])


LEVELS = st.sampled_from(["low", "medium", "high"])
SAYS = st.fixed_dictionaries(
    {}, optional={"minimum-severity": LEVELS, "tests": st.sampled_from(["full", "quiet"]), "fail-on": LEVELS}
)


@given(st.lists(SAYS, max_size=3), SAYS, st.sampled_from(["a/x.py", "x.py"]))
def test_what_is_explained_is_what_holds(own: list[dict[str, str]], folder: dict[str, str], path: str) -> None:
    def text(said: dict[str, str]) -> str:
        return "".join(f"{name}: {value}\n" for name, value in said.items())

    files = [read(text(said), f"file{number}") for number, said in enumerate(own)]
    files.append(read(text(folder), "a/.patchwarden.yml", "a/"))
    standing = merged(files).at(path)
    holds = {word.setting: word.value for word in explaining.words(files, path) if not word.replaced}
    assert holds["minimum-severity"] == standing.minimum_severity.label
    assert holds["tests"] == ("quiet" if standing.tests_quiet else "full")
    assert holds["fail-on"] == (standing.threshold.check.label if standing.threshold.check else "never")


def test_what_could_not_be_read_says_nothing_and_what_is_taken_for_a_setting_has_its_line() -> None:
    files = [read("areas: [secrets]\n", "octo/.github"), read("areas: [all]\nseverity: 5\nfail_on: high\n")]
    said = explaining.words(files, "a.py")
    assert [word for word in said if word.setting in ("areas", "severity", "fail-on")] == [
        Word("areas", "secrets", "octo/.github:1"),
        Word("fail-on", "high", f"{HERE}:3"),
    ]

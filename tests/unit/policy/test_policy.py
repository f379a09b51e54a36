from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.model import Area, Decision, DecisionKind, DecisionSource, Severity, Threshold
from bot.policy import OwnFlows, Policy, PolicyError, parse
from bot.policy.model import Section
from tests.builders import changed_file, finding
from workers.checks.secrets.rules import PROVIDER


def test_an_empty_file_is_the_default() -> None:
    assert parse("# nothing yet\n") == Policy()


def test_every_setting() -> None:
    text = """
version: 1
fail-on: high
comment-limit: 5
minimum-severity: medium
tests: full
test-paths: ["checks/**"]
exclude: ["vendor/", "*.min.js"]
disable-rules: ["python.flask.*"]
"""
    assert parse(text) == Policy(
        fail_on=Severity.HIGH,
        comment_limit=5,
        minimum_severity=Severity.MEDIUM,
        tests_quiet=False,
        test_paths=("checks/**",),
        exclude=("vendor/", "*.min.js"),
        disabled_rules=("python.flask.*",),
    )


WHOLE = """
version: 1
fail-on: {check: high, vote: never}
comment-limit: 5
areas: [secrets, review integrity]
severity: {python.*: low, python.flask.debug: high}
paths:
  - match: ["legacy/**"]
    exclude: ["legacy/new/**"]
    minimum-severity: high
    disable-rules: ["javascript.*"]
    severity: {"python.requests.verify-off": high}
    tests: full
    fail-on: low
second-person: true
own-rules: [".semgrep/"]
rules: ["more.yml"]
sanitizers: [app.web.escape_html]
sources: [app.bus.received]
sinks: [app.shell.run]
decisions:
  - id: 3fa1c2e09b7d1122
    because: the input is a constant of the build
    as: accepted-risk
    until: 2027-03-31
    by: alice
  - {id: 1234567890123456, because: "why", path: src/a.py}
"""


def test_what_only_large_repositories_say() -> None:
    kept = Decision(
        "3fa1c2e09b7d1122",
        rule="",
        path="",
        by="alice",
        at=0,
        reason="the input is a constant of the build",
        kind=DecisionKind.ACCEPTED_RISK,
        until=date(2027, 3, 31),
        change=".patchwarden.yml",
        source=DecisionSource.POLICY,
    )
    assert parse(WHOLE) == Policy(
        fail_on=Severity.HIGH,
        thresholds=Threshold(Severity.HIGH, None),
        comment_limit=5,
        areas=frozenset({Area.SECRETS, Area.INTEGRITY}),
        severities=(("python.*", Severity.LOW), ("python.flask.debug", Severity.HIGH)),
        second_person=True,
        own_rules=(".semgrep/", "more.yml"),
        flows=OwnFlows(("app.web.escape_html",), ("app.bus.received",), ("app.shell.run",)),
        decisions=(
            kept,
            replace(kept, fingerprint="1234567890123456", by="", reason="why", kind=None, until=None, path="src/a.py"),
        ),
        sections=(
            Section(
                ".patchwarden.yml",
                match=("legacy/**",),
                exclude=("legacy/new/**",),
                minimum_severity=Severity.HIGH,
                disabled_rules=("javascript.*",),
                severities=(("python.requests.verify-off", Severity.HIGH),),
                tests_quiet=False,
                thresholds=(("check", Severity.LOW), ("vote", Severity.LOW)),
            ),
        ),
    )
    assert hash(parse(WHOLE)) == hash(parse(WHOLE))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n- b", "must be a mapping"),
        ("a: [", "line 1: this is not YAML"),
        ("fail-on: [`x`]", "not YAML"),
        ("? [a]\n: b", "not YAML"),
        ("\n".join(f"x{number}: 1" for number in range(500)), "there are more than 100 mistakes in the file"),
    ],
)
def test_of_a_file_that_is_none_nothing_is_used(text: str, said: str) -> None:
    with pytest.raises(PolicyError) as error:
        parse(text)
    assert str(error.value).startswith(".patchwarden.yml")
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert str(error.value).encode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("comment-limit: -1", "line 1: `comment-limit` is `-1`; it must be a whole number from 0 to 100"),
        ("comment-limit: yes", "a whole number from 0 to 100"),
        ("excludes: []", "unknown setting `excludes`; did you mean `exclude`?"),
        ("colour: red", "unknown setting `colour`; known are version, fail-on"),
        ("exclude: vendor", "`exclude` is `vendor`; it must be a list of glob patterns"),
        ("exclude:\n- a\n- [b]", "line 3: `exclude[2]` is `[b]`; it must be a glob pattern"),
        ("version: 2", "`version` is `2`; it must be 1"),
        ("\nversion: 0x" + "f" * 4_000, f"line 2: `version` is `0x{'f' * 55}…`; it must be 1"),
        ("fail-on: no", "`fail-on` is `no`; it must be one of never, low, medium, high"),
        ("paths: {match: [x, no]}", "`paths` is `{match: [x, no]}`; it must be a list of sections"),
        ("comment-limit:", "`comment-limit` is empty; it must be a whole number"),
        ("exclude: !!set {a}", "line 1: `exclude` is `{'a'}`; it must be a list of glob patterns"),
        ("version: true", "`version` is `true`; it must be 1"),
        ('comment-limit: "\\uD800"', r"line 1: `comment-limit` is `\ud800`; it must be a whole number"),
        ('comment-limit: "\\e[31m\\u202Ered"', "`comment-limit` is `[31m red`; it must be"),
        ("comment-limit: ghp_" + "a" * 36, "`comment-limit` is `[redacted]`; it must be"),
        ("exclude: ['" + "*a" * 17 + "']", "it must be a pattern of up to 500 characters and 16 wildcards"),
        ("test-paths: &t 5\n\nexclude: *t", "line 3: `exclude` is `5`"),
        ("exclude: [a]\nexclude: [b]", "line 2: `exclude` stands twice; the last one holds"),
        ("areas: [secret]", "`areas[1]` is `secret`; it must be one of licensing"),
        ("severity: {python.x: higher}", "`severity: python.x` is `higher`; it must be one of low, medium, high"),
        ("own-rules: [../up]", "`own-rules[1]` is `../up`; it must be a file or folder below the repository's root"),
        ("sanitizers: ['a b']", "`sanitizers[1]` is `a b`; it must be a qualified name"),
        ("decisions: [{id: 3fa1, because: x}]", "`decisions[1].id` is `3fa1`; it must be an id as a comment shows it"),
        ("decisions: [{id: 3fa1c2e09b7d1122}]", "`decisions[1]` has no `because`, and is left out"),
        ("paths: [{match: [a], fail-on: {cheque: low}}]", "unknown setting `cheque` in `paths[1].fail-on`"),
    ],
)
def test_a_mistake_costs_its_own_setting_and_names_place_and_remedy(text: str, said: str) -> None:
    assert parse(text + "\ndisable-rules: [x.y]\n").disabled_rules == ("x.y",)
    problems = " / ".join(parse(text + "\ndisable-rules: [x.y]\n").problems)
    assert problems.startswith(".patchwarden.yml, line ")
    assert said in problems
    assert problems.isprintable()


LEGACY = "paths: [{{match: [legacy/**], disable-rules: ['*'], {0}}}]"
DISMISSED = "decisions: [{{id: 3fa1c2e09b7d1122, because: x, {0}}}]"


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("fail-on: hihg", Policy(fail_on=Severity.LOW)),
        ("fail-on: no", Policy()),
        ("fail-on: none", Policy()),
        ("fail-on:", Policy()),
        ("second-person: none", Policy()),
        ("fial-on: high", Policy(fail_on=Severity.HIGH)),
        ("fail_on: never", Policy()),
        (
            "fail-on: {check: hihg, vote: high}",
            Policy(fail_on=Severity.LOW, thresholds=Threshold(Severity.LOW, Severity.HIGH)),
        ),
        ("fail_on: low\nfail-on: high", Policy(fail_on=Severity.HIGH)),
        ("fail-on: high\nfail_on: low", Policy(fail_on=Severity.HIGH)),
        ("tests: ful", Policy(tests_quiet=False)),
        ("test: full", Policy(tests_quiet=False)),
        ("test: quiet", Policy()),
        ("minimum-severity: hgih", Policy()),
        ("minimum_severity: high", Policy()),
        ("second-person: on please", Policy(second_person=True)),
        ("second_person: true", Policy(second_person=True)),
        ("areas: [secrets, crypto]", Policy()),
        ("areas: []", Policy()),
        ("exclude: vendor", Policy()),
        (LEGACY.format("exclude: 5"), Policy()),
        (LEGACY.format("exlude: [legacy/new/**]"), Policy()),
        ("paths: [{match: [], disable-rules: ['*']}]", Policy()),
        ("paths: [{disable-rules: ['*']}]", Policy()),
        (DISMISSED.format("until: 2027-02-30"), Policy()),
        (DISMISSED.format("untill: 2027-02-20"), Policy()),
        (DISMISSED.format("path: [a]"), Policy()),
    ],
)
def test_no_slip_of_the_pen_makes_a_review_weaker(text: str, holds: Policy) -> None:
    found = parse(text)
    assert len(found.problems) == 1
    assert replace(found, problems=()) == holds


@pytest.mark.parametrize("version", ["1", "1.0", "!!float 1"])
def test_the_version_may_be_written_with_a_point(version: str) -> None:
    assert parse(f"version: {version}\ntests: full") == Policy(tests_quiet=False)


@pytest.mark.parametrize("version", ["1", "1.0"])
def test_a_version_as_people_write_it(version: str) -> None:
    assert parse(f"version: {version}\ntests: full").tests_quiet is False


@pytest.mark.parametrize(
    ("glob", "path", "matches"),
    [
        ("vendor/", "vendor/a/b.js", True),
        ("vendor/", "src/vendor/b.js", False),
        ("**/vendor/", "src/vendor/b.js", True),
        ("**/vendor/", "vendor/b.js", True),
        ("*.py", "a.py", True),
        ("*.py", "b/a.py", False),
        ("**/*.py", "b/c/a.py", True),
        ("a?c.py", "abc.py", True),
        ("a[b].py", "a[b].py", True),
    ],
)
def test_globs(glob: str, path: str, matches: bool) -> None:
    assert Policy(exclude=(glob,)).excludes(path) is matches


def test_rules_are_switched_off_by_id_or_glob() -> None:
    policy = Policy(disabled_rules=("python.flask.*",), minimum_severity=Severity.MEDIUM)
    text = "os.system(a)\n"
    wanted = [
        policy.wants(finding("a.py", text, "os", rule=rule, severity=severity))
        for rule, severity in [
            ("python.flask.debug", Severity.HIGH),
            ("python.django.debug", Severity.HIGH),
            ("python.django.debug", Severity.LOW),
        ]
    ]
    assert wanted == [False, True, False]


def test_a_leaked_key_in_a_test_is_a_leaked_key() -> None:
    policy = Policy()
    text = "key = 'AKIA…'\n"
    path = "tests/test_a.py"
    assert policy.is_quiet(finding(path, text, "key", area=Area.CRYPTOGRAPHY))
    assert not policy.is_quiet(PROVIDER.at(changed_file(path, None, text), 1, words={"provider": "An AWS key"}))
    assert not policy.is_quiet(finding(path, text, "key", area=Area.SUPPLY_CHAIN))

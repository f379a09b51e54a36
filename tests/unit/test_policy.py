from __future__ import annotations

import pytest

from bot.model import Area, Severity
from bot.policy import Policy, PolicyError, parse
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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fail-on: sometimes", "`fail-on` is `sometimes`; it must be one of low, medium, high"),
        ("comment-limit: -1", "a whole number from 0 to 100"),
        ("comment-limit: yes", "a whole number from 0 to 100"),
        ("excludes: []", "unknown setting `excludes`; known are version, fail-on"),
        ("exclude: vendor", "a list of glob patterns"),
        ("- a\n- b", "must be a mapping"),
        ("a: [", "line 1: this is not YAML"),
        ("version: 2", "`version` is `2`; it must be 1"),
        ("fail-on: [`x`]", "not YAML"),
        ("? [a]\n: b", "not YAML"),
        ("\nversion: 0x" + "f" * 4_000, "line 2: `version` is `a number that is too long to be shown`; it must be 1"),
        ("fail-on: 0x" + "f" * 4_000, "`fail-on` is `a number that is too long to be shown`; it must be one of"),
        ("exclude: !!set {a}", "line 1: `exclude` is `{'a'}`; it must be a list of glob patterns"),
        ('tests: "\\uD800"', r"line 1: `tests` is `\ud800`; it must be quiet or full"),
        ("version: true", "`version` is `True`; it must be 1"),
    ],
)
def test_a_bad_file_names_the_place_and_the_remedy(text: str, said: str) -> None:
    with pytest.raises(PolicyError) as error:
        parse(text)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert str(error.value).encode()


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

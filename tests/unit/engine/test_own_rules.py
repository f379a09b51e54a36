"""Rules that are not ours: what is read of them, what is refused, and that one refusal costs no other rule."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Area, Confidence, Severity
from workers.engine import own_packs, own_rules, program
from workers.engine.own_packs import Broke
from workers.engine.own_rules import OwnRule
from workers.engine.program import Program
from workers.engine.rules import Search

NOWHERE = Program(Path("/nowhere/semgrep-core"), (), "1.0")
RULE = {"id": "raw", "languages": ["python"], "severity": "ERROR", "message": "Say $X", "pattern": "raw($X)"}


def file(*rules: Mapping[str, object]) -> str:
    return yaml.safe_dump({"rules": [dict(rule) for rule in rules]})


def one(**keys: object) -> OwnRule:
    (rule,) = own_rules.read({"a.yml": file(RULE | keys)}).rules
    return rule


def refused(**keys: object) -> str:
    found = own_rules.read({"a.yml": file({key: each for key, each in (RULE | keys).items() if each is not None})})
    assert not found.rules
    (refusal,) = found.refused
    return refusal.sentence


def test_a_rule_says_what_semgrep_rules_say() -> None:
    metadata = {
        "cwe": ["CWE-89: SQL injection"],
        "confidence": "HIGH",
        "fix": "Use `query`.",
        "references": ["https://example.com/a", "javascript:alert(1)"],
    }
    rule = one(metadata=metadata, fix="query($X)", paths={"include": ["src"]})
    assert (rule.id, rule.severity, rule.confidence, rule.cwe) == ("own.raw", Severity.HIGH, Confidence.HIGH, 89)
    assert (rule.area, rule.remedy, rule.references) == (
        Area.INPUT_VALIDATION,
        "Use `query`.",
        ("https://example.com/a",),
    )
    assert rule.semgrep == {**RULE, "id": "own.raw"}, "no fix, no paths and no metadata reach the engine"


@pytest.mark.parametrize(
    ("written", "severity"),
    [("INFO", Severity.LOW), ("WARNING", Severity.MEDIUM), ("ERROR", Severity.HIGH), ("CRITICAL", Severity.HIGH)],
)
def test_severities(written: str, severity: Severity) -> None:
    assert one(severity=written).severity is severity


@pytest.mark.parametrize(
    ("metadata", "area", "cwe"),
    [
        ({}, Area.INPUT_VALIDATION, 0),
        ({"cwe": "CWE-798"}, Area.SECRETS, 798),
        ({"cwe": 327}, Area.CRYPTOGRAPHY, 327),
        ({"cwe": "CWE-79", "area": "logging"}, Area.LOGGING, 79),
        ({"cwe": {"a": 1}, "area": ["logging"]}, Area.INPUT_VALIDATION, 0),
        ("no mapping", Area.INPUT_VALIDATION, 0),
    ],
)
def test_the_area_is_said_or_follows_from_the_weakness(metadata: object, area: Area, cwe: int) -> None:
    rule = one(metadata=metadata)
    assert (rule.area, rule.cwe) == (area, cwe)


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"id": "no blanks"}, "its `id` is not up to 100 letters"),
        ({"id": None}, "its `id` is not up to 100 letters"),
        ({"severity": "INVENTORY"}, "its `severity` is `INVENTORY`; write INFO, WARNING or ERROR"),
        ({"message": None}, "it has no `message`"),
        ({"languages": ["python", "ql"]}, "`ql` is no language that is read here"),
        ({"languages": "python"}, "it has no list `languages`"),
        ({"languages": [["python"]]}, "is no language"),
        ({"mode": "join"}, "the mode `join` is not offered here"),
        ({"mode": "extract"}, "the mode `extract` is not offered here"),
        ({"mode": ["taint"]}, "is not offered here"),
        ({"mode": "taint"}, "`pattern-sinks` is missing"),
        ({"pattern": None}, "it needs one of `pattern`"),
        ({"pattern-regex": "x"}, "it needs one of `pattern`"),
        ({"validators": [{"http": {}}]}, "`validators` is not read here"),
        ({"r2c-internal-project-depends-on": {}}, "`r2c-internal-project-depends-on` is not read here"),
        ({"pattern": None, "patterns": [{"pattern-where-python": "open('/etc/passwd')"}]}, "`pattern-where-python` in"),
        ({"pattern": None, "patterns": [{"metavariable-regex": {"metavariable": "$X", "url": "x"}}]}, "`url` in"),
        ({"options": {"interfile": True}}, "the option `interfile` is not offered here"),
        ({"options": {"x": [1]}}, "the option `x` is not read here"),
        ({"pattern": "x" * 5_001}, "a `pattern` is longer than 5,000 characters"),
        ({"pattern": float("nan")}, "`pattern` holds `nan`"),
        ({"pattern": 10**12}, "`pattern` holds `1000000000000`"),
        ({"pattern": None, "pattern-either": [{"pattern": "x"}] * 201}, "it has 201 patterns, and 200 are read"),
        ({"paths": {"include": "src"}}, "`paths` has an `include`"),
        ({"paths": ["src"]}, "`paths` is not read"),
        ({"paths": {"exclude": ["*" * 17]}}, "`paths` has an `exclude`"),
    ],
)
def test_what_is_not_offered_is_refused_with_its_place(keys: Mapping[str, object], reason: str) -> None:
    sentence = refused(**keys)
    assert reason in sentence
    assert sentence.startswith("a.yml, line 2: ")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("rules: [", "a.yml, line 1: the file was left out: this is not YAML"),
        ("a: 1", "a.yml: the file was left out: it has no list `rules`"),
        ("- a", "a.yml: the file was left out: it has no list `rules`"),
        ("rules: 7", "it has no list `rules`"),
        ("", "it has no list `rules`"),
        ("rules:\n- 7\n", "a.yml, line 2: a rule was left out: it is no mapping"),
        ("x" * 256_001, "it is longer than 256,000 characters"),
        ("rules: " + "[" * 40 + "]" * 40, "it nests deeper than 30 levels"),
        ("a: &a [1,1,1,1,1,1,1,1,1,1]\n" + "b: &b [" + "*a," * 5_000 + "]\n", "it stands for more than 40,000 values"),
    ],
)
def test_a_file_that_cannot_be_read_costs_itself_alone(text: str, reason: str) -> None:
    found = own_rules.read({"a.yml": text, "b.yml": file(RULE)})
    assert [rule.id for rule in found.rules] == ["own.raw"]
    (refusal,) = found.refused
    assert reason in refusal.sentence


def test_the_other_rules_of_a_file_hold() -> None:
    found = own_rules.read({"a.yml": file(RULE, RULE | {"mode": "join", "id": "b"}, RULE, RULE | {"id": "c"})})
    assert [rule.id for rule in found.rules] == ["own.raw", "own.c"]
    assert [refusal.line for refusal in found.refused] == [8, 14]
    assert "another rule has this id" in found.refused[1].sentence


def test_so_many_rules_are_read_and_no_more() -> None:
    found = own_rules.read({"a.yml": file(*(RULE | {"id": f"r{number}"} for number in range(202)))})
    assert (len(found.rules), len(found.refused)) == (200, 2)


def test_the_operators_rule_goes_before_the_repositorys() -> None:
    first, second = own_rules.read({"a.yml": file(RULE)}, "this installation"), own_rules.read({"b.yml": file(RULE)})
    both = own_rules.joined(first, second)
    assert [rule.title for rule in both.rules] == ["The rule `raw` of this installation matches"]
    assert [refusal.file for refusal in both.refused] == ["b.yml"]


@pytest.mark.parametrize(
    ("paths", "reached", "spared"),
    [
        ({}, ["a.py", "x/b.py"], []),
        ({"include": ["src"]}, ["src/a.py", "lib/src/x/a.py"], ["a.py", "srcs/a.py"]),
        ({"include": ["/src"]}, ["src/a.py"], ["lib/src/a.py"]),
        ({"include": ["*.py"], "exclude": ["tests/"]}, ["a.py", "x/a.py"], ["a.js", "tests/a.py", "x/tests/y/a.py"]),
    ],
)
def test_paths_are_those_of_semgrep(paths: object, reached: list[str], spared: list[str]) -> None:
    rule = one(paths=paths)
    assert [path for path in reached + spared if rule.reaches(path)] == reached


WORDS = st.sampled_from([*RULE, "mode", "taint", "patterns", "pattern-sources", "metadata", "cwe", "paths", "options"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=9) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.integers(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(WORDS, VALUES, max_size=8))
def test_whatever_a_rule_holds_is_read_or_refused_and_json_can_hold_what_is_read(keys: dict[str, object]) -> None:
    found = own_rules.read({"a.yml": yaml.dump({"rules": [RULE | keys, RULE | {"id": "other"}]})})
    assert "own.other" in {rule.id for rule in found.rules} or any(
        "the file was left out" in refusal.sentence for refusal in found.refused
    )
    json.dumps([rule.semgrep for rule in found.rules], allow_nan=False).encode("ascii")
    assert all("\n" not in refusal.sentence for refusal in found.refused)


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    own_rules.read({text: text})


def broken_by(*bad: str) -> own_packs.Try:
    """An engine that gives no answer where it is shown one of these patterns."""

    def try_(searches: Sequence[Search]) -> Mapping[str, str]:
        if any(search["pattern"] in bad for search in searches):
            raise Broke
        return {search["id"]: "Invalid `pattern`" for search in searches if search["pattern"] == "refused"}

    return try_


def rules_with(*patterns: str) -> own_rules.Found:
    rules = (RULE | {"id": f"r{number}", "pattern": pattern} for number, pattern in enumerate(patterns))
    return own_rules.read({"a.yml": file(*rules)})


def test_a_rule_that_breaks_the_engine_costs_itself_alone() -> None:
    found = rules_with("a", "breaks", "b", "refused", "c", "breaks")
    packs = own_packs.compiled(found, NOWHERE, broken_by("breaks"))
    assert sorted(packs.packs["python"].rules) == ["own.r0", "own.r2", "own.r4"]
    assert [refusal.reason for refusal in packs.refused] == [
        "the rule `r1` was left out for python: the engine breaks when it reads it",
        "the rule `r3` was left out for python: Invalid 'pattern'",
        "the rule `r5` was left out for python: the engine breaks when it reads it",
    ]


def test_rules_that_the_time_does_not_reach_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_packs, "ALL_SECONDS", -1.0)
    packs = own_packs.compiled(rules_with("a", "b"), NOWHERE, broken_by())
    assert (packs.languages, packs.rules) == (frozenset(), 0)
    assert ["had no time left" in refusal.reason for refusal in packs.refused] == [True, True]


@pytest.mark.slow
def test_the_engine_names_what_it_cannot_read_and_takes_the_rest() -> None:
    found = own_rules.read(
        {
            "a.yml": file(
                RULE,
                RULE | {"id": "half", "pattern": "raw((("},
                RULE | {"id": "regex", "pattern": None, "pattern-regex": "((("} | {"pattern-regex": "((("},
                RULE | {"id": "future", "min-version": "99.0.0"},
                RULE | {"id": "two", "languages": ["python", "java"], "pattern": "lambda $X: $X"},
            ).replace("  pattern: null\n", "")
        }
    )
    packs = own_packs.compiled(found, program.find())
    assert {language: sorted(pack.rules) for language, pack in packs.packs.items()} == {
        "python": ["own.raw", "own.two"]
    }
    said = " ".join(refusal.sentence for refusal in packs.refused)
    assert all(f"`{name}` was left out" in said for name in ("half", "regex", "future", "two"))
    assert "`two` was left out for java" in said

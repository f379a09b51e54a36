"""``patchwarden rules stats|promote|demote``, and the versions of rules that they go by."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.model import DecisionKind, Person, Vote
from bot.store.sql import SqlStore
from tests.unit.stack.test_decision_commands import FIRST
from workers import rule_versions
from workers.checks.registry import default_checks
from workers.cli import main as cli
from workers.cli import rule_stats

RULE, OTHER = "python.sql.injection", "secrets.key"
VERSIONS = {RULE: "1", OTHER: "1", "guards.never-told": "1"}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlStore]:
    url = f"sqlite:///{tmp_path}/state.db"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(rule_stats, "_digests", lambda: VERSIONS)
    made = SqlStore(url)
    yield made
    made.close()


@pytest.fixture
def told(store: SqlStore) -> SqlStore:
    """Ten changes: on five of them two people find the rule useless, on five it was fixed."""
    for number in range(10):
        change = f"github:octo/{'app' if number < 5 else 'lib'}#{number}"
        store.told(change, "github:42", {FIRST.fingerprint: RULE, "other": OTHER})
        down = Vote(FIRST.fingerprint, Person(str(number % 2), f"person {number % 2}"), up=False)
        kinds: dict[str, DecisionKind | None] = {"other": DecisionKind.ACCEPTED_RISK} if number == 3 else {}
        store.outcome(
            change,
            fixed=[FIRST.fingerprint] if number >= 5 else [],
            dismissed=kinds,
            votes=[down] if number < 5 else [],
        )
    return store


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["rules", *arguments], catch_exceptions=False)


def rows(*arguments: str) -> dict[str, Mapping[str, object]]:
    found = json.loads(run("stats", "--format", "json", *arguments).output)
    return {row["rule"]: row for row in found}


def test_the_share_with_its_interval_and_the_state(told: SqlStore) -> None:
    assert told.demoted(VERSIONS) == {RULE}
    found = rows()
    assert list(found) == [RULE, OTHER]
    state = str(found[RULE].pop("state"))  # type: ignore[attr-defined]  # a dict of JSON
    assert state.startswith("summary since 2")
    assert state.endswith(": 5 of 10 answers say it is not useful (at least 24%, by 2 people on 5 changes)")
    assert found[RULE] == {
        "rule": RULE,
        "told": 10,
        "fixed": 5,
        "up": 0,
        "down": 5,
        "useless": 0.5,
        "low": 0.237,
        "high": 0.763,
        "false-positive": 0,
        "accepted-risk": 0,
        "not-useful": 0,
        "used-in-tests": 0,
        "no kind": 0,
    }
    assert (found[OTHER]["told"], found[OTHER]["accepted-risk"], found[OTHER]["state"]) == (10, 1, "lines")


def test_csv_and_table_say_the_same(told: SqlStore) -> None:
    (row,) = csv.DictReader(io.StringIO(run("stats", "--format", "csv", "--rule", "python.*").output))
    assert (row["rule"], row["told"], row["low"], row["state"]) == (RULE, "10", "0.237", "lines")
    line = run("stats", "--rule", "python.*").output.splitlines()[1]
    assert line.split() == [RULE, "10", "5", "0", "5", "50%", "(24%", "to", "76%)", "lines"]
    assert "1 accepted-risk" in run("stats", "--rule", OTHER).output


def test_what_was_said_in_one_repository(told: SqlStore) -> None:
    for name in ("octo/lib", "github:octo/lib", "*/lib"):
        assert (rows("--repository", name)[RULE]["told"], rows("--repository", name)[RULE]["fixed"]) == (5, 5)
    assert rows("--repository", "octo/none") == {}


def test_nothing_told_is_said(store: SqlStore) -> None:
    assert run("stats").output == "No finding of these rules was told yet.\n"


def test_promoted_by_hand_and_counted_anew(told: SqlStore) -> None:
    told.demoted(VERSIONS)
    assert run("promote", RULE).output == (
        f"{RULE} is told on its lines again; what was said of it until now no longer counts\n"
    )
    assert told.demoted(VERSIONS) == frozenset()
    assert RULE not in rows()


def test_demoted_by_hand_with_a_reason(store: SqlStore) -> None:
    done = run("demote", "guards.never-told", "--because", "we have our own", "--by", "ada")
    assert done.exit_code == 0
    assert store.demoted(VERSIONS) == {"guards.never-told"}
    assert "by ada: we have our own" in str(rows()["guards.never-told"]["state"])
    assert run("demote", RULE).exit_code == 2


@pytest.mark.parametrize("command", [["promote"], ["demote", "--because", "x"]])
def test_a_rule_that_there_is_not_is_named_with_those_near_it(store: SqlStore, command: list[str]) -> None:
    result = run(*command, "python.sql.injectoin")
    assert result.exit_code == 1
    assert "no rule is called `python.sql.injectoin`; near it are python.sql.injection" in result.output


def test_a_rule_of_nobody_is_counted_and_said_to_be_none_of_ours(store: SqlStore) -> None:
    store.told("github:octo/app#7", "github:42", {"x": "their.own.rule"})
    assert rows()["their.own.rule"]["state"] == "not a rule of ours"


def test_every_rule_has_a_version_that_stays_the_same() -> None:
    checks = default_checks(cache_dir=None)
    found = rule_versions.digests(checks)
    assert found == rule_versions.digests(checks)
    beginnings = {name.partition(".")[0] for name in found}
    assert beginnings >= {"python", "go", "guards", "secrets", "workflows", "configuration", "licensing", "integrity"}
    assert len(set(found.values())) == len(found)


def test_another_text_or_a_shared_list_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = """
id: python.a.flaw
languages: [python]
severity: low
confidence: low
area: logging
cwe: 117
title: A flaw
message: It matters.
remedy: Mend it.
mode: taint
use: {sources: [python/web]}
pattern-sinks: [{pattern: sink(...)}]
"""
    files = {"python/a/flaw.yaml": rule, "_shared/python/web.yaml": "sources: [{pattern: request.args}]"}
    monkeypatch.setattr("workers.reading.rule_files.root", lambda: tmp_path)

    def version() -> str:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        return rule_versions.digests(())["python.a.flaw"]

    first = version()
    files["python/a/flaw.yaml"] = rule.replace("It matters", "It matters a lot")
    second = version()
    files["_shared/python/web.yaml"] = "sources: [{pattern: request.form}]"
    third = version()
    assert len({first, second, third}) == 3

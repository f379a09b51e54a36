"""Documents of other tools: what is kept of real ones, what is refused, and that no document costs or escapes."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Confidence, Severity
from bot.reports import sarif
from bot.reports.model import LONGEST_MESSAGE, LONGEST_NAME, LONGEST_TITLE, MOST_RESULTS, Report
from tests.unit.reports.scene import real, report

HEAD = "3fa1c2e" + "a" * 33


def document(
    *results: dict[str, Any], tool: str = "Bandit", rules: list[dict[str, Any]] | None = None, **run: Any
) -> bytes:
    driver = {"name": tool, "rules": rules or []}
    return json.dumps(
        {"version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": list(results), **run}]}
    ).encode()


def result(uri: str = "a.py", line: int = 1, **more: Any) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": uri}, "region": {"startLine": line}}
    return {"ruleId": "B1", "message": {"text": "bad"}, "locations": [{"physicalLocation": place}], **more}


def one(*results: dict[str, Any], **more: Any) -> Report:
    (found,) = sarif.read(document(*results, **more))
    return found


def test_what_bandit_says() -> None:
    told = report("bandit")
    assert (told.tool, told.version, told.key) == ("Bandit", "1.9.4", "bandit")
    shell = next(each for each in told.results if each.place.start == 24)
    assert (shell.rule, shell.cwe, shell.severity, shell.confidence) == ("B602", 78, Severity.HIGH, Confidence.MEDIUM)
    assert shell.title == "subprocess call with shell=True identified, security issue"
    assert shell.page.startswith("https://bandit.readthedocs.io/")
    assert shell.snippet.startswith("subprocess.call(")
    secret = next(each for each in told.results if each.rule == "B105")
    assert secret.title == "Possible hardcoded password"


def test_what_semgrep_says() -> None:
    (shell,) = report("semgrep").results
    assert shell.rule.endswith("python.lang.shell-true")
    assert (shell.cwe, shell.severity, shell.title) == (78, Severity.HIGH, "Request data reaches a shell")


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("a.py", "a.py"),
        ("./src/a%20b.py", "src/a b.py"),
        ("src\\a.py", "src/a.py"),
        ("file:///home/ci/src/a.py", "/home/ci/src/a.py"),
        ("file://server/src/a.py", "/src/a.py"),
        ("/github/workspace/a.py", "/github/workspace/a.py"),
        ("file:///C:/ci/a.py", "/C:/ci/a.py"),
        ("../a.py", ""),
        ("https://example.org/a.py", ""),
        ("src/%00a.py", ""),
        ("a/" * 3_000, ""),
        ("", ""),
    ],
)
def test_paths(uri: str, path: str) -> None:
    assert [each.place.path for each in one(result(uri)).results] == ([path] if path else [])


@pytest.mark.parametrize(
    ("rule", "more", "cwe", "severity", "confidence"),
    [
        ({"properties": {"tags": ["external/cwe/cwe-079"]}}, {}, 79, Severity.MEDIUM, Confidence.MEDIUM),
        ({"properties": {"tags": ["CWE-20", "CWE-78: Commands"]}}, {}, 20, Severity.MEDIUM, Confidence.MEDIUM),
        ({"properties": {"tags": ["cwe-77", "cwe-78"]}}, {}, 78, Severity.MEDIUM, Confidence.MEDIUM),
        ({"properties": {"security-severity": "9.1"}}, {"level": "note"}, 0, Severity.HIGH, Confidence.MEDIUM),
        ({"properties": {"security-severity": "4.0"}}, {"level": "error"}, 0, Severity.MEDIUM, Confidence.MEDIUM),
        ({"properties": {"precision": "low"}}, {}, 0, Severity.MEDIUM, Confidence.LOW),
        ({"properties": {"precision": "very-high"}}, {}, 0, Severity.MEDIUM, Confidence.MEDIUM),
        ({"defaultConfiguration": {"level": "error"}}, {}, 0, Severity.HIGH, Confidence.MEDIUM),
        ({"defaultConfiguration": {"level": "error"}}, {"level": "note"}, 0, Severity.LOW, Confidence.MEDIUM),
        ({}, {"kind": "review"}, 0, Severity.MEDIUM, Confidence.LOW),
        ({}, {"properties": {"issue_severity": "LOW", "issue_confidence": "LOW"}}, 0, Severity.LOW, Confidence.LOW),
        (
            {"relationships": [{"target": {"id": "89", "toolComponent": {"name": "CWE"}}}]},
            {},
            89,
            Severity.MEDIUM,
            Confidence.MEDIUM,
        ),
        ({"properties": {"cwe": [798]}}, {}, 798, Severity.MEDIUM, Confidence.MEDIUM),
    ],
)
def test_grades(
    rule: dict[str, Any], more: dict[str, Any], cwe: int, severity: Severity, confidence: Confidence
) -> None:
    (told,) = one(result(**more), rules=[{"id": "B1", **rule}]).results
    assert (told.cwe, told.severity, told.confidence) == (cwe, severity, confidence)


@pytest.mark.parametrize(
    ("more", "kept"),
    [
        ({"kind": "pass"}, 0),
        ({"kind": "informational"}, 0),
        ({"suppressions": [{"kind": "external"}]}, 0),
        ({"suppressions": [{"kind": "external", "status": "rejected"}]}, 1),
        ({"suppressions": [{"kind": "inSource"}]}, 1),
        ({"locations": []}, 0),
        ({"locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.py"}}}]}, 0),
    ],
)
def test_which_results_are_kept(more: dict[str, Any], kept: int) -> None:
    """A comment in the code silences nothing: whoever wrote the change wrote it."""
    assert len(one(result() | more).results) == kept


def test_what_says_nothing_of_security_is_counted_and_left_out() -> None:
    found = one(result(), result(properties={"tags": ["security"]}), tool="ESLint")
    assert (len(found.results), found.beside) == (1, 1)


def test_a_rule_of_an_extension_and_messages_by_id() -> None:
    rule = {
        "id": "py/sql",
        "messageStrings": {"default": {"text": "[{0}](1) reaches {1} {7}"}},
        "properties": {"tags": ["security"]},
    }
    extension = {"name": "codeql/python-queries", "rules": [rule]}
    driver = {"name": "CodeQL", "rules": [{"id": "other"}]}
    told = result() | {
        "ruleId": None,
        "rule": {"id": "py/sql", "index": 0, "toolComponent": {"index": 0}},
        "message": {"id": "default", "arguments": ["input", "{0}"]},
    }
    log = {"version": "2.1.0", "runs": [{"tool": {"driver": driver, "extensions": [extension]}, "results": [told]}]}
    ((found,),) = (each.results for each in sarif.read(json.dumps(log).encode()))
    assert (found.rule, found.message) == ("py-sql", "input reaches {0} {7}")


def test_a_report_of_another_commit_is_refused() -> None:
    ours = document(result(), versionControlProvenance=[{"repositoryUri": "https://x", "revisionId": HEAD}])
    assert sarif.read(ours, HEAD)
    assert sarif.commits(ours) == (frozenset({HEAD}),)
    with pytest.raises(sarif.OtherCommit, match=r"is of commit 3fa1c2eaaaaa, and was given for b{12}"):
        sarif.read(ours, "b" * 40)
    assert sarif.read(document(result(), versionControlProvenance=[{"revisionId": "a branch"}]), HEAD)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "no SARIF"),
        (b"[]", "expected a mapping"),
        (b'{"version":"2.1.0","runs":[]}', "no run"),
        (b'{"version":"1.0.0","runs":[]}', "only 2.1.0"),
        (b'{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Patchwarden"}}}]}', "own"),
        (b'{"version":"2.1.0","runs":[{"tool":{"driver":{}}}]}', "name"),
        (b'{"version":"2.1.0","runs":[' + b",".join([b'{"tool":{"driver":{"name":"a"}}}'] * 21) + b"]}", "21 runs"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_word(text: bytes, says: str) -> None:
    with pytest.raises(sarif.BadReport, match=says):
        sarif.read(text)


def test_a_small_body_that_is_a_large_document_costs_no_more_than_the_limit() -> None:
    bomb = gzip.compress(b" " * (4 * sarif.LARGEST), 9)
    assert len(bomb) < 100_000
    tracemalloc.start()
    try:
        with pytest.raises(sarif.TooLarge):
            sarif.unpacked(bomb)
        assert tracemalloc.get_traced_memory()[1] < 3 * sarif.LARGEST
    finally:
        tracemalloc.stop()


def test_bodies() -> None:
    text = real("bandit")
    assert sarif.unpacked(gzip.compress(text)) == sarif.unpacked(text) == text
    assert sarif.read(b"\xef\xbb\xbf" + text) == sarif.read(text)
    for broken in (gzip.compress(text)[:-20], b"\x1f\x8bno"):
        with pytest.raises(sarif.BadReport, match="gzip"):
            sarif.unpacked(broken)


def test_two_runs_of_one_tool_are_one_report_and_the_number_is_bounded() -> None:
    many = document(*(result(line=line + 1) for line in range(MOST_RESULTS + 3)))
    (found,) = sarif.read(many)
    assert (len(found.results), found.over) == (MOST_RESULTS, 3)
    log = json.loads(many)
    log["runs"] *= 2
    (both,) = sarif.read(json.dumps(log).encode())
    assert (len(both.results), both.over) == (MOST_RESULTS, MOST_RESULTS + 6)


TEXTS = st.text(max_size=50) | st.sampled_from(
    ["\n" * 30, "@team", "x" * 5_000, "<!-- patchwarden:1 -->", "[a](b)", "{0}"]
)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_every_text_is_bounded_and_on_one_line(tool: str, rule: str, message: str, title: str) -> None:
    rules = [{"id": rule, "shortDescription": {"text": title}, "properties": {"tags": ["security"]}}]
    told = result(ruleId=rule, message={"text": message, "arguments": [title]}, ruleIndex=0)
    try:
        (found,) = sarif.read(document(told, tool=tool, rules=rules))
    except sarif.BadReport as error:
        assert "own" in str(error)  # noqa: PT017 - one tool may not be told
        return
    (one,) = found.results
    assert len(found.tool) <= LONGEST_NAME
    assert len(one.rule) <= LONGEST_NAME
    assert len(one.title) <= LONGEST_TITLE
    assert len(one.message) <= LONGEST_MESSAGE
    assert all("\n" not in text and text.strip() == text for text in (found.tool, one.rule, one.title, one.message))
    assert found.tool
    assert one.rule
    assert one.title

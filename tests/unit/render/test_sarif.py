"""SARIF that the standard's schema accepts and that says what the review says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from bot.model import Fix, Review, Side, Span
from bot.render import sarif, text
from tests.unit.render import samples

SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA)


def run(review: Review) -> dict[str, Any]:
    document: dict[str, Any] = sarif.document(review)
    return dict(document["runs"][0])


@pytest.mark.parametrize("make", samples.ALL)
def test_the_schema_accepts_it(make: Callable[[], Review]) -> None:
    # Through text, as people get it.
    document = json.loads(json.dumps(sarif.document(make(), version="0.1.0")))
    VALIDATOR.validate(document)


@pytest.mark.parametrize("make", samples.ALL)
def test_the_same_review_gives_the_same_bytes(make: Callable[[], Review]) -> None:
    assert json.dumps(sarif.document(make())) == json.dumps(sarif.document(make()))


def test_a_data_flow() -> None:
    results = run(samples.two_defects())["results"]
    assert results[0] == snapshot(
        {
            "ruleId": "python.subprocess.shell-injection",
            "ruleIndex": 1,
            "level": "error",
            "message": {
                "text": "Request data reaches a shell command. Whoever sends the request runs commands as the server. Pass the arguments as a list and leave the shell out."  # noqa: E501
            },
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "api/run.py", "uriBaseId": "%SRCROOT%"},
                        "region": {
                            "startLine": 3,
                            "startColumn": 1,
                            "endLine": 3,
                            "endColumn": 47,
                            "snippet": {"text": "    return subprocess.run(command, shell=True)"},
                        },
                    },
                    "logicalLocations": [{"fullyQualifiedName": "run"}],
                }
            ],
            "partialFingerprints": {"patchwarden/v1": "5d6770ed7379e3f5"},
            "properties": {"severity": "high", "confidence": "high", "area": "input validation", "side": "head"},
            "codeFlows": [
                {
                    "threadFlows": [
                        {
                            "locations": [
                                {
                                    "location": {
                                        "physicalLocation": {
                                            "artifactLocation": {"uri": "api/run.py", "uriBaseId": "%SRCROOT%"},
                                            "region": {"startLine": 2},
                                        },
                                        "message": {"text": 'request.args["command"]'},
                                    }
                                },
                                {
                                    "location": {
                                        "physicalLocation": {
                                            "artifactLocation": {"uri": "api/run.py", "uriBaseId": "%SRCROOT%"},
                                            "region": {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 47},
                                        },
                                        "message": {"text": "subprocess.run(command, shell=True)"},
                                    }
                                },
                            ]
                        }
                    ]
                }
            ],
            "baselineState": "new",
        }
    )


def test_a_removed_line_that_stood_nobody_knows_where_is_shown_at_the_first_line() -> None:
    result = run(samples.two_defects())["results"][1]
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "api/servers.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 1},
    }
    assert "Removed line 1." in result["message"]["text"]


def test_a_rule() -> None:
    rules = run(samples.two_defects())["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["guards.authorization-removed", "python.subprocess.shell-injection"]
    assert rules[1] == snapshot(
        {
            "id": "python.subprocess.shell-injection",
            "name": "PythonSubprocessShellInjection",
            "shortDescription": {"text": "Request data reaches a shell command"},
            "fullDescription": {"text": "Whoever sends the request runs commands as the server."},
            "help": {
                "text": "Pass the arguments as a list and leave the shell out.",
                "markdown": """\
Pass the arguments as a list and leave the shell out.

- <https://cwe.mitre.org/data/definitions/78.html>\
""",
            },
            "defaultConfiguration": {"level": "error"},
            "helpUri": "https://cwe.mitre.org/data/definitions/78.html",
            "relationships": [
                {"target": {"id": "CWE-78", "toolComponent": {"name": "CWE", "index": 0}}, "kinds": ["superset"]}
            ],
            "properties": {
                "tags": ["security", "input validation", "external/cwe/cwe-078", "external/cwe/cwe-077"],
                "precision": "high",
                "security-severity": "8.0",
            },
        }
    )


def test_results_point_at_their_rules() -> None:
    document = run(samples.suppressed())
    rules = document["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in document["results"]] == [
        result["ruleId"] for result in document["results"]
    ]


def test_what_is_told_together_has_a_result_and_a_name_for_each() -> None:
    results = run(samples.told_together())["results"]
    assert len({each["partialFingerprints"]["patchwarden/v1"] for each in results}) == len(results) == 14


def test_a_suppression_comment_suppresses_nothing() -> None:
    assert all("suppressions" not in result for result in run(samples.suppressed())["results"])


def test_levels_follow_severity_and_confidence() -> None:
    assert [result["level"] for result in run(samples.two_defects())["results"]] == ["error", "warning"]
    assert [result["level"] for result in run(samples.suppressed())["results"]] == ["error", "note"]


def test_a_gap_makes_the_execution_unsuccessful() -> None:
    assert run(samples.clean())["invocations"][0]["executionSuccessful"] is True
    assert run(samples.incomplete())["invocations"] == snapshot(
        [
            {
                "executionSuccessful": False,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": "Could not check: secrets: the scanner did not start"}},
                    {
                        "level": "error",
                        "message": {"text": "Could not check: semgrep: timed out after 5 s"},
                        "locations": [
                            {"physicalLocation": {"artifactLocation": {"uri": "api/run.py", "uriBaseId": "%SRCROOT%"}}}
                        ],
                    },
                    {
                        "level": "error",
                        "message": {"text": "Could not check: semgrep: timed out after 5 s"},
                        "locations": [
                            {"physicalLocation": {"artifactLocation": {"uri": "api/slow.py", "uriBaseId": "%SRCROOT%"}}}
                        ],
                    },
                ],
                "toolConfigurationNotifications": [
                    {
                        "level": "warning",
                        "message": {"text": ".patchwarden.yml: unknown setting `tets`; known are version, fail-on"},
                    }
                ],
            }
        ]
    )


@given(st.text(st.characters(exclude_characters="\x00"), min_size=1, max_size=30))
def test_any_path_survives_as_a_uri(path: str) -> None:
    artifact: dict[str, Any] = sarif.artifact(path)
    assert artifact["uri"].isascii()
    assert not set(artifact["uri"]) & set(' <>"{}|\\^`#?:\n')
    assert unquote_to_bytes(artifact["uri"]).decode("utf-8", "surrogatepass") == path


def test_a_message_is_no_link_and_no_placeholder() -> None:
    assert sarif.message("{0} [here](https://evil.example)") == {"text": "{{0}} [here] (https://evil.example)"}


def test_what_is_dismissed_is_suppressed_and_the_rest_is_not() -> None:
    results = run(samples.decided())["results"]
    states = [[item["status"] for item in result["suppressions"]] for result in results]
    assert states == [[], [], ["accepted"], ["accepted"], ["accepted"], ["accepted"]]
    assert results[2]["suppressions"][0] == snapshot(
        {
            "kind": "external",
            "status": "accepted",
            "justification": "The host is internal.",
            "properties": {
                "source": "command",
                "by": "mona",
                "at": 1790000000,
                "reason": "The host is internal.",
                "kind": "accepted-risk",
                "until": "2027-06-30",
                "this_change_alone": False,
                "change": "github:octo/app#7",
            },
        }
    )
    assert results[5]["suppressions"][0]["justification"] == "its comment was deleted, so it is not posted again"


def _with(**changes: object) -> Review:
    """A review of one defect whose finding is changed so."""
    review = samples.two_defects()
    item = review.observations[0]
    finding = replace(item.finding, **changes)  # type: ignore[arg-type]
    return replace(review, observations=(replace(item, findings=(finding,), names=(item.fingerprint,)),))


def test_a_fix_replaces_whole_lines() -> None:
    review = _with(fix=Fix(3, 4, "    return subprocess.run(command)\n"))
    (result,) = run(review)["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "api/run.py"
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 3, "endLine": 4},
            "insertedContent": {"text": "    return subprocess.run(command)"},
        }
    ]
    VALIDATOR.validate(sarif.document(review))


def test_a_removed_line_is_shown_where_it_stood() -> None:
    span = Span("api/run.py", 40, 40, side=Side.BASE)
    document = sarif.document(_with(span=span, trace=()), removed_at={("api/run.py", 40): 37})
    (result,) = document["runs"][0]["results"]  # type: ignore[index]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 37}
    assert "Removed line 40." in result["message"]["text"]
    (unknown,) = run(_with(span=span, trace=()))["results"]
    assert unknown["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}


def test_what_stands_beside_a_rule_has_no_word_of_one_place() -> None:
    """A rule is shown beside each result of it, and its help is Markdown; a message may quote strangers."""
    review = _with(
        message="`![x](https://evil.example)` is loosened", references=("https://a.example/x", "javascript:x")
    )
    (rule,) = run(review)["tool"]["driver"]["rules"]
    assert "evil" not in rule["help"]["markdown"]
    assert rule["helpUri"] == "https://a.example/x"
    assert "javascript" not in json.dumps(rule["help"])


def test_an_audit_compares_with_nothing() -> None:
    review = samples.two_defects()
    assert {result["baselineState"] for result in run(review)["results"]} == {"new"}
    audit = replace(review, change=replace(review.change, is_audit=True))
    assert all("baselineState" not in result for result in run(audit)["results"])


def test_analyses_replace_each_other_by_their_category() -> None:
    document: dict[str, Any] = sarif.document(samples.two_defects(), category="nightly")
    assert document["runs"][0]["automationDetails"] == {"id": "nightly/"}


@given(st.text(min_size=1, max_size=20))
def test_what_is_said_has_nothing_that_cannot_be_seen(hostile: str) -> None:
    for said in (hostile, "\u202e\x1b[31m\x00" + hostile):
        shown = str(sarif.message(said)["text"])
        assert text.is_plain_code(shown.replace("{{", "{").replace("}}", "}"))


def test_a_strangers_report_steers_no_reader() -> None:
    review = samples.two_defects()
    item = review.observations[0]
    hostile = replace(item.finding, title="a\u202eb", message="c\x1b[2Jd", remedy="e\u200bf")
    told = run(replace(review, observations=(replace(item, findings=(hostile, *item.findings[1:])),)))
    assert told["results"][0]["message"]["text"] == "a[U+202E]b. c[U+001B][2Jd e[U+200B]f"
    assert not set("\u202e\x1b\u200b") & set(json.dumps(told["tool"], ensure_ascii=False))

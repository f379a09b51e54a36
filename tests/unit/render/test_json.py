"""The review as data: a promise to programs."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from inline_snapshot import snapshot

from bot.model import Review
from bot.render import json as rendered
from tests.unit.render import samples


def test_the_document() -> None:
    assert rendered.document(samples.two_defects()) == snapshot(
        {
            "schema": "patchwarden.review/1",
            "change": {
                "host": "github",
                "repository": "octo/app",
                "number": 7,
                "head": "3fa1c2eaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "merge_base": "90ab12dccccccccccccccccccccccccccccccccc",
                "target_branch": "main",
                "patch_set": None,
            },
            "verdict": "defects",
            "blocks": False,
            "defects": 2,
            "observations": [
                {
                    "id": "5d6770ed7379e3f5",
                    "defect": True,
                    "severity": "high",
                    "placement": "line",
                    "path": "api/run.py",
                    "line": 3,
                    "start_line": None,
                    "side": "head",
                    "suppressed": "",
                    "findings": [
                        {
                            "rule": "python.subprocess.shell-injection",
                            "title": "Request data reaches a shell command",
                            "severity": "high",
                            "confidence": "high",
                            "area": "input validation",
                            "cwe": 78,
                            "known_as_cwe": [78, 77],
                            "message": "Whoever sends the request runs commands as the server.",
                            "remedy": "Pass the arguments as a list and leave the shell out.",
                            "excerpt": "    return subprocess.run(command, shell=True)",
                            "scope": "run",
                            "span": {
                                "path": "api/run.py",
                                "side": "head",
                                "start_line": 3,
                                "end_line": 3,
                                "start_col": 1,
                                "end_col": 47,
                            },
                            "trace": [
                                {
                                    "span": {
                                        "path": "api/run.py",
                                        "side": "head",
                                        "start_line": 2,
                                        "end_line": 2,
                                        "start_col": 1,
                                        "end_col": 1,
                                    },
                                    "text": 'request.args["command"]',
                                },
                                {
                                    "span": {
                                        "path": "api/run.py",
                                        "side": "head",
                                        "start_line": 3,
                                        "end_line": 3,
                                        "start_col": 1,
                                        "end_col": 47,
                                    },
                                    "text": "subprocess.run(command, shell=True)",
                                },
                            ],
                            "fix": None,
                            "references": [],
                        }
                    ],
                },
                {
                    "id": "3c9de9191f2e5b02",
                    "defect": True,
                    "severity": "medium",
                    "placement": "line",
                    "path": "api/servers.py",
                    "line": 1,
                    "start_line": None,
                    "side": "base",
                    "suppressed": "",
                    "findings": [
                        {
                            "rule": "guards.authorization-removed",
                            "title": "`@login_required` was removed from `delete_server`",
                            "severity": "medium",
                            "confidence": "high",
                            "area": "authentication and authorization",
                            "cwe": 306,
                            "known_as_cwe": [306, 287],
                            "message": "Anyone deletes servers without a login.",
                            "remedy": "Put the decorator back, or check the user in the body.",
                            "excerpt": "@login_required",
                            "scope": "",
                            "span": {
                                "path": "api/servers.py",
                                "side": "base",
                                "start_line": 1,
                                "end_line": 1,
                                "start_col": 1,
                                "end_col": 16,
                            },
                            "trace": [],
                            "fix": None,
                            "references": [],
                        }
                    ],
                },
            ],
            "gaps": [],
            "notices": [],
            "clear_areas": ["output encoding", "secrets"],
            "quiet": 0,
            "coverage": {
                "files_examined": 2,
                "files_total": 2,
                "changed_lines": 4,
                "areas": ["input validation", "authentication and authorization", "output encoding", "secrets"],
                "unruled": [],
                "left_out": {
                    "files": 0,
                    "test_files": 0,
                    "findings_in_tests": 0,
                    "rules": 0,
                    "findings_of_rules": 0,
                    "findings_below": 0,
                    "findings_lowered": 0,
                    "areas": 0,
                    "findings_of_areas": 0,
                    "findings_of_paths": 0,
                    "generated": 0,
                    "not_deployed": 0,
                },
                "checks": [
                    {
                        "check": "semgrep",
                        "status": "ran",
                        "reason": "",
                        "areas": ["authentication and authorization", "input validation", "output encoding", "secrets"],
                        "files": 2,
                        "rules": 312,
                        "failures": [],
                        "ledger": [
                            {"path": "api/run.py", "extent": "examined", "why": []},
                            {"path": "api/servers.py", "extent": "examined", "why": []},
                        ],
                    },
                    {
                        "check": "workflows",
                        "status": "skipped",
                        "reason": "no workflow was changed",
                        "areas": [],
                        "files": 0,
                        "rules": 0,
                        "failures": [],
                        "ledger": [
                            {"path": "api/run.py", "extent": "does not concern it", "why": ["another kind of file"]},
                            {
                                "path": "api/servers.py",
                                "extent": "does not concern it",
                                "why": ["another kind of file"],
                            },
                        ],
                    },
                ],
            },
        }
    )


def test_an_incomplete_review() -> None:
    document = rendered.document(samples.incomplete())
    assert document["verdict"] == "incomplete"
    assert document["gaps"] == snapshot(
        [
            {"check": "secrets", "reason": "the scanner did not start", "path": None},
            {"check": "semgrep", "reason": "timed out after 5 s", "path": "api/run.py"},
            {"check": "semgrep", "reason": "timed out after 5 s", "path": "api/slow.py"},
        ]
    )


@pytest.mark.parametrize("make", samples.ALL)
def test_it_is_data_and_always_the_same(make: Callable[[], Review]) -> None:
    first, second = (json.dumps(rendered.document(make()), ensure_ascii=False).encode() for _ in range(2))
    assert first == second
    assert json.loads(first) == rendered.document(make())


def test_no_times() -> None:
    assert "seconds" not in json.dumps(rendered.document(samples.two_defects()))


def test_what_is_dismissed_is_there_with_its_decision() -> None:
    document = rendered.document(samples.decided())
    dismissed = document["dismissed"]
    assert isinstance(dismissed, list)
    assert [item["decision"]["source"] for item in dismissed] == [
        "command",
        "policy file",
        "command",
        "deleted comment",
    ]
    assert {item["id"] for item in dismissed} == {"5d6770ed7379e3f5"}
    assert dismissed[0]["decision"] == snapshot(
        {
            "source": "command",
            "by": "mona",
            "at": 1790000000,
            "reason": "The host is internal.",
            "kind": "accepted-risk",
            "until": "2027-06-30",
            "this_change_alone": False,
            "change": "github:octo/app#7",
        }
    )
    assert "dismissed" not in rendered.document(samples.two_defects())

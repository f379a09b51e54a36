"""What the API answers: each address against the description, filters, pages, and problems with their remedies."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.access.port import Viewer
from bot.api.description import BY_PATH, MOST, document
from bot.api.telling import time
from bot.model import ChangeRef
from bot.store.sql import SqlStore
from tests.unit.api.desk import Desk, Somebody, desk

__all__ = ["desk"]
APP, LIB = "github:octo/app", "github:octo/lib"
ALICE = Viewer("github:7", "alice")
ROOT = Viewer("github:1", "root", operator=True)


def ref(number: int, repository: str = "octo/app") -> ChangeRef:
    return ChangeRef("github", repository, number)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    desk.people.who, desk.people.sees = ALICE, frozenset({APP, LIB})
    desk.reviewed(ref(7), "run(request)", "run(reply)")
    desk.reviewed(ref(7), "run(reply)", head="b")
    desk.reviewed(ref(8))
    desk.reviewed(ref(3, "octo/lib"), "run(request)")
    desk.decided(ref(7), "f1")
    return desk


def test_every_address_answers_as_it_is_described(filled: Desk) -> None:
    for path, operation in BY_PATH.items():
        filled.people.who = ROOT if path == "/health" else ALICE
        query: dict[str, Any] = {"name": f"{APP}#7"} if path == "/change" else {}
        answer = filled.get(path, **query)
        assert answer.status_code == 200, (path, answer.text)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert (
            answer.get_json().keys()
            == document()["components"]["schemas"][operation.answer.__name__]["properties"].keys()
        )


def test_the_description_is_served_and_published() -> None:
    text = (Path(__file__).parents[3] / "docs" / "schemas" / "api.json").read_text(encoding="utf-8")
    assert json.loads(text) == json.loads(json.dumps(document()))


def test_a_stranger_reads_the_description_and_nothing_else(desk: Desk) -> None:
    assert desk.get("/openapi.json").get_json()["openapi"] == "3.1.0"
    for path in BY_PATH:
        answer = desk.get(path)
        assert answer.status_code == 401
        assert answer.content_type == "application/problem+json"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert "patchwarden token add" in answer.get_json()["remedy"]


def test_changes_by_each_filter(filled: Desk) -> None:
    def names(**query: Any) -> list[str]:
        return [change["name"] for change in filled.get("/changes", **query).get_json()["changes"]]

    assert names() == [f"{LIB}#3", f"{APP}#8", f"{APP}#7"]
    assert names(repository=LIB) == [f"{LIB}#3"]
    assert names(verdict="defects") == [f"{LIB}#3", f"{APP}#7"]
    assert names(verdict="no defects") == [f"{APP}#8"]
    assert names(area="input validation") == [f"{LIB}#3", f"{APP}#7"]
    assert names(area="licensing") == []
    assert names(rule="python.octo-app.reply") == [f"{APP}#7"]
    assert names(rule="python.octo-app.request") == [], "it was fixed"
    assert names(text="octo/LIB") == [f"{LIB}#3"]
    assert names(state="merged") == []


def test_pages_follow_each_other(filled: Desk) -> None:
    found, after = [], ""
    for _ in range(3):
        page = filled.get("/changes", limit=1, after=after).get_json()
        assert len(page["changes"]) == 1
        found.append(page["changes"][0]["name"])
        after = page["after"]
    assert after == ""
    assert found == [f"{LIB}#3", f"{APP}#8", f"{APP}#7"]


def test_one_change_with_its_reviews_findings_and_ledger(filled: Desk) -> None:
    found = filled.get("/change", name=f"{APP}#7").get_json()
    assert [(push["head"][0], push["defects"]) for push in found["reviews"]] == [("b", 1), ("a", 2)]
    assert {(one["rule"], one["fixed_at"] is None) for one in found["findings"]} == {
        ("python.octo-app.request", False),
        ("python.octo-app.reply", True),
    }
    assert found["document"]["coverage"]["checks"]
    older = filled.get("/change", name=f"{APP}#7", review=found["reviews"][1]["id"]).get_json()
    assert len(older["document"]["observations"]) == 2
    assert filled.get("/change", name=f"{APP}#7", review=999).status_code == 404


def test_decisions_rules_and_trends(filled: Desk) -> None:
    (decision,) = filled.get("/decisions", standing="holding", text="octo/app").get_json()["decisions"]
    assert (decision["repository"], decision["reason"], decision["kind"]) == (APP, "of octo/app", "accepted-risk")
    assert filled.get("/decisions", standing="expired").get_json()["decisions"] == []
    rules = {rule["rule"]: rule for rule in filled.get("/rules").get_json()["rules"]}
    assert (rules["python.octo-app.request"]["found"], rules["python.octo-app.request"]["fixed"]) == (1, 1)
    weeks = filled.get("/trends", weeks=2).get_json()["weeks"]
    assert [week["reviews"] for week in weeks] == [0, 4]


def test_a_demoted_rule_is_told_until_another_version_of_it_is_known(filled: Desk) -> None:
    """The web server knows no versions: the worker's notes of them are all that it has."""
    rule = "python.octo-app.request"

    def since() -> str | None:
        rules = {one["rule"]: one["demoted_at"] for one in filled.get("/rules").get_json()["rules"]}
        assert [name for name, at in rules.items() if at] in ([], [rule])
        at: str | None = rules[rule]
        return at

    filled.store.demoted({rule: "1", "python.octo-app.reply": "1"})
    assert since() is None
    filled.store.demote(rule, "1", by="ada", why="a secret reason")
    then = filled.at[0]
    assert since() == time(int(then))
    for at, act, demoted in (
        (then, lambda: filled.store.demoted({rule: "2"}), False),
        (then + 9, lambda: filled.store.demoted({rule: "1"}), False),  # by a worker that was not updated yet
        (then + 20, lambda: filled.store.demote(rule, "2", by="bob", why="again"), True),
        (then + 30, lambda: filled.store.promote(rule, "2"), False),
        (then + 40, lambda: filled.store.demote("another.rule", "1", by="bob", why=""), False),
    ):
        filled.at[0] = at
        act()
        assert since() == (time(int(at)) if demoted else None)
    assert "secret reason" not in filled.get("/rules").text


@pytest.mark.parametrize(
    ("path", "query", "detail", "remedy"),
    [
        ("/changes", {"limit": 0}, "limit is no whole number from 1 to 200", "send one from"),
        ("/changes", {"limit": MOST + 1}, "limit is no whole number", "send one from"),
        ("/changes", {"limit": "1e9"}, "limit is no whole number", "send one from"),
        ("/changes", {"limit": "９"}, "limit is no whole number", "send one from"),
        ("/changes", {"verdict": "red"}, "verdict has another value", "defects, no defects, incomplete"),
        ("/changes", {"area": "x"}, "area has another value", "licensing"),
        ("/changes", {"text": "x" * 501}, "text is longer than 500", "send less"),
        ("/changes", {"page": 2}, "'page' is no parameter of /changes", "known here are after, area, limit"),
        ("/changes", {"rule": ["a", "b"]}, "rule is sent more than once", "send it once"),
        ("/change", {}, "name is missing", "As github:octo/app#7"),
        ("/change", {"name": f"{APP}#7", "review": "x"}, "review is no whole number", "send one from"),
        ("/trends", {"weeks": 105}, "weeks is no whole number from 1 to 104", "send one from"),
        ("/rules", {"x": 1}, "'x' is no parameter of /rules", "this address takes none"),
        ("/decisions", {"standing": "good"}, "standing has another value", "all, holding"),
    ],
)
def test_a_request_outside_the_description_is_told_what_helps(
    filled: Desk, path: str, query: dict[str, Any], detail: str, remedy: str
) -> None:
    answer = filled.get(path, **query)
    problem = answer.get_json()
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert (problem["status"], detail in problem["detail"], remedy in problem["remedy"]) == (400, True, True), problem


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/changes/7", "/change/github:octo/app"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_address_that_is_none(desk: Desk, path: str, method: str) -> None:
    answer = desk.client.open(f"/api/v1{path}", method=method)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert "openapi.json" in answer.get_json()["remedy"]


def test_nothing_is_written_by_it(filled: Desk) -> None:
    for path in BY_PATH:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert filled.client.open(f"/api/v1{path}", method=method).status_code == 404


def test_health_is_for_operators(filled: Desk) -> None:
    assert filled.get("/health").status_code == 403
    filled.people.who = ROOT
    assert filled.get("/health").get_json() == {
        "ok": False,
        "parts": {
            "Redis": {"ok": True, "detail": "answers"},
            "database": {"ok": False, "detail": "no worker that would say"},
        },
    }


def test_what_cannot_be_known_is_not_answered(filled: Desk) -> None:
    filled.people.is_known = False
    for path in ("/repositories", "/changes", "/rules", "/decisions", "/trends"):
        answer = filled.get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert answer.get_json()["detail"] == "github does not answer now"


def test_a_database_that_is_down_is_a_problem_without_its_address(
    filled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy import create_engine

    monkeypatch.setattr(filled.store, "_engine", create_engine("sqlite:////nowhere/at/all.db"))
    answer = filled.get("/changes")
    assert answer.status_code == 503
    assert "nowhere" not in answer.text


@cache
def _anything() -> Desk:
    return Desk(SqlStore("sqlite:///:memory:"), Somebody(ALICE, frozenset({APP})), [1_800_000_000.0])


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(BY_PATH)),
    st.dictionaries(
        st.sampled_from(["name", "review", "limit", "after", "weeks", "rule", "text", "repository", "standing", "é"]),
        st.text(max_size=20),
        max_size=3,
    ),
)
def test_any_query_gets_an_answer_that_is_described(path: str, query: dict[str, str]) -> None:
    """Never a fault of ours."""
    answer = _anything().get(path, **query)
    assert answer.status_code in (200, 400, 403, 404), answer.text

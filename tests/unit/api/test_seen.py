"""Nothing is told of a repository that the viewer may not see, by any address, and not even that it exists."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.access.port import Viewer
from bot.api.description import BY_PATH
from bot.model import ChangeRef
from bot.store.sql import SqlStore
from tests.unit.api.desk import Desk, Somebody, desk

__all__ = ["desk"]
ALICE = Viewer("github:7", "alice")
REPOSITORIES = {
    "github:octo/app": "octo/app",
    "github:octo/apple": "octo/apple",
    "github:hidden/vault": "hidden/vault",
    "github:acme/lib": "acme/lib",
}


def fill(desk: Desk) -> Desk:
    for number, repository in enumerate(REPOSITORIES.values(), 1):
        ref = ChangeRef("github", repository, number)
        desk.reviewed(ref, "run(request)", "run(reply)")
        desk.reviewed(ref, "run(reply)", head="b")
        desk.decided(ref, f"f{number}")
    return desk


@cache
def filled() -> Desk:
    at = [1_800_000_000.0]
    return fill(Desk(SqlStore("sqlite:///:memory:", lambda: at[0]), Somebody(ALICE), at))


def addresses() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each, with queries that name every repository, seen or not."""
    for path in BY_PATH:
        if path == "/change":
            for number, place in enumerate(REPOSITORIES, 1):
                for review in ("", 2 * number - 1, 2 * number, 1):
                    yield path, {"name": f"{place}#{number}", "review": review}
        elif path == "/changes":
            yield path, {}
            for repository in REPOSITORIES.values():
                yield path, {"repository": f"github:{repository}"}
                yield path, {"text": repository}
                yield path, {"rule": f"python.{repository.replace('/', '-')}.reply"}
        elif path == "/decisions":
            yield path, {}
            for number, place in enumerate(REPOSITORIES, 1):
                yield path, {"change": f"{place}#{number}"}
                yield path, {"text": place.partition(":")[2]}
        else:
            yield path, {}


@settings(max_examples=10)
@given(st.frozensets(st.sampled_from(sorted(REPOSITORIES))))
def test_no_address_tells_of_what_is_not_seen(sees: frozenset[str]) -> None:
    house = filled()
    house.people.sees = sees
    hidden = REPOSITORIES.keys() - sees
    for path, query in addresses():
        text = house.client.get(f"/api/v1{path}", query_string=query).text
        for place in hidden:
            name = REPOSITORIES[place]
            if any(name in REPOSITORIES[other] for other in sees):
                continue  # its name stands within that of one that is seen
            assert name not in text, (path, query)
            assert name.replace("/", "-") not in text, (path, query)


def counts(house: Desk) -> dict[str, int]:
    def listed(name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = house.client.get(f"/api/v1/{name}").get_json()[
            name if name != "trends" else "weeks"
        ]
        return found

    weeks = listed("trends")
    return {
        "repositories": len(listed("repositories")),
        "changes": len(listed("changes")),
        "found": sum(rule["found"] for rule in listed("rules")),
        "fixed": sum(sum(week["fixed"].values()) for week in weeks),
        "reviews": sum(week["reviews"] for week in weeks),
        "decisions": len(listed("decisions")),
    }


@settings(max_examples=16)
@given(st.frozensets(st.sampled_from(sorted(REPOSITORIES))))
def test_numbers_count_what_is_seen_alone(sees: frozenset[str]) -> None:
    house = filled()
    house.people.sees = sees
    seen = len(sees)
    assert counts(house) == {
        "repositories": seen,
        "changes": seen,
        "found": 2 * seen,
        "fixed": seen,
        "reviews": 2 * seen,
        "decisions": seen,
    }


@pytest.mark.parametrize("query", [{}, {"review": 5}, {"review": 6}, {"review": 1}])
def test_what_is_hidden_looks_like_what_is_not_there(desk: Desk, query: dict[str, Any]) -> None:
    fill(desk)
    desk.people.who, desk.people.sees = ALICE, frozenset({"github:octo/app"})
    hidden = desk.get("/change", name="github:hidden/vault#3", **query)
    missing = desk.get("/change", name="github:hidden/nothing#3", **query)
    assert (hidden.status_code, hidden.data) == (404, missing.data)
    assert hidden.headers.to_wsgi_list() == missing.headers.to_wsgi_list()
    for path in ("/changes", "/decisions"):
        field = "repository" if path == "/changes" else "change"
        answers = [desk.get(path, **{field: f"github:hidden/{name}"}).data for name in ("vault", "nothing")]
        assert answers[0] == answers[1]


def test_a_review_of_another_change_is_not_shown_by_its_number(desk: Desk) -> None:
    fill(desk)
    desk.people.who, desk.people.sees = ALICE, frozenset({"github:octo/app"})
    assert desk.get("/change", name="github:octo/app#1", review=2).status_code == 200
    assert desk.get("/change", name="github:octo/app#1", review=5).status_code == 404


class TestTokens:
    """Programs see what their token is for."""

    @pytest.fixture
    def house(self, desk: Desk) -> Desk:
        desk.people.who, desk.people.sees = Viewer("github:1", "root", operator=True), frozenset(REPOSITORIES)
        return fill(desk)

    def names(self, house: Desk, token: str) -> list[str]:
        answer = house.get("/repositories", token)
        assert answer.status_code == 200, answer.text
        return sorted(one["name"] for one in answer.get_json()["repositories"])

    @pytest.mark.parametrize(
        ("scope", "shown"),
        [
            (["*"], sorted(REPOSITORIES)),
            (["github:octo/app"], ["github:octo/app"]),
            (["github:Octo/App"], ["github:octo/app"]),
            (["github:octo/*"], ["github:octo/app", "github:octo/apple"]),
            (["github:oct/*", "gerrit:octo/app"], []),
            (["github:acme/lib", "github:octo/app"], ["github:acme/lib", "github:octo/app"]),
        ],
    )
    def test_for_what_it_is(self, house: Desk, scope: list[str], shown: list[str]) -> None:
        token = house.tokens.add("ci", scope, seconds=60)
        assert self.names(house, token) == shown
        assert house.get("/me", token).get_json() == {"id": "token:ci", "name": "ci", "operator": False}
        assert house.get("/health", token).status_code == 403

    def test_an_operators(self, house: Desk) -> None:
        token = house.tokens.add("ops", ["*"], seconds=60, operator=True)
        assert house.get("/health", token).status_code == 200

    def test_until_it_expires_or_is_revoked(self, house: Desk) -> None:
        token, other = (house.tokens.add(name, ["*"], seconds=60) for name in ("one", "two"))
        house.at[0] += 59
        assert house.get("/me", token).status_code == 200
        house.tokens.revoke("one")
        assert house.get("/me", token).status_code == 401
        assert house.get("/me", other).status_code == 200
        house.at[0] += 1
        assert house.get("/me", other).status_code == 401

    @pytest.mark.parametrize("change", ["", "pwt_", "x", "pwt_" + "a" * 43, "pwt_é", "none"])
    def test_a_wrong_one_is_nobodys_also_in_an_operators_browser(self, house: Desk, change: str) -> None:
        answer = house.client.get("/api/v1/me", headers={"Authorization": f"Bearer {change}"})
        assert answer.status_code == 401

    def test_what_a_proxy_sends_along_is_no_token(self, house: Desk) -> None:
        answer = house.client.get("/api/v1/me", headers={"Authorization": "Basic cm9vdDp4"})
        assert answer.get_json()["id"] == "github:1"

    def test_it_is_kept_nowhere(self, house: Desk, tmp_path: object) -> None:
        token = house.tokens.add("ci", ["*"], seconds=60)
        house.get("/me", token)
        house.store.close()
        from pathlib import Path

        for path in Path(str(tmp_path)).iterdir():
            assert token.encode() not in path.read_bytes()
            assert token[4:].encode() not in path.read_bytes()

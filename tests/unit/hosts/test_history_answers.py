"""What a host answers when it is asked for the past: a strange answer is an error of the host's, with its place."""

from __future__ import annotations

from typing import Any, cast

import pytest

from bot.hosts.base import HostError
from bot.hosts.gerrit import GerritSettings, transport
from bot.hosts.gerrit import history as gerrit
from bot.hosts.gerrit.client import Api as GerritApi
from bot.hosts.github import history as github
from bot.hosts.github.client import Api as GitHubApi
from bot.hosts.github.reading import Place
from tests.builders import change

SHA = "a" * 40
TIME = "2026-01-31T00:00:00Z"


class Requester:
    """GitHub's client, which is answered everything alike."""

    def __init__(self, answer: object) -> None:
        self._answer = answer

    def graphql_query(self, query: str, variables: object) -> tuple[dict[str, str], object]:
        return {}, {"data": {"repository": self._answer}}


def github_api(answer: object) -> GitHubApi:
    return GitHubApi("octo/app", cast(Any, Requester(answer)))


class Client:
    """Gerrit's client, which is answered everything alike."""

    def __init__(self, answer: object) -> None:
        self._answer = answer

    def get(self, endpoint: str, *, allow_redirects: bool) -> object:
        return self._answer

    def post(self, endpoint: str, *, json: object, allow_redirects: bool) -> object:
        raise AssertionError(endpoint)


def gerrit_api(answer: object, monkeypatch: pytest.MonkeyPatch) -> GerritApi:
    monkeypatch.setattr(transport, "connect", lambda settings: Client(answer))
    settings = GerritSettings("host", "https://host.example", username="u", password="p", marker_key=b"k")
    return GerritApi(settings)


def run(**overrides: object) -> dict[str, object]:
    commit = {"oid": SHA, "committedDate": TIME} | overrides
    return {"startingLine": 1, "endingLine": 2, "commit": commit}


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {"object": None},
        {"object": {}},
        {"object": {"blame": None}},
        {"object": {"blame": {"ranges": [{}]}}},
        {"object": {"blame": {"ranges": [run(oid="../evil")]}}},
        {"object": {"blame": {"ranges": [run(committedDate="yesterday")]}}},
        {"object": {"blame": {"ranges": [run(committedDate=None)]}}},
    ],
)
def test_what_github_may_answer(answer: object) -> None:
    with pytest.raises(HostError, match=r"octo/app: could not read the history of a\.py"):
        github.blame(github_api(answer), Place("octo/app", 7), SHA, "a.py")


def test_what_github_answers() -> None:
    api = github_api({"object": {"blame": {"ranges": [run()]}}})
    (found,) = github.blame(api, Place("octo/app", 7), SHA, "a.py")
    assert (found.lines, found.commit, found.time) == (range(1, 3), SHA, 1_769_817_600)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        "text",
        [{}],
        [{"id": SHA, "time": 1, "ranges": [{"start": 1}]}],
        [{"id": "HEAD", "time": 1, "ranges": [{"start": 1, "end": 2}]}],
        [{"id": SHA, "time": "now", "ranges": [{"start": 1, "end": 2}]}],
    ],
)
def test_what_gerrit_may_answer(answer: object, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(HostError, match=r"host: could not read the history of a\.py"):
        gerrit.blame(gerrit_api(answer, monkeypatch), change(), "a.py")


def test_what_gerrit_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    api = gerrit_api([{"id": SHA, "time": 7, "ranges": [{"start": 1, "end": 2}]}], monkeypatch)
    (found,) = gerrit.blame(api, change(), "a.py")
    assert (found.lines, found.commit, found.time) == (range(1, 3), SHA, 7)

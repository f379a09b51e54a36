"""An answer of another shape is a :class:`HostError` that names its place, or it does not matter, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from gerrit import GerritClient
from github import GithubException
from github.Auth import AppAuth
from github.Requester import Requester
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.hosts.base import HostError, ReviewHost
from bot.hosts.gerrit.errors import Answer
from bot.model import Answered, Change, Person, Said, Sign
from bot.publication import Publication, plan
from bot.replies import Helped, Reply
from tests.contract.gerrit_rig import gerrit_rig
from tests.contract.github_rig import MAINTAINER, REPOSITORY, GitHubRig, github_rig
from tests.contract.replay import REMOVED, STRANGE, Place, Replay, Steps
from tests.contract.rig import HostRig
from tests.contract.stories import CLEAN, Story, with_flaws

Recorded = tuple[Replay, HostRig, Change, Publication]


def steps(host: ReviewHost, change: Change, publication: Publication) -> Steps:
    """All that a host is asked for."""
    return (
        lambda: host.change(change.ref),
        lambda: host.posted(change),
        lambda: host.publish(change, publication),
        lambda: host.blame(change, "app.py"),
        lambda: host.commit_message(change, change.head),
        lambda: list(host.unreviewed()),
        lambda: list(host.diagnose()),
    )


SAID = Said("message-77", Person("1000003", "mona"), "/patchwarden help", 1_767_225_600)
REPLY = Reply(SAID, Answered(SAID.id, SAID.digest, SAID.by.id, SAID.at), (Helped(("patchwarden",)),))


def talking(host: ReviewHost, change: Change) -> Steps:
    """What a Gerrit is asked for when mona speaks to us."""
    return (
        lambda: host.answer(change, REPLY),
        lambda: host.roles(change, REPLY.to.by),
        lambda: list(host.remembered(change.ref.repository)),
    )


def asking(rig: HostRig, change: Change) -> Steps:
    """What a GitHub is asked for when somebody comments on the change."""
    assert isinstance(rig, GitHubRig)
    host = rig.host()
    first = next(one for one in rig.hosted.issue_comments.values() if one.user.login == MAINTAINER)
    said = Said(f"issue-{first.id}", Person(str(first.user.id), MAINTAINER), "/patchwarden help", 1)
    reply = Reply(said, Answered(said.id, said.digest, said.by.id, said.at), (Helped(("patchwarden",)),))
    return (
        lambda: host.acknowledge(change, said, Sign.SEEN),
        lambda: host.answer(change, reply),
        lambda: host.roles(change, said.by),
        lambda: host.votes(change),
        lambda: list(host.remembered(change.ref.repository)),
    )


def prepared(rig: HostRig) -> tuple[Change, Publication]:
    """One of two comments that stand is to be closed, and one is to be posted."""
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")})
    story.publish()
    story.push({"app.py": with_flaws("sql", "path")})
    host = rig.host()
    change = host.change(story.ref)
    return change, plan(story.review(change), host.posted(change))


@pytest.fixture(scope="module", params=["app", "token"])
def github(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    replay, asks = Replay(), Requester.requestJsonAndCheck

    def name(verb: str, url: str, said: Any) -> str:
        return f"{verb} {url} {said['query'] if isinstance(said, dict) and 'query' in said else ''}"

    def record(
        self: Requester, verb: str, url: str, parameters: Any = None, headers: Any = None, input: Any = None
    ) -> tuple[Any, Any]:
        headers, data = asks(self, verb, url, parameters, headers, input)
        replay.record(name(verb, url, input), data)
        return headers, data

    def answer(
        self: Requester, verb: str, url: str, parameters: Any = None, headers: Any = None, input: Any = None
    ) -> tuple[Any, Any]:
        try:
            return {}, replay.answer(name(verb, url, input))
        except KeyError:
            raise GithubException(404, {"message": "Not Found"}, {}) from None

    with github_rig(tmp_path_factory.mktemp("github")) as rig, pytest.MonkeyPatch.context() as patch:
        rig.fake.installation("octo").permissions["contents"] = "write"
        rig.settings = replace(rig.settings, resolve_threads=True)
        if request.param == "token":
            rig.hosted.collaborators["reviewer"] = "write"
            token = rig.fake.state.user_token("reviewer").value
            rig.settings = replace(rig.settings, app_id=None, private_key=None, token=token, repositories=(REPOSITORY,))
        change, publication = prepared(rig)
        rig.talk(change.ref, "/patchwarden help")
        patch.setattr(Requester, "requestJsonAndCheck", record)
        assert not refusals((*asking(rig, change), *steps(rig.host(), change, publication)))
        patch.setattr(Requester, "requestJsonAndCheck", answer)
        patch.setattr(AppAuth, "create_jwt", lambda self: "signed")  # which takes long
        yield replay, rig, change, publication


@pytest.fixture(scope="module")
def gerrit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    replay, gets, posts = Replay(), GerritClient.get, GerritClient.post

    def name(endpoint: str) -> str:
        return endpoint.partition("?")[0]

    def record(self: Any, endpoint: str, **more: Any) -> Any:
        answer = posts(self, endpoint, **more) if "json" in more else gets(self, endpoint, **more)
        replay.record(name(endpoint), answer)
        return answer

    def answer(self: Any, endpoint: str, **more: Any) -> Any:
        try:
            return replay.answer(name(endpoint))
        except KeyError:
            raise Answer(404, "Not found", {}) from None

    with gerrit_rig(tmp_path_factory.mktemp("gerrit")) as rig, pytest.MonkeyPatch.context() as patch:
        change, publication = prepared(rig)
        rig.talk(change.ref, "Hello.")  # who says nothing is not on the change
        for behaviour in (record, answer):
            patch.setattr(GerritClient, "get", behaviour)
            patch.setattr(GerritClient, "post", behaviour)
            host = rig.host()
            said = refusals((*steps(host, change, publication), *talking(host, change)))
            assert not said
        yield replay, rig, change, publication


def refusals(wanted: Steps) -> list[str]:
    """What was said where a step could not be done. Whatever is no :class:`HostError` is raised."""
    said = []
    for step in wanted:
        try:
            step()
        except HostError as error:
            said.append(str(error))
    return said


def altered(recorded: Recorded, data: st.DataObject) -> Steps:
    """All that a host is asked for, where one value of one answer is another."""
    replay, rig, change, publication = recorded
    request, place = data.draw(st.sampled_from(replay.places()))
    replay.alter(request, place, data.draw(st.sampled_from(STRANGE)))
    return steps(rig.host(), change, publication)


@settings(max_examples=60)
@given(data=st.data())
def test_github(github: Recorded, data: st.DataObject) -> None:
    _, rig, change, _ = github
    wanted = altered(github, data)
    for text in refusals((*asking(rig, change), *wanted) if data.draw(st.booleans()) else wanted):
        assert text.startswith(("github", REPOSITORY))


@settings(max_examples=100)
@given(data=st.data())
def test_gerrit(gerrit: Recorded, data: st.DataObject) -> None:
    _, rig, change, _ = gerrit
    wanted = altered(gerrit, data)
    for text in refusals((*talking(rig.host(), change), *wanted) if data.draw(st.booleans()) else wanted):
        assert text.startswith("gerrit")


@pytest.mark.parametrize(
    ("request_ends", "place", "value", "problem"),
    [
        ("/pulls/1", ("base", "sha"), "HEAD", "base.sha: expected `str` matching regex"),
        ("/pulls/1", ("user", "login"), 7, "user.login: expected a text, got a whole number"),
        ("/pulls/1/comments", (0, "id"), "x", "id: expected a whole number, got a text"),
        ("/issues/1/comments", (), {}, "expected a list, got a mapping"),
    ],
)
def test_the_place_is_named(github: Recorded, request_ends: str, place: Place, value: object, problem: str) -> None:
    replay, rig, change, publication = github
    (request,) = (one for one in replay.recorded if one.startswith("GET") and one.strip().endswith(request_ends))
    replay.alter(request, place, value)
    (said,) = refusals(steps(rig.host(), change, publication))
    assert f"the answer is unlike GitHub's ({problem}" in said


@pytest.mark.parametrize(
    ("request_ends", "place", "value", "problem"),
    [
        ("/changes/grp%2Fapp~101", ("current_revision",), "HEAD", "current_revision: expected `str` matching regex"),
        ("/changes/grp%2Fapp~101", ("owner",), [], "owner: expected a mapping, got a list"),
        ("/accounts/self", ("_account_id",), REMOVED, "`_account_id` is missing"),
        ("/HEAD", (), 1, "expected a text, got a whole number"),
    ],
)
def test_the_place_is_named_on_gerrit(
    gerrit: Recorded, request_ends: str, place: Place, value: object, problem: str
) -> None:
    replay, rig, change, publication = gerrit
    (request,) = (request for request in replay.recorded if request.endswith(request_ends))
    replay.alter(request, place, value)
    said = refusals(steps(rig.host(), change, publication))
    assert f"the answer is unlike Gerrit's ({problem}" in said[0]


@pytest.mark.parametrize("request_ends", ["/comments", "/ported_comments"])
def test_a_list_of_comments_that_names_no_patch_sets(gerrit: Recorded, request_ends: str) -> None:
    """Gerrit names them only where comments of several patch sets may be listed."""
    replay, rig, change, publication = gerrit
    (request,) = (request for request in replay.recorded if request.endswith(request_ends))
    replay.alter(request, ("app.py", 0, "patch_set"), REMOVED)
    assert not refusals(steps(rig.host(), change, publication))

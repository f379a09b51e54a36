"""A place that the sweep cannot look into costs itself alone, and is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.hosts.base import HostError
from bot.hosts.survey import Found
from bot.job import Job
from bot.model import ChangeRef
from tests.contract.gerrit_rig import FakeServer, GerritRig, gerrit_rig
from tests.contract.github_rig import REPOSITORY, GitHubRig, github_rig
from tests.contract.stories import CLEAN, Story, text
from tests.fakes.github.faults import Kind
from workers.sweep import sweep

FAULTS: list[tuple[str, Kind, dict[str, Any]]] = [
    ("unavailable", "error", {"times": 5}),
    ("forbidden", "answer", {"status": 403, "body": {"message": "Resource not accessible by integration"}}),
    ("gone", "answer", {"status": 451, "body": {"message": "Repository access blocked"}}),
    ("another shape", "answer", {"status": 200, "body": {"nothing": "known"}}),
    ("a list", "answer", {"status": 200, "body": [1]}),
]
each_fault = pytest.mark.parametrize(("kind", "options"), [fault[1:] for fault in FAULTS], ids=[f[0] for f in FAULTS])


class Recorder:
    def __init__(self) -> None:
        self.jobs: list[ChangeRef] = []

    def enqueue(self, job: Job) -> bool:
        self.jobs.append(job.ref)
        return True


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[GitHubRig]:
    with github_rig(tmp_path) as built:
        built.git.commit("topic", {"app.py": CLEAN}, start="main")
        yield built


def three_owners(rig: GitHubRig) -> list[ChangeRef]:
    """An installation before and one behind that of the rig's repository, an open pull request in each."""
    for name in ("first/app", "last/app"):
        rig.fake.add_repository(name, rig.git)
    names = (REPOSITORY, "first/app", "last/app")
    return [ChangeRef("github", name, rig.fake.open_pull(name, "topic").number) for name in names]


@each_fault
def test_an_installation(rig: GitHubRig, kind: Kind, options: dict[str, Any]) -> None:
    refs = three_owners(rig)
    installation = rig.fake.installation("first")
    rig.fake.fail_next("POST", rf"/app/installations/{installation.id}/access_tokens$", kind, **options)
    queue = Recorder()
    (swept,) = sweep([rig.host()], queue)
    assert queue.jobs == [refs[0], refs[2]]
    assert [place.place for place in swept.unseen] == ["the installation on first"]
    assert (swept.fault, swept.whole) == ("", False)


@each_fault
def test_a_repository(rig: GitHubRig, kind: Kind, options: dict[str, Any]) -> None:
    refs = [ChangeRef("github", REPOSITORY, rig.fake.open_pull(REPOSITORY, "topic").number)]
    for name in ("octo/broken", "octo/fine"):
        rig.fake.add_repository(name, rig.git)
        refs.append(ChangeRef("github", name, rig.fake.open_pull(name, "topic").number))
    refused = {"errors": [{"message": "Something went wrong"}]}
    rig.fake.fail_next("POST", "/graphql$", "answer", times=5, body=refused)
    rig.fake.fail_next("GET", r"/repos/octo/broken/pulls$", kind, **options)
    queue = Recorder()
    (swept,) = sweep([rig.host()], queue)
    assert queue.jobs == [refs[0], refs[2]]
    assert [place.place for place in swept.unseen] == ["octo/broken"]


@each_fault
def test_a_pull_request(rig: GitHubRig, kind: Kind, options: dict[str, Any]) -> None:
    """Where no check run may be read, each has its summary read."""
    del rig.fake.installation("octo").permissions["checks"]
    numbers = [rig.fake.open_pull(REPOSITORY, "topic").number for _ in range(3)]
    rig.fake.fail_next("GET", rf"/issues/{numbers[1]}/comments$", kind, **options)
    queue = Recorder()
    (swept,) = sweep([rig.host()], queue)
    assert [ref.number for ref in queue.jobs] == [numbers[0], numbers[2]]
    assert [place.place for place in swept.unseen] == [f"{REPOSITORY}#{numbers[1]}"]


def test_a_limit_of_requests_ends_its_installation_alone(rig: GitHubRig) -> None:
    refs = three_owners(rig)
    rig.fake.add_repository("octo/more", rig.git)
    rig.fake.open_pull("octo/more", "topic")
    rig.fake.fail_next("POST", "/graphql$", "primary", reset_in=1800)
    queue = Recorder()
    (swept,) = sweep([rig.host()], queue)
    assert queue.jobs == refs[1:]
    assert [place.place for place in swept.unseen] == ["the installation on octo"]


def test_archived_repositories_are_no_fault(rig: GitHubRig) -> None:
    three_owners(rig)
    rig.hosted.archived = True
    host = rig.host()
    assert {ref.repository for ref in host.unreviewed()} == {"first/app", "last/app"}
    assert host.unseen == []


def test_the_account_itself(rig: GitHubRig) -> None:
    rig.settings = replace(rig.settings, app_id=1)
    with pytest.raises(HostError):
        list(rig.host().unreviewed())


def test_one_host_of_several(rig: GitHubRig) -> None:
    """Also one that fails in a way that nobody has thought of."""

    class Broken:
        name = "broken"
        unseen = ()

        def survey(self, notes: object) -> Iterator[Found]:
            raise ZeroDivisionError

    number = rig.fake.open_pull(REPOSITORY, "topic").number
    queue = Recorder()
    first, second = sweep([Broken(), rig.host()], queue)  # type: ignore[list-item]  # what the sweep needs of a host
    assert "a fault of ours (ZeroDivisionError)" in first.fault
    assert queue.jobs == [ChangeRef("github", REPOSITORY, number)]
    assert second.whole


@pytest.fixture
def gerrit(tmp_path: Path) -> Iterator[GerritRig]:
    with gerrit_rig(tmp_path) as built:
        yield built


def fake(rig: GerritRig) -> FakeServer:
    assert isinstance(rig.server, FakeServer)
    return rig.server


def test_a_project_on_gerrit(gerrit: GerritRig) -> None:
    story = Story(gerrit, {"app.py": CLEAN}, {"app.py": text("one")})
    gerrit.settings = replace(gerrit.settings, projects=("grp/gone", story.ref.repository))
    fake(gerrit).fake.state.refused_queries['project:"grp/gone"'] = 403
    host = gerrit.host()
    assert list(host.unreviewed()) == [story.ref]
    assert [place.place for place in host.unseen] == ["grp/gone"]


@pytest.mark.parametrize("broken", [{"_number": None}, {"messages": [{"id": 1}, "text"]}, {"project": None}])
def test_a_change_on_gerrit(gerrit: GerritRig, broken: dict[str, object]) -> None:
    stories = [Story(gerrit, {"app.py": CLEAN}, {"app.py": text("one")}) for _ in range(3)]
    fake(gerrit).fake.state.overlaid[stories[1].ref.number] = broken
    host = gerrit.host()
    assert sorted(ref.number for ref in host.unreviewed()) == [stories[0].ref.number, stories[2].ref.number]
    assert len(host.unseen) == 1

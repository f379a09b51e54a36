"""A page in place of an answer, and a repository that gets another name in the middle: tried again, nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from redis import Redis

from bot.announce_settings import AnnounceSettings
from bot.broker import connect
from bot.concern import Concern
from bot.hosts import registry
from bot.hosts.base import HostUnavailable, ReviewHost
from bot.job import Job
from bot.lease import Hold
from bot.model import Person
from bot.publication import plan
from bot.store.sql import SqlStore
from tests.contract.gerrit_rig import GerritRig, gerrit_rig
from tests.contract.github_rig import REPOSITORY, GitHubRig, github_rig
from tests.contract.stories import CLEAN, Story, with_flaws
from tests.fakes.github.faults import Kind
from workers.announcing import Announcer
from workers.context import WorkerContext, in_turn
from workers.shares.handing import Sharing
from workers.tasks import Again, Done, review


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[GitHubRig]:
    with github_rig(tmp_path) as built:
        yield built
        assert not built.violations()


@pytest.fixture
def gerrit(tmp_path: Path) -> Iterator[GerritRig]:
    with gerrit_rig(tmp_path) as built:
        yield built
        assert not built.violations()


def on_its_second_head(rig: GitHubRig | GerritRig) -> Story:
    """One of two comments that stand is to be closed, and one is to be posted."""
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")})
    story.publish()
    story.push({"app.py": with_flaws("sql", "path")})
    return story


def is_whole(story: Story) -> bool:
    """Whether each flaw is told once, and all has been said."""
    seen = story.rig.comments(story.ref)
    open_ = [one for one in seen if not one.closed]
    return (len(seen), len(open_), len(story.rig.summaries(story.ref))) == (3, 2, 1) and story.publish().requests == 0


READS = [
    "/pulls/1$",
    "/compare/",
    "/pulls/1/comments$",
    "/check-runs$",
    "/installation$",
]
WRITES = [
    ("POST", "/check-runs$"),
    ("POST", "/pulls/1/(reviews|comments)$"),
    ("PATCH", "/pulls/comments/"),
    ("PUT|PATCH", "/pulls/1/reviews/|/check-runs/"),
    ("POST", "/graphql$"),
]
FAULTS: list[tuple[str, str, Kind]] = [
    *(("GET", path, "page") for path in READS),
    ("POST", "/access_tokens$", "page"),
    *((method, path, kind) for method, path in WRITES for kind in ("page", "page_committed")),
]


@pytest.mark.parametrize(("method", "path", "kind"), FAULTS)
def test_a_page_in_place_of_an_answer_passes(rig: GitHubRig, method: str, path: str, kind: Kind) -> None:
    story = on_its_second_head(rig)
    for one in method.split("|"):
        rig.fake.fail_next(one, path, kind)
    for _ in range(3):  # as the queue does
        with suppress(HostUnavailable):
            story.publish()
            break
    assert rig.fake.faults_left == 0, "nothing asked for it"
    assert is_whole(story)


def test_a_page_makes_nobody_a_member(rig: GitHubRig) -> None:
    """Whether somebody is one is told by a status without a body."""
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    rig.settings = replace(rig.settings, talk=replace(rig.settings.talk, maintainers=("octo/security",)))
    change = rig.host().change(story.ref)
    for method, path in (("GET", "/memberships/"), ("GET", "/collaborators/")):
        rig.fake.fail_next(method, path, "page", times=2)
    with pytest.raises(HostUnavailable):
        rig.host().roles(change, Person("1", "hubot-fan"))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_repository_that_gets_another_name_in_the_middle(rig: GitHubRig, count: int) -> None:
    story = on_its_second_head(rig)
    left = count

    def before_write(account: str) -> None:
        nonlocal left
        if left == 0:
            rig.fake.rename(REPOSITORY, "octo/renamed")
        left -= 1

    host = registry.build(rig.settings, before_write)
    change = host.change(story.ref)
    try:
        host.publish(change, plan(story.review(change), host.posted(change)))
    except HostUnavailable:
        story.publish()  # under its old name: the job is as old
    assert is_whole(story)
    assert rig.outcome(story.ref) == "neutral"


def test_a_page_in_place_of_gerrits_answer(gerrit: GerritRig) -> None:
    story = on_its_second_head(gerrit)
    gerrit.server.gate.answers = [(200, "<!DOCTYPE html><html><title>Sign in</title></html>")]
    with pytest.raises(HostUnavailable, match="unlike Gerrit's"):
        story.publish()
    story.publish()
    assert is_whole(story)


class Worker(WorkerContext):
    """A worker of the rig's host without checks; Redis and the store are real."""

    def __init__(self, rig: GitHubRig, redis: Redis, store: SqlStore) -> None:
        self._rig = rig
        self.__dict__ |= {"announcer": Announcer(redis, AnnounceSettings()), "docs_url": "", "concern": Concern()}
        self.__dict__ |= {"sharing": Sharing(redis, "", 0)}
        self.__dict__ |= {"redis": redis, "store": store, "checks": (), "mirrors": (), "rule_versions": {}}

    def host(self, name: str, hold: Hold | None = None) -> ReviewHost:
        return registry.build(self._rig.settings, in_turn(self.before_writes(hold)))


@pytest.mark.parametrize("body", [{"nothing": "known"}, [1], {"merge_base_commit": {"sha": "HEAD"}}])
def test_an_answer_of_another_shape_is_told_once_and_the_check_does_not_hang(
    rig: GitHubRig, redis_url: str, tmp_path: Path, body: object
) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": CLEAN + "done()\n"})
    with connect(redis_url) as redis:
        worker = Worker(rig, redis, SqlStore(f"sqlite:///{tmp_path}/history.db"))
        rig.fake.fail_next("GET", "/compare/", "answer", status=200, body=body)
        assert review(Job(story.ref), worker) == Done("parked")
        (summary,) = rig.summaries(story.ref)
        assert "the answer is unlike GitHub's" in summary
        assert "/patchwarden review" in summary
        assert rig.outcome(story.ref) == "neutral"
        assert review(Job(story.ref), worker) == Done("reviewed")
        (summary,) = rig.summaries(story.ref)
        assert "unlike" not in summary
    assert rig.outcome(story.ref) == "success"
    assert all(run.status == "completed" for run in rig.hosted.check_runs.values())


def test_a_page_in_place_of_the_change_is_a_fault_that_passes(rig: GitHubRig, redis_url: str, tmp_path: Path) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": CLEAN + "done()\n"})
    with connect(redis_url) as redis:
        worker = Worker(rig, redis, SqlStore(f"sqlite:///{tmp_path}/history.db"))
        rig.fake.fail_next("GET", "/pulls/1$", "page")
        answer = review(Job(story.ref), worker)
        assert isinstance(answer, Again)
        assert answer.fault
        assert review(Job(story.ref), worker) == Done("reviewed")
    assert rig.outcome(story.ref) == "success"

"""A review that lacks checks which may work later is tried again by sweeps, also where nothing is remembered of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis import Redis

from bot.broker import connect
from bot.hosts.base import ReviewHost
from bot.hosts.survey import FIRST_AGAIN, LONGEST_AGAIN, is_time_again, next_time_again
from bot.job import Job
from bot.job_state import JobStates
from bot.model import ChangeRef, Verdict
from bot.parking import Parked, Parking
from tests.contract.conversations import Failing, Flaws
from tests.contract.gerrit_rig import FakeServer, GerritRig
from tests.contract.github_rig import MAINTAINER, REPOSITORY, GitHubRig, github_rig
from tests.contract.stories import CLEAN, with_flaws
from tests.fakes.gerrit import FakeGerrit
from tests.unit.stack.memory_host import Recorder
from workers.checks.base import Check
from workers.pipeline import Outcome, review_change, say_unread
from workers.sweep import sweep
from workers.sweep_notes import SweepNotes

HOUR = 3600
MONTH = 31 * 24 * HOUR


class Scene(Protocol):
    """A host, and how old what stands there is."""

    ref: ChangeRef

    def host(self) -> ReviewHost: ...
    def age(self, seconds: int) -> None: ...
    def writes(self) -> int: ...


@dataclass
class GitHubScene:
    rig: GitHubRig
    ref: ChangeRef

    def host(self) -> ReviewHost:
        return self.rig.host()

    def age(self, seconds: int) -> None:
        """What stands on the head was said so long ago."""
        then = self.rig.fake.state.now() - timedelta(seconds=seconds)
        for run in self.rig.hosted.check_runs.values():
            run.completed = then if run.completed else None
        for status in self.rig.hosted.statuses:
            status.created = then

    def writes(self) -> int:
        return self.rig.writes()


def github(directory: Path) -> Iterator[Scene]:
    with github_rig(directory) as rig:
        yield GitHubScene(rig, rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")}))
        assert not rig.violations()


def token(directory: Path) -> Iterator[Scene]:
    with github_rig(directory) as rig:
        value = rig.fake.state.user_token(MAINTAINER).value
        rig.settings = replace(rig.settings, app_id=None, private_key=None, token=value, repositories=(REPOSITORY,))
        yield GitHubScene(rig, rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")}))
        assert not rig.violations()


@dataclass
class GerritScene:
    rig: GerritRig
    fake: FakeGerrit
    ref: ChangeRef

    def host(self) -> ReviewHost:
        return self.rig.host()

    def age(self, seconds: int) -> None:
        then = f"{datetime.fromtimestamp(time.time() - seconds, UTC):%Y-%m-%d %H:%M:%S}.000000000"
        for message in self.fake.state.changes[self.ref.number].messages:
            message["date"] = then

    def writes(self) -> int:
        return self.rig.writes()


def gerrit(directory: Path) -> Iterator[Scene]:
    with FakeGerrit() as fake:
        rig = GerritRig(FakeServer(fake), directory)
        yield GerritScene(rig, fake, rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")}))
        assert not rig.violations()


SCENES = {"app": github, "gerrit": gerrit, "token": token}


@pytest.fixture(params=sorted(SCENES))
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    yield from SCENES[request.param](tmp_path)


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with connect(redis_url) as client:
        yield client


def visited(scene: Scene, *checks: Check) -> Outcome:
    return review_change(scene.ref, scene.host(), checks)


def swept(scene: Scene, redis: Redis) -> list[Job]:
    """The jobs that one sweep queues."""
    queue = Recorder()
    (done,) = sweep([scene.host()], queue, JobStates(redis), lambda host: SweepNotes(redis, host, 1000))
    assert done.whole
    return queue.jobs


def left_unfinished(scene: Scene, way: str) -> None:
    if way == "a check failed":
        outcome = visited(scene, Flaws(), Failing())
        assert outcome.review is not None
        assert outcome.unfinished
    else:
        host = scene.host()
        say_unread(host.change(scene.ref), host, "given up after 8 tries: 502")


@pytest.mark.parametrize("way", ["a check failed", "given up"])
def test_it_is_found_at_its_times_and_never_by_each_sweep(scene: Scene, redis: Redis, way: str) -> None:
    left_unfinished(scene, way)
    for age, again in ((0, 0), (HOUR + 60, 1), (HOUR + 2400, 0), (2 * HOUR + 60, 1)):
        scene.age(age)
        redis.flushall()
        assert [job.listens for job in swept(scene, redis)] == [False] * again, age
        assert swept(scene, redis) == [], "once at a time"


def test_one_that_is_parked_is_left_to_the_parking(scene: Scene, redis: Redis) -> None:
    left_unfinished(scene, "a check failed")
    scene.age(HOUR + 60)
    Parking(redis).park(Parked(Job(scene.ref), "no"))
    assert swept(scene, redis) == []
    redis.flushall()
    assert [job.ref for job in swept(scene, redis)] == [scene.ref]


def test_the_mark_goes_with_what_was_missing(scene: Scene, redis: Redis) -> None:
    left_unfinished(scene, "a check failed")
    outcome = visited(scene, Flaws())
    assert outcome.review is not None
    assert outcome.review.verdict is not Verdict.INCOMPLETE
    scene.age(HOUR + 60)
    assert swept(scene, redis) == []


@pytest.mark.parametrize("way", ["a check failed", "given up"])
def test_the_same_again_is_not_said_again(scene: Scene, way: str) -> None:
    left_unfinished(scene, way)
    before = scene.writes()
    scene.age(HOUR + 60)
    left_unfinished(scene, way)
    assert scene.writes() == before


@given(age=st.integers(0, MONTH), step=st.integers(60, 1500))
def test_the_times_come_later_each_time_and_none_is_missed(age: int, step: int) -> None:
    """Whoever looks every ``step`` seconds meets each of them, and looks nowhere else when it is told the next one."""
    since = 1_800_000_000
    following = next_time_again(since, since + age)
    assert 0 < following - (since + age) <= LONGEST_AGAIN
    assert is_time_again(since, following)
    assert not is_time_again(since, following - 1)
    assert following - since >= FIRST_AGAIN
    assert is_time_again(since, following + step)
    assert next_time_again(since, following) - following >= min(following - since, LONGEST_AGAIN)

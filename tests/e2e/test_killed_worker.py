"""A worker that is killed in the middle of a review: another one posts it, soon and once."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis

from bot.broker import connect
from bot.job import Job
from bot.job_state import NEWER_HEAD, delivery_key
from bot.model import ChangeRef
from bot.queue import CeleryQueue
from tests.contract.github_rig import GitHubRig, github_rig
from tests.fakes.github.state import IssueComment, Review
from workers.processes.services import Service

ROOT = Path(__file__).parents[2]
TAKEN, POSTED = 30, 120
"""Seconds after a kill within which another worker has the change, and within which a busy machine posts it. The
promise is a minute."""


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[GitHubRig]:
    with github_rig(tmp_path / "github") as made:
        yield made


class House:
    """Workers as the Procfile starts them, over one fake GitHub and a real Redis."""

    def __init__(self, rig: GitHubRig, redis_url: str, directory: Path, cache: Path) -> None:
        self.rig = rig
        self.directory = directory
        self.redis_url = redis_url
        self._environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(directory),
            "PYTHONPATH": str(ROOT),
            "REDIS_URL": redis_url,
            "DATABASE_URL": f"sqlite:///{directory}/history.db",
            "PATCHWARDEN_SECRET": "the secret of this deployment",
            "PATCHWARDEN_STATE_DIR": str(directory / "state"),
            "PATCHWARDEN_CACHE_DIR": str(cache),
            "PATCHWARDEN_GITHUB_URL": rig.fake.url,
            "PATCHWARDEN_GITHUB_APP_ID": str(rig.fake.app.id),
            "PATCHWARDEN_GITHUB_PRIVATE_KEY": rig.fake.app.private_key,
            "PATCHWARDEN_GITHUB_WEBHOOK_SECRET": "a webhook secret of the test",
            "PATCHWARDEN_GITHUB_PACED": "false",
            "PATCHWARDEN_CONCURRENCY": "1",
        }

    @contextmanager
    def worker(self, name: str) -> Iterator[Service]:
        argv = [sys.executable, "-P", "-m", "celery", "--quiet", "-A", "workers.entry", "worker", "-n", f"{name}@here"]
        argv += ["--without-mingle", "--without-gossip"]
        log = self.directory / f"{name}.log"
        service = Service(name, argv, env=self._environ, cwd=self.directory, log=log)
        try:
            yield service
        finally:
            service.stop(patience=0.1)

    def review_that_hangs(self, redis: Redis) -> ChangeRef:
        """Queues a change, whose review is under way now and waits for git."""
        rig = self.rig
        ref = rig.open_change({"notes.txt": "one\n"}, {"notes.txt": "two\n"})
        rig.fake.fail_next("POST", r"git-upload-pack$", "hang", seconds=40)
        CeleryQueue(self.redis_url).enqueue(Job(ref, rig.hosted.pulls[ref.number].head_sha, "opened", "delivery-1"))
        eventually(lambda: not rig.fake.faults_left, 40, lambda: self.said("first"))
        assert runs(rig) == [("in_progress", None)]
        assert redis.exists(f"patchwarden:lease:{ref}")
        return ref

    def said(self, name: str) -> str:
        return (self.directory / f"{name}.log").read_text()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled rules, once for all workers."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def house(rig: GitHubRig, redis_url: str, tmp_path: Path, cache: Path) -> House:
    return House(rig, redis_url, tmp_path, cache)


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with connect(redis_url) as client:
        yield client


def eventually(condition: Callable[[], object], seconds: float, what: Callable[[], object] = str) -> float:
    """How long it took, in seconds."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds, what()
        time.sleep(0.05)
    return time.monotonic() - start


def summaries(rig: GitHubRig, number: int) -> int:
    bot = rig.fake.state.bot
    said: list[IssueComment | Review] = [*rig.hosted.comments_of(number), *rig.hosted.reviews.values()]
    return sum(one.user == bot and one.number == number for one in said)


def runs(rig: GitHubRig) -> list[tuple[str, str | None]]:
    return [(run.status, run.conclusion) for run in rig.hosted.check_runs.values()]


def test_a_killed_worker_s_change_is_posted_once_and_soon(house: House, redis: Redis) -> None:
    rig = house.rig
    with house.worker("first") as first:
        ref = house.review_that_hangs(redis)
        os.killpg(first.pid, signal.SIGKILL)
    assert runs(rig) == [("in_progress", None)]
    with house.worker("second"):
        eventually(lambda: redis.zcard(f"patchwarden:begun:{ref}") == 2, TAKEN, lambda: house.said("second"))
        eventually(lambda: summaries(rig, ref.number), POSTED, lambda: house.said("second"))
        eventually(lambda: all(status == "completed" for status, _ in runs(rig)), 10)
        eventually(lambda: not redis.exists(f"patchwarden:lease:{ref}"), 10)
    assert summaries(rig, ref.number) == 1
    assert not rig.violations()
    assert redis.zcard(f"patchwarden:begun:{ref}") == 1, "the kill counts as one death"
    assert redis.exists(delivery_key(Job(ref, delivery="delivery-1")))


def test_a_worker_that_is_asked_to_end_is_no_death_of_its_change(house: House, redis: Redis) -> None:
    """Also where its patience ends, and with it the review in the middle."""
    with house.worker("first") as first:
        ref = house.review_that_hangs(redis)
        assert redis.zcard(f"patchwarden:begun:{ref}") == 1
        first.terminate()
        eventually(lambda: not redis.exists(f"patchwarden:begun:{ref}"), 10, lambda: house.said("first"))
        os.killpg(first.pid, signal.SIGKILL)
    assert runs(house.rig) == [("in_progress", None)]
    assert not redis.exists(f"patchwarden:begun:{ref}")


def test_a_push_ends_the_review_that_runs_within_two_seconds(house: House, redis: Redis) -> None:
    rig = house.rig
    with house.worker("first"):
        ref = house.review_that_hangs(redis)
        rig.push(ref, {"notes.txt": "three\n"})
        head = rig.hosted.pulls[ref.number].head_sha
        CeleryQueue(house.redis_url).enqueue(Job(ref, head, "synchronize", "delivery-2"))
        took = eventually(lambda: NEWER_HEAD in house.said("first"), 10, lambda: house.said("first"))
        eventually(lambda: summaries(rig, ref.number), POSTED, lambda: house.said("first"))
        eventually(lambda: "job done" in house.said("first"), POSTED, lambda: house.said("first"))
    assert took < 3
    assert summaries(rig, ref.number) == 1
    assert {run.sha: run.conclusion for run in rig.hosted.check_runs.values()}[head] == "success"
    assert not redis.exists(f"patchwarden:begun:{ref}")
    assert not rig.violations()

"""A review in shares says what one worker says, whatever becomes of its shares, and is posted once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import Redis

from bot.announce_settings import AnnounceSettings
from bot.broker import connect
from bot.concern import Concern
from bot.hosts import registry
from bot.hosts.base import ReviewHost
from bot.job import Job
from bot.lease import Hold
from bot.model import ChangeRef
from bot.share import Share
from bot.store.sql import SqlStore
from bot.turnstile import Turnstile, contents_key, waiting
from tests.contract.conftest import RIGS
from tests.contract.github_rig import GitHubRig, github_rig
from tests.contract.rig import HostRig
from tests.unit.engine import pack_of
from workers import tasks
from workers.announcing import Announcer
from workers.checks.semgrep import Semgrep
from workers.context import WorkerContext, in_turn
from workers.engine.cache import RedisCache
from workers.engine.scanner import Scanner
from workers.giving_up import Again, Done
from workers.shares import doing
from workers.shares.handing import Sharing
from workers.turns import Turns

SECRET = "the secret of these workers"
HANDLER = """\
from flask import request
import os, subprocess, db
from app import helper{number}

def handler_{number}():
    name = request.args.get("name")
    {flaw}
    return helper{number}.run(name)
"""
HELPER = """\
import os

def run(given):
    value = given.strip()
    {flaw}
    return value
"""
FLAWS = ("pass", "os.system(name)", "subprocess.run(name, shell=True)", 'db.connect(password="secret")')
BEYOND = ("pass", "os.system(value)", "subprocess.run(value, shell=True)")


class Worker(WorkerContext):
    """A worker with the rules alone; Redis, the store, the host and the engine are real."""

    def __init__(self, rig: HostRig, redis: Redis, folder: Path, least: int) -> None:
        self._rig = rig
        cache = RedisCache(redis, SECRET, f"answers:{least}:")
        checks = (Semgrep(Scanner(folder / "rules", folder / "packs", cache)),)
        self.__dict__ |= {"announcer": Announcer(redis, AnnounceSettings()), "docs_url": "", "checks": checks}
        self.__dict__ |= {"redis": redis, "mirrors": (), "rule_versions": {}, "concern": Concern()}
        self.__dict__ |= {"store": SqlStore(f"sqlite:///{folder}/history.db")}
        self.__dict__ |= {"sharing": Sharing(redis, SECRET, least, share=1_000)}

    def host(self, name: str, hold: Hold | None = None) -> ReviewHost:
        return registry.build(self._rig.settings, in_turn(self.before_writes(hold)))  # type: ignore[attr-defined]


@dataclass
class House:
    """Two workers that take turns, one process each."""

    context: Worker
    url: str
    done: list[str] = field(default_factory=list)
    """What each turn came to."""
    on_share: Callable[[Share], Done | Again | None] = lambda _: None
    """What becomes of a share instead of being done."""

    def __post_init__(self) -> None:
        self.workers = [Turns(self.url, 1, lambda ref: ref.repository) for _ in range(2)]

    def put(self, ref: ChangeRef) -> None:
        self.workers[0].put(Job(ref))

    def work(self, most: int = 100) -> None:
        """Until nothing waits."""
        for turn in range(most):
            if not waiting(self.context.redis):
                return
            self.workers[turn % 2].work(f"message-{turn}", self._review, lambda: None, self._share)
        raise AssertionError(self.done)

    def _review(self, job: Job, faults: int) -> Done | Again:
        answer = tasks.review(job, self.context, faults)
        self.done.append(answer.how if isinstance(answer, Done) else answer.why)
        return answer

    def _share(self, share: Share) -> Done | Again:
        answer = self.on_share(share) or doing.do(share, self.context)
        self.done.append(f"share: {answer.how if isinstance(answer, Done) else answer.why}")
        return answer


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shares")
    pack_of.write(folder / "rules")
    return folder


@contextmanager
def house(rig: HostRig, rules: Path, url: str, least: int = 1) -> Iterator[House]:
    with connect(url) as redis:
        redis.flushall()
        yield House(Worker(rig, redis, rules, least), url)


@pytest.fixture
def github(tmp_path: Path) -> Iterator[GitHubRig]:
    with github_rig(tmp_path / "github") as rig:
        yield rig
        assert not rig.violations()


Files = dict[str, str | None]


def files(flaws: Sequence[tuple[str, str]]) -> Files:
    """A handler and what it calls, for each pair of flaws."""
    found: Files = {}
    for number, (near, beyond) in enumerate(flaws):
        found[f"app/handler{number}.py"] = HANDLER.format(number=number, flaw=near)
        found[f"app/helper{number}.py"] = HELPER.format(flaw=beyond)
    return found


def said(rig: HostRig, ref: ChangeRef) -> tuple[list[tuple[str, int | None, str]], list[str], str]:
    """What people read: without the marks and the time, which are each review's own."""
    seen = sorted((one.path, one.line or 0, _plain(one.text)) for one in rig.comments(ref))
    return list(seen), [_plain(text) for text in rig.summaries(ref)], rig.outcome(ref)


def _plain(text: str) -> str:
    return re.sub(r"<!--.*?-->|\b[0-9a-f]{7,40}\b|\d+(\.\d+)? s\b|#\d+|\S*://\S+", "…", text, flags=re.DOTALL)


MANY = [("os.system(name)", "os.system(value)"), ("pass", "subprocess.run(value, shell=True)"), ("pass", "pass")]
PAIRS = st.lists(st.tuples(st.sampled_from(FLAWS), st.sampled_from(BEYOND)), min_size=1, max_size=3)


@pytest.mark.parametrize("host", sorted(RIGS))
def test_shares_say_what_one_worker_says(host: str, rules: Path, redis_url: str, tmp_path: Path) -> None:
    told = []
    for least in (0, 1):
        with RIGS[host](tmp_path / str(least)) as rig, house(rig, rules, redis_url, least) as at:
            ref = rig.open_change(files([("pass", "pass")] * 3), files(MANY))
            at.put(ref)
            at.work()
            told.append(said(rig, ref))
            assert at.done[-1] == "reviewed"
            assert ("share: shared" in at.done) is bool(least), at.done
            assert not rig.violations()
    assert told[0] == told[1]
    assert told[0][0], "there is something to say"


@settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(base=PAIRS, head=PAIRS)
def test_any_change_is_told_the_same_in_shares(
    rules: Path, redis_url: str, tmp_path_factory: pytest.TempPathFactory, base: list[tuple[str, str]],
    head: list[tuple[str, str]],
) -> None:  # fmt: skip
    told = []
    for least in (0, 1):
        with github_rig(tmp_path_factory.mktemp("github")) as rig, house(rig, rules, redis_url, least) as at:
            ref = rig.open_change(files(base), files(head))
            at.put(ref)
            at.work()
            told.append(said(rig, ref))
    assert told[0] == told[1]


def _gone(at: House, share: Share) -> None:
    at.context.redis.delete(contents_key(share))


def _forged(at: House, share: Share) -> None:
    at.context.redis.set(contents_key(share), b"no seal of ours")


@pytest.mark.parametrize("fate", [_gone, _forged])
def test_shares_that_are_lost_for_good_lose_nothing(
    github: GitHubRig, rules: Path, redis_url: str, fate: Callable[[House, Share], None]
) -> None:
    with house(github, rules, redis_url) as at:
        at.on_share = lambda share: fate(at, share)
        ref = github.open_change(files([("pass", "pass")] * 3), files(MANY))
        at.put(ref)
        at.work()
        assert "share: shared" not in at.done
        assert at.done.count("its shares are under way") == 1, "where shares are lost no more are handed out"
        assert at.done[-1] == "reviewed"
        assert len(github.summaries(ref)) == 1
        assert len(github.comments(ref)) >= 2
        assert github.outcome(ref) == "neutral"


def test_while_shares_are_open_the_check_run_is_under_way_and_a_push_supersedes_them(
    github: GitHubRig, rules: Path, redis_url: str
) -> None:
    with house(github, rules, redis_url) as at:
        ref = github.open_change(files([("pass", "pass")] * 3), files(MANY))
        at.put(ref)
        at.workers[0].work("first", at._review, lambda: None, at._share)
        assert at.done == ["its shares are under way"]
        assert [run.status for run in github.hosted.check_runs.values()] == ["in_progress"]
        assert not at.context.redis.exists(f"patchwarden:lease:{ref}")
        open_before = Turnstile(at.context.redis).shares()[0]
        assert open_before > 1
        at.on_share = lambda share: pytest.fail("a share of the old head was done")
        github.push(ref, {**dict.fromkeys(files(MANY)), "notes.txt": "nothing else\n"})
        at.put(ref)
        at.work()
        assert at.done == ["its shares are under way", "reviewed"]
        assert all(run.status == "completed" for run in github.hosted.check_runs.values())
        assert len(github.summaries(ref)) == 1


def test_what_is_known_already_is_not_handed_out_again(github: GitHubRig, rules: Path, redis_url: str) -> None:
    with house(github, rules, redis_url) as at:
        ref = github.open_change(files([("pass", "pass")] * 3), files(MANY))
        at.put(ref)
        at.work()
        before = len(at.done)
        at.put(ref)
        at.work()
        assert at.done[before:] == ["reviewed"]


def test_a_share_of_which_nothing_is_known_is_left(github: GitHubRig, rules: Path, redis_url: str) -> None:
    with house(github, rules, redis_url) as at:
        share = Share("github:octo/app#1", "gone", 0)
        assert doing.do(share, at.context) == Done(doing.LOST), "nothing is known of it"

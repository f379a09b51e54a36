"""Two Gerrits, github.com and an Enterprise server in one process, from one TOML file: each gets its own, by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot.hosts import registry
from bot.job import Job
from bot.model import ChangeRef
from bot.queue import CeleryQueue
from bot.settings import Settings
from bot.web.application import create_app
from tests.contract.gerrit_rig import GerritRig, gerrit_rig
from tests.contract.github_rig import REPOSITORY, GitHubRig, github_rig
from tests.fakes.gerrit.deliveries import event
from tests.fakes.github.state import IssueComment, Review
from tests.gerrit.fake_stories import fake
from workers.sweep import sweep
from workers.tasks import Done, WorkerContext, review

BASE, HEAD = {"app.py": "one = 1\n"}, {"app.py": "one = 2\n"}
MakeRig = Callable[[Path], AbstractContextManager[GerritRig | GitHubRig]]
NAMES = ("upstream", "work", "github", "enterprise")


@dataclass
class Side:
    """One of the four hosts."""

    rig: GerritRig | GitHubRig
    ref: ChangeRef
    secret: str

    def deliver(self, client: FlaskClient, name: str, secret: str | None = None) -> int:
        """Posts the event of this host's change to the address of the host ``name``; the answer's status."""
        secret = secret or self.secret
        if isinstance(self.rig, GitHubRig):
            sent = self.rig.fake.deliver.pull_request("opened", REPOSITORY, self.ref.number)
            return client.post(f"/webhooks/{name}", data=sent.body, headers=sent.headers).status_code
        head = self.rig.host().change(self.ref).head
        body = json.dumps(event("patchset-created", self.ref.repository, self.ref.number, head)).encode()
        return client.post(f"/webhooks/{name}/{secret}", data=body).status_code

    @property
    def summaries(self) -> int:
        """How many times we spoke, whatever key our markers have."""
        if isinstance(self.rig, GitHubRig):
            hosted, bot = self.rig.hosted, self.rig.fake.state.bot
            said: list[IssueComment | Review] = [*hosted.comments_of(self.ref.number), *hosted.reviews.values()]
            return sum(one.user == bot and one.number == self.ref.number for one in said)
        listed = fake(self.rig).state.changes[self.ref.number].messages
        return sum(message["author"]["username"] == self.rig.settings.username for message in listed)


class Recorder:
    """The real queue, and what went into it."""

    def __init__(self, redis_url: str) -> None:
        self._queue = CeleryQueue(redis_url)
        self.jobs: list[Job] = []

    def enqueue(self, job: Job) -> bool:
        new = self._queue.enqueue(job)
        self.jobs += [job] if new else []
        return new


@dataclass
class House:
    settings: Settings
    sides: dict[str, Side]
    queue: Recorder

    @property
    def client(self) -> FlaskClient:
        sources = {host.name: registry.events(host) for host in self.settings.hosts}
        return create_app(sources, self.queue).test_client()

    def work(self) -> None:
        context = WorkerContext(self.settings)
        context.__dict__["checks"] = ()
        for job in self.queue.jobs:
            assert isinstance(review(job, context), Done)
        context.redis.close()


@pytest.fixture
def house(tmp_path: Path, redis_url: str) -> Iterator[House]:
    with ExitStack() as stack:
        sides = {}
        for name in NAMES:
            make: MakeRig = gerrit_rig if name in NAMES[:2] else github_rig
            rig = stack.enter_context(make(tmp_path / name))
            # The same repository and number on each host of a kind: only the name tells them apart.
            ref = rig.open_change(BASE, HEAD)
            sides[name] = Side(rig, ChangeRef(name, ref.repository, ref.number), f"{name}-0123456789abcdef")
        config = tmp_path / "patchwarden.toml"
        config.write_text(_toml(sides))
        environ = {
            "PATCHWARDEN_CONFIG": str(config),
            "PATCHWARDEN_SECRET": "the secret of this deployment",
            "PATCHWARDEN_STATE_DIR": str(tmp_path),
            "DATABASE_URL": f"sqlite:///{tmp_path}/history.db",
            "REDIS_URL": redis_url,
        }
        yield House(Settings.from_environ(environ), sides, Recorder(redis_url))


def _toml(sides: dict[str, Side]) -> str:
    tables = []
    for name, side in sides.items():
        if isinstance(side.rig, GerritRig):
            rig = side.rig.settings
            fields = {"url": rig.url, "username": rig.username, "password": rig.password, "webhook_secret": side.secret}
            kind = "gerrit"
        else:
            app = side.rig.fake.app
            fields = {"url": side.rig.fake.url, "app_id": str(app.id), "private_key": app.private_key}
            fields |= {"webhook_secret": app.webhook_secret, "paced": "false"}
            kind = "github"
        lines = [f"[[{kind}]]", *(f"{key} = {json.dumps(value)}" for key, value in {"name": name, **fields}.items())]
        tables.append("\n".join(lines))
    return "\n\n".join(tables)


def test_every_delivery_reaches_its_host_and_no_other(house: House) -> None:
    for name in NAMES:
        assert house.sides[name].deliver(house.client, name) in (200, 202)
        assert [job.ref for job in house.queue.jobs][-1] == house.sides[name].ref
    assert len(house.queue.jobs) == 4
    house.work()
    assert [house.sides[name].summaries for name in NAMES] == [1, 1, 1, 1]
    for side in house.sides.values():
        assert not side.rig.violations()
    before = [side.rig.writes() for side in house.sides.values()]
    house.work()
    assert [side.rig.writes() for side in house.sides.values()] == before


def test_one_host_s_review_is_not_another_s(house: House) -> None:
    """The two Gerrits know the same project and change number."""
    assert house.sides["upstream"].ref.repository == house.sides["work"].ref.repository
    house.sides["work"].deliver(house.client, "work")
    house.work()
    assert [house.sides[name].summaries for name in NAMES] == [0, 1, 0, 0]


@pytest.mark.parametrize(("sender", "name"), [("upstream", "work"), ("upstream", "github"), ("github", "upstream")])
def test_a_delivery_at_another_hosts_address_is_refused(house: House, sender: str, name: str) -> None:
    assert house.sides[sender].deliver(house.client, name) in (401, 404)
    assert house.queue.jobs == []


def test_a_name_that_no_host_has(house: House) -> None:
    assert house.sides["upstream"].deliver(house.client, "downstream") == 404


def test_one_sweep_asks_all_of_them(house: House) -> None:
    house.sides["enterprise"].deliver(house.client, "enterprise")
    house.work()
    house.queue.jobs.clear()
    done = sweep((registry.build(host) for host in house.settings.hosts), house.queue)
    assert {one.host: len(one.queued) for one in done} == {"upstream": 1, "work": 1, "github": 1, "enterprise": 0}
    house.work()
    assert [house.sides[name].summaries for name in NAMES] == [1, 1, 1, 1]

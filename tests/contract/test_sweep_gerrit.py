"""What the sweep of Gerrit finds, what it remembers, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from redis import Redis

from bot.broker import connect
from bot.hosts.base import HostError, RateLimited
from bot.pace import hold
from tests.contract.conversations import Talk
from tests.contract.gerrit_rig import FakeServer, GerritRig
from tests.contract.rig import Who
from tests.contract.stories import CLEAN, with_flaws
from tests.fakes.gerrit import FakeGerrit
from workers.sweep_notes import SweepNotes

NEW = "its patch set has no review of ours"
BRANCH = "the target branch is another one"
POLICY = "the policy is another one"
ASKED = "somebody waits for an answer"
AT_REST = 2
"""The account, and the open changes."""
POLICY_COST = 2


@dataclass
class Swept:
    found: dict[int, str]
    asked: int
    fault: str = ""


@dataclass
class Sweeps:
    """The sweeps of one rig, as workers make them one after the other."""

    rig: GerritRig
    fake: FakeGerrit
    redis: Redis
    budget: int = 1000
    now: float = 1_800_000_000.0

    def __call__(self, *, queues: bool = True) -> Swept:
        host = self.rig.host()
        notes = SweepNotes(self.redis, host.name, self.budget, clock=lambda: self.now)
        swept = Swept({}, 0)
        try:
            for one in host.survey(notes):
                swept.found[one.ref.number] = one.why
                if queues:
                    notes.queued(one)
        except RateLimited as limit:
            swept.fault = str(limit)
        swept.asked = notes.asked
        return swept


@pytest.fixture
def sweeps(tmp_path: Path, redis_url: str) -> Iterator[Sweeps]:
    with FakeGerrit() as fake, connect(redis_url) as redis:
        rig = GerritRig(FakeServer(fake), tmp_path)
        yield Sweeps(rig, fake, redis)
        assert not rig.violations()


def reviewed(sweeps: Sweeps) -> Talk:
    talk = Talk(sweeps.rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    talk.visit()
    return talk


def test_what_is_done_costs_nothing_more(sweeps: Sweeps) -> None:
    for _ in range(3):
        reviewed(sweeps)
    first, second = sweeps(), sweeps()
    assert (first.found, first.asked) == ({}, AT_REST + POLICY_COST), "the policy, once"
    assert (second.found, second.asked) == ({}, AT_REST)


def test_another_policy_and_another_branch(sweeps: Sweeps) -> None:
    talk = reviewed(sweeps)
    assert sweeps().found == {}
    sweeps.rig.git.commit("main", {".patchwarden.yml": "fail_on: high\n"})
    assert sweeps().found == {}, "looked for once an hour"
    sweeps.redis.flushall()
    assert sweeps().found == {talk.ref.number: POLICY}
    talk.visit()
    assert sweeps().found == {}
    sweeps.fake.state.changes[talk.ref.number].branch = "stable"
    assert sweeps().found == {talk.ref.number: BRANCH}
    talk.visit()
    assert sweeps().found == {}


def test_a_policy_that_is_not_ours_to_read_keeps_nothing(sweeps: Sweeps, monkeypatch: pytest.MonkeyPatch) -> None:
    reviewed(sweeps)
    monkeypatch.setattr("bot.hosts.gerrit.sweeping.content", _refused)
    assert sweeps() == Swept({}, AT_REST + POLICY_COST)


def _refused(*_: object) -> bytes:
    raise HostError("400")


@pytest.mark.parametrize("where", ["message", "patch set", "thread"])
def test_a_command_whose_event_was_lost(sweeps: Sweeps, where: str) -> None:
    talk, rig = reviewed(sweeps), sweeps.rig
    assert sweeps().found == {}
    rig.talk(talk.ref, "Thanks, I will look at that.")
    assert sweeps() == Swept({}, AT_REST)
    if where == "message":
        rig.talk(talk.ref, "/patchwarden status")
    elif where == "patch set":
        rig.talk_on_patch_set(talk.ref, "/patchwarden status")
    else:
        (comment,) = (one for one in rig.comments(talk.ref) if one.ours)
        rig.reply(talk.ref, comment.id, "dismiss because the caller quotes it")
    assert sweeps(queues=False).found == {talk.ref.number: ASKED}
    assert sweeps().found == {talk.ref.number: ASKED}
    assert sweeps() == Swept({}, AT_REST), "what became of the job is no matter of the sweep"
    talk.visit(listens=True)
    assert sweeps().found == {}
    assert sweeps() == Swept({}, AT_REST)


def test_what_people_say_among_themselves_is_not_looked_at_twice(sweeps: Sweeps) -> None:
    talk = reviewed(sweeps)
    for number in range(4):
        sweeps.rig.talk_on_patch_set(talk.ref, f"Remark {number}", Who.AUTHOR)
    assert sweeps().found == {}
    assert sweeps() == Swept({}, AT_REST)


def test_work_in_progress_is_looked_at_for_what_people_say_alone(sweeps: Sweeps) -> None:
    ref = sweeps.rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    sweeps.fake.state.changes[ref.number].wip = True
    assert sweeps().found == {}
    sweeps.rig.talk(ref, "/patchwarden review")
    assert sweeps().found == {ref.number: ASKED}


@pytest.mark.parametrize("everything", [False, True])
def test_a_budget_starves_no_project(sweeps: Sweeps, monkeypatch: pytest.MonkeyPatch, everything: bool) -> None:
    """Each hour's budget ends on the way; within some hours every change has been seen, whoever comes first."""
    monkeypatch.setattr("bot.hosts.gerrit.client._PAGE", 2)
    rig = sweeps.rig
    refs = [rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")}) for _ in range(6)]
    names = [f"grp/more{number}" for number in range(3)]
    for number, ref in enumerate(refs):
        project = names[number % 3]
        sweeps.fake.add_project(project, rig.git)
        sweeps.fake.state.changes[ref.number].project = project
    rig.settings = replace(rig.settings, projects=() if everything else tuple(names))
    sweeps.budget, seen = 2, set[int]()
    for _ in range(4):
        sweeps.now += 3700
        swept = sweeps(queues=False)
        assert swept.asked <= sweeps.budget
        assert "requests that the sweep may make" in swept.fault
        seen |= set(swept.found)
    assert seen == {ref.number for ref in refs}


def test_a_host_that_wants_to_be_left_alone_is(sweeps: Sweeps) -> None:
    reviewed(sweeps)
    hold(sweeps.redis, sweeps.rig.host().name, 600)
    assert "to be left alone" in sweeps().fault
    assert sweeps().asked == 0


def test_other_changes_of_a_project_are_kept_in_mind_by_a_walk_that_was_cut(sweeps: Sweeps) -> None:
    talks = [reviewed(sweeps) for _ in range(2)]
    for talk in talks:
        sweeps.rig.talk_on_patch_set(talk.ref, "A remark.", Who.AUTHOR)
    sweeps()
    sweeps.budget = 1
    assert sweeps().fault
    sweeps.budget, sweeps.now = 1000, sweeps.now + 3700
    assert sweeps() == Swept({}, AT_REST)

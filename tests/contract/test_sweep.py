"""What the sweep of GitHub finds, what it remembers, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from redis import Redis

from bot.broker import connect
from bot.hosts.base import Unseen
from bot.model import ChangeRef
from bot.pace import held, hold
from tests.contract.conversations import Talk
from tests.contract.github_rig import MAINTAINER, REPOSITORY, GitHubRig, github_rig
from tests.contract.rig import Who
from tests.contract.stories import CLEAN, with_flaws
from workers.sweep_notes import SweepNotes

AT_REST = 5
"""The App, its installations, a token, the repositories of the installation, their pull requests."""
LOOK = 1
"""What forty pull requests show."""


@dataclass
class Swept:
    found: dict[int, str]
    """By number, why."""
    requests: int
    unseen: list[Unseen]


@dataclass
class Sweeps:
    """The sweeps of one rig, as workers make them one after the other."""

    rig: GitHubRig
    redis: Redis
    budget: int = 1000
    now: float = 1_800_000_000.0

    def clock(self) -> float:
        return self.now

    def __call__(self, *, queues: bool = False) -> Swept:
        """With ``queues`` a job is queued for what is found."""
        host, before = self.rig.host(), len(self.rig.fake.requests)
        notes = SweepNotes(self.redis, host.name, self.budget, clock=self.clock)
        found = dict[int, str]()
        for one in host.survey(notes):
            found[one.ref.number] = one.why
            if queues:
                notes.queued(one)
        return Swept(found, len(self.rig.fake.requests) - before, host.unseen)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[GitHubRig]:
    with github_rig(tmp_path) as built:
        yield built
        assert not built.violations()


@pytest.fixture
def sweeps(rig: GitHubRig, redis_url: str) -> Iterator[Sweeps]:
    with connect(redis_url) as client:
        yield Sweeps(rig, client)


def later(rig: GitHubRig) -> None:
    """GitHub's times have whole seconds."""
    rig.fake.forward(timedelta(seconds=5))


def reviewed(rig: GitHubRig) -> Talk:
    talk = Talk(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    talk.visit()
    return talk


def with_a_token(rig: GitHubRig) -> None:
    token = rig.fake.state.user_token(MAINTAINER).value
    rig.settings = replace(rig.settings, app_id=None, private_key=None, token=token, repositories=(REPOSITORY,))


NEW = "its head has no review of ours"
CUT = "the review of its head did not come to its end"
BRANCH = "the target branch is another one"
POLICY = "the policy is another one"
ASKED = "somebody waits for an answer"


def test_what_is_done_costs_nothing_more(rig: GitHubRig, sweeps: Sweeps) -> None:
    for _ in range(3):
        reviewed(rig)
    first, second = sweeps(), sweeps()
    assert (first.found, first.requests) == ({}, AT_REST + LOOK)
    assert (second.found, second.requests) == ({}, AT_REST)
    sweeps.redis.flushall()
    assert sweeps().requests == AT_REST + LOOK


def test_a_new_head(rig: GitHubRig, sweeps: Sweeps) -> None:
    talk = reviewed(rig)
    sweeps()
    talk.push({"app.py": with_flaws("sql")})
    assert sweeps().found == {talk.ref.number: NEW}
    assert sweeps().found == {talk.ref.number: NEW}
    talk.visit()
    assert sweeps().found == {}


def test_a_review_that_was_cut_short(rig: GitHubRig, sweeps: Sweeps) -> None:
    """Its worker was killed between the summary and the check run: the texts alone do not say that all of it stands."""
    talk = reviewed(rig)
    rig.hosted.check_runs.clear()
    assert sweeps().found == {talk.ref.number: NEW}


@pytest.mark.parametrize("status", ["queued", "in_progress"])
def test_a_check_run_that_hangs(rig: GitHubRig, sweeps: Sweeps, status: str) -> None:
    talk = reviewed(rig)
    (run,) = rig.hosted.check_runs.values()
    run.status, run.conclusion = status, None
    assert sweeps().found == {talk.ref.number: CUT}


def test_a_retarget_whose_event_was_lost(rig: GitHubRig, sweeps: Sweeps) -> None:
    talk = reviewed(rig)
    rig.fake.retarget(REPOSITORY, talk.ref.number, "main")
    assert sweeps().found == {talk.ref.number: BRANCH}
    talk.visit()
    assert sweeps().found == {}


def test_another_policy(rig: GitHubRig, sweeps: Sweeps) -> None:
    """Seen at once also where nothing is remembered: what the review was made under stands in its check run."""
    talk = reviewed(rig)
    later(rig)
    rig.git.commit("main", {".patchwarden.yml": "fail_on: high\n"})
    assert sweeps().found == {talk.ref.number: POLICY}
    talk.visit()
    assert sweeps().found == {}
    rig.git.commit("main", {".patchwarden.yml": None})
    assert sweeps().found == {talk.ref.number: POLICY}
    talk.visit()
    rig.git.commit("main", {"README.md": "Another text.\n"})
    assert sweeps().found == {}


def test_a_command_whose_event_was_lost(rig: GitHubRig, sweeps: Sweeps) -> None:
    talk = reviewed(rig)
    sweeps()
    later(rig)
    rig.talk(talk.ref, "Thanks, I will look at that.")
    assert sweeps().requests == AT_REST + LOOK
    later(rig)
    rig.talk(talk.ref, "/patchwarden explain 1")
    assert sweeps().found == {talk.ref.number: ASKED}
    talk.visit(listens=True)
    assert sweeps().found == {}
    assert sweeps().requests == AT_REST


def test_a_command_in_a_thread_whose_event_was_lost(rig: GitHubRig, sweeps: Sweeps) -> None:
    talk = reviewed(rig)
    (comment,) = (one for one in rig.comments(talk.ref) if one.ours)
    later(rig)
    rig.reply(talk.ref, comment.id, "dismiss because the caller quotes it")
    assert sweeps().found == {talk.ref.number: ASKED}


def test_a_draft_is_looked_at_for_what_people_say_alone(rig: GitHubRig, sweeps: Sweeps) -> None:
    ref = rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    rig.hosted.pulls[ref.number].draft = True
    assert sweeps().found == {}
    assert sweeps().requests == AT_REST
    later(rig)
    rig.talk(ref, "/patchwarden review")
    assert sweeps().found == {ref.number: ASKED}


@pytest.mark.parametrize("token", [False, True])
def test_a_draft_whose_review_was_cut_short(rig: GitHubRig, sweeps: Sweeps, token: bool) -> None:
    """Somebody asked for a review, and its worker was killed: the draft would show for ever that one is under way."""
    if token:
        with_a_token(rig)
    ref = rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    host = rig.host()
    change = host.change(ref)
    host.show_started(change)
    rig.hosted.pulls[ref.number].draft = True
    assert sweeps().found == {ref.number: CUT}
    rig.host().withdraw(change, "a draft is reviewed on request")
    assert sweeps().found == {}


def test_an_order_that_gets_no_answer_costs_nothing_after_its_job(rig: GitHubRig, sweeps: Sweeps) -> None:
    talk = reviewed(rig)
    later(rig)
    rig.talk(talk.ref, "/patchwarden explain 1")
    assert sweeps().found == {talk.ref.number: ASKED}, "nobody has queued it: it is found again"
    assert sweeps(queues=True).found == {talk.ref.number: ASKED}
    rest = sweeps()
    assert (rest.found, rest.requests) == ({}, AT_REST)
    later(rig)
    rig.talk(talk.ref, "/patchwarden help")
    assert sweeps().found == {talk.ref.number: ASKED}


@pytest.mark.parametrize("budgeted", [False, True])
def test_a_host_that_wants_to_be_left_alone_is(rig: GitHubRig, sweeps: Sweeps, budgeted: bool) -> None:
    """Whoever met the limit: it is one for reviews and sweeps. Our own budget is no wish of the host's."""
    many(rig, 3)
    account = f"github:installation {next(iter(rig.fake.state.installations))}"
    if budgeted:
        sweeps.budget = 2
    else:
        rig.fake.fail_next("POST", "/graphql$", "secondary", retry_after=600)
    assert [one.place for one in sweeps().unseen] == ["the installation on octo"]
    assert held(sweeps.redis, account) == (0 if budgeted else pytest.approx(600, abs=60))
    sweeps.budget = 1000
    hold(sweeps.redis, account, 900)
    swept = sweeps()
    (left,) = swept.unseen
    assert "to be left alone" in left.reason
    assert all(one.path.startswith("/app") for one in rig.fake.requests[-swept.requests :])


def test_what_people_say_among_themselves_is_not_looked_at_twice(rig: GitHubRig, sweeps: Sweeps) -> None:
    talk = reviewed(rig)
    for number in range(30):
        rig.talk(talk.ref, f"Remark {number}", Who.STRANGER)
    assert (sweeps().found, sweeps().requests) == ({}, AT_REST)


def test_a_token_remembers_what_its_statuses_do_not_tell(rig: GitHubRig, sweeps: Sweeps) -> None:
    with_a_token(rig)
    talk = reviewed(rig)
    assert sweeps().found == {}
    assert sweeps().requests == 2  # who we are, and the pull requests
    rig.fake.retarget(REPOSITORY, talk.ref.number, "main")
    assert sweeps(queues=True).found == {talk.ref.number: BRANCH}
    assert sweeps().found == {}


def many(rig: GitHubRig, repositories: int, owner: str = "octo") -> None:
    rig.git.commit("topic", {"app.py": CLEAN}, start="main")
    for number in range(repositories):
        name = f"{owner}/more{number}"
        rig.fake.add_repository(name, rig.git)
        rig.fake.open_pull(name, "topic")


def test_a_budget_is_never_exceeded_and_starves_nobody(rig: GitHubRig, sweeps: Sweeps) -> None:
    """Within one hour it is spent once, whoever sweeps; hours later every repository has been seen."""
    many(rig, 160)
    host, seen = rig.host(), set[ChangeRef]()
    sweeps.budget = 30
    spent = []
    for hour in range(6):
        before = len(rig.fake.requests)
        sweeps.now += 3700
        for _ in range(3):
            notes = SweepNotes(sweeps.redis, host.name, sweeps.budget, clock=sweeps.clock)

            seen |= {one.ref for one in host.survey(notes)}
        asked = [one for one in rig.fake.requests[before:] if not one.path.startswith("/app")]
        spent.append(len(asked))
        if hour == 0:
            (left,) = host.unseen
            assert left.place == "the installation on octo"
            assert "the sweep may make in an hour" in left.reason
    assert max(spent) <= sweeps.budget
    assert len(seen) == 160


def test_a_host_that_is_down_is_not_asked_for_each_repository(rig: GitHubRig, sweeps: Sweeps) -> None:
    many(rig, 60)
    many(rig, 2, "other")
    rig.fake.fail_next("POST", "/graphql$", "error", times=5)
    swept = sweeps()
    assert swept.requests < 20
    assert [one.place for one in swept.unseen] == ["the installation on octo"]
    assert len(swept.found) == 2 or swept.found
    assert sweeps().unseen == []


def test_one_bad_repository_of_a_query_costs_itself(rig: GitHubRig, sweeps: Sweeps) -> None:
    """A name that GitHub does not resolve fails the whole query: it is asked for in halves."""
    many(rig, 8)
    with_a_token(rig)
    names = tuple(one.full_name for one in rig.fake.state.repositories.values())
    rig.settings = replace(rig.settings, repositories=(*names[:4], "octo/gone", *names[4:]))
    swept = sweeps()
    assert [one.place for one in swept.unseen] == ["octo/gone"]
    assert len([one for one in rig.fake.requests if one.path == "/graphql"]) <= 10

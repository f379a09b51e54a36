"""What a head shows of its review from the moment that it is wanted; a review that was cut short is finished."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.hosts import registry
from bot.hosts.base import HeadMoved, HostError, HostUnavailable, ReviewHost
from bot.model import Change, ChangeRef
from bot.publication import plan
from tests.contract.gerrit_rig import GerritRig, gerrit_rig
from tests.contract.github_rig import MAINTAINER, REPOSITORY, GitHubRig, github_rig
from tests.contract.stories import CLEAN, Story, with_flaws
from tests.fakes.github.state import CheckRun
from workers import pipeline
from workers.pipeline import review_change
from workers.showing import HeadsHere, Showing


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[GitHubRig]:
    with github_rig(tmp_path) as built:
        yield built
        assert not built.violations()


@pytest.fixture
def story(rig: GitHubRig) -> Story:
    return Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")})


def with_a_token(rig: GitHubRig) -> None:
    rig.hosted.collaborators["reviewer"] = "write"
    token = rig.fake.state.user_token("reviewer").value
    rig.settings = replace(rig.settings, app_id=None, private_key=None, token=token, repositories=(REPOSITORY,))


def runs(rig: GitHubRig, head: str = "") -> list[CheckRun]:
    return [run for run in rig.hosted.check_runs.values() if run.sha == head or not head]


def head_of(rig: GitHubRig, ref: ChangeRef) -> str:
    return rig.hosted.pulls[ref.number].head_sha


@dataclass
class Meanwhile:
    """A host on which something happens right before the change is fetched. All else is the real host's."""

    host: ReviewHost
    happens: Callable[[], None]

    def __getattr__(self, name: str) -> object:
        return getattr(self.host, name)

    def git_source(self, change: Change) -> object:
        self.happens()
        return self.host.git_source(change)


def meanwhile(rig: GitHubRig, happens: Callable[[], None]) -> ReviewHost:
    return Meanwhile(rig.host(), happens)  # type: ignore[return-value]  # what it has not itself the real host has


def test_the_run_is_there_before_anything_is_read_and_is_concluded_in_place(rig: GitHubRig, story: Story) -> None:
    seen: list[tuple[str, str | None, str | None]] = []
    host = meanwhile(rig, lambda: seen.extend((run.status, run.conclusion, run.title) for run in runs(rig)))
    review_change(story.ref, host, [])
    assert seen == [("in_progress", None, "Review under way")]
    (run,) = runs(rig)
    assert (run.status, run.conclusion) == ("completed", "success")
    before = rig.writes()
    review_change(story.ref, rig.host(), [])
    assert rig.writes() == before


def test_the_annotations_of_a_run_that_was_begun_stand_once(rig: GitHubRig, story: Story) -> None:
    host = rig.host()
    host.show_started(host.change(story.ref))
    story.publish()
    (run,) = runs(rig)
    assert len(run.annotations) == 2
    assert run.title == "2 security defects in this change"
    assert story.publish().requests == 0


def test_what_is_shown_is_not_shown_twice(rig: GitHubRig, story: Story) -> None:
    host = rig.host()
    change = host.change(story.ref)
    host.show_started(change)
    before = rig.writes()
    host.show_started(change)
    story.publish()
    host.show_started(change)
    assert len(runs(rig)) == 1
    assert rig.writes() > before


def test_an_answer_that_is_lost_begins_no_second_run(rig: GitHubRig, story: Story) -> None:
    rig.fake.fail_next("POST", "/check-runs$", "committed")
    with pytest.raises(HostUnavailable):
        review_change(story.ref, rig.host(), [])
    review_change(story.ref, rig.host(), [])
    (run,) = runs(rig)
    assert run.conclusion == "success"


def test_another_base_begins_another_run(rig: GitHubRig, story: Story) -> None:
    review_change(story.ref, rig.host(), [])
    rig.git.commit(rig.hosted.pulls[story.ref.number].base, {"other.py": "done = 1\n"})
    seen: list[list[str]] = []
    review_change(story.ref, meanwhile(rig, lambda: seen.append([run.status for run in runs(rig)])), [])
    assert seen == [["completed", "in_progress"]]
    assert [run.status for run in runs(rig)] == ["completed", "completed"]


def test_a_push_during_a_review_ends_the_older_heads_run(rig: GitHubRig, story: Story) -> None:
    old = head_of(rig, story.ref)

    def push() -> None:
        story.push({"app.py": CLEAN + "done()\n"})

    with pytest.raises(HeadMoved):
        review_change(story.ref, meanwhile(rig, push), [])
    (run,) = runs(rig)
    assert (run.sha, run.conclusion, run.title) == (old, "neutral", "No review: a newer head came")
    review_change(story.ref, rig.host(), [])
    assert [run.conclusion for run in runs(rig, head_of(rig, story.ref))] == ["success"]
    assert len(runs(rig, old)) == 1


class Killed(BaseException):
    """The worker is gone; no handler of ours runs."""


def test_the_run_of_a_dead_worker_is_ended_with_the_next_head(rig: GitHubRig, story: Story) -> None:
    heads, old = HeadsHere(), head_of(rig, story.ref)

    def die() -> None:
        raise Killed

    with pytest.raises(Killed):
        review_change(story.ref, meanwhile(rig, die), [], heads=heads)
    assert [run.status for run in runs(rig)] == ["in_progress"]
    story.push({"app.py": CLEAN + "done()\n"})
    review_change(story.ref, rig.host(), [], heads=heads)
    assert [run.title for run in runs(rig, old)] == ["No review: a newer head came"]
    assert all(run.status == "completed" for run in runs(rig))
    assert heads.of(story.ref) == ()


class Forgetful(HeadsHere):
    """What Redis is when it has lost everything."""

    def of(self, ref: ChangeRef) -> tuple[str, ...] | None:
        return None


@pytest.mark.parametrize("token", [False, True], ids=["app", "token"])
@pytest.mark.parametrize("by_force", [False, True], ids=["on top", "by force"])
def test_where_nobody_remembers_the_host_tells(rig: GitHubRig, story: Story, token: bool, by_force: bool) -> None:
    if token:
        with_a_token(rig)
    host = rig.host()
    old = host.change(story.ref)
    host.show_started(old)
    if by_force:
        branch = rig.hosted.pulls[story.ref.number]
        new = rig.git.commit("rewritten", {"app.py": CLEAN + "done()\n"}, "Change", start=branch.base)
        rig.fake.push(REPOSITORY, story.ref.number, new)
    else:
        story.push({"app.py": CLEAN + "done()\n"})
    assert list(rig.host().left_under_way(rig.host().change(story.ref))) == [old.head]
    review_change(story.ref, rig.host(), [], heads=Forgetful())
    assert list(rig.host().left_under_way(rig.host().change(story.ref))) == []
    if token:
        assert [one.state for one in rig.hosted.statuses if one.sha == old.head] == ["pending", "error"]
    else:
        assert [run.title for run in runs(rig, old.head)] == ["No review: a newer head came"]


def test_what_cannot_be_ended_now_is_ended_later(rig: GitHubRig, story: Story) -> None:
    heads, host = HeadsHere(), rig.host()
    change = host.change(story.ref)
    heads.add(story.ref, change.head)
    host.show_started(change)
    for step in range(2):
        story.push({"app.py": CLEAN + f"step({step})\n"})
        if step == 0:
            rig.fake.fail_next("PATCH", "/check-runs/", "error")
        review_change(story.ref, rig.host(), [], heads=heads)
        assert [run.status for run in runs(rig, change.head)] == (["completed"] if step else ["in_progress"])


def closed(rig: GitHubRig, ref: ChangeRef) -> None:
    rig.hosted.pulls[ref.number].open = False


def made_a_draft(rig: GitHubRig, ref: ChangeRef) -> None:
    rig.hosted.pulls[ref.number].draft = True


@pytest.mark.parametrize(
    ("becomes", "why"),
    [(closed, "the change is closed"), (made_a_draft, "a draft is reviewed on request")],
)
@pytest.mark.parametrize("token", [False, True], ids=["app", "token"])
def test_a_change_that_is_not_reviewed_any_more(
    rig: GitHubRig, story: Story, becomes: Callable[[GitHubRig, ChangeRef], None], why: str, token: bool
) -> None:
    if token:
        with_a_token(rig)
    host = rig.host()
    host.show_started(host.change(story.ref))
    becomes(rig, story.ref)
    assert review_change(story.ref, rig.host(), []).review is None
    if token:
        assert [(one.state, one.description) for one in rig.hosted.statuses[1:]] == [("error", f"No review: {why}")]
    else:
        assert [(run.conclusion, run.title) for run in runs(rig)] == [("neutral", f"No review: {why}")]
    before = rig.writes()
    review_change(story.ref, rig.host(), [])
    assert rig.writes() == before


@pytest.mark.parametrize("token", [False, True], ids=["app", "token"])
def test_a_head_whose_run_was_withdrawn_has_no_review(rig: GitHubRig, story: Story, token: bool) -> None:
    if token:
        with_a_token(rig)
    host = rig.host()
    change = host.change(story.ref)
    host.show_started(change)
    assert list(rig.host().unreviewed()) == [story.ref]
    host.withdraw(change, "a newer head came")
    assert list(rig.host().unreviewed()) == [story.ref]
    review_change(story.ref, rig.host(), [])
    assert list(rig.host().unreviewed()) == []


def test_a_pause_ends_the_run_with_its_reason(rig: GitHubRig, story: Story) -> None:
    host = rig.host()
    host.show_started(host.change(story.ref))
    rig.fake.comment_as(MAINTAINER, REPOSITORY, story.ref.number, "/patchwarden pause")
    review_change(story.ref, rig.host(), [], listens=True)
    review_change(story.ref, rig.host(), [])
    (run,) = runs(rig)
    assert run.status == "completed"
    assert "paused" in (run.summary or "")


def test_where_no_word_is_taken_the_run_is_ended_all_the_same(rig: GitHubRig, story: Story) -> None:
    host = rig.host()
    change = host.change(story.ref)
    host.show_started(change)
    rig.fake.fail_next("POST", "/comments$", "answer", status=403, body={"message": "No."})
    rig.fake.fail_next("PATCH", "/check-runs/", "answer", status=422, body={"message": "Too much."})
    with pytest.raises(HostError):
        pipeline.say_unread(change, host, "the worker died")
    (run,) = runs(rig)
    assert (run.conclusion, run.title) == ("neutral", "No review: the worker died")


@pytest.mark.parametrize("times", [1, 2])
def test_where_the_outcome_is_refused_the_run_does_not_hang(rig: GitHubRig, story: Story, times: int) -> None:
    """Once: it stands without its annotations."""
    rig.fake.fail_next("PATCH", "/check-runs/", "answer", times=times, status=422, body={"message": "Invalid request."})
    receipt = story.publish()
    (run,) = runs(rig)
    assert (run.status, run.annotations) == ("completed", [])
    if times == 1:
        assert run.title == "2 security defects in this change"
        assert story.publish().requests == 0
    else:
        assert run.title == "No review: GitHub does not take its outcome (422)"
        assert any("not shown" in note for note in receipt.notes)


def test_without_the_permission_nothing_is_begun_and_the_review_is_posted(rig: GitHubRig, story: Story) -> None:
    del rig.fake.installation("octo").permissions["checks"]
    heads = HeadsHere()
    review_change(story.ref, rig.host(), [], heads=heads)
    assert len(rig.summaries(story.ref)) == 1
    assert not list(rig.host().unreviewed())
    closed(rig, story.ref)
    review_change(story.ref, rig.host(), [], heads=heads)
    assert not runs(rig)


def test_a_run_that_was_told_in_part_is_told_whole_in_another(rig: GitHubRig) -> None:
    names = [f"n{number:03d}" for number in range(60)]
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws(*names)})
    host = rig.host()
    host.show_started(host.change(story.ref))
    rig.fake.fail_next("PATCH", r"/check-runs/\d+$", "drop_committed")
    with pytest.raises(HostUnavailable):
        story.publish()
    assert list(rig.host().unreviewed()) == [story.ref]
    story.publish()
    in_part, whole = runs(rig)
    assert (in_part.conclusion, in_part.title) == ("neutral", "No review: it is told in another run")
    assert (whole.conclusion, len(whole.annotations)) == ("neutral", 60)
    assert not list(rig.host().unreviewed())
    assert story.publish().requests == 0


def kinds_of_rig(kind: str, directory: Path) -> Iterator[GitHubRig | GerritRig]:
    if kind == "gerrit":
        with gerrit_rig(directory) as gerrit:
            yield gerrit
    else:
        with github_rig(directory) as github:
            if kind == "token":
                with_a_token(github)
            yield github


@pytest.fixture(params=["app", "token", "gerrit"])
def any_rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GitHubRig | GerritRig]:
    yield from kinds_of_rig(request.param, tmp_path)


def test_a_worker_that_dies_at_any_write_leaves_a_review_that_is_found_and_finished(
    any_rig: GitHubRig | GerritRig,
) -> None:
    """Each time it gets one write further; what it left is never taken for a review, and nothing is said twice."""
    story = Story(any_rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")})
    story.publish()
    heads, deaths = HeadsHere(), 0
    story.push({"app.py": with_flaws("sql", "path")})
    while dies_at_the_next_write_but(deaths, any_rig, story, heads):
        deaths += 1
        assert list(any_rig.host().unreviewed()) == [story.ref], deaths
        story.push({"app.py": with_flaws("sql", "path") + f"step({deaths})\n"})
    assert deaths >= 1
    assert list(any_rig.host().unreviewed()) == []
    assert len(any_rig.comments(story.ref)) == 3
    assert story.publish().requests == 0
    if isinstance(any_rig, GitHubRig):
        assert all(run.status == "completed" for run in runs(any_rig))
        if any_rig.settings.token:
            assert any_rig.hosted.statuses[-1].state == "success"
            return
    assert len(any_rig.summaries(story.ref)) == 1
    assert any_rig.outcome(story.ref)


def dies_at_the_next_write_but(count: int, rig: GitHubRig | GerritRig, story: Story, heads: HeadsHere) -> bool:
    """Publishes on the way that a task takes, and dies before the write with this number."""
    left = count

    def before_write(account: str) -> None:
        nonlocal left
        if left == 0:
            raise Killed
        left -= 1

    host = registry.build(rig.settings, before_write)
    try:
        change = host.change(story.ref)
        with Showing(host, heads).under_way(change):
            host.publish(change, plan(story.review(change), host.posted(change)))
    except Killed:
        return True
    return False

"""What stands twice, however it came, stands once after the next publication: one comment a flaw, one summary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.contract.gerrit_rig import FakeServer, GerritRig, gerrit_rig
from tests.contract.github_rig import GitHubRig, github_rig
from tests.contract.rig import Who
from tests.contract.stories import CLEAN, Story, with_flaws


@pytest.fixture(params=["github", "gerrit"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GitHubRig | GerritRig]:
    if request.param == "github":
        with github_rig(tmp_path) as github:
            yield github
            assert not github.violations()
    else:
        with gerrit_rig(tmp_path) as gerrit:
            yield gerrit
            assert not gerrit.violations()


def double(rig: GitHubRig | GerritRig, story: Story) -> None:
    """Every comment of ours, and where a summary can be edited the summary, stands once more, as if another worker had
    posted it at the same time."""
    if isinstance(rig, GitHubRig):
        state = rig.fake.state
        for line in [one for one in rig.hosted.review_comments.values() if one.user == state.bot]:
            new = replace(line, id=state.next_id("review comment"), reactions=[])
            rig.hosted.review_comments[new.id] = new
        for said in [one for one in rig.hosted.comments_of(story.ref.number) if one.user == state.bot]:
            more = replace(said, id=state.next_id("comment"), reactions=[])
            rig.hosted.issue_comments[more.id] = more
        return
    assert isinstance(rig.server, FakeServer)
    fake = rig.server.fake.state
    hosted = fake.changes[story.ref.number]
    for path, one in list(hosted.comments):
        if one["author"]["_account_id"] == hosted.messages[-1]["author"]["_account_id"]:
            hosted.comments.append((path, {**one, "id": fake.new_id(), "updated": fake.now()}))


def test_what_stands_twice_is_closed_with_a_word_and_stays_so(rig: GitHubRig | GerritRig) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")})
    story.publish()
    first = [one.id for one in rig.comments(story.ref)]
    double(rig, story)
    assert len(rig.comments(story.ref)) == 4
    receipt = story.publish()
    assert (receipt.posted, receipt.closed, receipt.kept) == (0, 2, 2)
    seen = rig.comments(story.ref)
    assert [one.id for one in seen if not one.closed] == first
    for one in seen:
        assert one.closed is ("Said twice" in one.text + "".join(one.replies))
    assert len(rig.summaries(story.ref)) == 1
    assert story.publish().requests == 0


def test_the_thread_that_people_talk_in_is_the_one_that_is_kept(rig: GitHubRig | GerritRig) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    story.publish()
    double(rig, story)
    _, second = rig.comments(story.ref)
    rig.reply(story.ref, second.id, "Is it?", Who.AUTHOR)
    story.publish()
    assert [one.id for one in rig.comments(story.ref) if not one.closed] == [second.id]
    assert story.publish().requests == 0


def test_a_second_summary_points_to_the_first(tmp_path: Path) -> None:
    with github_rig(tmp_path) as rig:
        story = Story(rig, {"app.py": CLEAN}, {"app.py": CLEAN + "done()\n"})
        story.publish()
        (kept,) = rig.hosted.comments_of(story.ref.number)
        double(rig, story)
        story.publish()
        _, other = rig.hosted.comments_of(story.ref.number)
        assert other.body.startswith("This summary was posted twice: [the other one](")
        assert f"/pull/{story.ref.number}#issuecomment-{kept.id})" in other.body
        assert other.body.count("\n") == 2, "one line and the marker"
        assert story.publish().requests == 0
        story.push({"app.py": CLEAN + "more()\n"})
        story.publish()
        assert len(rig.summaries(story.ref)) == 1
        assert not rig.violations()

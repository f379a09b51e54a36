"""What a host refuses for good is told in whatever it still takes, and costs no second request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.hosts.base import HostError, Unreviewable
from bot.model import ChangeRef, Verdict, empty_tree
from tests.contract.gerrit_rig import FakeServer, GerritRig, gerrit_rig
from tests.contract.github_rig import REPOSITORY, GitHubRig, github_rig
from tests.contract.stories import CLEAN, Story, text, with_flaws
from tests.fakes.github.state import CheckRun
from workers import pipeline
from workers.checks.guards import Guards


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


def locked(rig: GitHubRig) -> Story:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")})
    rig.hosted.pulls[story.ref.number].locked = True
    return story


def newest_run(rig: GitHubRig) -> CheckRun:
    return list(rig.hosted.check_runs.values())[-1]


def test_a_locked_conversation_has_the_whole_review_in_the_check_run(rig: GitHubRig) -> None:
    story = locked(rig)
    receipt = story.publish()
    assert (story.ours(), list(rig.summaries(story.ref))) == ([], [])
    run = newest_run(rig)
    assert (run.title or "").endswith("(the conversation is locked)")
    assert run.conclusion == "neutral"
    for item in story.review(rig.host().change(story.ref)).observations:
        assert item.fingerprint in (run.summary or "")
    assert any("locked" in note for note in receipt.notes)


def test_a_locked_conversation_is_not_asked_again(rig: GitHubRig) -> None:
    story = locked(rig)
    story.publish()
    assert story.publish().requests == 0
    assert not list(rig.host().unreviewed())
    story.push({"app.py": with_flaws("sql")})
    assert list(rig.host().unreviewed()) == [story.ref]


def test_a_conversation_that_is_unlocked_gets_its_comments(rig: GitHubRig) -> None:
    story = locked(rig)
    story.publish()
    rig.hosted.pulls[story.ref.number].locked = False
    assert story.publish().posted == 2
    assert "locked" not in (newest_run(rig).title or "")
    assert story.publish().requests == 0


def test_a_conversation_that_is_locked_later_keeps_what_stands(rig: GitHubRig) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")})
    story.publish()
    rig.hosted.pulls[story.ref.number].locked = True
    assert story.publish().requests == 0
    story.push({"app.py": CLEAN + "done()\n"})
    story.publish()
    assert rig.outcome(story.ref) == "success"
    assert "locked" in (newest_run(rig).title or "")
    assert story.publish().requests == 0


def test_comments_that_are_refused_in_any_other_way(rig: GitHubRig) -> None:
    rig.fake.installation("octo").permissions |= {"pull_requests": "read", "issues": "read"}
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    receipt = story.publish()
    assert "GitHub answers 403" in (newest_run(rig).title or "")
    assert any("permission" in note for note in receipt.notes)
    assert not list(rig.host().unreviewed())


def test_where_neither_comment_nor_check_run_is_taken(rig: GitHubRig) -> None:
    rig.fake.installation("octo").permissions |= {"pull_requests": "read", "issues": "read", "checks": "read"}
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    with pytest.raises(HostError, match="403"):
        story.publish()


def test_an_archived_repository_is_left_alone(rig: GitHubRig) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    rig.hosted.archived = True
    outcome = pipeline.review_change(story.ref, rig.host(), [])
    assert (outcome.review, rig.writes()) == (None, 0)
    assert not list(rig.host().unreviewed())


def without_ancestor(rig: GitHubRig) -> ChangeRef:
    """The base was rewritten after the pull request was opened."""
    ref = rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    rig.git.root_commit(rig.hosted.pulls[ref.number].base, {"app.py": CLEAN})
    return ref


def test_no_common_ancestor_is_said_on_the_change(rig: GitHubRig) -> None:
    ref = without_ancestor(rig)
    with pytest.raises(Unreviewable, match="no common ancestor"):
        rig.host().change(ref)
    outcome = pipeline.review_change(ref, rig.host(), [])
    assert outcome.review is not None
    assert outcome.review.verdict is Verdict.INCOMPLETE
    (summary,) = rig.summaries(ref)
    assert "no common ancestor" in summary
    assert rig.outcome(ref) == "neutral"
    assert not list(rig.host().unreviewed())
    before = rig.writes()
    pipeline.review_change(ref, rig.host(), [])
    assert rig.writes() == before


@pytest.mark.parametrize("status", [403, 404, 406, 422, 451])
def test_a_comparison_that_github_refuses_is_said(rig: GitHubRig, status: int) -> None:
    ref = rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    rig.fake.fail_next("GET", "/compare/", "answer", status=status, body={"message": "Sorry, no."})
    pipeline.review_change(ref, rig.host(), [])
    (summary,) = rig.summaries(ref)
    assert f"GitHub answered {status}" in summary


def test_what_cannot_be_compared_closes_no_comment(rig: GitHubRig) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    story.publish()
    rig.git.root_commit(rig.hosted.pulls[story.ref.number].base, {"app.py": CLEAN})
    pipeline.review_change(story.ref, rig.host(), [])
    assert [closed for _, _, closed in story.ours()] == [False]


def test_a_change_of_a_deleted_fork_is_reviewed(rig: GitHubRig) -> None:
    rig.git.commit("feature", {"app.py": text("def f(user):", "    check(user)")})
    pull = rig.fake.open_pull(REPOSITORY, "feature", fork="mallory/app")
    rig.fake.delete_fork(REPOSITORY, pull.number)
    outcome = pipeline.review_change(ChangeRef("github", REPOSITORY, pull.number), rig.host(), [])
    assert outcome.review is not None
    assert outcome.review.files_total == 1


def test_a_default_branch_that_is_gone_costs_the_policy_alone(rig: GitHubRig) -> None:
    ref = rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    rig.git.git("update-ref", "-d", "refs/heads/main")
    pipeline.review_change(ref, rig.host(), [])
    (summary,) = rig.summaries(ref)
    assert "the default branch main does not exist. The defaults hold." in summary


def test_a_change_without_a_parent_is_compared_with_nothing(gerrit: GerritRig) -> None:
    ref = gerrit.open_root_change({"app.py": text("eval(x)"), "docs/a.txt": text("words")})
    change = gerrit.host().change(ref)
    assert change.merge_base == empty_tree(change.head)
    outcome = pipeline.review_change(ref, gerrit.host(), [Guards()])
    assert outcome.review is not None
    assert (outcome.review.files_total, outcome.review.changed_lines) == (2, 2)
    assert len(gerrit.summaries(ref)) == 1
    assert not list(gerrit.host().unreviewed())
    before = gerrit.writes()
    pipeline.review_change(ref, gerrit.host(), [Guards()])
    assert gerrit.writes() == before


@pytest.mark.parametrize(
    ("head", "why"),
    [
        (403, "the account may not see it"),
        (404, "Gerrit answers 404"),
        ("a" * 40, "names no branch"),
        ("refs/heads/gone", "the default branch gone does not exist"),
    ],
)
def test_a_head_that_names_no_branch_for_us_costs_the_policy_alone(
    gerrit: GerritRig, head: str | int, why: str
) -> None:
    story = Story(gerrit, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    assert isinstance(gerrit.server, FakeServer)
    gerrit.server.fake.state.heads[story.ref.repository] = head
    outcome = pipeline.review_change(story.ref, gerrit.host(), [Guards()])
    assert outcome.review is not None
    assert outcome.review.files_total == 1
    (summary,) = gerrit.summaries(story.ref)
    assert why in summary
    assert "The defaults hold" in summary
    assert not list(gerrit.host().unreviewed())


def test_where_gerrit_takes_no_text_the_vote_tells_the_outcome(gerrit: GerritRig) -> None:
    story = Story(gerrit, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    gerrit.server.gate.answers = [(400, "the message is not to the validator's taste")] * 2
    with pytest.raises(HostError, match="taste"):
        story.publish()
    assert gerrit.votes(story.ref) == [-1]

"""What only GitHub has: Apps and tokens, check runs and statuses, forks, renames, threads."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.hosts.base import ChangeNotFound, HostError, HostUnavailable, RateLimited
from bot.hosts.github.names import read_check_id
from bot.model import ChangeRef
from bot.policy import Policy
from tests.contract.github_rig import REPOSITORY, GitHubRig, github_rig
from tests.contract.stories import CLEAN, Story, with_flaws
from tests.fakes.github.faults import Kind
from tests.fakes.github.state import CheckRun
from workers.checks.guards import Guards
from workers.pipeline import review_change


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[GitHubRig]:
    with github_rig(tmp_path) as built:
        yield built
        assert not built.violations()


def two_flaws(rig: GitHubRig) -> Story:
    return Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")})


def with_a_token(rig: GitHubRig, login: str = "reviewer", role: str = "write") -> None:
    """From now on a person's token writes instead of the App."""
    rig.hosted.collaborators[login] = role
    token = rig.fake.state.user_token(login).value
    rig.settings = replace(rig.settings, app_id=None, private_key=None, token=token, repositories=(REPOSITORY,))


def runs(rig: GitHubRig) -> list[CheckRun]:
    return list(rig.hosted.check_runs.values())


def test_the_check_run_names_its_change(rig: GitHubRig) -> None:
    """So that a re-run can be asked for on a fork, where GitHub names no pull request."""
    story = two_flaws(rig)
    story.publish()
    (run,) = runs(rig)
    head = rig.hosted.pulls[story.ref.number].head_sha
    named = read_check_id(run.external_id)
    assert named is not None
    assert named[:3] == (str(rig.hosted.id), story.ref.number, head)
    assert (run.name, run.sha, run.status, len(run.annotations)) == ("Patchwarden", head, "completed", 2)


def test_a_check_run_that_was_cut_short_is_made_again(rig: GitHubRig) -> None:
    """Annotations come in parts of fifty; the second part is lost, and the run is not left half-told."""
    names = [f"n{number:03d}" for number in range(60)]
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws(*names)}, Policy(comment_limit=60))
    rig.fake.fail_next("PATCH", r"/check-runs/\d+$", "error")
    with pytest.raises(HostUnavailable):
        story.publish()
    story.publish()
    assert rig.outcome(story.ref) == "neutral"
    assert len(runs(rig)[-1].annotations) == 60
    assert story.publish().requests == 0


def test_two_changes_with_one_head_have_a_run_each(rig: GitHubRig) -> None:
    first = two_flaws(rig)
    pull = rig.hosted.pulls[first.ref.number]
    second = replace(first.ref, number=rig.fake.open_pull(REPOSITORY, pull.head, base=pull.base).number)
    first.publish()
    first.ref, other = second, first.ref
    first.publish()
    assert len(runs(rig)) == 2
    assert first.publish().requests == 0
    first.ref = other
    assert first.publish().requests == 0


def test_without_the_permission_for_checks_the_review_is_posted_all_the_same(rig: GitHubRig) -> None:
    del rig.fake.installation("octo").permissions["checks"]
    story = two_flaws(rig)
    receipt = story.publish()
    assert len(story.ours()) == 2
    (note,) = receipt.notes
    assert "permission" in note
    missing = [one for one in rig.host().diagnose() if not one.ok]
    assert [one.detail for one in missing] == ["missing checks: write"]
    assert missing[0].remedy
    assert not list(rig.host().unreviewed())


def test_a_token_sets_a_commit_status(rig: GitHubRig) -> None:
    with_a_token(rig)
    story = two_flaws(rig)
    receipt = story.publish()
    assert receipt.posted == 2
    assert any("commit status" in note for note in receipt.notes)
    assert [(status.context, status.state) for status in rig.hosted.statuses] == [
        ("Patchwarden", "pending"),
        ("Patchwarden", "success"),
    ]
    assert story.publish().requests == 0
    assert not list(rig.host().unreviewed())
    assert not [one for one in rig.host().diagnose() if not one.ok]
    story.push({"app.py": with_flaws("shell")})
    assert list(rig.host().unreviewed()) == [story.ref]
    assert story.publish().closed == 1


def test_a_token_that_fails_the_policy(rig: GitHubRig) -> None:
    with_a_token(rig)
    story = two_flaws(rig)
    story.policy = Policy(
        fail_on=max(item.severity for item in story.review(rig.host().change(story.ref)).observations)
    )
    story.publish()
    assert rig.hosted.statuses[-1].state == "failure"


def test_a_token_without_write_access_still_comments(rig: GitHubRig) -> None:
    with_a_token(rig, role="read")
    story = two_flaws(rig)
    receipt = story.publish()
    assert receipt.posted == 2
    assert not rig.hosted.statuses
    assert any("not shown on the commit" in note for note in receipt.notes)
    held = {"pull": True, "push": False}
    body = {"id": rig.hosted.id, "full_name": REPOSITORY, "default_branch": "main", "permissions": held}
    rig.fake.fail_next("GET", rf"/repos/{REPOSITORY}$", "answer", body=body)
    (wrong,) = (one for one in rig.host().diagnose() if not one.ok)
    assert "write access" in wrong.remedy


def test_the_sweep_of_a_token_looks_where_it_was_told_to(rig: GitHubRig) -> None:
    with_a_token(rig)
    two_flaws(rig)
    rig.settings = replace(rig.settings, repositories=())
    assert not list(rig.host().unreviewed())


def test_a_repository_that_cannot_be_read_does_not_stop_the_sweep(rig: GitHubRig) -> None:
    with_a_token(rig)
    story = two_flaws(rig)
    rig.settings = replace(rig.settings, repositories=("octo/gone", REPOSITORY))
    assert list(rig.host().unreviewed()) == [story.ref]


def test_a_renamed_repository_is_followed(rig: GitHubRig) -> None:
    """Events, messages and reviews may still bear the old name; a write under it would be lost."""
    story = two_flaws(rig)
    story.publish()
    rig.fake.rename(REPOSITORY, "octo/renamed")
    assert story.publish().requests == 0
    rig.git.commit(rig.hosted.pulls[story.ref.number].head, {"app.py": with_flaws("sql")})
    sha = rig.git.resolve(rig.hosted.pulls[story.ref.number].head)
    rig.fake.push("octo/renamed", story.ref.number, sha)
    story.head["app.py"] = with_flaws("sql")
    assert story.publish().closed == 1
    host = rig.host()
    assert host.git_source(host.change(story.ref)).url.endswith("/octo/renamed.git")


def test_a_fork_is_fetched_from_the_base_repository(rig: GitHubRig) -> None:
    rig.git.commit("feature", {"app.py": with_flaws("shell")})
    pull = rig.fake.open_pull(REPOSITORY, "feature", fork="mallory/app")
    rig.fake.delete_fork(REPOSITORY, pull.number)
    host = rig.host()
    change = host.change(ChangeRef("github", REPOSITORY, pull.number))
    source = host.git_source(change)
    assert source.url == f"{rig.fake.origin}/{REPOSITORY}.git"
    assert source.refs == (f"refs/pull/{pull.number}/head",)
    kind, _, credentials = source.authorization.partition(" ")
    user, _, token = base64.b64decode(credentials).decode().partition(":")
    assert (kind, user) == ("Basic", "x-access-token")
    assert rig.fake.state.live_token(token)


def test_git_gets_a_token_that_still_lives(rig: GitHubRig) -> None:
    story = two_flaws(rig)
    host = rig.host()
    change = host.change(story.ref)
    first = host.git_source(change).authorization
    assert host.git_source(change).authorization == first


def test_the_token_has_no_more_than_it_needs(rig: GitHubRig) -> None:
    rig.fake.installation("octo").permissions |= {"contents": "write", "actions": "write"}
    story = two_flaws(rig)
    story.publish()
    tokens = [token for token in rig.fake.state.tokens.values() if token.installation]
    assert tokens
    for token in tokens:
        assert token.permissions["contents"] == "read"
        assert "actions" not in token.permissions


def test_closed_threads_are_resolved_where_that_is_wanted(rig: GitHubRig) -> None:
    rig.fake.installation("octo").permissions["contents"] = "write"
    rig.settings = replace(rig.settings, resolve_threads=True)
    story = two_flaws(rig)
    story.publish()
    story.push({"app.py": with_flaws("sql")})
    story.publish()
    first, second = (thread for thread, _ in rig.hosted.threads(story.ref.number))
    assert (first.resolved, second.resolved) == (True, False)
    assert story.publish().requests == 0


def test_a_thread_that_cannot_be_resolved_is_a_note(rig: GitHubRig) -> None:
    rig.settings = replace(rig.settings, resolve_threads=True)
    story = two_flaws(rig)
    story.publish()
    story.push({"app.py": with_flaws("sql")})
    receipt = story.publish()
    assert receipt.closed == 1
    assert any("unresolved" in note for note in receipt.notes)


def test_a_comment_that_was_deleted_is_not_missed(rig: GitHubRig) -> None:
    story = two_flaws(rig)
    story.publish()
    host = rig.host()
    story.push({"app.py": CLEAN + "done()\n"})
    change = host.change(story.ref)
    del rig.hosted.review_comments[int(rig.comments(story.ref)[0].id)]
    assert story.publish_on(host, change).closed == 1


def test_a_deleted_summary_is_posted_again(rig: GitHubRig) -> None:
    story = two_flaws(rig)
    story.publish()
    for review in rig.hosted.reviews.values():
        review.body = ""
    assert story.publish().summary == "posted"
    assert len(rig.hosted.issue_comments) == 1
    rig.hosted.issue_comments.clear()
    assert story.publish().summary == "posted"


@pytest.mark.parametrize("kind", ["error", "drop"])
def test_a_read_is_tried_again(rig: GitHubRig, kind: Kind) -> None:
    story = two_flaws(rig)
    rig.fake.fail_next("GET", r"/pulls/\d+$", kind, times=2)
    assert rig.host().change(story.ref).ref == story.ref


def test_a_read_that_never_works_is_unavailable(rig: GitHubRig) -> None:
    story = two_flaws(rig)
    rig.fake.fail_next("GET", r"/pulls/\d+$", "error", times=20)
    with pytest.raises(HostUnavailable):
        rig.host().change(story.ref)


def test_a_long_rate_limit_is_left_to_the_queue(rig: GitHubRig) -> None:
    story = two_flaws(rig)
    rig.fake.fail_next("GET", r"/pulls/\d+$", "primary", reset_in=1800)
    with pytest.raises(RateLimited) as caught:
        rig.host().change(story.ref)
    assert caught.value.retry_after == pytest.approx(1801, abs=3)
    assert caught.value.account.startswith("github:installation "), "whose writes wait, for all workers"


@pytest.mark.parametrize("path", [r"/pulls/\d+/reviews$", r"/check-runs$"])
@pytest.mark.parametrize("kind", ["error", "committed", "drop_committed"])
def test_any_lost_answer_posts_nothing_twice(rig: GitHubRig, path: str, kind: Kind) -> None:
    story = two_flaws(rig)
    rig.fake.fail_next("POST", path, kind)
    try:
        story.publish()
    except HostUnavailable:
        story.publish()
    assert len(story.ours()) == 2
    assert len(rig.summaries(story.ref)) == 1
    assert len(runs(rig)) == 1
    assert story.publish().requests == 0


def test_where_the_app_is_not_installed(rig: GitHubRig) -> None:
    rig.fake.installation("octo").repositories.clear()
    with pytest.raises(ChangeNotFound, match="not installed"):
        rig.host().change(ChangeRef("github", REPOSITORY, 1))


def test_no_common_ancestor(rig: GitHubRig) -> None:
    rig.fake.fail_next("GET", "/compare/", "answer", status=404, body={"message": "Not Found"})
    story = two_flaws(rig)
    with pytest.raises(HostError, match="no common ancestor"):
        rig.host().change(story.ref)


def test_a_wrong_key_is_explained_by_the_doctor(rig: GitHubRig) -> None:
    rig.settings = replace(rig.settings, app_id=1)
    wrong = [one for one in rig.host().diagnose() if not one.ok]
    assert len(wrong) == 1
    assert wrong[0].remedy


def test_an_app_that_is_installed_nowhere(rig: GitHubRig) -> None:
    rig.fake.state.installations.clear()
    wrong = [one for one in rig.host().diagnose() if not one.ok]
    assert [one.detail for one in wrong] == ["installed nowhere"]


def test_no_token_is_ever_logged(rig: GitHubRig, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    story = two_flaws(rig)
    story.publish()
    tokens = [token.value for token in rig.fake.state.tokens.values()]
    assert tokens
    assert not [token for token in tokens if token in caplog.text]


def test_a_token_that_expires_during_a_task_is_renewed(rig: GitHubRig) -> None:
    story = two_flaws(rig)
    host = rig.host()
    change = host.change(story.ref)
    rig.fake.forward(timedelta(hours=2))
    with pytest.raises(HostError, match="401"):
        host.posted(change)
    assert story.publish().posted == 2


def test_a_past_that_github_does_not_tell_costs_the_quotation_alone(rig: GitHubRig) -> None:
    check = "    if not user.may_read(path):\n        raise PermissionDenied(path)\n"
    before = f"def send(path, user):\n{check}    return load(path)\n"
    ref = rig.open_change({"app.py": before}, {"app.py": before.replace(check, "")})
    failed = {"errors": [{"message": "Something went wrong while executing your query."}]}
    rig.fake.fail_next("*", "/graphql$", "answer", body=failed)
    review_change(ref, rig.host(), [Guards()])
    (comment,) = rig.comments(ref)
    assert (comment.path, comment.line) == ("app.py", 2)
    assert "It came with" not in comment.text
    assert rig.outcome(ref) == "neutral"
    assert not rig.fake.faults_left

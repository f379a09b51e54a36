"""A merge queue's group gets the check run that its branch protection waits for, and nobody gets a second comment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.broker import connect
from bot.hosts.base import ChangeNotFound, Delivery
from bot.hosts.github import GitHubEvents
from bot.hosts.github.names import is_marked_again
from bot.hosts.survey import Found
from bot.job import Job
from bot.model import ChangeRef, Verdict
from tests.contract.conversations import Failing
from tests.contract.github_rig import REPOSITORY, GitHubRig, github_rig
from tests.contract.stories import CLEAN, Story, text, with_flaws
from tests.fakes.github.state import Pull
from workers.checks.base import Check
from workers.checks.guards import Guards
from workers.pipeline import Outcome, review_change
from workers.sweep_notes import SweepNotes


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[GitHubRig]:
    with github_rig(tmp_path) as built:
        yield built
        assert not built.violations()


GUARDED = text("def send(path, user):", "    if not user.may_read(path):", "        raise PermissionDenied(path)")
GUARDED += text("    data = load(path)", "    return store(data, user)")
OPEN = GUARDED.replace(text("    if not user.may_read(path):", "        raise PermissionDenied(path)"), "")


def group(rig: GitHubRig, after: str) -> tuple[str, str]:
    """A group on top of main that makes ``app.py`` this text: its base and its head."""
    base = rig.git.commit("main", {"app.py": GUARDED})
    branch = f"gh-readonly-queue/main/pr-1-{base}"
    rig.git.commit("topic", {"app.py": after}, start="main")
    return base, rig.git.commit(branch, {"app.py": after}, "Merge pull request #1", start="main", merge="topic")


def asked(rig: GitHubRig, base: str, head: str, action: str = "checks_requested") -> Job | None:
    """The job that the delivery leads to, as a worker reads it from the queue."""
    delivery = rig.fake.deliver.merge_group(REPOSITORY, base, head, action)
    found = GitHubEvents(rig.settings).parse(Delivery(delivery.headers, delivery.body))
    return Job.from_wire(found.to_wire()) if isinstance(found, Job) else None


def reviewed(rig: GitHubRig, base: str, head: str, checks: tuple[Check, ...] = (Guards(),)) -> Outcome:
    job = asked(rig, base, head)
    assert job is not None
    return review_change(job.ref, rig.host(), checks)


def test_the_group_gets_its_check_run(rig: GitHubRig) -> None:
    base, head = group(rig, OPEN)
    outcome = reviewed(rig, base, head)
    assert outcome.review is not None
    assert (outcome.review.verdict, outcome.review.files_total) == (Verdict.DEFECTS, 1)
    (run,) = rig.hosted.check_runs.values()
    assert (run.name, run.sha, run.status, run.conclusion) == ("Patchwarden", head, "completed", "neutral")
    assert "user.may_read" in (run.summary or "")


def test_a_group_whose_checks_could_not_run_is_marked(rig: GitHubRig) -> None:
    base, head = group(rig, OPEN)
    assert reviewed(rig, base, head, (Failing(),)).unfinished
    (run,) = rig.hosted.check_runs.values()
    assert (run.conclusion, is_marked_again(run.external_id)) == ("neutral", True)
    assert not reviewed(rig, base, head).unfinished
    assert [is_marked_again(one.external_id) for one in rig.hosted.check_runs.values()] == [True, False]


def test_a_clean_group(rig: GitHubRig) -> None:
    base, head = group(rig, GUARDED + "done = 1\n")
    reviewed(rig, base, head, ())
    (run,) = rig.hosted.check_runs.values()
    assert (run.sha, run.conclusion) == (head, "success")


def test_nothing_else_is_written_and_nothing_twice(rig: GitHubRig) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    story.publish()
    before = rig.comments(story.ref), rig.summaries(story.ref)
    base, head = group(rig, OPEN)
    writes = rig.writes()
    reviewed(rig, base, head)
    assert rig.writes() == writes + 2, "the check run is begun and concluded"
    again = reviewed(rig, base, head)
    assert again.receipt is not None
    assert (again.receipt.requests, rig.writes()) == (0, writes + 2)
    assert (rig.comments(story.ref), rig.summaries(story.ref)) == before


def test_two_groups_with_one_head_are_one_commit_and_have_a_run_each(rig: GitHubRig) -> None:
    base, head = group(rig, OPEN)
    older = rig.git.resolve(f"{base}^")
    reviewed(rig, base, head)
    reviewed(rig, older, head)
    assert {run.external_id.rpartition(":")[2] for run in rig.hosted.check_runs.values()} == {base, older}


def test_a_run_that_is_asked_for_again_names_its_group(rig: GitHubRig) -> None:
    base, head = group(rig, OPEN)
    reviewed(rig, base, head)
    (run,) = rig.hosted.check_runs.values()
    delivery = rig.fake.deliver.check_run(REPOSITORY, run.id)
    found = GitHubEvents(rig.settings).parse(Delivery(delivery.headers, delivery.body))
    assert isinstance(found, Job)
    assert found.ref == ChangeRef("github", REPOSITORY, 0, f"{base}...{head}")


def test_a_group_that_was_destroyed_asks_for_nothing(rig: GitHubRig) -> None:
    assert asked(rig, *group(rig, OPEN), action="destroyed") is None


def test_a_group_whose_commits_have_nothing_in_common(rig: GitHubRig) -> None:
    base, _ = group(rig, OPEN)
    head = rig.git.root_commit("elsewhere", {"app.py": OPEN})
    outcome = reviewed(rig, base, head)
    assert outcome.review is not None
    assert outcome.review.verdict is Verdict.INCOMPLETE
    (run,) = rig.hosted.check_runs.values()
    assert "no common ancestor" in (run.summary or "")


def test_with_a_token_the_group_gets_a_status(rig: GitHubRig) -> None:
    rig.hosted.collaborators["reviewer"] = "write"
    token = rig.fake.state.user_token("reviewer").value
    rig.settings = replace(rig.settings, app_id=None, private_key=None, token=token, repositories=(REPOSITORY,))
    base, head = group(rig, GUARDED + "done = 1\n")
    reviewed(rig, base, head, ())
    assert [(status.sha, status.context, status.state) for status in rig.hosted.statuses] == [
        (head, "Patchwarden", "pending"),
        (head, "Patchwarden", "success"),
    ]


@pytest.fixture
def queue(rig: GitHubRig) -> Pull:
    """A pull request in the merge queue; the App sees the queue."""
    rig.fake.installation("octo").permissions["merge_queues"] = "read"
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    pull = rig.hosted.pulls[story.ref.number]
    pull.queued = ("AWAITING_CHECKS", *group(rig, OPEN))
    return pull


def swept(rig: GitHubRig, redis_url: str) -> tuple[list[Found], int]:
    """What one sweep of those that remember finds of groups, and how many requests it makes."""
    with connect(redis_url) as redis:
        host, before = rig.host(), len(rig.fake.requests)
        found = [one for one in host.survey(SweepNotes(redis, host.name, 1000)) if one.ref.group]
        assert not host.unseen
        return found, len(rig.fake.requests) - before


def test_a_group_whose_delivery_was_lost_is_found_until_its_run_is_concluded(
    rig: GitHubRig, queue: Pull, redis_url: str
) -> None:
    assert queue.queued
    _, base, head = queue.queued
    (found,), _ = swept(rig, redis_url)
    assert (found.ref, found.head, found.base) == (ChangeRef("github", REPOSITORY, 0, f"{base}...{head}"), head, base)
    assert found.why == "a merge queue waits for its check run: its head has no review of ours"
    assert [one.ref for one in swept(rig, redis_url)[0]] == [found.ref]
    review_change(found.ref, rig.host(), ())
    none, asked_once = swept(rig, redis_url)
    none_again, at_rest = swept(rig, redis_url)
    assert (none, none_again, at_rest) == ([], [], asked_once - 1), "and then it is remembered"


def test_a_group_whose_review_died_is_found(rig: GitHubRig, queue: Pull, redis_url: str) -> None:
    (found,), _ = swept(rig, redis_url)
    host = rig.host()
    host.show_started(host.change(found.ref))
    (again,), _ = swept(rig, redis_url)
    assert again.why.endswith("the review of its head did not come to its end")


@pytest.mark.parametrize("state", ["QUEUED", "LOCKED", "MERGEABLE", "UNMERGEABLE"])
def test_a_group_that_waits_for_no_checks_asks_for_nothing(
    rig: GitHubRig, queue: Pull, redis_url: str, state: str
) -> None:
    assert queue.queued
    queue.queued = (state, *queue.queued[1:])
    assert swept(rig, redis_url)[0] == []


def test_without_the_permission_the_queue_is_not_asked_for(rig: GitHubRig, queue: Pull, redis_url: str) -> None:
    del rig.fake.installation("octo").permissions["merge_queues"]
    with_it = swept(rig, redis_url)
    assert with_it == ([], with_it[1])
    queue.queued = None
    assert swept(rig, redis_url) == with_it, "nothing is refused that would be asked for again"


def test_a_queue_that_is_refused_costs_one_request_and_no_pull_request(
    rig: GitHubRig, queue: Pull, redis_url: str
) -> None:
    _, before = swept(rig, redis_url)
    refused = {"data": None, "errors": [{"type": "FORBIDDEN", "message": "Resource not accessible by integration"}]}
    rig.fake.fail_next("POST", "/graphql$", "answer", body=refused)
    found, asked = swept(rig, redis_url)
    assert found == []
    assert asked == before  # one more for the refusal, one less for the group


@pytest.mark.parametrize("name", ["main...topic", "a" * 40, f"{'a' * 40}..{'b' * 40}", f"{'a' * 40}...{'B' * 40}"])
def test_a_group_that_names_no_commits_is_none(rig: GitHubRig, name: str) -> None:
    with pytest.raises(ChangeNotFound):
        rig.host().change(ChangeRef("github", REPOSITORY, 0, name))

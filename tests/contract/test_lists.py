"""Lists that a host gives in pages are read to their end: more items than a page holds, in each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.hosts.github import reading
from bot.model import ChangeRef
from tests.contract.gerrit_rig import GerritRig, gerrit_rig
from tests.contract.github_rig import REPOSITORY, GitHubRig, github_rig
from tests.contract.stories import CLEAN, Story, text, with_flaws

MANY = 104
"""More than one page of a hundred."""


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[GitHubRig]:
    with github_rig(tmp_path) as built:
        yield built
        assert not built.violations()


def two_flaws(rig: GitHubRig) -> Story:
    return Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")})


def with_a_token(rig: GitHubRig) -> None:
    rig.hosted.collaborators["reviewer"] = "write"
    token = rig.fake.state.user_token("reviewer").value
    rig.settings = replace(rig.settings, app_id=None, private_key=None, token=token, repositories=(REPOSITORY,))


def with_commits(rig: GitHubRig, number: int) -> ChangeRef:
    """A pull request of so many commits, each of which says its number."""
    lines = [line for count in range(number) for line in _commit(count)]
    start = f"from {rig.git.resolve('main')}"
    rig.git.git("fast-import", "--quiet", "--done", stdin="\n".join([*lines[:4], start, *lines[4:], "done\n"]).encode())
    return ChangeRef(rig.settings.name, REPOSITORY, rig.fake.open_pull(REPOSITORY, "long").number)


def _commit(count: int) -> list[str]:
    message = f"Commit {count}"
    who = f"Mallory <mallory@example.org> {1_710_000_000 + 60 * count} +0000"
    return ["commit refs/heads/long", f"committer {who}", f"data {len(message)}", message]


@pytest.mark.parametrize("number", [1, 100, 101, 250, 251, 320])
def test_the_messages_of_all_commits(rig: GitHubRig, number: int) -> None:
    change = rig.host().change(with_commits(rig, number))
    assert [message.text for message in change.messages] == [f"Commit {count}" for count in range(number)]
    assert change.unread_messages == 0


def test_messages_beyond_the_limit_are_counted(rig: GitHubRig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_MESSAGES", 120)
    change = rig.host().change(with_commits(rig, 150))
    assert (len(change.messages), change.unread_messages) == (120, 30)


def test_our_comments_behind_many_of_others(rig: GitHubRig) -> None:
    story = two_flaws(rig)
    for count in range(MANY):
        rig.comment(story.ref, "app.py", 21, f"Remark {count}")
    assert story.publish().posted == 2
    assert story.publish().requests == 0


def test_our_summary_behind_many_comments(rig: GitHubRig) -> None:
    story = two_flaws(rig)
    for count in range(MANY):
        rig.talk(story.ref, f"Remark {count}")
    story.publish()
    assert story.publish().requests == 0
    assert len(rig.summaries(story.ref)) == 1


def test_our_check_run_among_many(rig: GitHubRig) -> None:
    """All of the same name: each of another change with the same head."""
    story = two_flaws(rig)
    story.publish()
    (ours,) = rig.hosted.check_runs.values()
    for count in range(MANY):
        run = replace(ours, id=ours.id + count + 1, external_id=f"{rig.hosted.id}:{500 + count}:{ours.sha}")
        rig.hosted.check_runs[run.id] = run
    assert story.publish().requests == 0
    assert not list(rig.host().unreviewed())


def test_our_status_among_many(rig: GitHubRig) -> None:
    with_a_token(rig)
    story = two_flaws(rig)
    story.publish()
    ours = rig.hosted.statuses[-1]
    rig.hosted.statuses += [replace(ours, id=ours.id + count + 1, context=f"ci/{count}") for count in range(MANY)]
    assert story.publish().requests == 0


def test_a_thread_behind_many_is_resolved(rig: GitHubRig) -> None:
    rig.fake.installation("octo").permissions["contents"] = "write"
    rig.settings = replace(rig.settings, resolve_threads=True)
    story = two_flaws(rig)
    for count in range(MANY):
        rig.comment(story.ref, "app.py", 21, f"Remark {count}")
    story.publish()
    story.push({"app.py": with_flaws("sql")})
    story.publish()
    assert [first.resolved for first, _ in rig.hosted.threads(story.ref.number)].count(True) == 1


def as_app(rig: GitHubRig) -> None:
    """The rig as it is."""


@pytest.mark.parametrize("account", [as_app, with_a_token])
def test_the_sweep_sees_every_pull_request(rig: GitHubRig, account: Callable[[GitHubRig], None]) -> None:
    account(rig)
    rig.git.commit("topic", {"app.py": CLEAN}, start="main")
    pulls = [rig.fake.open_pull(REPOSITORY, "topic") for _ in range(MANY)]
    assert sorted(ref.number for ref in rig.host().unreviewed()) == [pull.number for pull in pulls]


def test_the_sweep_sees_every_pull_request_where_graphql_refuses(rig: GitHubRig) -> None:
    """It breaks off behind the first page: nothing is named twice."""
    rig.git.commit("topic", {"app.py": CLEAN}, start="main")
    pulls = [rig.fake.open_pull(REPOSITORY, "topic") for _ in range(MANY)]
    refused = {"data": None, "errors": [{"type": "FORBIDDEN", "message": "Resource not accessible by integration"}]}
    rig.fake.fail_next("POST", "/graphql$", "answer", body=refused)
    assert sorted(ref.number for ref in rig.host().unreviewed()) == [pull.number for pull in pulls]


def test_the_sweep_sees_every_repository(rig: GitHubRig) -> None:
    rig.git.commit("topic", {"app.py": CLEAN}, start="main")
    for count in range(MANY):
        rig.fake.add_repository(f"octo/app{count}", rig.git)
    rig.fake.open_pull(f"octo/app{MANY - 1}", "topic")
    assert [ref.repository for ref in rig.host().unreviewed()] == [f"octo/app{MANY - 1}"]


def test_the_sweep_sees_every_installation(rig: GitHubRig) -> None:
    rig.git.commit("topic", {"app.py": CLEAN}, start="main")
    for count in range(MANY):
        rig.fake.installation(f"owner{count}").suspended = count < MANY - 1
    rig.fake.add_repository(f"owner{MANY - 1}/app", rig.git)
    rig.fake.open_pull(f"owner{MANY - 1}/app", "topic")
    assert [ref.repository for ref in rig.host().unreviewed()] == [f"owner{MANY - 1}/app"]


@pytest.fixture
def gerrit(tmp_path: Path) -> Iterator[GerritRig]:
    with gerrit_rig(tmp_path) as built:
        yield built
        assert not built.violations()


def test_the_sweep_sees_every_change_on_gerrit(gerrit: GerritRig) -> None:
    story = Story(gerrit, {"app.py": CLEAN}, {"app.py": text("one")})
    server = gerrit.server
    changes = server.fake.state.changes  # type: ignore[attr-defined]  # this rig's server is the fake
    (first,) = changes.values()
    for count in range(2 * MANY):
        changes[first.number + count + 1] = replace(first, number=first.number + count + 1)
    found = [ref.number for ref in gerrit.host().unreviewed()]
    assert sorted(found) == list(range(story.ref.number, story.ref.number + 2 * MANY + 1))

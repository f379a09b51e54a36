"""What only a real Gerrit can answer for; the contract runs on it as well (``make test-gerrit``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.hosts.base import ChangeNotFound
from bot.hosts.gerrit import GerritSettings
from bot.model import ChangeRef, Fix, Review
from tests.contract.gerrit_rig import GerritRig, real_gerrit_rig
from tests.contract.stories import CLEAN, Story, with_flaws
from tests.gerrit.real_server import RealGerrit
from workers import snapshot

pytestmark = pytest.mark.real_gerrit


@pytest.fixture
def rig(real_gerrit: RealGerrit, tmp_path: Path) -> Iterator[GerritRig]:
    with real_gerrit_rig(real_gerrit, tmp_path) as built:
        yield built


def at(ref: ChangeRef) -> str:
    return f"/changes/{ref.repository.replace('/', '%2F')}~{ref.number}"


def test_the_life_of_a_change(rig: GerritRig, real_gerrit: RealGerrit) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    first = rig.host().change(story.ref)
    assert (first.patch_set, first.author, first.draft, first.private) == (1, "mallory", False, False)
    real_gerrit.call("POST", f"{at(story.ref)}/abandon", {}, user="mallory")
    assert not rig.host().change(story.ref).open
    assert not list(rig.host().unreviewed())
    real_gerrit.call("POST", f"{at(story.ref)}/restore", {}, user="mallory")
    assert rig.host().change(story.ref).open
    real_gerrit.call("POST", f"{at(story.ref)}/wip", {}, user="mallory")
    assert rig.host().change(story.ref).draft
    assert list(rig.host().unreviewed()) == [story.ref]
    story.publish()
    assert not list(rig.host().unreviewed())


def test_a_private_change_is_seen_with_the_right_to(rig: GerritRig, real_gerrit: RealGerrit) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    real_gerrit.call("POST", f"{at(story.ref)}/private", {}, user="mallory")
    with pytest.raises(ChangeNotFound):
        rig.host().change(story.ref)
    group = real_gerrit.call("GET", "/groups/Service%20Users")["id"]
    right = {"viewPrivateChanges": {"rules": {group: {"action": "ALLOW"}}}}
    project = story.ref.repository.replace("/", "%2F")
    real_gerrit.call("POST", f"/projects/{project}/access", {"add": {"refs/*": {"permissions": right}}})
    assert rig.host().change(story.ref).private
    assert story.publish().posted == 1
    assert list(real_gerrit.call("GET", f"{at(story.ref)}/comments", user="mallory")) == ["app.py"]


def test_strange_paths_take_comments(rig: GerritRig) -> None:
    paths = ["a dir/b c.py", "a+b.py", "größe/ünï.py", "a%2Fb.py", "#?.py", "[x].py"]
    story = Story(rig, dict.fromkeys(paths, CLEAN), dict.fromkeys(paths, with_flaws("shell")))
    story.publish()
    assert story.ours() == [(path, 21, False) for path in sorted(paths)]
    assert story.publish().requests == 0
    story.push(dict.fromkeys(paths, CLEAN + "done()\n"))
    assert story.publish().closed == len(paths)
    assert {closed for _, _, closed in story.ours()} == {True}


def test_a_merge_takes_comments_where_it_differs_from_the_automatic_one(rig: GerritRig) -> None:
    """The review compares with the first parent, so it sees all that is merged; Gerrit takes comments on less."""
    git, server = rig.git, rig.server
    server.set_branch(git, "side", git.commit("side", {"side.py": CLEAN}, start="main"))
    server.set_branch(git, "main", git.commit("main", {"main.py": CLEAN}))
    change_id = "I" + "7" * 40
    message = f"Merge\n\nChange-Id: {change_id}\n"
    sha = git.commit("merge", {"side.py": CLEAN, "both.py": with_flaws("shell")}, message, start="main", merge="side")
    ref = ChangeRef(rig.settings.name, server.project, server.upload(git, "main", sha, change_id))
    host = rig.host()
    change = host.change(ref)
    assert (change.merge_commit, change.merge_base) == (True, git.resolve("main"))
    story = Story(rig, {}, {"both.py": with_flaws("shell"), "side.py": with_flaws("sql")})
    story.ref = ref
    receipt = story.publish_on(host, change)
    assert story.ours() == [("both.py", 21, False)]
    assert len(receipt.moved_to_summary) == 1
    assert story.publish().requests == 0


def test_a_trivial_rebase_says_nothing_again(rig: GerritRig) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    story.publish()
    before = rig.summaries(story.ref)
    rig.rebase(story.ref)
    assert not list(rig.host().unreviewed())
    receipt = story.publish()
    assert (receipt.requests, rig.votes(story.ref), rig.summaries(story.ref)) == (1, [-1], before)
    assert story.publish().requests == 0


def test_a_fix_is_taken_and_does_what_it_says(rig: GerritRig, real_gerrit: RealGerrit) -> None:
    rig.settings = replace(rig.settings, fix_suggestions=True)
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})

    def with_fix(review: Review) -> Review:
        (item,) = review.observations
        fix = Fix(start_line=21, end_line=21, replacement="safe()")
        return replace(review, observations=(replace(item, findings=(replace(item.finding, fix=fix),)),))

    assert story.publish(with_fix).requests == 1
    (comment,) = real_gerrit.call("GET", f"{at(story.ref)}/comments")["app.py"]
    (fix,) = comment["fix_suggestions"]
    diff = real_gerrit.call("GET", f"{at(story.ref)}/revisions/current/fixes/{fix['fix_id']}/preview")["app.py"]
    changed = [part for part in diff["content"] if "ab" not in part]
    assert [(part["a"], part["b"]) for part in changed] == [(["flaw_shell()"], ["safe()"])]


def test_the_snapshot_over_its_git(rig: GerritRig) -> None:
    """By commit id, for an older patch set as well; Gerrit knows no filter, so the blobs come along."""
    story = Story(rig, {"app.py": CLEAN, ".patchwarden.yml": "fail-on: high\n"}, {"app.py": with_flaws("shell")})
    host = rig.host()
    first = host.change(story.ref)
    story.push({"app.py": with_flaws("sql")})
    with snapshot.remote(first, host.git_source(first)) as (seen, _):
        assert [(file.path, file.head_text) for file in seen.files] == [("app.py", with_flaws("shell"))]


def test_a_wrong_password_is_a_finding_of_the_doctor(rig: GerritRig) -> None:
    settings: GerritSettings = replace(rig.settings, password="wrong")
    rig.settings = settings
    wrong = [one for one in rig.host().diagnose() if not one.ok]
    assert [one.subject for one in wrong] == ["gerrit: credentials"]
    assert "401" in wrong[0].detail

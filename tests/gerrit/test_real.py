"""What only a real Gerrit can answer for; the contract runs on it as well (``make test-gerrit``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.hosts.base import ChangeNotFound
from bot.hosts.gerrit import GerritSettings
from bot.hosts.talk import TalkSettings
from bot.model import ChangeRef, Fix, Review
from bot.policy import Policy
from tests.contract.gerrit_rig import GerritRig, real_gerrit_rig
from tests.contract.stories import CLEAN, Story, with_flaws
from tests.gerrit.real_server import MOST_COMMENTS, RealGerrit
from tests.gerrit.test_places import LOUD, check_merge
from workers.change import snapshot

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
    assert (first.patch_set, first.author, first.draft) == (1, "mallory", False)
    real_gerrit.call("POST", f"{at(story.ref)}/abandon", {}, user="mallory")
    assert not rig.host().change(story.ref).open
    assert not list(rig.host().unreviewed())
    real_gerrit.call("POST", f"{at(story.ref)}/restore", {}, user="mallory")
    assert rig.host().change(story.ref).open
    real_gerrit.call("POST", f"{at(story.ref)}/wip", {}, user="mallory")
    assert rig.host().change(story.ref).draft
    assert not list(rig.host().unreviewed())
    rig.settings = replace(rig.settings, talk=TalkSettings(drafts=True))
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
    assert rig.host().change(story.ref).open
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


def test_a_merge(rig: GerritRig) -> None:
    check_merge(rig)


def test_a_comment_in_the_commit_message_stands_on_the_line_that_it_is_about(
    rig: GerritRig, real_gerrit: RealGerrit
) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": CLEAN + "start()\n"}, message=LOUD)
    story.publish()
    ((path, line, _),) = story.ours()
    diff = real_gerrit.call("GET", f"{at(story.ref)}/revisions/current/files/%2FCOMMIT_MSG/diff")
    shown = [text for part in diff["content"] for text in part.get("b", part.get("ab", []))]
    assert path == "/COMMIT_MSG"
    assert shown[(line or 0) - 1] == "Call flaw_shell() first."


def test_what_exceeds_the_servers_limit_of_comments_is_in_the_summary(rig: GerritRig) -> None:
    """The gravest keep their lines as far as there is room beside the messages that count as well."""
    names = [f"n{number:03d}" for number in range(MOST_COMMENTS)]
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws(*names)}, Policy(comment_limit=MOST_COMMENTS))
    receipt = story.publish()
    assert receipt.requests == 2
    assert MOST_COMMENTS - 5 < receipt.posted < MOST_COMMENTS
    assert receipt.posted + len(receipt.moved_to_summary) == MOST_COMMENTS
    assert len(story.ours()) == receipt.posted


def test_a_new_commit_message_says_nothing_again(rig: GerritRig) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    story.publish()
    before = rig.summaries(story.ref), rig.comments(story.ref)
    rig.reword(story.ref, "A better title")
    assert not list(rig.host().unreviewed())
    story.publish()
    assert (rig.summaries(story.ref), rig.comments(story.ref)) == before
    assert rig.votes(story.ref) == [-1]
    assert story.publish().requests == 0


def test_a_project_with_a_strange_name(real_gerrit: RealGerrit, tmp_path: Path) -> None:
    with real_gerrit_rig(real_gerrit, tmp_path, "größe/a b+c/web.hooks") as rig:
        story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
        host = rig.host()
        change = host.change(story.ref)
        with snapshot.remote(change, host.git_source(change)) as seen:
            assert [file.head_text for file in seen.files] == [with_flaws("shell")]
        assert list(host.unreviewed()) == [story.ref]
        assert story.publish().posted == 1
        assert not list(rig.host().unreviewed())


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
    with snapshot.remote(first, host.git_source(first)) as seen:
        assert [(file.path, file.head_text) for file in seen.files] == [("app.py", with_flaws("shell"))]


def test_a_wrong_password_is_a_finding_of_the_doctor(rig: GerritRig) -> None:
    settings: GerritSettings = replace(rig.settings, password="wrong")
    rig.settings = settings
    wrong = [one for one in rig.host().diagnose() if not one.ok]
    assert [one.subject for one in wrong] == ["gerrit: credentials"]
    assert "401" in wrong[0].detail

"""What stands on no line of a file: flaws in the commit message, and those that Gerrit takes on no file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Change, ChangeRef, Review, Severity
from tests.contract.gerrit_rig import GerritRig
from tests.contract.rig import Seen
from tests.contract.stories import CLEAN, Story, in_file, with_flaws
from tests.gerrit.fake_stories import comment_json, flawed

LOUD = "Title\n\nCall flaw_shell() first.\n"


def in_message(rig: GerritRig, message: str = LOUD) -> Story:
    return Story(rig, {"app.py": CLEAN}, {"app.py": CLEAN + "start()\n"}, message=message)


def thread(story: Story) -> Seen:
    (seen,) = (one for one in story.rig.comments(story.ref) if one.ours)
    return seen


def test_a_flaw_in_the_commit_message_stands_on_its_line_there(rig: GerritRig) -> None:
    """Parent, author, committer, their dates and a blank line come before the message."""
    story = in_message(rig)
    story.publish()
    assert story.ours() == [("/COMMIT_MSG", 3 + 6, False)]
    span = comment_json(story)["range"]
    assert (span["start_line"], span["end_line"], span["start_character"]) == (9, 9, 0)


def test_a_reworded_message_keeps_its_thread_and_a_mended_one_resolves_it(rig: GerritRig) -> None:
    """Gerrit calls both a change without code, after which nothing else is told again."""
    story = in_message(rig)
    story.publish()
    rig.reword(story.ref, f"A better title\n\nWhy it is.\n\n{LOUD}")
    receipt = story.publish()
    assert (receipt.posted, receipt.kept, receipt.closed) == (0, 1, 0)
    rig.reword(story.ref, "Title")
    receipt = story.publish()
    assert (receipt.posted, receipt.closed, receipt.summary) == (0, 1, "updated")
    assert thread(story).closed
    assert story.publish().requests == 0


def test_a_flaw_that_comes_with_a_new_message_is_told(rig: GerritRig) -> None:
    story = in_message(rig, "Title")
    story.publish()
    rig.reword(story.ref, LOUD)
    assert story.publish().posted == 1
    assert story.ours() == [("/COMMIT_MSG", 9, False)]


@pytest.mark.parametrize(("severity", "unresolved"), [(Severity.HIGH, True), (Severity.LOW, False)])
def test_a_thread_on_the_patch_set_asks_for_a_resolution_by_severity(
    rig: GerritRig, severity: Severity, unresolved: bool
) -> None:
    story = Story(rig, {"app.py": CLEAN, "other.py": CLEAN}, {"app.py": with_flaws("shell")})

    def graded(review: Review) -> Review:
        (item,) = in_file("other.py")(review).observations
        return replace(review, observations=(replace(item, findings=(replace(item.finding, severity=severity),)),))

    story.publish(graded)
    assert thread(story).path == ""
    assert comment_json(story)["unresolved"] is unresolved


def test_a_thread_on_the_patch_set_that_somebody_answered_gets_one_reply(rig: GerritRig) -> None:
    story = Story(rig, {"app.py": CLEAN, "other.py": CLEAN}, {"app.py": with_flaws("shell")})
    story.publish(in_file("other.py"))
    rig.reply(story.ref, thread(story).id, "On purpose.")
    story.push({"app.py": CLEAN + "done()\n"})
    assert story.publish().closed == 1
    assert thread(story).replies[0] == "On purpose."
    assert len(thread(story).replies) == 2
    assert story.publish().requests == 0


def merged(rig: GerritRig) -> tuple[ChangeRef, Change]:
    """A merge in which ``side.py`` merges by itself and ``both.py`` does not."""
    git, server = rig.git, rig.server
    server.set_branch(git, "side", git.commit("side", {"side.py": CLEAN}, start="main"))
    server.set_branch(git, "main", git.commit("main", {"main.py": CLEAN}))
    change_id = "I" + "7" * 40
    message = f"{LOUD}\nChange-Id: {change_id}\n"
    sha = git.commit("merge", {"side.py": CLEAN, "both.py": with_flaws("shell")}, message, start="main", merge="side")
    ref = ChangeRef(rig.settings.name, server.project, server.upload(git, "main", sha, change_id))
    return ref, rig.host().change(ref)


def check_merge(rig: GerritRig) -> None:
    """A flaw in what merged by itself is a thread on the patch set; the commit message has a line for each parent."""
    ref, change = merged(rig)
    assert change.merge_commit
    story = Story(rig, {}, {"both.py": with_flaws("shell"), "side.py": with_flaws("sql")})
    story.ref = ref
    receipt = story.publish_on(rig.host(), change)
    assert story.ours() == [("", None, False), ("/COMMIT_MSG", 3 + 7, False), ("both.py", 21, False)]
    (seen,) = (one for one in rig.comments(ref) if not one.path)
    assert "`side.py:21`" in seen.text
    assert (receipt.moved_to_summary, story.publish().requests) == ((), 0)


def test_a_merge(rig: GerritRig) -> None:
    check_merge(rig)


def test_a_base_line_of_a_file_that_gerrit_does_not_take_names_no_side(rig: GerritRig) -> None:
    story = flawed(rig, "shell")
    rig.server.gate.answers.append((400, "file app.py not found in revision 101,1"))
    story.publish()
    assert not {"line", "range", "side"} & comment_json(story).keys()

"""The code moves between two pushes: every live flaw is shown where it is now, by one comment, and nowhere else."""

from __future__ import annotations

import pytest

from bot import review
from bot.publication import plan
from tests.contract.rig import HostRig
from tests.contract.stories import CLEAN, Story, text, with_flaws

HALF = CLEAN[: CLEAN.index("line11")]
REST = CLEAN[len(HALF) :]
FLAW = "flaw_shell()\n"


def one_flaw(rig: HostRig) -> Story:
    """On line 21 of ``app.py``; ``other.py`` is there for it to move to."""
    story = Story(rig, {"app.py": CLEAN, "other.py": "other = 1\n" + CLEAN}, {"app.py": with_flaws("shell")})
    story.publish()
    assert rig.shown(story.ref) == [("app.py", 21)]
    return story


def test_lines_above_it_come_and_go(rig: HostRig) -> None:
    """The host moves its comment along: nothing is posted."""
    story = one_flaw(rig)
    ids = {one.id for one in rig.comments(story.ref)}
    for content, line in [(text("a", "b") + with_flaws("shell"), 23), (HALF + FLAW, 11), (CLEAN + FLAW, 21)]:
        story.push({"app.py": content})
        assert story.publish().posted == 0
        assert rig.shown(story.ref) == [("app.py", line)]
    assert {one.id for one in rig.comments(story.ref)} == ids


def test_its_file_is_renamed(rig: HostRig) -> None:
    story = one_flaw(rig)
    story.rename("app.py", "new/name.py")
    story.publish()
    assert rig.shown(story.ref) == [("new/name.py", 21)]
    assert story.publish().requests == 0


def test_its_file_is_renamed_and_edited(rig: HostRig) -> None:
    story = one_flaw(rig)
    story.rename("app.py", "name.py", text("a", "b") + with_flaws("shell"))
    story.publish()
    assert rig.shown(story.ref) == [("name.py", 23)]
    assert story.publish().requests == 0


def test_its_file_is_renamed_and_named_back(rig: HostRig) -> None:
    story = one_flaw(rig)
    for old, new in [("app.py", "name.py"), ("name.py", "app.py")]:
        story.rename(old, new)
        story.publish()
        assert rig.shown(story.ref) == [(new, 21)]
    assert story.publish().requests == 0


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"app.py": CLEAN, "other.py": "other = 1\n" + CLEAN + FLAW}, ("other.py", 22)),
        ({"app.py": None, "other.py": "other = 1\n" + CLEAN + FLAW}, ("other.py", 22)),
        ({"app.py": HALF + FLAW + REST}, ("app.py", 11)),
        ({"app.py": FLAW + CLEAN}, ("app.py", 1)),
    ],
    ids=["to another file", "to another file while its own goes", "up in its file", "to the top of its file"],
)
def test_it_moves(rig: HostRig, files: dict[str, str | None], place: tuple[str, int]) -> None:
    story = one_flaw(rig)
    story.push(files)
    receipt = story.publish()
    assert rig.shown(story.ref) == [place]
    assert (receipt.posted, receipt.closed) == (1, 1)
    (old,) = (one for one in rig.comments(story.ref) if one.closed)
    said = " ".join([old.text, *old.replies])
    assert "Moved in" in said
    assert f"{place[0]}:{place[1]}" in said
    assert story.publish().requests == 0


def test_its_file_is_deleted(rig: HostRig) -> None:
    story = one_flaw(rig)
    story.push({"app.py": None})
    assert story.publish().closed == 1
    assert rig.shown(story.ref) == []
    assert story.publish().requests == 0


def test_an_answered_thread_says_where_the_flaw_is_now(rig: HostRig) -> None:
    story = one_flaw(rig)
    (old,) = rig.comments(story.ref)
    rig.reply(story.ref, old.id, "Why?")
    story.push({"app.py": CLEAN, "other.py": "other = 1\n" + CLEAN + FLAW})
    receipt = story.publish()
    assert (receipt.posted, receipt.closed) == (1, 1)
    assert rig.shown(story.ref) == [("other.py", 22)]
    after = next(one for one in rig.comments(story.ref) if one.id == old.id)
    assert (after.text, after.replies[0]) == (old.text, "Why?")
    (said,) = after.replies[1:]
    assert "other.py:22" in said
    assert ("other.py", 22) in rig.shown(story.ref)
    assert after.replies[1].startswith("Moved in")
    assert story.publish().requests == 0


def test_two_copies_and_one_moves(rig: HostRig) -> None:
    story = Story(rig, {"app.py": CLEAN, "other.py": "other = 1\n" + CLEAN}, {"app.py": with_flaws("shell", "sql")})
    story.publish()
    story.push({"app.py": with_flaws("sql"), "other.py": "other = 1\n" + CLEAN + FLAW})
    story.publish()
    assert rig.shown(story.ref) == [("app.py", 21), ("other.py", 22)]
    assert story.publish().requests == 0


def test_what_could_not_be_read_closes_nothing(rig: HostRig) -> None:
    """A review that saw nothing cannot say that anything is fixed."""
    story = one_flaw(rig)
    story.push({"app.py": with_flaws("shell") + "done()\n"})
    host = rig.host()
    change = host.change(story.ref)
    receipt = host.publish(change, plan(review.unread(change, "the change is too large"), host.posted(change)))
    assert (receipt.closed, rig.shown(story.ref)) == (0, [("app.py", 21)])
    (summary,) = rig.summaries(story.ref)
    assert "the change is too large" in summary

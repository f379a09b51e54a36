"""A flaw that was fixed and comes back: its thread opens again where it stands, or it is told anew where it is now."""

from __future__ import annotations

import pytest

from tests.contract.rig import HostRig, Who
from tests.contract.stories import CLEAN, Story, text

_FLAW = "flaw_shell()\n"
_HALF, _REST = CLEAN[: CLEAN.index("line11")], CLEAN[CLEAN.index("line11") :]


def fixed(rig: HostRig, *, answered: bool = False) -> Story:
    """A flaw of ``app.py``, line 21, was told and is fixed."""
    story = Story(rig, {"app.py": CLEAN, "other.py": CLEAN}, {"app.py": CLEAN + _FLAW, "other.py": "other()\n" + CLEAN})
    story.publish()
    if answered:
        rig.reply(story.ref, next(one.id for one in rig.comments(story.ref) if one.ours), "Done.", Who.AUTHOR)
    story.push({"app.py": CLEAN + "safe()\n"})
    story.publish()
    assert rig.shown(story.ref) == []
    return story


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize(
    ("content", "line"),
    [
        (CLEAN + _FLAW, 21),
        (text("first()", "second()") + CLEAN + _FLAW, 23),
        (CLEAN.replace("line3 = 3\n", "") + _FLAW, 20),
        (CLEAN + _FLAW + "more()\n", 21),
        (CLEAN + "safe()\n" + _FLAW, 22),
        (_HALF + _FLAW + _REST, 11),
        (_FLAW + CLEAN, 1),
    ],
    ids=["as it was", "below new lines", "below a line less", "before new lines", "below the fix", "up", "at the top"],
)
def test_it_comes_back_in_its_file(rig: HostRig, content: str, line: int, answered: bool) -> None:
    """Whether in the thread that stands or in a new one, it is shown once, where it is, and nothing is said twice."""
    story = fixed(rig, answered=answered)
    story.push({"app.py": content})
    story.publish()
    assert rig.shown(story.ref) == [("app.py", line)]
    assert story.publish().requests == 0
    story.push({"other.py": "elsewhere()\n" + CLEAN})
    assert story.publish().posted == 0
    assert rig.shown(story.ref) == [("app.py", line)]
    assert story.publish().requests == 0


def test_it_comes_back_in_another_file(rig: HostRig) -> None:
    story = fixed(rig)
    story.push({"other.py": "other()\n" + CLEAN + _FLAW})
    assert story.publish().posted == 1
    assert rig.shown(story.ref) == [("other.py", 22)]
    assert story.publish().requests == 0


def test_it_comes_and_goes(rig: HostRig) -> None:
    """One thread tells the whole story."""
    story = fixed(rig)
    for _ in range(2):
        story.push({"app.py": CLEAN + _FLAW})
        story.publish()
        assert story.publish().requests == 0
        assert rig.shown(story.ref) == [("app.py", 21)]
        story.push({"app.py": CLEAN + "safe()\n"})
        story.publish()
        assert story.publish().requests == 0
        assert rig.shown(story.ref) == []
    assert len([one for one in rig.comments(story.ref) if one.ours and one.path]) == 1

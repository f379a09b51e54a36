"""A change on the fake, and what the fake remembers of it."""

from __future__ import annotations

from typing import Any

from bot.policy import Policy
from tests.contract.gerrit_rig import GerritRig
from tests.contract.stories import CLEAN, Story, with_flaws
from tests.fakes.gerrit import FakeGerrit
from tests.fakes.gerrit.state import Hosted, Json


def fake(rig: GerritRig) -> FakeGerrit:
    found: Any = rig.server
    return found.fake  # type: ignore[no-any-return]


def hosted(story: Story) -> Hosted:
    rig: Any = story.rig
    return fake(rig).state.changes[story.ref.number]


def flawed(rig: GerritRig, *names: str, policy: Policy | None = None) -> Story:
    """``app.py`` gets flaws from line 21 on."""
    return Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws(*names)}, policy or Policy())


def messages(story: Story) -> list[str]:
    return [one["message"] for one in hosted(story).messages if one["author"]["username"] == "patchwarden"]


def comment_json(story: Story) -> Json:
    return next(item for _, item in hosted(story).comments)

"""A verified fix is shown with its comment, on every host in the form that people can take there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Finding, Fix, Review
from bot.policy import Policy
from tests.contract.github_rig import GitHubRig
from tests.contract.rig import HostRig
from tests.contract.stories import CLEAN, Retouch, Story, text

CALL = text("flaw_call(", "    url,", "    verify=False,", ")")


def mended(fix: Fix, *, at: int = 0) -> Retouch:
    """The review with a fix for the finding at this place of the observation, beside graver ones without."""

    def retouch(review: Review) -> Review:
        (item,) = review.observations
        last = replace(item.finding, fix=fix)
        graver: list[Finding] = [replace(item.finding, rule=f"test.graver-{number}") for number in range(at)]
        return replace(review, observations=(replace(item, findings=(*graver, last)),))

    return retouch


@pytest.mark.parametrize(
    ("replacement", "at"),
    [("call(url)", 0), ("if not may():\n    raise PermissionError\ncall(url)", 0), ("call(url)", 1)],
    ids=["one line", "more lines than before", "the second problem of a line"],
)
def test_a_fix_is_offered(rig: HostRig, replacement: str, at: int) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": CLEAN + "flaw_call(\n"}, Policy())
    story.publish(mended(Fix(21, 21, replacement), at=at))
    (comment,) = rig.comments(story.ref)
    assert block(rig, replacement, 21, 21) in comment.text
    assert comment.text.count(replacement) == 1
    assert story.publish(mended(Fix(21, 21, replacement), at=at)).requests == 0


def test_a_fix_of_several_lines(rig: HostRig) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": CLEAN + CALL}, Policy())
    fixed = CALL.replace("False", "True").rstrip("\n")
    fix = Fix(21, 24, fixed, CALL.rstrip("\n"))

    def wide(review: Review) -> Review:
        (item,) = review.observations
        findings = (replace(item.finding, fix=fix),)
        return replace(review, observations=(replace(item, start_line=21, line=24, findings=findings),))

    story.publish(wide)
    (comment,) = rig.comments(story.ref)
    assert block(rig, fixed, 21, 24) in comment.text


def block(rig: HostRig, code: str, first: int, last: int) -> str:
    if isinstance(rig, GitHubRig):
        return f"```suggestion\n{code}\n```"
    lines = f" {first}" if first == last else f"s {first}–{last}"
    return f"Instead of line{lines}:\n\n```\n{code}\n```"

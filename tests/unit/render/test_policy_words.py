"""What the policy did, in the words of the summary and the comments."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import LeftOut, Severity
from bot.render import markdown
from bot.render.wording import left_out
from tests.unit.render.samples import two_defects


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (LeftOut(), []),
        (LeftOut(findings_lowered=1), ["1 finding lowered below the minimum by the policy"]),
        (LeftOut(areas=2), ["2 areas not reported by the policy"]),
        (LeftOut(areas=1, findings_of_areas=3), ["1 area not reported by the policy (3 findings)"]),
        (LeftOut(findings_of_paths=2), ["2 findings left out by the policy for their paths"]),
        (
            LeftOut(findings_below=1, findings_lowered=2),
            ["1 finding below the policy's minimum severity", "2 findings lowered below the minimum by the policy"],
        ),
    ],
)
def test_what_each_setting_left_out(what: LeftOut, said: list[str]) -> None:
    assert list(left_out(what)) == said


def test_a_severity_of_the_policys_is_said_in_the_comment() -> None:
    item = two_defects().observations[0]
    graded = replace(item.finding, severity=Severity.LOW, graded_by_policy=True)
    assert "low by this repository's policy" not in markdown.line_comment(item)
    assert "(low by this repository's policy, " in markdown.line_comment(replace(item, findings=(graded,)))

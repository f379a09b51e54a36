"""Guards: ways to take a protection off, in six languages and in templates, and that each is told on a line."""

from __future__ import annotations

import pytest

from tests.unit.checks.guards.pairs import changes, on_lines, review
from workers.checks.guards import Guards


@pytest.mark.parametrize("text", changes("ways"))
def test_what_a_change_takes_away_is_told_on_a_line(text: str) -> None:
    assert on_lines(text)


@pytest.mark.parametrize("text", changes("ways", "found"))
def test_what_is_too_common_for_a_line_is_a_loss_all_the_same(text: str) -> None:
    assert Guards().examined(review(text)).losses

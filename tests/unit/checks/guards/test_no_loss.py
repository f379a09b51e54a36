"""Guards: protections that moved, were renamed, inverted, replaced by an equal or made stricter; no line speaks."""

from __future__ import annotations

import pytest

from tests.unit.checks.guards.pairs import changes, on_lines


@pytest.mark.parametrize("text", changes("same"))
def test_where_nothing_got_worse_no_line_speaks(text: str) -> None:
    assert on_lines(text) == []

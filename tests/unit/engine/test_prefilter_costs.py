"""Whatever the change holds, the prefilter's answer costs no more than the text's length."""

from __future__ import annotations

import pytest

from workers.engine import prefilter


def formula(pattern: str) -> object:
    return ["Some", ["Pred", ["Regexp", pattern]]]


@pytest.mark.parametrize(
    ("pattern", "text", "may"),
    [
        (r"[^\n]*(reset|token)[^\n]*", "x" * 900_000, False),
        (r"[^\n]*(reset|token)[^\n]*", "x" * 900_000 + "token", True),
        (r".*(reset|token).*", "a\nreset\n", True),
        (r".*(reset|token).*", "a\nb\n", False),
        (r"a\.*", "a", True),
        (r"a\.*", "b", False),
        (r"x+y", "x" * 900_000, True),  # not tried on such a line
        (r"x+y", "x" * 4_000, False),
        (r"(", "x", True),
    ],
)
def test_a_search_ends_and_says_what_the_whole_expression_would(pattern: str, text: str, may: bool) -> None:
    assert prefilter.may_match(formula(pattern), text) is may

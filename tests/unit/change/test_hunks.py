"""Hunks are proven by the texts: outside of them both sides are equal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Hunk, split_lines
from workers.change import hunks

_TEXT = st.lists(st.sampled_from(["a", "b", "c", "", "é\r"]), max_size=12).map(
    lambda lines: "".join(f"{x}\n" for x in lines)
)
_HUNK = st.builds(Hunk, *[st.integers(0, 8)] * 4)


def rebuilt(base: str, head: str, found: tuple[Hunk, ...]) -> list[str]:
    """The head from the base's lines and the hunks' head lines."""
    old, new = split_lines(base), split_lines(head)
    result, at = [], 0
    for hunk in found:
        start = hunk.base_start - bool(hunk.base_count)
        result += old[at:start] + [new[line - 1] for line in hunk.added]
        at = start + hunk.base_count
    return result + old[at:]


@given(_TEXT, _TEXT, st.lists(_HUNK, max_size=3))
def test_whatever_git_says_the_hunks_make_the_head_of_the_base(base: str, head: str, told: list[Hunk]) -> None:
    found = hunks.proven(base, head, told, same_bytes=False)
    assert rebuilt(base, head, found) == split_lines(head)
    assert found or not (base or head)


@given(_TEXT, _TEXT)
def test_what_is_compared_here_is_the_least(base: str, head: str) -> None:
    old, new = split_lines(base), split_lines(head)
    found = hunks.between(old, new)
    assert rebuilt(base, head, found) == new
    assert bool(found) == (old != new)


@pytest.mark.parametrize(
    ("base", "head", "told", "right"),
    [
        ("a\n", "a\nb\n", [Hunk(1, 0, 2, 1)], (Hunk(1, 0, 2, 1),)),
        ("a\n", "a\nb\n", [], (Hunk(1, 0, 2, 1),)),
        ("a\n", "a\nb\n", [Hunk(1, 1, 1, 2)], (Hunk(1, 1, 1, 2),)),
        (None, "a\n", [], (Hunk(0, 0, 1, 1),)),
        ("a\n", None, [], (Hunk(1, 1, 0, 0),)),
        ("a", "a\n", [], (Hunk(1, 1, 1, 1),)),
        ("a\n", "a\n", [Hunk(1, 1, 1, 1)], (Hunk(1, 1, 1, 1),)),
    ],
)
def test_a_list_that_says_all_is_kept(
    base: str | None, head: str | None, told: list[Hunk], right: tuple[Hunk, ...]
) -> None:
    assert hunks.proven(base, head, told, same_bytes=False) == right


def test_equal_contents_have_none() -> None:
    assert hunks.proven("a\n", "a\n", [], same_bytes=True) == ()


def test_a_long_difference_is_one_hunk() -> None:
    old, new = [str(n) for n in range(9_000)], [str(-n) for n in range(9_000)]
    assert hunks.between(old, new) == (Hunk(2, 8_999, 2, 8_999),)

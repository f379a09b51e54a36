"""Hunks are proven by the texts: outside of them both sides are equal."""

from __future__ import annotations

import itertools
import random
import time

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


def test_a_long_difference_of_which_no_line_stays_is_one_hunk() -> None:
    old, new = [str(n) for n in range(9_000)], [str(-n) for n in range(9_000)]
    assert hunks.between(old, new) == (Hunk(2, 8_999, 2, 8_999),)


_ENTRY = st.sampled_from(["put", "taken", "changed", "moved"])


@given(st.dictionaries(st.integers(0, 1_499), _ENTRY, max_size=6))
def test_a_few_changes_of_a_long_file_are_a_few_hunks(changes: dict[int, str]) -> None:
    old, new = list[str](), list[str]()
    for number in range(1_500):
        entry, change = [f'  "{number}": {{', f'    "version": "{number}"', "  },"], changes.get(number)
        old += [] if change == "put" else entry
        new += {None: entry, "put": entry, "taken": [], "changed": [entry[0], '    "version": "x"', entry[2]]}.get(
            change, entry[::-1]
        )
    found = hunks.between(old, new)
    assert rebuilt("\n".join(old) + "\n", "\n".join(new) + "\n", found) == new
    assert sum(hunk.base_count + hunk.head_count for hunk in found) <= 6 * len(changes)


@given(st.lists(st.integers(0, 30), max_size=80), st.lists(st.integers(0, 30), max_size=80))
def test_what_is_divided_rebuilds_the_head(old: list[int], new: list[int]) -> None:
    """By lines that both have once, and by none where there are none, with and without steps left."""
    texts = "".join(f"{line}\n" for line in old), "".join(f"{line}\n" for line in new)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hunks, "_MOST_COMPARED", 10)
        patch.setattr(hunks, "_MOST_STEPS", 200)
        found = hunks.between(*map(split_lines, texts))
    assert rebuilt(*texts, found) == split_lines(texts[1])
    assert all(a.base_start + a.base_count <= b.base_start for a, b in itertools.pairwise(found))


def test_parts_that_differ_much_cost_no_more_than_one() -> None:
    chosen = random.Random(1)  # noqa: S311
    letters = [[chosen.choice("abcdefgh") for _ in range(300_000)] for _ in range(2)]
    old, new = ([f"u{n}" if n % 3_000 == 0 else line for n, line in enumerate(lines)] for lines in letters)
    start = time.process_time()
    assert len(hunks.between(old, new)) >= 100
    assert time.process_time() - start < 5

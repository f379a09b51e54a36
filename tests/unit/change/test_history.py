"""The past of lines: which commits brought them after their file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Blamed, Origin, later_commits

FIRST, SECOND, THIRD = "a" * 40, "b" * 40, "c" * 40
BLAME = (
    Blamed(range(1, 4), FIRST, 100),
    Blamed(range(4, 5), THIRD, 300),
    Blamed(range(5, 7), SECOND, 200),
    Blamed(range(7, 8), THIRD, 300),
)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ({1, 2}, []),
        ({3, 4}, [THIRD]),
        ({4, 5, 7}, [THIRD, SECOND]),
        ({6}, [SECOND]),
        ({99}, []),
    ],
)
def test_what_came_after_the_file(lines: set[int], expected: list[str]) -> None:
    found = later_commits(BLAME, lines)
    assert found is not None
    assert [item.commit for item in found] == expected


@pytest.mark.parametrize("blame", [(), BLAME[:1], (BLAME[1], BLAME[3])])
def test_a_file_of_one_commit_says_nothing(blame: tuple[Blamed, ...]) -> None:
    assert later_commits(blame, {1, 4}) is None


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 4)), min_size=1, max_size=12),
    st.sets(st.integers(1, 40)),
)
def test_each_commit_is_named_once_and_touches_a_line(runs: list[tuple[str, int]], lines: set[int]) -> None:
    blame, start = [], 1
    for letter, length in runs:
        blame.append(Blamed(range(start, start + length), letter * 40, ord(letter)))
        start += length
    found = later_commits(blame, lines) or []
    times = [item.time for item in found]
    assert times == sorted(set(times), reverse=True)
    assert min(item.time for item in blame) not in times
    touched = {item.commit for item in blame if lines.intersection(item.lines)}
    assert {item.commit for item in found} <= touched


def test_an_origin_as_people_read_it() -> None:
    origin = Origin(FIRST, 1_700_000_000, "\n Fix a hole \n\nAt length.\n")
    assert (origin.subject, origin.day) == ("Fix a hole", "2023-11-14")

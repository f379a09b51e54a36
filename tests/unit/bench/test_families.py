"""Families of CWEs: each number stands in one, and a comment is right where it shares the case's."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.signal.families import FAMILIES, is_right


def test_a_number_stands_in_one_family() -> None:
    counts = Counter(cwe for members in FAMILIES.values() for cwe in members)
    assert [cwe for cwe, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(
    ("cwe", "said", "right"),
    [
        (79, (80,), True),
        (22, (79, 73), True),
        (862, (639,), True),
        (862, (22,), False),
        (99999, (99999,), True),
        (99999, (99998,), False),
        (0, (0,), False),
        (79, (), False),
    ],
)
def test_a_comment_is_right_in_the_family_of_the_case(cwe: int, said: tuple[int, ...], right: bool) -> None:
    assert is_right(cwe, said) is right

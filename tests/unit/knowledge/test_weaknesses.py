"""One flaw, several numbers."""

from __future__ import annotations

import pytest

from bot.knowledge import weaknesses


@pytest.mark.parametrize(
    ("cwe", "known_as"),
    [
        (78, (78, 77)),
        (95, (95, 94)),
        (502, (502, 20)),
        (113, (113, 93, 74)),
        (917, (917, 77, 94)),
        (89, (89,)),
        (0, ()),
    ],
)
def test_a_flaw_is_found_under_the_numbers_that_people_know_it_by(cwe: int, known_as: tuple[int, ...]) -> None:
    assert weaknesses.known_as(cwe) == known_as


def test_no_weakness_is_wider_than_itself() -> None:
    for cwe, wider in weaknesses.WIDER.items():
        assert cwe not in wider
        for other in wider:
            assert cwe not in weaknesses.known_as(other), (cwe, other)

"""Searches in parts say what the searches say: each alternative is asked once, whoever has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from workers.engine.places import is_place
from workers.engine.results import FileAnswer, Match, joined, out_of_time
from workers.engine.rules import Search
from workers.engine.shared import Shared
from workers.reading.places import Place

_LISTS = st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6), max_size=5)


def searches(lists: Sequence[Sequence[str]]) -> list[Search]:
    places: list[Search] = [
        {"id": f"places.{number}", "message": "a place", "pattern-either": [{"pattern": each} for each in alternatives]}
        for number, alternatives in enumerate(lists)
    ]
    return [*places, {"id": "a.rule", "message": "a flaw", "pattern-either": [{"pattern": "a"}, {"pattern": "b"}]}]


def engine(asked: Sequence[Search], slow: str) -> FileAnswer:
    """One that finds each pattern at a place of its own, and takes too long for one of them."""
    matches = [
        Match(search["id"], Place(ord(each["pattern"]), 1, ord(each["pattern"]), 2), "x", search["message"])
        for search in asked
        for each in search["pattern-either"]
    ]
    late = [search["id"] for search in asked if {"pattern": slow} in search["pattern-either"]]
    return joined(FileAnswer(tuple(matches), tuple(out_of_time(name) for name in late)), FileAnswer())


@given(_LISTS, st.sampled_from("abcdefghx"))
def test_the_parts_say_what_the_searches_say(lists: Sequence[Sequence[str]], slow: str) -> None:
    whole = searches(lists)
    parts = Shared.of(whole)
    assert parts.told(engine(parts.searches, slow)) == engine(whole, slow)


@given(_LISTS)
def test_no_alternative_is_asked_twice(lists: Sequence[Sequence[str]]) -> None:
    parts = Shared.of(searches(lists)).searches
    asked = Counter(each["pattern"] for search in parts if is_place(search["id"]) for each in search["pattern-either"])
    assert set(asked) == {each for alternatives in lists for each in alternatives}
    assert set(asked.values()) <= {1}
    assert len({search["id"] for search in parts}) == len(parts)

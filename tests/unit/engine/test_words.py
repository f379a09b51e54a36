"""Items that name words are left out where no text holds one."""

from __future__ import annotations

import pytest

from workers.engine.words import for_texts, without_words

PLAIN = {"pattern": "request.body"}
HANDLER = {"words": ["event.", "event?."], "pattern": "event.body"}
SINK = {"pattern": "eval($X)"}
HEAD = {"id": "a.b.c", "mode": "taint"}


def taint(*sources: object, **more: object) -> dict[str, object]:
    return {**HEAD, "pattern-sources": list(sources), "pattern-sinks": [SINK], **more}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["nothing"], [PLAIN]),
        (["event.body"], [PLAIN, {"pattern": "event.body"}]),
        (["nothing", "event?.body"], [PLAIN, {"pattern": "event.body"}]),
        ([], [PLAIN]),
    ],
)
def test_an_item_is_left_out_where_no_text_holds_one_of_its_words(texts: list[str], expected: list[object]) -> None:
    assert for_texts([taint(PLAIN, HANDLER)], texts) == [taint(*expected)]


def test_a_search_without_a_source_or_an_alternative_is_left_out() -> None:
    assert for_texts([taint(HANDLER), {"id": "place", "pattern-either": [HANDLER]}], ["nothing"]) == []


def test_a_list_that_is_left_empty_is_none() -> None:
    search = taint(PLAIN, **{"pattern-sanitizers": [HANDLER]})
    assert for_texts([search], ["nothing"]) == [taint(PLAIN)]


def test_without_texts_every_item_stays_and_the_key_goes() -> None:
    assert without_words([taint(PLAIN, HANDLER)]) == [taint(PLAIN, {"pattern": "event.body"})]


def test_other_searches_stay_as_they_are() -> None:
    search = {"id": "a.b.c", "pattern-either": [{"pattern": "eval(...)"}, {"pattern": "exec(...)"}]}
    assert for_texts([search], ["nothing"]) == [search]

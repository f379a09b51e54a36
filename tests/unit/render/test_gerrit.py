"""What Gerrit gets: text that reads well unrendered, bounded, without effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.model import Review
from bot.render import gerrit, text
from tests.unit.render import samples
from tests.unit.render.reader import read
from tests.unit.render.test_text import NASTY


@given(NASTY)
@example("`a`@b`c`")
@example("1. x")
@example("- x")
@example("a_b_ *c*")
def test_a_sentence_has_no_effect_outside_code(value: str) -> None:
    shown = gerrit.TEXT.prose(value, 400)
    reading = read(shown)
    assert "\n" not in shown
    assert reading.effects == reading.html == reading.links == []
    assert set(reading.blocks) <= {"paragraph_open", "inline"}


@given(st.sampled_from(["", "`", " ", "x"]), st.sampled_from(["root", "a.b", "@c"]))
def test_nobody_is_mentioned_even_in_code(before: str, name: str) -> None:
    value = f"{before}@{name}@example.org"
    assert f"@{name}@" not in gerrit.TEXT.prose(value, 400)
    assert f"@{name}@" not in gerrit.TEXT.code(value, 400)


@pytest.mark.parametrize("make", samples.ALL)
def test_nothing_of_the_change_has_an_effect(make: Callable[[], Review]) -> None:
    review = make()
    moved = frozenset(item.fingerprint for item in review.observations)
    for body in (gerrit.summary(review, moved=moved), *map(gerrit.line_comment, review.observations)):
        reading = read(body)
        assert [word for word in reading.effects if "See https://good.example/a" not in word] == []
        assert reading.html == reading.links == []
        assert "table_open" not in reading.blocks


@settings(max_examples=40)
@given(st.sampled_from(samples.ALL), st.integers(0, 3_000))
def test_a_summary_never_exceeds_its_limit(make: Callable[[], Review], limit: int) -> None:
    assert text.size(gerrit.summary(make(), limit=limit)) <= limit


@given(st.text(max_size=900), st.integers(0, 1_500))
def test_a_line_comment_never_exceeds_its_limit(words: str, limit: int) -> None:
    item = samples.crowded()
    item = replace(item, findings=(replace(item.finding, title=words, message=words), *item.findings[1:]))
    assert text.size(gerrit.line_comment(item, limit=limit)) <= limit


def test_the_same_review_gives_the_same_text() -> None:
    for make in samples.ALL:
        assert gerrit.summary(make()) == gerrit.summary(make())

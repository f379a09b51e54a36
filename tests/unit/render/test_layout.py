"""What matters most takes its room first, and nothing is left out silently."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.render import text
from bot.render.layout import Section, fitted

WORDS = st.text("aé→", max_size=30)
SECTIONS = st.builds(
    Section, rank=st.integers(0, 3), intro=WORDS, items=st.lists(WORDS, max_size=30).map(tuple), outro=WORDS
)


@given(st.lists(SECTIONS, max_size=6), st.integers(0, 600))
def test_never_longer_than_the_limit(sections: list[Section], limit: int) -> None:
    assert text.size(fitted(sections, limit)) <= limit


def test_what_is_left_out_is_counted() -> None:
    items = tuple(f"row {number}" for number in range(100))
    whole = fitted([Section(rank=1, intro="rows", items=items), Section(rank=0, intro="verdict")], 130)
    assert whole == "rows\nrow 0\nrow 1\nrow 2\nrow 3\nrow 4\nrow 5\nrow 6\nrow 7\nrow 8\nand 91 more\n\nverdict"


def test_the_verdict_comes_before_everything() -> None:
    sections = [Section(rank=1, intro="x" * 50), Section(rank=0, intro="verdict"), Section(rank=2, intro="small")]
    assert fitted(sections, 20) == "verdict\n\nsmall"

"""What a text has is asked of its distinct words: the answers are those of a search through all of it."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from workers.engine.prefilter import Words

_LETTERS = st.sampled_from("abcé_1٣߷ß.-$ \n\r\x0b\u2028́Σς")
_TEXTS = st.text(_LETTERS, max_size=40)


@given(text=_TEXTS, word=st.text(_LETTERS, max_size=4))
@example(text="a\nb", word="a\nb")
@example(text="a", word="")
@example(text="", word="")
@example(text="load_yaml", word="yaml")
def test_a_word_stands_where_a_search_finds_it(text: str, word: str) -> None:
    words = Words(text)
    assert [words.has(word), words.has(word)] == [word in text] * 2


@given(text=_TEXTS, cut=st.tuples(st.integers(0, 40), st.integers(0, 40)))
def test_every_part_of_a_text_stands_in_it(text: str, cut: tuple[int, int]) -> None:
    assert Words(text).has(text[min(cut) : max(cut)])

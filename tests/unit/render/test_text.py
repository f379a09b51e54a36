"""Whatever a change holds, it has no effect where we show it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.render import text
from tests.unit.render.reader import read

_FRAGMENTS = (
    "`",
    "``",
    "```",
    "@root",
    " ",
    "\n",
    "<!--",
    "-->",
    "<!-->",
    "[x](http://e.com)",
    "|",
    "\\",
    "#12",
    "$x$",
    "a",
    "www.e.com",
    "patchwarden:1",
    "<b>",
    "&copy;",
    "1. ",
    "- ",
    "~~",
    "**",
    "deadbee1",
)
_CHARACTERS = st.sampled_from("`|\\<>!-[]()@#$&*_~\n\r\t .:/w1a=+\u202e\u200b\u2028\x00\x1b")
NASTY = st.one_of(
    st.text(st.one_of(_CHARACTERS, st.characters()), max_size=80),
    st.lists(st.sampled_from(_FRAGMENTS), max_size=12).map("".join),
)


@given(NASTY)
@example("a``b`")
@example(" ")
@example("`")
def test_code_stays_in_its_span(value: str) -> None:
    shown = text.code(value)
    reading = read(f"before {shown} after")
    assert [item for item in reading.text if item.strip()] == ["before ", " after"]
    assert reading.html == reading.links == []
    assert len(reading.code) == 1
    if text.visible(value).strip():
        assert reading.code[0].strip() == text.visible(value).strip()


@given(NASTY)
@example("a|b`c")
@example("\\|@root|")
def test_code_in_a_cell_is_one_cell(value: str) -> None:
    reading = read(f"| a | b |\n|---|---|\n| {text.cell_code(value)} | end |")
    assert reading.cells == [2, 2]
    assert [item for item in reading.text if item.strip()] == ["a", "b", "end"]
    assert reading.foreign_html == reading.links == []
    assert "\n" not in text.cell_code(value)
    assert "|" not in text.cell_code(value)


@given(NASTY)
@example("`a`@b`c`")
@example("#12 1. x")
@example("<a@b.c>")
@example("\\`@root\\`")
def test_a_sentence_has_no_effect_outside_code(value: str) -> None:
    shown = text.prose(value)
    reading = read(shown)
    assert reading.effects == []
    assert reading.html == reading.links == []
    assert set(reading.blocks) <= {"paragraph_open", "inline"}


@given(NASTY)
@example("`a|b` | c\n| d |")
def test_a_sentence_in_a_cell_is_one_cell(value: str) -> None:
    shown = text.cell_prose(value)
    reading = read(f"| a | b |\n|---|---|\n| {shown} | end |")
    assert "|" not in shown
    assert reading.cells == [2, 2]
    assert reading.effects == []
    assert reading.foreign_html == reading.links == []


@given(NASTY)
def test_nothing_closes_a_block(value: str) -> None:
    reading = read(f"{text.block(value, 'suggestion')}\n\nafter")
    assert reading.blocks == ["fence", "paragraph_open", "inline"]
    assert reading.text == ["after"]


@given(NASTY)
def test_visible_text_is_one_encodable_line_without_marks(value: str) -> None:
    shown = text.visible(value)
    shown.encode()
    assert shown == text.visible(shown)
    assert shown.isprintable()
    assert not any(mark in shown for mark in ("<!--", "-->", "--!>", "patchwarden:1"))


@given(NASTY, st.integers(0, 90))
def test_cut_never_exceeds_its_limit(value: str, limit: int) -> None:
    short = text.cut(value, limit)
    assert len(short) <= limit
    assert short == value or limit == 0 or short.endswith(text.ELLIPSIS)


def test_cut_keeps_an_accent_with_its_letter() -> None:
    decomposed = unicodedata.normalize("NFD", "ééé")
    assert text.cut(decomposed, 4) == decomposed[:2] + text.ELLIPSIS


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("plain/päth.py", "`plain/päth.py`"),
        ("a\u202eyp.b", "`a[U+202E]yp.b`"),
        ("two\nlines", "`two[U+000A]lines`"),
        ("no\u00a0break", "`no[U+00A0]break`"),
        ("\udcff", "`[U+DCFF]`"),
        ("tag\U000e0041", "`tag[U+E0041]`"),
        ("`", "`` ` ``"),
        ("a `` b", "```a `` b```"),
        ("", "` `"),
        ("x" * 300, "`" + "x" * 199 + "…`"),
    ],
)
def test_code(value: str, shown: str) -> None:
    assert text.code(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("`@login_required` was removed", "`@login_required` was removed"),
        ("ask @root or see https://e.com/x", "ask `@root` or see `https://e.com/x`"),
        ("fixes #12", "fixes `#12`"),
        ("a <b>bold</b> *claim*", r"a \<b\>bold\</b\> \*claim\*"),
        ("one ` tick", "one &#96; tick"),
        ("# heading", r"\# heading"),
        ("1. item", r"1\. item"),
        ("two\n\nparagraphs", "two paragraphs"),
        ("`a`@b", "`a` `@b`"),
    ],
)
def test_prose(value: str, shown: str) -> None:
    assert text.prose(value) == shown


def test_a_replacement_with_hidden_characters_is_no_plain_code() -> None:
    assert text.is_plain_code("if a:\n\treturn b | c")
    assert not text.is_plain_code("a\u202eb")
    assert not text.is_plain_code("a\r\nb")
    assert not text.is_plain_code("<!-- x")

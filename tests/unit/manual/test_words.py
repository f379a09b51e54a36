"""Texts of rules stay texts, whatever they hold."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Area, Confidence, Severity
from tests.unit.render.reader import read
from workers.checks.base import CheckRule
from workers.manual import rule_pages, words
from workers.manual.rule_pages import CHECK_ALONE, Entry

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[a](javascript:alert(1))",
    "![a](https://evil.example/x.png)",
    "https://evil.example <https://evil.example>",
    "{{ 7*7 }} {% raw %} ${7*7}",
    "`<b>` and `unclosed <i>",
    "# heading\n\n- list\n\n```\nfence",
    "</code></pre><iframe>",
    "[x]: https://evil.example",
    "&lt;script&gt; &#60;script&#62;",
    "a | b | c",
)
PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_makes_nothing(text: str) -> None:
    said = read(words.prose(text))
    assert said.links == []
    assert said.foreign_html == []
    assert set(said.blocks) <= {"paragraph_open", "inline"}
    assert not set(words.label(text)) & set('<>&"{}`')


@given(PLAIN)
def test_a_text_says_what_it_said(text: str) -> None:
    without = text.replace("{", "").replace("`", "")
    shown = html.unescape("".join(read(words.prose(f"x{without}")).text))
    assert shown.split() == f"x{without}".split()


@given(PLAIN)
def test_no_text_becomes_markup(text: str) -> None:
    said = read(words.prose(text))
    assert (said.links, said.foreign_html) == ([], [])


@given(st.text(st.sampled_from("`~a\n<"), max_size=40))
def test_code_does_not_end_its_block(code: str) -> None:
    said = read(words.block(code, "python", (1,)))
    assert (said.text, said.links, said.html) == ([], [], [])
    assert said.code == [f"{code}\n"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_rule_has_a_page_without_markup_of_its_own(text: str) -> None:
    rule = CheckRule("guards.x", Severity.HIGH, Confidence.HIGH, Area.SECRETS, 1, text, text, text, (text,))
    plain = CheckRule("guards.x", Severity.HIGH, Confidence.HIGH, Area.SECRETS, 1, "a", "a", "a", ("a",))
    said, wanted = (read(rule_pages.page(Entry(it, CHECK_ALONE))) for it in (rule, plain))
    assert (said.links, said.blocks, said.foreign_html) == (wanted.links, wanted.blocks, [])

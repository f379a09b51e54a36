"""Regular expressions compared by what they let through."""

from __future__ import annotations

import re
import time
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.checks.guards.expressions import ambiguous, is_expression, loosened

ACCEPTING = [
    (r"r'^\w+$'", r"r'^\w+'"),
    (r"r'^\w+$'", r"r'\w+$'"),
    (r"'^https?://'", r"'https?://'"),
    (r"/^[a-z]+$/", r"/^[a-z.]+$/"),
    (r"/^[a-z]+$/", r"/^[a-z]+$/i"),
    (r"/^[a-z]+$/", r"/^[^\/]*$/"),
    (r"/\A\w+\z/", r"/^\w+$/"),
    (r"%r{\A/\w+\z}", r"%r{^/\w+$}"),
    (r"'/^\d{1,10}$/'", r"'/^\d+$/'"),
    (r"r'^\d{1,64}$'", r"r'^\d{1,255}$'"),
    (r"r'^\d{8,}$'", r"r'^\d{4,}$'"),
    (r"'^(?:png|gif)$'", r"'^(?:png|gif|svg)$'"),
    (r"re.compile(r'^(?!\.\.)[a-z.]+$')", r"re.compile(r'^[a-z.]+$')"),
    (r"new RegExp('^a$')", r"new RegExp('^a$', 'i')"),
    (r"Pattern.compile(\"^a\\.b$\")".replace('\\"', '"'), r'Pattern.compile("^a.b$")'),
    (r"regexp.MustCompile(`^a\.b$`)", r"regexp.MustCompile(`^a.b$`)"),
    (r"re.compile('^a$')", r"re.compile('^a$', re.IGNORECASE)"),
    (r"r'^([a-z0-9]+\.)*example\.com$'", r"r'example\.com$'"),
    (r"r'^[[:alpha:]]+$'", r"r'^[[:alnum:]]+$'"),
    (r"r'^\x41$'", r"r'^[A-B]$'"),
    (r"r'^a$'", r"r'(?m)^a$'"),
    (r"'^a' + 'b$'", r"'^a' + 'b'"),
    (r"r'^a.b$'", r"r'(?s)^a.b$'"),
]


@pytest.mark.parametrize(("base", "head"), ACCEPTING)
def test_an_expression_that_accepts_more_is_looser(base: str, head: str) -> None:
    assert loosened(base, head, accepts=True) is True
    assert loosened(head, base, accepts=True) is False
    assert loosened(head, base, accepts=False) is True
    assert loosened(base, head, accepts=False) is False


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (r"r'^a$'", r"r'^b$'"),
        (r"r'^[a-c]$'", r"r'^[b-d]$'"),
        (r"r'^(?!x)a+$'", r"r'^a$'"),
        (r"r'(a'", r"r'a)'"),
        (r"name", r"r'a'"),
        ("r'" + "(a|b)" * 200 + "'", r"r'a'"),
    ],
)
def test_where_neither_has_all_of_the_other_nothing_is_said(base: str, head: str) -> None:
    assert loosened(base, head, accepts=True) is None


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (r"r'^(?:\w|-)+$'", r"r'^[\w-]+$'"),
        (r"r'^a{1,}$'", r"r'^a+$'"),
        (r'"^\\d$"', r"r'^[0-9]$'"),
        (r"r'^(?P<name>a)$'", r"r'^(a)$'"),
        (r"/^\//", r"%r{^/}"),
        (r"r'^a*?$'", r"r'^a*$'"),
    ],
)
def test_the_same_language_in_other_words_is_not_looser(base: str, head: str) -> None:
    assert loosened(base, head, accepts=True) is False
    assert loosened(head, base, accepts=True) is False


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        (r"r'^a+$'", r"r'^(a+)+$'", True),
        (r"r'^a+$'", r"r'^(a|a*)*$'", True),
        (r"r'^(\w+ )*$'", r"r'^(\w+\s?)*$'", True),
        (r"r'^\s*x'", r"r'^\s*\s*x'", True),
        (r"r'^[^.]*\.[^.]*$'", r"r'^.*\..*$'", True),
        (r"r'^(\w+\.)+com$'", r"r'^(\w+\.)+org$'", False),
        (r"r'^(a+)+$'", r"r'^a+$'", False),
        (r"r'^[a-z]+[0-9]+$'", r"r'^[a-z]+[0-9]*$'", False),
        (r"x", r"r'(a+)+$'", True),
        (r"r'a'", r"x", False),
    ],
)
def test_an_expression_becomes_ambiguous(base: str, head: str, expected: bool) -> None:
    assert ambiguous(base, head) is expected


def test_hostile_expressions_are_cheap() -> None:
    started = time.process_time()
    for body in ("(" * 250, "(a*)*" * 90, "[a-z]{0,9999}" * 30, "(?=" * 160, ".*a" * 150, "(a|b|c)?" * 60, "\\" * 499):
        loosened(f"r'^{body}$'", f"r'{body}'", accepts=True)
        ambiguous("r'a'", f"r'{body}'")
    assert time.process_time() - started < 5


@given(st.text(max_size=40))
def test_no_text_makes_reading_fail(body: str) -> None:
    assert loosened(f"/{body}/", f"/{body}/", accepts=True) in (None, False)
    loosened(body, "/a/", accepts=False)
    assert ambiguous(f"'{body}'", f"'{body}'") is False
    is_expression(body)


EXPRESSIONS = st.recursive(
    st.sampled_from(["a", "b", "[ab]", ".", "a?", "b*", "a+", "a{1,2}"]),
    lambda inner: st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("(?:{}|{})".format, inner, inner),
        st.builds("(?:{})*".format, inner),
    ),
    max_leaves=4,
)
TEXTS = [text for size in range(4) for text in map("".join, product("abc", repeat=size))]


@settings(max_examples=150, deadline=None)
@given(EXPRESSIONS, EXPRESSIONS, st.sampled_from(["^{}$", "^{}", "{}$"]))
def test_what_is_said_of_two_languages_holds_for_all_short_texts(one: str, other: str, around: str) -> None:
    base, head = around.format(f"(?:{one})"), around.format(f"(?:{other})")
    old = {text for text in TEXTS if re.search(base, text)}
    new = {text for text in TEXTS if re.search(head, text)}
    found = loosened(f"r'{base}'", f"r'{head}'", accepts=True)
    if found:
        assert old <= new
    elif found is False:
        assert new <= old

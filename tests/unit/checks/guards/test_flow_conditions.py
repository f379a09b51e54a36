"""Conditions as texts, their opposites, and conditions that are always so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tree_sitter import Node

from tests.unit.checks.guards.programs import LANGUAGES, function
from workers.checks.guards import grammar
from workers.checks.guards.folding import truth
from workers.checks.guards.negation import clauses, condition_text, negated, plain
from workers.checks.guards.syntax import squeezed

OPPOSITES = {
    "x": "not x",
    "a == b": "a != b",
    "a === b": "a !== b",
    "a is None": "a is not None",
    "a in (b, c)": "a not in (b, c)",
    "len(a) > 5": "len(a) <= 5",
    "a or b": "not a and not b",
    "a && b": "not a || not b",
    "a && (b || c)": "not a || not b && not c",
    "a or b and c": "not a and (not b or not c)",
    "a.b(c == d)": "not a.b(c == d)",
    '"a == b" in c': '"a == b" not in c',
    "a ? b : c": "not (a ? b : c)",
    "a instanceof B": "not (a instanceof B)",
    "$a->b > 3": "$a->b <= 3",
    "a < b < c": "not (a < b < c)",
}


@pytest.mark.parametrize("text", OPPOSITES)
def test_the_opposite_of_a_condition(text: str) -> None:
    assert negated(text) == OPPOSITES[text]


@pytest.mark.parametrize("text", [text for text in OPPOSITES if "&&" not in text])
def test_the_opposite_of_the_opposite_is_the_condition(text: str) -> None:
    assert negated(negated(text)) == text


PLAIN = {
    "((a))": "a",
    "(a) or (b)": "a or b",
    "!a && !(b || c)": "not a && not b && not c",
    "!a || (b || c) && d": "not a || (b || c) && d",
    "!a": "not a",
    "!(a == b)": "a != b",
    "!a == b": "!a == b",
    "not (a or b)": "not a and not b",
    "not a and b": "not a and b",
    "!!a": "a",
    '(")")': '")"',
}


@pytest.mark.parametrize("text", PLAIN)
def test_the_same_question_has_one_form(text: str) -> None:
    assert plain(text) == PLAIN[text]


CLAUSES = {
    "a": ("", ["a"]),
    "a and b": ("and", ["a", "b"]),
    "a && b || c": ("or", ["a && b", "c"]),
    "f(a or b) and (c or d)": ("and", ["f(a or b)", "(c or d)"]),
    '"a and b" or c': ("or", ['"a and b"', "c"]),
    "(a)and(b)": ("and", ["(a)", "(b)"]),
    "android or brand": ("or", ["android", "brand"]),
}


@pytest.mark.parametrize("text", CLAUSES)
def test_the_clauses_of_a_condition(text: str) -> None:
    assert clauses(text) == CLAUSES[text]


@given(st.text(alphabet="ab ()!&|<>=\"'`\\?.nortd[]{},;\n", max_size=700))
def test_any_text_has_an_opposite(text: str) -> None:
    line = squeezed(text)
    assert isinstance(negated(line), str)
    assert isinstance(plain(line), str)


@pytest.mark.parametrize("sign", ["(", "!", "not (", "a and (", "[", '"', "!("])
def test_deep_nesting_is_no_recursion(sign: str) -> None:
    assert negated(sign * (599 // len(sign)))


ALWAYS = {
    "python": [
        "True",
        "x or True",
        "not False",
        "1",
        '"a"',
        "x or not x",
        "x == x",
        "1 == 1",
        "(x, y)",
        "not (x and False)",
    ],
    "javascript": ["true", "x || true", "!false", "1", "x || !x", "x === x", "'a' == 'a'"],
    "typescript": ["true", "x || 1"],
    "go": ["true", "x || true", "!false", "1 == 1"],
    "java": ["true", "x || true", "!(x && false)"],
    "ruby": ["true", "x || true", "!nil", "x or true"],
    "php": ["true", "$x || TRUE", "!false", "1", "$x === $x"],
}
NEVER = {
    "python": [
        "False",
        "None",
        "0",
        '""',
        "x and False",
        "not True",
        "[]",
        "x and not x",
        "1 == 2",
        "False and x or False",
    ],
    "javascript": ["false", "null", "undefined", "0", "''", "x && false", "1 > 2 && 0"],
    "typescript": ["false", "x && 0"],
    "go": ["false", "x && false", "1 == 2"],
    "java": ["false", "x && false", "1 != 1"],
    "ruby": ["false", "nil", "x && false", "!true"],
    "php": ["false", "NULL", "0", "$x && FALSE", "1 == 2"],
}
DEPENDS = {
    "python": ["x", "x or False", "x and True", "x != x", "x == y", "f(True)", 'f"{x}" == "a"'],
    "javascript": ["x", "x && 1", "x !== x", "x == y", "`${x}`"],
    "typescript": ["x"],
    "go": ["x", "x != x"],
    "java": ["x"],
    "ruby": ["x", "x && true"],
    "php": ["$x", "$x && 1"],
}


def condition_of(language: str, text: str) -> Node:
    """The condition of an ``if`` in a small program."""
    wrapped = {"python": f"if {text}:\n    y()", "ruby": f"y() if {text}", "go": f"if {text} {{ y() }}"}
    program = function(language, wrapped.get(language, f"if ({text}) {{ y(); }}"))
    nodes = grammar.walk(grammar.parse(language, program).root)
    return next(part for node in nodes if (part := node.child_by_field_name("condition")) is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_condition_always_is(language: str) -> None:
    for expected, texts in ((True, ALWAYS), (False, NEVER), (None, DEPENDS)):
        found = {text: truth(condition_of(language, text), language) for text in texts[language]}
        assert found == dict.fromkeys(texts[language], expected)


def test_ruby_counts_nothing_but_nil_and_false_as_false() -> None:
    assert truth(condition_of("ruby", "0"), "ruby") is None


def test_comments_are_no_part_of_a_condition() -> None:
    node = condition_of("javascript", "a && // first\n b /* second */ && c")
    assert condition_text(node) == "a && b && c"

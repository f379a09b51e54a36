"""What holds of any text that is read: broken code is read as far as it goes, and format is no difference."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Side
from tests.unit.checks.guards.programs import LANGUAGES, file, function, read
from tests.unit.checks.guards.test_flow import FORMS
from workers.checks.guards import flow
from workers.checks.guards.model import Protection, Way

PROGRAMS = {
    language: "\n".join(function(language, form.body(language)) for form in FORMS.values()) for language in LANGUAGES
}


@settings(max_examples=60, deadline=None)
@given(
    language=st.sampled_from(LANGUAGES),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.text("(){}:;\n \"'ifend=!&|é", max_size=4)), max_size=6
    ),
)
def test_broken_code_is_read_as_far_as_it_goes(language: str, cuts: list[tuple[float, int, str]]) -> None:
    text = PROGRAMS[language]
    for place, length, instead in cuts:
        at = int(place * len(text))
        text = text[:at] + instead + text[at + length :]
    code = flow.read(file(language, text), Side.HEAD)
    last = text.count("\n") + 1
    for each in code.definitions:
        assert 1 <= each.line <= each.end_line <= last
        for operation in each.operations:
            assert operation.text
            assert each.line <= operation.line <= operation.end_line <= last


def _compared(language: str, text: str) -> list[tuple[str, list[tuple[Way, str, str, str]]]]:
    def shown(item: Protection) -> tuple[Way, str, str, str]:
        return item.way, item.text, item.name, item.value

    return [
        (each.text, [shown(item) for item in each.protections])
        for of in read(language, text).definitions
        for each in of.operations
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMS)
def test_format_is_no_difference(name: str, language: str) -> None:
    text = function(language, FORMS[name].body(language))
    wider = "\n".join(line[: len(line) - len(line.lstrip())] * 2 + line.lstrip() for line in text.split("\n"))
    for other in (wider, f"{text}\n\n", *([text.replace('"', "'")] if language not in ("go", "java") else [])):
        assert _compared(language, other) == _compared(language, text)


DEEP = {
    "python": "".join(f"{' ' * depth}if a{depth}:\n" for depth in range(90)) + " " * 90 + "remove()\n",
    "javascript": "if (a) { " * 2_000 + "remove();" + " }" * 2_000,
    "typescript": "f(() => { " * 1_000 + "remove();" + " })" * 1_000,
    "go": "package a\nfunc f() {" + "if a { " * 2_000 + "remove()" + " }" * 2_000 + "}",
    "java": "class A { void f() {" + "if (a) x(); else " * 2_000 + "remove();" + "} }",
    "ruby": "x.each { " * 1_000 + "remove()" + " }" * 1_000,
    "php": "<?php " + "try { " * 500 + "remove();" + " } catch (E $e) { return; }" * 500,
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_deep_nesting_is_read_without_deep_recursion(language: str) -> None:
    frame, used = sys._getframe(), 0
    while frame.f_back is not None:
        frame, used = frame.f_back, used + 1
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(used + 500)
    try:
        code = read(language, DEEP[language])
    finally:
        sys.setrecursionlimit(limit)
    assert any(each.operations for each in code.definitions)

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fingerprint import fingerprints, normalised
from bot.model import Finding, Span
from tests.builders import finding

FLAW = "    os.system(command)\n"


def name(item: Finding) -> str:
    return fingerprints([item])[item]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("os.system( command )", "os.system(command)"),
        ("f(a,\n  b,\n)", "f(a, b)"),
        ("x = 'a'", 'x = "a"'),
        ("os.system(c)  # nosemgrep", "os.system(c)"),
        ("    deep(c)", "deep(c)"),
    ],
)
def test_formatting_is_not_content(one: str, other: str) -> None:
    assert normalised(one, "a.py") == normalised(other, "a.py")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("os.system(a)", "os.system(b)"),
        ("return x", "returnx"),
        ("get('#a')", "get('#b')"),
        ("a = '//x'", "a = '//y'"),
        ("not a", "nota"),
    ],
)
def test_content_is_content(one: str, other: str) -> None:
    assert normalised(one, "a.js") != normalised(other, "a.js")


@given(line=st.integers(1, 500), indent=st.integers(0, 8), folder=st.sampled_from(["", "a/", "b/c/"]))
def test_place_indentation_and_path_do_not_count(line: int, indent: int, folder: str) -> None:
    original = finding("a.py", FLAW, "os.system", scope="run")
    moved = replace(
        original,
        span=Span(f"{folder}a.py", line, line),
        excerpt=" " * indent + original.excerpt.strip(),
    )
    assert name(moved) == name(original)


@pytest.mark.parametrize(
    "difference",
    [{"rule": "python.other"}, {"excerpt": "os.system(other)"}, {"scope": "walk"}, {"identity": "guard"}],
)
def test_rule_text_and_definition_do_count(difference: dict[str, str]) -> None:
    original = finding("a.py", FLAW, "os.system", scope="run")
    assert name(replace(original, **difference)) != name(original)  # type: ignore[arg-type]  # a table of fields


def test_the_source_of_a_data_flow_counts() -> None:
    text = "a = request.args\nb = request.form\nos.system(c)\n"
    one, other = (finding("a.py", text, "os.system", source=source) for source in ("request.args", "request.form"))
    assert name(one) != name(other)


@given(st.randoms(use_true_random=False), st.integers(2, 6))
def test_copies_get_different_names_in_any_order_given(random: Random, copies: int) -> None:
    findings = [finding("a.py", FLAW * copies, "os.system", nth=index) for index in range(copies)]
    expected = fingerprints(findings)
    shuffled = list(findings)
    random.shuffle(shuffled)
    assert fingerprints(shuffled) == expected
    assert len(set(expected.values())) == copies

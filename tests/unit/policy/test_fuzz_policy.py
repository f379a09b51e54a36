"""Policies and our own records that say anything: they are read, or what is wrong is said, at once."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import records
from bot.render.wording import LONGEST_NOTICE
from workers.change.policy_file import parsed

DIGITS = "9" * 5_000
WORDS = [
    *("version", "exclude", "rules", "thresholds", "tests", "paths", "decisions", "own_rules", "on_error", "1", DIGITS),
    *(
        ":",
        ": ",
        "- ",
        "\n",
        "\n  ",
        "[",
        "]",
        "{",
        "}",
        "&a ",
        "*a",
        "<<",
        "!!",
        "!!binary ",
        "'",
        '"',
        "|",
        ">",
        "? ",
    ),
    *(
        "#",
        "---",
        "...",
        "%",
        "@",
        "`",
        "\t",
        "\u0000",
        "\ufeff",
        "\u2028",
        "\ud800",
        "2026-02-31",
        "1e999",
        "0o7",
        "~",
    ),
    "**/*a*b",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=30).map("".join) | st.text(max_size=80)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_any_text_leaves_a_policy_in_force(text: str) -> None:
    found = parsed(text)
    assert found.policy is not None
    assert all(0 < len(said) <= LONGEST_NOTICE and "\n" not in said for said in found.problems)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80) | st.binary(max_size=60).map(lambda data: data.decode("latin-1")))
def test_any_text_is_a_record_or_none(text: str) -> None:
    assert records.read_summary(text) is not None
    records.read_answer(text)


@pytest.mark.parametrize(
    "text",
    [
        f"version: {DIGITS}",
        "exclude: " + "[" * 20_000,
        "{a: " * 5_000,
        "- " * 10_000,
        "a: " + ":".join(["59"] * 2_000),
        "b: &b {"
        + ", ".join(f"k{n}: 1" for n in range(400))
        + "}\n"
        + "\n".join(f"c{n}: {{<<: [*b, *b]}}" for n in range(400)),
        "m0: &m0 {a: 1}\n" + "\n".join(f"m{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}]}}" for n in range(1, 40)),
        "---\n" * 10_000,
        'a: "' + "\\x41" * 15_000 + '"',
    ],
)
def test_no_policy_takes_long(text: str) -> None:
    start = time.process_time()
    assert parsed(text).problems
    assert time.process_time() - start < 1

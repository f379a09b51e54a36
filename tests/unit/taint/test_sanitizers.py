"""Sanitizers and the file's own functions: a list that names a call knows better than its body, a guess does not."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import Any

import pytest

from tests.unit.taint import programs
from workers.taint.decide import PythonFile, Question

_HELPER = "def helper(value):\n    return '?' + value\n"
_CALL = "helper(SOURCE)"


def _found(body: str, sanitizer: str, code: str) -> list[bool]:
    """Of each flow that is found, whether it is doubtful. ``code`` is the one expression of the list of sanitizers."""
    text = _HELPER + "def view():\n" + textwrap.indent(textwrap.dedent(body), "    ")
    sources, sinks = programs.places(text)
    start = text.index(code)
    lists: dict[str, Any] = {sanitizer: {(start, start + len(code))}}
    question = replace(Question(dict.fromkeys(sources, 0b11), sinks, kinds=1), **lists)
    return [flow.doubtful for flow in PythonFile(text).found(question, dict.fromkeys(sinks, 1))]


@pytest.mark.parametrize(
    ("sanitizer", "expected"),
    [("cleaned", []), ("cleaned_calls", [False]), ("cleaned_by_name", [False])],
)
def test_only_a_list_that_names_the_call_counts_for_one_that_is_followed(sanitizer: str, expected: list[bool]) -> None:
    assert _found(f"url = made()\nurl += {_CALL}\nsink(url)\n", sanitizer, _CALL) == expected


def test_of_a_call_that_is_not_followed_a_guess_is_all_that_is_known() -> None:
    call = "unknown(SOURCE)"
    assert _found(f"sink('?' + {call})\n", "cleaned_calls", call) == []


def test_a_value_beside_the_sanitizer_still_flows() -> None:
    assert _found(f"url = {_CALL}\nsink(url + SOURCE)\n", "cleaned", _CALL) == [False]

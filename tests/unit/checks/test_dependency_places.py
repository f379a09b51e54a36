"""Where a manifest names something: found as a search of each line would find it, and in one pass."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Hunk
from tests.builders import changed_file
from workers.checks.dependencies import places
from workers.checks.dependencies.comparison import Pair, compared
from workers.checks.dependencies.manifests import reader_of

WORDS = st.text("ab-_.", min_size=1, max_size=5)
LINES = st.lists(st.text("abA-_./@: \"'", max_size=12), max_size=6)


@given(LINES, st.lists(WORDS, min_size=1, max_size=2).map("/".join))
def test_names_are_found_as_by_a_search(lines: list[str], needle: str) -> None:
    parts = (re.escape(part) for part in re.split(r"[-_.]", needle))
    pattern = re.compile(rf"(?<![\w.-]){'[-_.]'.join(parts)}(?![\w-])", re.IGNORECASE)
    found = [number for number, line in enumerate(lines, 1) if pattern.search(line)]
    assert list(places._lines("\n".join(lines), needle)) == found


@pytest.mark.parametrize(
    ("base", "head", "needle", "line"),
    [
        ("a\nb\n", "a\nb\nflask\n", "flask", 3),
        ("Flask\nversion 1\n", "Flask\nversion 2\n", "flask", 2),
        ("zope.interface\n1\n", "zope.interface\n2\n", "zope-interface", 2),
        ("flask" + "\n" * 10 + "1\n", "flask" + "\n" * 10 + "2\n", "flask", 1),
        ("a\n", "b\n", "none", 1),
        ("a\n", "a\n", "@", 1),
    ],
)
def test_the_line_of_a_name(base: str, head: str, needle: str, line: int) -> None:
    assert places.line(changed_file("requirements.txt", base, head), needle) == line


def _lock(number: int, host: str, version: str) -> str:
    entry = '[[package]]\nname = "p{0}"\nversion = "{2}.{0}"\nsource = {{ registry = "https://{1}/simple" }}\n\n'
    return "version = 1\n" + "".join(entry.format(each, host, version) for each in range(number))


def _seconds(number: int) -> float:
    base, head = _lock(number, "a.example", "2"), _lock(number, "b.example", "1")
    lines = head.count("\n")
    file = replace(changed_file("uv.lock", "a", "b"), base_text=base, head_text=head, hunks=(Hunk(1, lines, 1, lines),))
    read = reader_of("uv.lock")
    assert read
    pair = Pair(file, read(file.base_text or ""), read(file.head_text or ""))
    start = time.process_time()
    assert len(list(compared(pair, frozenset()))) == 2 * number
    return time.process_time() - start


def test_a_lock_file_that_is_all_new_costs_by_its_length() -> None:
    assert _seconds(1_500) < 20 * _seconds(150) + 0.2

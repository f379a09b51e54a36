"""Patterns mean what git and fnmatch mean by them, and no pattern takes long."""

from __future__ import annotations

import re
import time
from fnmatch import fnmatchcase

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.globs import Globs
from bot.policy import Policy

SECONDS = 1.0
"""Of processor time; a backtracking matcher needs longer than the universe is old."""


def reference(pattern: str) -> re.Pattern[str]:
    """The meaning of a path pattern as a regular expression, which may backtrack."""
    pattern += "**" if pattern.endswith("/") else ""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    meaning = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(meaning.get(part) or re.escape(part) for part in parts), re.DOTALL)


@given(st.lists(st.text("ab/*?", max_size=8), max_size=3), st.text("ab/", max_size=8))
@example(["**/*"], "a/b")
@example(["***/"], "a/b")
@example(["a**/b"], "ab")
@example(["a/**/b"], "a/b")
@example([], "")
def test_paths_match_as_git_matches(patterns: list[str], path: str) -> None:
    expected = any(reference(pattern).fullmatch(path) for pattern in patterns)
    assert Globs.of_paths(tuple(patterns)).match(path) is expected


@given(st.text("ab-.!*?[]", max_size=8), st.text("ab-.!*?[]c\n", max_size=8))
@example("[!]", "[!]")
@example("[]a]", "]")
@example("[!]a]", "b")
@example("[a-]", "-")
@example("a.*", "a.b\nc")
def test_names_match_as_fnmatch_matches(pattern: str, name: str) -> None:
    assert Globs.of_names((pattern,)).match(name) is fnmatchcase(name, pattern)


@pytest.mark.parametrize(
    "pattern",
    ["*a" * 40 + "*b", "**a" * 40 + "b", "**/a" * 40 + "b", "a*" * 2_000 + "b", "?*" * 60 + "b", "*?a" * 500 + "/x"],
)
@pytest.mark.parametrize("path", ["a" * 4_096, "a/" * 2_048, "ab" * 2_048 + "/"])
def test_no_pattern_takes_long(pattern: str, path: str) -> None:
    start = time.process_time()
    Policy(exclude=(pattern,), disabled_rules=(pattern,)).excludes(path)
    Policy(disabled_rules=(pattern,)).disables(path)
    assert time.process_time() - start < SECONDS


def test_many_patterns_over_many_paths_take_a_moment() -> None:
    """As much as a policy file may hold, over as many files as a review reads."""
    policy = Policy(exclude=tuple(f"*a*b*{number}" for number in range(5_000)))
    start = time.process_time()
    assert not any(policy.excludes(f"src/aab/aabbaabb_{number}/module_ab.py") for number in range(100))
    assert time.process_time() - start < SECONDS


@given(st.lists(st.text("ab/*?", min_size=1, max_size=6), max_size=5), st.text("ab/", max_size=8))
def test_the_patterns_that_match_are_those_that_match_alone(patterns: list[str], path: str) -> None:
    alone = tuple(number for number, pattern in enumerate(patterns) if Globs.of_paths((pattern,)).match(path))
    together = Globs.of_paths(tuple(patterns))
    assert together.matching(path) == alone
    assert together.match(path) is bool(alone)


def test_naming_thousands_of_matching_patterns_takes_a_moment() -> None:
    globs = Globs.of_names(tuple(f"*{'a' * (number % 20)}*" for number in range(5_000)))
    start = time.process_time()
    for number in range(50):
        assert len(globs.matching("a" * 40 + str(number))) == 5_000
    assert time.process_time() - start < SECONDS

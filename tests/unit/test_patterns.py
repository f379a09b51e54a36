"""Every regular expression takes time that grows with the text, or sees texts of bounded length.

The measuring is a program of its own, see :mod:`tests.patterns`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]


def measured(*arguments: str) -> list[dict[str, object]]:
    """What the program says, one object a line; the last counts."""
    program = [sys.executable, "-m", "tests.patterns", *arguments]
    ran = subprocess.run(program, cwd=_ROOT, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


@pytest.mark.slow
def test_no_pattern_takes_longer_than_its_text() -> None:
    *found, last = measured()
    assert found == []
    assert last["patterns"] in range(1_000, 100_000)


def test_what_takes_longer_is_found() -> None:
    slow = [r"\s*$", r"x[^y]*y", r"<a.*?b>", r'"(?:\\.|.)*"', r"(a+)+b", r"(?m)^\s*x", r"\w+\(", r"a.*b.*c"]
    linear = [
        r"a\s*+b",
        r"(?<!\s)\s+x",
        r"(?<!\w)\w+\(",
        r"^a.*b",
        r"(?m)^[^\S\n]*+x",
        r"x(?=(?P<a>(?:(?!x)[^y])*))(?P=a)y",
    ]
    *found, last = measured(*(f"={pattern}" for pattern in [*slow, *linear]))
    assert [one["pattern"] for one in found] == [repr(pattern) for pattern in slow]
    assert last["patterns"] == len(slow) + len(linear)


def test_what_old_pythons_match_wrong_is_found() -> None:
    wrong = [r"(?:(?!x).)*+y", r"a(?>b|c)d", r"(?P<all>(?:ab)++)", r"x|(?=(?:ab|c){2,3}+)"]
    right = [r"[^x]*+y", r"a++", r"(?=(?P<all>(?:ab)*))(?P=all)", r"\)*+"]
    *found, _ = measured(*(f"={pattern}" for pattern in [*wrong, *right]))
    assert [one["pattern"] for one in found if "wrong" in one] == [repr(pattern) for pattern in wrong]

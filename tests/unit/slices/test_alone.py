"""Without the heads of functions that nothing names: what a name may mean stays as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import hunks
from workers.reading import syntax
from workers.slices.sides import Sides, sliced
from workers.slices.units import NAME

_BODY = "    first = 1\n    second = 2\n    return first\n"
_FAR = "".join(f"def far_{number}():\n{_BODY}\n\n" for number in range(60))
_CHANGED = "def changed():\n    return {value}\n\n\n"


def alone(rest: str) -> Sides:
    """A function is changed in a module with ``rest``."""
    base, head = (_CHANGED.format(value=value) + _FAR + rest for value in ("one()", "two()"))
    made = sliced("python", base, head, hunks(base, head))
    assert not made.whole
    return made


@pytest.mark.parametrize(
    ("rest", "stays"),
    [
        (f"@decorated(1)\ndef helper():\n{_BODY}", False),
        (f"async def helper():\n{_BODY}", False),
        (f"def helper():\n{_BODY}\n\nx = helper\n", True),
        (f"def helper():\n{_BODY}\n\n__all__ = ['helper']\n", True),
        (f"def helper():\n{_BODY}\n\n# helper\n", True),
        (f"class A:\n    def helper(self):\n        a = 1\n{_BODY.replace('    ', '        ')}", True),
        (f"if a:\n    def helper():\n        a = 1\n{_BODY.replace('    ', '        ')}", True),
        (f"def helper():\n{_BODY}\n\nclass A:\n    def b(self, c=helper()):\n        a = 1\n        b = 2\n", True),
        (f"def helper():\n{_BODY}\n\n@helper\ndef other():\n{_BODY}\n\nx = other\n", True),
        (f"def helper():\n{_BODY}\n\n@helper\ndef other():\n{_BODY}\n", False),
        (f"def helper():\n{_BODY}\n\ndef two():\n    return 1\n", False),
    ],
)
def test_what_something_names_stays(rest: str, *, stays: bool) -> None:
    made = alone(rest)
    assert ("def helper" in made.head_alone, "def helper" in made.base_alone) == (stays, stays)
    assert "def helper" in made.head
    assert "two()" in made.head_alone
    assert "far_" not in made.head_alone
    assert made.head_alone.count("\n") == made.head.count("\n")


_NAMES = st.sampled_from("abcdefgh")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(_NAMES, st.lists(_NAMES, max_size=2), st.booleans()), max_size=6), st.lists(_NAMES))
def test_nothing_that_is_left_names_what_is_gone(defined: list[tuple[str, list[str], bool]], used: list[str]) -> None:
    functions = "".join(
        "".join(f"@{each}_\n" for each in decorators) + f"def {name}_():\n{_BODY}" + (f"{name}_()\n" if called else "")
        for name, decorators, called in defined
    )
    made = alone(functions + "".join(f"{name}_\n" for name in used))
    for blanked, text in ((made.base, made.base_alone), (made.head, made.head_alone)):
        lines = list(zip(blanked.split("\n"), text.split("\n"), strict=True))
        assert all(one == other or not other.strip() for one, other in lines)
        gone = {
            line.split("(")[0].split()[-1] for line, other in lines if line.startswith("def ") and not other.strip()
        }
        left = {word.decode() for word in NAME.findall(text.encode())}
        still = {line.split("(")[0].split()[-1] for line, other in lines if line.startswith("def ") and other.strip()}
        assert not (gone - still) & left
        assert syntax.first_error("python", text) is None

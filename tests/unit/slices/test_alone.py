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
_DEEP = _BODY.replace("    ", "        ")
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
        (f"class A:\n    def helper(self):\n{_DEEP}", False),
        (f"class A:\n    def helper(self):\n{_DEEP}\n\nx.helper()\n", True),
        (f"class A:\n    def helper(self):\n{_DEEP}\n\nx = A\n", False),
        (f"class A:\n    def other(self):\n        return helper\n\ndef helper():\n{_BODY}", False),
        (f"class A:\n    def other(self):\n        return helper\n\nx = A.other\n\ndef helper():\n{_BODY}", True),
        (f"class A:\n    if a:\n        def helper(self):\n            a = 1\n{_DEEP}\n\nx = A\n", True),
        (f"class A:\n    def __init__(self):\n        self.b = helper\n\nx = A\n\ndef helper():\n{_BODY}", True),
        (f"class A:\n    def __init__(self):\n        self.b = helper\n\ndef helper():\n{_BODY}\n\nx.b()\n", True),
        (f"class A:\n    b: int = 1\n    def helper(self):\n{_DEEP}\n\nx.b\n", False),
        (f"class A:\n    b, c = helper, 1\n\ndef helper():\n{_BODY}\n\nx.c\n", True),
        (f"if a:\n    def helper():\n        a = 1\n{_BODY.replace('    ', '        ')}", True),
        (f"def helper():\n{_BODY}\n\nclass A:\n    def b(self, c=helper()):\n        a = 1\n        b = 2\n", False),
        (f"def helper():\n{_BODY}\n\nclass A:\n    c = helper()\n\nx = A\n", True),
        (f"def helper():\n{_BODY}\n\nclass A:\n    def b(self, c=helper()):\n        a = 1\n\nx = A().b\n", True),
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


_METHODS = st.tuples(st.sampled_from(("", "if a:\n        ")), _NAMES, st.sampled_from(("value", "helper", "a_()")))
_CLASSES = st.tuples(_NAMES, st.lists(_METHODS, min_size=1, max_size=3), st.one_of(st.none(), _NAMES))


@settings(max_examples=60, deadline=None)
@given(st.lists(_CLASSES, max_size=4), st.lists(_NAMES, max_size=3), st.lists(_NAMES, max_size=3))
def test_nothing_that_is_left_names_what_is_gone_of_a_class(
    classes: list[tuple[str, list[tuple[str, str, str]], str | None]], used: list[str], functions: list[str]
) -> None:
    parts = [f"def {name}_():\n{_BODY}" for name in functions]
    for number, (name, methods, field) in enumerate(classes):
        inside = f"    {field}_: int = {used[:1]}\n" if field else ""
        for before, method, body in methods:
            indent = "            " if before else "        "
            inside += f"    {before}def {method}_{number}(self):\n" + f"{indent}a = {body}\n" * 3
        parts.append(f"class {name}_{number}({name}_):\n{inside}")
    texts = [f"{name}_\n{name}_0\n" for name in used]
    made = alone("\n".join(parts + texts))
    assert syntax.first_error("python", made.head_alone) is None
    whole, text = made.head.split("\n"), made.head_alone.split("\n")
    gone = [line for line, other in zip(whole, text, strict=True) if line.strip() and line.strip() != other.strip()]
    names = {line.split("(")[0].split(":")[0].split()[-1] for line in gone if line.lstrip()[:4] in ("def ", "clas")}
    fields = {line.split(":")[0].strip() for line in gone if ": int = " in line}
    still = {line.split("(")[0].split()[-1] for line in text if line.lstrip()[:4] in ("def ", "clas")}
    left = {word.decode() for word in NAME.findall(made.head_alone.encode())}
    assert not (names - still) & left
    assert not fields & left

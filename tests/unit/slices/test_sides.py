"""What is left of a file's sides: what the change concerns, at its place."""

from __future__ import annotations

import pytest

from bot.model import split_lines
from tests.builders import hunks
from workers.reading import syntax
from workers.slices.languages import SHAPES
from workers.slices.sides import SMALLEST, Sides, sliced

PROGRAMS = {
    "python": ("import os\nLIMIT = 3\n", "def {name}(x):\n    # a comment\n    a = {body}\n    return a\n\n\n"),
    "javascript": ('const os = require("os");\n', "function {name}(x) {{\n  const a = {body};\n  return a;\n}}\n\n"),
    "typescript": ('import os from "os";\n', "const {name} = (x: any) => {{\n  const a = {body};\n  return a;\n}}\n\n"),
    "java": ("class A {\n", "  Object {name}(Object x) {{\n    Object a = {body};\n    return a;\n  }}\n\n"),
    "go": ("package a\n", "func {name}(x any) any {{\n\ta := {body}\n\treturn a\n}}\n\n"),
    "csharp": ("class A {\n", "  object {name}(object x) {{\n    var a = {body};\n    return a;\n  }}\n\n"),
    "php": ("<?php\n", "function {name}($x) {{\n  $a = {body};\n  return $a;\n}}\n\n"),
    "ruby": ("require 'os'\n", "def {name}(x)\n  a = {body}\n  a + 1\n  a\nend\n\n"),
    "kotlin": ("package a\n", "fun {name}(x: Any): Any {{\n  val a = {body}\n  return a\n}}\n\n"),
    "rust": ("use a::b;\n", "fn {name}(x: u8) -> u8 {{\n  let a = {body};\n  a\n}}\n\n"),
    "c": ("#include <a.h>\n", "int {name}(int x)\n{{\n  int a = {body};\n  return a;\n}}\n\n"),
    "cpp": ("#include <a>\n", "int {name}(int x)\n{{\n  int a = {body};\n  return a;\n}}\n\n"),
}  # fmt: skip
_CLOSING = {"java": "}\n", "csharp": "}\n"}


def program(language: str, bodies: dict[str, str]) -> str:
    """A text with a function for each name, and enough others."""
    head, function = PROGRAMS[language]
    every = bodies | {f"other{number}": f"unrelated{number}(1)" for number in range(SMALLEST // 3)}
    made = head + "".join(function.format(name=name, body=body) for name, body in every.items())
    return made + _CLOSING.get(language, "")


def sides(language: str, before: dict[str, str], after: dict[str, str], *, flows: bool = True) -> tuple[str, Sides]:
    base, head = program(language, before), program(language, after)
    return head, sliced(language, base, head, hunks(base, head), flows=flows)


BEFORE = {
    "changed": "before(1) + callee(1)",
    "caller": "changed(in_the_caller)",
    "callee": "deeper(in_the_callee)",
    "deeper": "in_the_deeper(1)",
    "beside": "in_the_beside(1)",
}
AFTER = {**BEFORE, "changed": "after(1) + callee(1)"}


@pytest.mark.parametrize("language", sorted(SHAPES))
def test_what_the_change_concerns_is_left(language: str) -> None:
    _, made = sides(language, BEFORE, AFTER)
    assert not made.whole
    for text in (made.base, made.head):
        found = {word for word in ("in_the_caller", "in_the_callee", "in_the_deeper", "in_the_beside") if word in text}
        assert found == {"in_the_caller", "in_the_callee", "in_the_deeper"}
    assert ("before(1)" in made.base, "after(1)" in made.head) == (True, True)


@pytest.mark.parametrize("language", sorted(SHAPES))
def test_without_flows_only_what_was_touched_is_left(language: str) -> None:
    _, made = sides(language, BEFORE, AFTER, flows=False)
    assert "after(1)" in made.head
    assert "in_the" not in made.head


@pytest.mark.parametrize("language", sorted(SHAPES))
def test_everything_that_is_left_stands_where_it_stood_and_parses(language: str) -> None:
    head, made = sides(language, BEFORE, AFTER)
    filler = SHAPES[language].filler
    was, now = split_lines(head), split_lines(made.head)
    assert len(was) == len(now)
    for old, new in zip(was, now, strict=True):
        assert len(new) <= len(old)
        assert all(one == other or other == " " for one, other in zip(old, new, strict=False)) or filler in new
    assert syntax.first_error(language, made.head) is None
    assert made.head.count("unrelated") == 0


@pytest.mark.parametrize("language", sorted(SHAPES))
def test_a_definition_that_is_gone_or_new_keeps_what_it_had_to_do_with(language: str) -> None:
    without = {name: body for name, body in BEFORE.items() if name != "changed"}
    _, gone = sides(language, BEFORE, without)
    _, new = sides(language, without, BEFORE)
    for made in (gone, new):
        assert "in_the_callee" in made.head
        assert "in_the_callee" in made.base
        assert "in_the_beside" not in made.head + made.base


def _python(text: str, edited: tuple[str, str]) -> Sides:
    padding = program("python", {})
    head = padding + text
    base = head.replace(*edited)
    assert base != head
    return sliced("python", base, head, hunks(base, head))


CLASS = """
class Box(Base):
    def __init__(self, value):
        self.value = value
        self.rest = in_the_init
        return

    def read(self):
        a = self.value
        b = in_the_reader
        return a

    def far(self):
        a = self.nothing
        b = in_the_far
        return a
"""


@pytest.mark.parametrize(
    ("edited", "kept"),
    [
        (("self.value = value", "self.value = 1"), {"in_the_init", "in_the_reader"}),
        (("in_the_reader", "before"), {"in_the_init", "in_the_reader"}),
        (("in_the_far", "before"), {"in_the_init", "in_the_far"}),
        (("Box(Base)", "Box"), {"in_the_init", "in_the_reader", "in_the_far"}),
    ],
)
def test_what_shares_a_field_or_a_changed_class_is_left(edited: tuple[str, str], kept: set[str]) -> None:
    head = _python(CLASS, edited).head
    assert {word for word in ("in_the_init", "in_the_reader", "in_the_far") if word in head} == kept


def test_a_changed_name_outside_keeps_whoever_uses_it() -> None:
    text = "VALUE = 1\n\n\ndef user():\n    a = VALUE\n    b = in_the_user\n    return a\n"
    assert "in_the_user" in _python(text, ("VALUE = 1", "VALUE = 2")).head


def test_a_decorator_and_the_arguments_beside_a_function_belong_to_it() -> None:
    text = "@login_required\ndef view():\n    a = 1\n    b = in_the_view\n    return a\n"
    assert "in_the_view" in _python(text, ("@login_required\n", "")).head
    padding = program("javascript", {})
    head = padding + 'app.get("/", guard, (q, r) => {\n  const a = in_the_route;\n  r.send(a);\n});\n'
    base = head.replace("guard, ", "")
    assert "in_the_route" in sliced("javascript", base, head, hunks(base, head)).head


def test_a_body_that_is_mostly_bodies_is_taken_apart() -> None:
    inner = "".join(f"  it('{n}', () => {{\n    const a = {n};\n    in_it({n});\n  }});\n" for n in range(60))
    head = f"describe('x', () => {{\n{inner}}});\n"
    base = head.replace("const a = 7;", "const a = 8;")
    made = sliced("javascript", base, head, hunks(base, head))
    assert made.head.count("in_it") == 1
    assert "in_it(7)" in made.head


@pytest.mark.parametrize(
    ("language", "head", "reason"),
    [
        ("html", "<p>\n" * 500, "no table"),
        ("python", "a = 1\n", "small"),
        ("python", program("python", {}) + "def broken(:\n", "does not parse"),
        ("python", "def one():\n" + "    call(1)\n" * 500, "nearly all"),
        ("python", "from a import *\n" + program("python", {}), "may concern all"),
    ],
)
def test_what_cannot_be_decided_is_whole(language: str, head: str, reason: str) -> None:
    base = head.replace("*", "**").replace("call(1)", "call(2)", 1) if "*" not in head else head.split("\n", 1)[1]
    made = sliced(language, base, head, hunks(base, head))
    assert reason in made.whole
    assert (made.base, made.head) == (base, head)


def test_letters_beyond_ascii_keep_their_columns() -> None:
    text = 'def one(x):\n    a = "äöü"\n    return a\n\n\ndef two(x):\n    a = "ä" + run(x)\n    return a\n'
    head = program("python", {}) + text
    base = head.replace("run(x)", "run(1)")
    made = sliced("python", base, head, hunks(base, head))
    assert 'a = "ä" + run(x)' in made.head
    assert "öü" not in made.head
    last = split_lines(head)[-2]
    assert split_lines(made.head)[-2] == last

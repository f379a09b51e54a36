"""Texts made readable for the engine: nothing moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.engine import rewrites

VUE = """<template>
  <p v-html="text" />
</template>
<script setup lang="ts">
const text: string = eval(name);
</script>
<style>p { color: red }</style>
"""


@pytest.mark.parametrize(
    ("flow", "plain"),
    [
        ("type A = { name: ?string };", "type A = { name:  string };"),
        ("function f(a: ?() => void, b: Array<?Name>) {}", "function f(a:  () => void, b: Array< Name>) {}"),
        ("type B = {| id: string |};", "type B = {  id: string  };"),
        ("  static check: any => void;", "  static check: any        ;"),
        ('import typeof Name from "./name";', 'import type   Name from "./name";'),
        ("const a = b ? c : d;", "const a = b ? c : d;"),
        ("const a = b?.c ?? d;", "const a = b?.c ?? d;"),
        ("const a = { run: x => y, };", "const a = { run: x => y, };"),
    ],
)
def test_marks_of_flow_are_blanked(flow: str, plain: str) -> None:
    assert rewrites.without_flow(flow) == plain


@given(st.text(alphabet="a?:|{}<>(=)\n ;.", max_size=60))
def test_nothing_moves(text: str) -> None:
    plain = rewrites.without_flow(text)
    assert len(plain) == len(text)
    assert all(after in (before, " ") for before, after in zip(text, plain, strict=True))


def test_scripts_of_vue_stay_at_their_places() -> None:
    lines = rewrites.scripts_of_vue(VUE).split("\n")
    assert [number for number, line in enumerate(lines, 1) if line.strip()] == [5]
    assert lines[4] == VUE.split("\n")[4]
    assert len(rewrites.scripts_of_vue(VUE)) == len(VUE)


@pytest.mark.parametrize(
    "attributes",
    [
        ' setup lang="ts" generic="T extends Foo<Bar>"',
        " setup generic='T extends \"a\" | Map<K, V>'",
        ' data-x="a > b" lang="ts"',
        ' lang="ts',  # a quote too many
        " a=b<c",
        ' data-src="a"',
        ' src="a"',  # a page's own code is told, whether the browser runs it or not
    ],
)
def test_attributes_of_vue_hide_no_script(attributes: str) -> None:
    code = "eval(x)"
    assert rewrites.scripts_of_vue(f'<template/><script{attributes}>{code}</script><p>"</p>').strip().endswith(code)


def test_many_openings_of_vue_cost_what_one_does() -> None:
    assert rewrites.scripts_of_vue("<script '>'" * 40_000) == ""
    assert rewrites.scripts_of_vue("<script" * 80_000) == ""


@pytest.mark.parametrize("text", ["<template><p /></template>\n", '<script src="./a.js"></script>\n'])
def test_a_vue_file_without_a_script(text: str) -> None:
    assert rewrites.scripts_of_vue(text) == ""

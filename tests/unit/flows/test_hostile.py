"""What was written to be expensive costs no more than its steps, and a flow beside it is found as long as they last."""

from __future__ import annotations

import time

import pytest

from bot.knowledge.languages import language_of
from tests.unit.flows.judging import ONE, lists
from workers.flows.decide import in_file

HOSTILE = [
    ("a.js", "x(" * 1_500 + "SOURCE()" + ")" * 1_500),
    ("a.js", "if (a) {" * 2_000 + "SINK(SOURCE())" + "}" * 2_000),
    ("a.js", "const a = " + " + ".join(["'b'"] * 4_000) + " + SOURCE(); SINK(a);"),
    ("a.js", "const a = b" + ".c()" * 1_000 + "; SINK(SOURCE());"),
    ("a.js", "".join(f"function f{n}(x) {{ f{(n + 1) % 100}(x); f{(n * 7) % 100}(x) }}\n" for n in range(100))),
    ("a.js", "".join(f"function f{n}(x) {{ return f{n + 1}(x) }}\n" for n in range(500)) + "f0(SOURCE());"),
    ("a.js", "const f = () => { g() }; const g = () => { f(); g() };" + "f();" * 2_000),
    (
        "a.go",
        "package a\nfunc f(x string) string { return g(x) }\nfunc g(x string) string { return f(x) }\n"
        + "func h() { SINK(f(SOURCE())) }\n",
    ),
    ("a.py", "".join(f"def f{n}(x):\n    return x\n" for n in range(5_000)) + "SINK(f1(SOURCE()))\n"),
    ("a.py", "x = '" + "a" * 1_000_000 + "'; SINK(SOURCE())"),
    ("A.java", "class A { void f() { " + "switch (a) { case 1: " * 500 + "SINK(SOURCE());" + " }" * 502),
    ("a.php", "<?php " + "f(" * 1_500 + "SOURCE()" + ")" * 1_500 + ";"),
    ("a.php", "<?php " + "function () use ($a) { " * 300 + "SINK(SOURCE());" + " };" * 300),
    ("a.php", "<?php " + "".join(f"$v{n} = $v{n - 1}; " for n in range(5_000)) + "SINK($v1);"),
    ("a.rb", "f(" * 1_500 + "SOURCE()" + ")" * 1_500 + "\n"),
    ("a.rb", "f do |a|\n" * 400 + "SINK(SOURCE())\n" + "end\n" * 400),
    ("a.rb", "".join(f"v{n} = v{n - 1}\n" for n in range(5_000)) + "SINK(v1)\n"),
    ("a.rb", "".join(f"def f{n}(x) = f{(n + 1) % 300}(x)\n" for n in range(300)) + "f0(SOURCE())\n"),
    ("a.rs", "fn f() { " + "f(" * 1_500 + "SOURCE()" + ")" * 1_500 + " }"),
    ("a.rs", "fn f() { " + "if a { " * 800 + "SINK(SOURCE())" + " }" * 800 + " }"),
    ("a.rs", "fn f() { " + "if a { } else " * 1_500 + "{ SINK(SOURCE()) } }"),
    ("a.rs", "fn f() { " + "match (match a { " * 100 + "SINK(SOURCE())" + " }) { a => a }" * 100 + " }"),
    ("a.rs", "fn f() { " + "let Some(" * 300 + "a" + ")" * 300 + " = SOURCE(); SINK(a); }"),
    ("a.rs", "fn f() { " + "|a| { " * 300 + "SINK(SOURCE())" + " }" * 300 + " }"),
    ("a.rs", "fn f() { " + "".join(f"let v{n} = v{n - 1}; " for n in range(5_000)) + "SINK(v1); }"),
    (
        "a.ts",
        "class C { " + "".join(f"m{n}() {{ this.a{n} = SOURCE(); SINK(this.a{n - 1}) }} " for n in range(100)) + "}",
    ),
]
SECONDS = 20.0
"""Of CPU time, on a slow machine. Without a bound most of these take minutes, or end the process."""


@pytest.mark.parametrize(("path", "text"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_code_is_bounded(path: str, text: str) -> None:
    start = time.process_time()
    in_file(language_of(path), text, [lists(text)], ONE, steps=60_000)
    assert time.process_time() - start < SECONDS


def test_what_is_too_much_is_said() -> None:
    text = "function h(x) { SINK(x) }\n" + "h(a + b);\n" * 400
    assert not in_file("javascript", text, [lists(text)], ONE, steps=500).is_whole
    assert in_file("javascript", text, [lists(text)], ONE).is_whole


def test_the_same_is_found_every_time() -> None:
    text = (
        "".join(f"function f{n}(x) {{ SINK(x); f{n + 1}(x) }}\n" for n in range(30)) + "f0(SOURCE()); f0(g(SOURCE()));"
    )
    first = in_file("javascript", text, [lists(text)], ONE)
    assert first.flows
    assert all(in_file("javascript", text, [lists(text)], ONE) == first for _ in range(3))

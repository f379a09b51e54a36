"""The plain form of code: of the same length, and found where the written form stands."""

from __future__ import annotations

import pytest

from workers.engine.plain import plain
from workers.engine.scanner import Scanner, source_of


@pytest.mark.parametrize(
    ("language", "written", "expected"),
    [
        ("python", "f(*[a, b], c)", "f(  a, b , c)"),
        ("python", 'f(a, **{"shell": True, "x": 1})', "f(a,    shell=   True, x=   1 )"),
        ("python", 'f(**{"class": 1})', 'f(**{"class": 1})'),
        ("python", "f(*[a, *b])", "f(*[a, *b])"),
        ("python", "f(*[])", "f(*[])"),
        ("javascript", "f(...[a, b], c);", "f(    a, b , c);"),
        ("javascript", 'req["query"].dir;', "req   .query.dir;"),
        ("javascript", 'a["x-y"] + a?.["b"] + a[b];', 'a["x-y"] + a  ["b"] + a[b];'),
        ("javascript", "a?.b(c)?.d?.(e);", "a. b(c). d  (e);"),
        ("javascript", "cp.exec.call(cp, a);", "cp.exec(         a);"),
        ("javascript", "cp.exec.apply(null, [a, b]);", "cp.exec(             a, b );"),
        ("javascript", "cp.exec.call(other, a);", "cp.exec.call(other, a);"),
        ("php", "<?php call_user_func('system', $a);", "<?php system(                  $a);"),
        ("php", "<?php A\\system($a);", "<?php A\\system($a);"),
        ("ruby", "User.public_send(:where, a)", "User.where(              a)"),
        ("ruby", "User.public_send(name, a)", "User.public_send(name, a)"),
        ("go", 'f(a["b"])', 'f(a["b"])'),
    ],
)
def test_code_in_its_plain_form(language: str, written: str, expected: str) -> None:
    assert plain(language, written) == expected


def test_what_does_not_parse_is_left_as_it_is() -> None:
    assert plain("python", "f(*[a])\nif (:\n") == "f(*[a])\nif (:\n"


def test_what_is_found_in_the_plain_form_is_quoted_as_it_is_written() -> None:
    scanner = Scanner()
    text = "import subprocess\nfrom flask import request\n\ndef f():\n" + LINE
    source = source_of("a.py", "python", text)
    answer = scanner.scan([source], only=frozenset({"python.subprocess.shell-injection"}))[source.key]
    (match,) = answer.matches
    assert match.place.start_line == 5
    assert all(step.text in text for step in match.steps)
    assert match.excerpt in text


LINE = '    subprocess.run(*["ls " + request.args["dir"]], **{"shell": True})\n'

"""Statements, some rows a kind: which ways a program can take, and what holds after each."""

from __future__ import annotations

import textwrap

import pytest

from tests.unit.taint.judging import CANNOT, HAPPENS, UNKNOWN, judged, within


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # assignments, in statements.py and patterns.py
        ("a = SOURCE\na = 'safe'\nsink(a)\n", CANNOT),
        ("a, b = 'safe', SOURCE\nsink(a)\n", CANNOT),
        ("a, (b, *c) = 'x', ['y', 'z', SOURCE]\nsink(c)\n", HAPPENS),
        ("a, (b, *c) = 'x', ['y', 'z', SOURCE]\nsink(b)\n", CANNOT),
        ("a = 'x'\na += SOURCE\nsink(a)\n", HAPPENS),
        ("a = ['x']\nb = a\na += [SOURCE]\nsink(b)\n", HAPPENS),
        ("a: str = SOURCE\nsink(a)\n", HAPPENS),
        ("a = [SOURCE, 'x']\ndel a[0]\nsink(a)\n", CANNOT),
        ("a = {'k': SOURCE, 'm': 'x'}\ndel a['k']\nsink(a)\n", CANNOT),
        # conditions.py
        ("a = 'x'\nif unknown:\n    a = SOURCE\nsink(a)\n", HAPPENS),
        ("a = 'x'\nif unknown:\n    a = SOURCE\nelse:\n    sink(a)\n", CANNOT),
        ("a = SOURCE\nif unknown:\n    a = 'x'\nelif other:\n    a = 'y'\nelse:\n    a = 'z'\nsink(a)\n", CANNOT),
        ("a = SOURCE\nif unknown:\n    return\nsink(a)\n", HAPPENS),
        ("a = SOURCE\nif 1 < 2:\n    return\nsink(a)\n", CANNOT),
        ("a = None\nif unknown:\n    a = SOURCE\nif a is None:\n    sink(a)\n", CANNOT),
        ("a, n = SOURCE, 0\nif n:\n    sink(a)\n", CANNOT),
        ("a = SOURCE\nassert a in ('x', 'y')\nsink(a)\n", CANNOT),
        ("a = SOURCE\nassert unknown, a\nsink(a)\n", HAPPENS),
        # loops, in iteration.py
        ("a = 'x'\nfor q in ['y', SOURCE]:\n    a = q\nsink(a)\n", HAPPENS),
        ("a = 'x'\nfor q in ['y', 'z']:\n    a = q\n    b = SOURCE\nsink(a)\n", CANNOT),
        ("for q in SOURCE:\n    sink(q)\n", HAPPENS),
        ("a = 'x'\nfor q in unknown:\n    a, b = SOURCE, a\nsink(b)\n", HAPPENS),
        ("a = 'x'\nfor q in unknown:\n    break\n    a = SOURCE\nsink(a)\n", CANNOT),
        ("a = 'x'\nfor q in ['y']:\n    continue\n    a = SOURCE\nsink(a)\n", CANNOT),
        ("a = SOURCE\nfor q in ['y']:\n    a = q\nelse:\n    a = 'x'\nsink(a)\n", CANNOT),
        ("a, n = 'x', 0\nwhile n < 3:\n    n += 1\n    a += SOURCE\nsink(a)\n", HAPPENS),
        ("a = SOURCE\nwhile True:\n    pass\nsink(a)\n", CANNOT),
        ("a = 'x'\nwhile unknown:\n    sink(a)\n    a = SOURCE\n", HAPPENS),
        # errors, in exceptions.py
        ("a = 'x'\ntry:\n    a = SOURCE\n    run()\nexcept Error:\n    sink(a)\n", HAPPENS),
        ("a = 'x'\ntry:\n    run()\n    a = SOURCE\nexcept Error:\n    sink(a)\n", CANNOT),
        ("a = SOURCE\ntry:\n    run()\nfinally:\n    a = 'x'\nsink(a)\n", CANNOT),
        ("a = 'x'\ntry:\n    run()\nexcept Error:\n    return\nelse:\n    a = SOURCE\nsink(a)\n", HAPPENS),
        ("try:\n    run(SOURCE)\nexcept Error as error:\n    sink(str(error))\n", UNKNOWN),
        ("a = SOURCE\ntry:\n    raise Error(a)\nexcept Error:\n    a = 'x'\nsink(a)\n", CANNOT),
        ("a = SOURCE\nraise Error(a)\nsink(a)\n", CANNOT),
        ("with opened(SOURCE) as a:\n    sink(a)\n", UNKNOWN),
        ("a = SOURCE\nwith opened() as b:\n    a = 'x'\nsink(a)\n", CANNOT),
        # cases, in patterns.py
        ("a = SOURCE\nmatch a:\n    case 'x' | 'y':\n        a = 'z'\n        sink(a)\n", CANNOT),
        ("a = 'x'\nmatch SOURCE:\n    case 'y':\n        sink(a)\n", CANNOT),
        ("a = SOURCE\nmatch a:\n    case 'x':\n        pass\n    case other:\n        sink(other)\n", HAPPENS),
        ("match [SOURCE, 'x']:\n    case [q, r]:\n        sink(q)\n", UNKNOWN),  # the grammar misreads it
        ("match (SOURCE, 'x'):\n    case [q, r]:\n        sink(r)\n", HAPPENS),
        ("match {'k': SOURCE}:\n    case {'k': q}:\n        sink(q)\n", HAPPENS),
        # names.py, definitions.py
        ("a = SOURCE\ndel a\na = 'x'\nsink(a)\n", CANNOT),
        ("import os as a\nb = SOURCE\nsink(a)\n", CANNOT),
        ("from os import name as a\nb = SOURCE\nsink(a)\n", CANNOT),
        ("a = SOURCE\npass\nsink(a)\n", HAPPENS),
        ("exec('a = b')\nlocals()['a'] = 1\nsink(SOURCE)\n", UNKNOWN),
    ],
)
def test_a_statement_leaves_what_it_does(body: str, expected: str) -> None:
    assert judged(within(body)) == expected


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("HELD = 'x'\ndef view():\n    global HELD\n    HELD = SOURCE\n    sink(HELD)\n", HAPPENS),
        ("HELD = ['x']\ndef view():\n    a = SOURCE\n    sink(HELD)\n", CANNOT),
        ("HELD = 'x'\ndef view():\n    a = SOURCE\n    sink(HELD)\n", CANNOT),
        ("def view():\n    pass\na = SOURCE\nsink(a)\n", HAPPENS),
        ("def view():\n    pass\na = SOURCE\na = 'x'\nsink(a)\n", CANNOT),
    ],
)
def test_names_of_the_module(program: str, expected: str) -> None:
    assert judged(textwrap.dedent(program)) == expected

"""Functions and classes of the file: a call does what the body does."""

from __future__ import annotations

import pytest

from tests.unit.taint.judging import CANNOT, HAPPENS, UNKNOWN, judged, within

_DEFINITIONS = """
def first(q, r='r'):
    return q
def last(*q, **r):
    return r['k'] if r else q[-1]
def pair(q, /, r, *, s='s'):
    return [q, r, s]
def checked(q):
    if q not in ('x', 'y'):
        raise ValueError
    return q
def filled(q, r):
    q.append(r)
def again(q):
    return again(q)
def several(q):
    yield 'x'
    yield q
class Base:
    kind = 'base'
    def __init__(self, x):
        self.x = x
    def shown(self):
        return self.x
    @staticmethod
    def given(q):
        return q
    @classmethod
    def made(cls, q):
        return cls(q)
class Sub(Base):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y
    def shown(self):
        return 'safe'
    def __call__(self, q):
        return q
class Replaced(Base):
    def __getattr__(self, name):
        return name
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # functions.py
        ("sink(first(SOURCE))\n", HAPPENS),
        ("sink(first('x', SOURCE))\n", CANNOT),
        ("sink(first(r=SOURCE, q='x'))\n", CANNOT),
        ("sink(last('x', SOURCE))\n", HAPPENS),
        ("sink(last(SOURCE, 'x'))\n", CANNOT),
        ("sink(last('x', k=SOURCE))\n", HAPPENS),
        ("sink(last(*[SOURCE], **{'k': 'x'}))\n", CANNOT),
        ("sink(pair('x', SOURCE, s='y')[1])\n", HAPPENS),
        ("sink(pair('x', SOURCE, s='y')[2])\n", CANNOT),
        ("a = ['x']\nfilled(a, SOURCE)\nsink(a)\n", HAPPENS),
        ("a, b = ['x'], ['y']\nfilled(a, SOURCE)\nsink(b)\n", CANNOT),
        ("a = SOURCE\nchecked(a)\nsink(a)\n", CANNOT),
        ("sink(checked(SOURCE))\n", CANNOT),
        ("sink(again(SOURCE))\n", UNKNOWN),
        ("sink(list(several(SOURCE)))\n", HAPPENS),
        ("sink(list(several('y')) if SOURCE else 'z')\n", CANNOT),
        # closures in names.py
        ("def inner():\n    return a\na = SOURCE\nsink(inner())\n", HAPPENS),
        ("def inner():\n    return a\na = SOURCE\na = 'x'\nsink(inner())\n", CANNOT),
        ("a = 'x'\ndef inner(q):\n    nonlocal a\n    a = q\ninner(SOURCE)\nsink(a)\n", HAPPENS),
        ("a = 'x'\ndef inner(q):\n    a = q\ninner(SOURCE)\nsink(a)\n", CANNOT),
        ("def inner(q=SOURCE):\n    return q\nsink(inner())\n", HAPPENS),
        # classes.py
        ("sink(Base(SOURCE).shown())\n", HAPPENS),
        ("sink(Sub(SOURCE, 'y').shown())\n", CANNOT),
        ("sink(Sub(SOURCE, 'y').x)\n", HAPPENS),
        ("sink(Sub('x', SOURCE).x)\n", CANNOT),
        ("sink(Base.given(SOURCE))\n", HAPPENS),
        ("sink(Base.made(SOURCE).x)\n", HAPPENS),
        ("a = SOURCE\nsink(Base.kind)\n", CANNOT),
        ("sink(Sub('x', 'y')(SOURCE))\n", HAPPENS),
        ("sink(Replaced(SOURCE).other)\n", UNKNOWN),
    ],
)
def test_a_call_does_what_the_body_does(body: str, expected: str) -> None:
    assert judged(_DEFINITIONS + within(body)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a = []\nunknown(a, SOURCE)\nsink(a)\n", UNKNOWN),
        ("sink(unknown(SOURCE))\n", UNKNOWN),
        ("a = 'x'\nunknown(SOURCE)\nsink(a)\n", CANNOT),
        ("a = ['x']\nunknown(SOURCE)\nsink(a)\n", CANNOT),
        ("a = unknown()\na.held = SOURCE\nsink(a.held)\n", HAPPENS),
        ("a = []\nunknown(lambda: a.append(SOURCE))\nsink(a)\n", HAPPENS),
        ("sink(SOURCE.changed())\n", HAPPENS),
    ],
)
def test_an_unknown_function_may_do_anything_with_what_it_is_given(body: str, expected: str) -> None:
    assert judged(within(body)) == expected


def test_a_method_that_a_subclass_is_there_to_replace_may_do_anything() -> None:
    program = """
    import library
    def view():
        pass
    class Handler(library.Handler):
        def changed(self, q):
            pass
        def handle(self):
            sink(self.changed(SOURCE))
    """
    assert judged(program) == UNKNOWN

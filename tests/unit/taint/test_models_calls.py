"""Models of functions: built-in ones, those over iterables, those around functions, and some of libraries."""

from __future__ import annotations

import pytest

from tests.unit.taint.judging import CANNOT, HAPPENS, UNKNOWN, judged, within

_IMPORTS = "import functools, itertools, json, os, random, re, sys, traceback, typing, urllib.parse\n"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # models/builtin.py
        ("str(a)", HAPPENS),
        ("str(Thing(a))", HAPPENS),
        ("str(Quiet(a))", CANNOT),
        ("len(a)", CANNOT),
        ("len(Thing(a))", HAPPENS),
        ("bool(a)", CANNOT),
        ("isinstance(a, str)", CANNOT),
        ("any([a])", CANNOT),
        ("max(b, a)", HAPPENS),
        ("min([b, a])", HAPPENS),
        ("max([b, 'x'])", CANNOT),
        ("getattr(Thing(a), 'x')", HAPPENS),
        ("getattr(Thing(a), 'y')", CANNOT),
        ("getattr(Thing(b), 'z', a)", HAPPENS),
        ("repr(a)", HAPPENS),
        ("locals()['a']", UNKNOWN),
        # models/iterables.py
        ("sorted([b, a])", HAPPENS),
        ("sorted([b, 'x'], reverse=bool(a))", CANNOT),
        ("list(reversed([b, a]))", HAPPENS),
        ("next(iter([a]))", HAPPENS),
        ("next(iter([b]), a)", HAPPENS),
        ("[q for _, q in enumerate([a])]", HAPPENS),
        ("[q for q, _ in enumerate([a])]", CANNOT),
        ("[q for q, _ in zip([b], [a])]", CANNOT),
        ("[q for _, q in zip([b], [a])]", HAPPENS),
        ("list(filter(None, [a]))", HAPPENS),
        ("list(map(lambda q: q, [a]))", HAPPENS),
        ("[q for q in range(3) if a]", CANNOT),
        ("list(itertools.chain([b], [a]))", HAPPENS),
        ("random.choice([b, a])", HAPPENS),
        ("random.choice([b, 'x'])", CANNOT),
        # models/objects.py
        ("typing.cast(str, a)", HAPPENS),
        ("typing.cast(a, b)", CANNOT),
        ("Thing(a).shown", HAPPENS),
        ("Thing.given(a)", HAPPENS),
        # models/libraries.py
        ("json.dumps([a])", HAPPENS),
        ("json.dumps([b]) if a else b", CANNOT),
        ("os.path.join(b, a)", HAPPENS),
        ("urllib.parse.urlparse(a).path", HAPPENS),
        ("urllib.parse.urlparse(b).path", CANNOT),
        ("sys.exit(a)", CANNOT),
    ],
)
def test_what_a_known_function_gives_out(value: str, expected: str) -> None:
    classes = """
class Thing:
    def __init__(self, x):
        self.x = x
        self.y = 'y'
    def __str__(self):
        return self.x
    def __len__(self):
        return self.x
    @functools.cached_property
    def shown(self):
        return self.x
    @staticmethod
    def given(q):
        return q
class Quiet(Thing):
    def __str__(self):
        return self.y
"""
    assert judged(_IMPORTS + classes + within(f"a, b = SOURCE, 'safe'\nsink({value})\n")) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("setattr(o, 'x', SOURCE)\nsink(o.x)\n", UNKNOWN),
        ("json.dump(SOURCE, o)\nsink(o.x)\n", CANNOT),
        ("a = SOURCE\nif unknown:\n    sys.exit()\nsink(a)\n", HAPPENS),
        ("a = SOURCE\nsys.exit()\nsink(a)\n", CANNOT),
        ("try:\n    run(SOURCE)\nexcept Error:\n    sink(traceback.format_exc())\n", UNKNOWN),
    ],
)
def test_what_a_known_function_changes(body: str, expected: str) -> None:
    thing = "class Thing:\n    x = y = 'y'\n"
    assert judged(_IMPORTS + thing + within("o = Thing()\no.x = o.y = 'x'\n" + body)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # models/text.py
        ("a.strip().upper()", HAPPENS),
        ("a.replace('x', b)", HAPPENS),
        ("b.replace('x', a)", HAPPENS),
        ("b.replace('x', 'y')", CANNOT),
        ("'-'.join([b, a])", HAPPENS),
        ("'-'.join([b, 'x'])", CANNOT),
        ("'{} {k}'.format(b, k=a)", HAPPENS),
        ("'{} {k}'.format(b, k='x')", CANNOT),
        ("'{k}'.format_map({'k': a})", HAPPENS),
        ("a.startswith('x')", CANNOT),
        ("a.isdigit()", CANNOT),
        ("a.split(',')[0]", HAPPENS),
        ("b.split(',')[0]", CANNOT),
        ("a.partition(',')[2]", HAPPENS),
        ("a.encode()", HAPPENS),
        ("a.find('x')", HAPPENS),
        ("str.lower(a)", HAPPENS),
    ],
)
def test_what_a_method_of_a_text_gives_out(value: str, expected: str) -> None:
    assert judged(within(f"a, b = SOURCE, 'safe'\nsink({value})\n")) == expected

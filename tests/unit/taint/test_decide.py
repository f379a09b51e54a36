"""What is told of a flow: that it happens, that it cannot, or nothing."""

from __future__ import annotations

import textwrap

import pytest

from tests.unit.taint.judging import CANNOT, HAPPENS, UNKNOWN, judged, within


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a = SOURCE\nsink('x' + a)\n", HAPPENS),
        ("a = {'k': SOURCE, 'm': 'safe'}\nsink(a['k'])\n", HAPPENS),
        ("a = {'k': SOURCE, 'm': 'safe'}\nsink(a['m'])\n", CANNOT),
        ("a = ['safe', SOURCE]\na.pop()\nsink(a[0])\n", CANNOT),
        ("a = SOURCE\nif a not in ('x', 'y'):\n    return\nsink(a)\n", CANNOT),
        ("a = SOURCE\nif a not in ('x', 'y'):\n    log(a)\nsink(a)\n", HAPPENS),
        ("a = SOURCE\nif 7 * 6 - 1 > 100:\n    b = a\nelse:\n    b = 'safe'\nsink(b)\n", CANNOT),
        ("match SOURCE:\n    case [a, *_] if a:\n        b = a\n    case _:\n        b = 'safe'\nsink(b)\n", HAPPENS),
        ("a = SOURCE\nholder = Unknown(a)\nb = holder.answer()\nsink(b)\n", UNKNOWN),
        ("a = SOURCE\nb = []\nkeep(b, a)\nsink(b)\n", UNKNOWN),
    ],
)
def test_a_flow_is_judged_by_what_the_program_does(body: str, expected: str) -> None:
    assert judged(within(body)) == expected


OUTSIDE = "def get():\n    return SOURCE\n"


@pytest.mark.parametrize(
    "program",
    [
        "import other\n@other.made\n" + OUTSIDE + within("sink(get())\n"),
        "class Thing(metaclass=Made):\n" + textwrap.indent(OUTSIDE, "    ") + within("sink(Thing.get())\n"),
        "import enum\nclass Thing(enum.Enum):\n    X = 'x'\n    def get(self):\n        return SOURCE\n"
        + within("sink(Thing.X.get())\n"),
        "class Thing:\n    def __str__(self):\n        return SOURCE\n" + within("sink('%s' % (Thing(),))\n"),
        "def values():\n    yield SOURCE\n" + within("for a in values():\n    sink(a)\n"),
        "import collections\n" + within("a = collections.defaultdict(list)\na['k'].append(SOURCE)\nsink(a['k'])\n"),
        within("def get():\n    return SOURCE\nfor a in iter(get, 1):\n    sink(a)\n"),
        within("b = []\nmatch [b]:\n    case [a]:\n        a.append(SOURCE)\nsink(b)\n"),
        "import functools\n" + OUTSIDE + within("sink(functools.partial(get)())\n"),
    ],
)
def test_what_is_not_followed_may_still_do_what_its_code_does(program: str) -> None:
    assert judged(program) != CANNOT


def test_what_a_whole_file_may_cost_is_bounded() -> None:
    program = within("a = SOURCE\nsink('x' + a)\n")
    assert judged(program, steps=0) == UNKNOWN


def test_what_is_beyond_the_interpreter_stays_as_the_engine_said() -> None:
    assert judged(within("a = SOURCE\nexec('b = a')\nlocals()['c'] = 1\nsink(a)\n")) == UNKNOWN


def test_a_statement_of_the_module_may_run_out_of_steps_with_objects_in_hand() -> None:
    statement = "table = ['safe']\nif table is not None:\n    table[0] = made()\n" + "    count = 1 + 1\n" * 3_000
    assert judged(statement + within("a = SOURCE\nsink('x' + a)\n")) == HAPPENS

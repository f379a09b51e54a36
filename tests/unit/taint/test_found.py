"""What the interpreter reports as a flow happens: in programs of which everything is known but their inputs.

``found`` promises a run: for some answers of the conditions that nothing but an input decides, data of the source is
part of the value at the sink. The promise ends where the interpreter stops telling things apart:

- where two ways meet, each variable keeps its own possible values: ``a`` of one way may be paired with ``b`` of the
  other, and a name that stands for one of two objects may change either;
- a call of an unknown function gives out what went in;
- a loop runs any number of rounds, each with any of the elements, and any ``case`` of a ``match`` may be taken;
- any statement of a ``try`` may raise an error, and no error ends the program before the sink;
- whether two objects are one (``x is y``) is open.

The programs here do without these: each condition is an input of its own, a branch changes only texts and the slots of
known objects, inputs choose the rounds of a loop, and every function that is called is known. In them, what is reported
is exactly what happens.
"""

from __future__ import annotations

import random
import textwrap
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.unit.taint import programs
from workers.taint.decide import PythonFile, Question

_PRELUDE = """
class Thing:
    kind = "thing"
    def __init__(self, x="r"):
        self.x = x
        self.y = "s"
    def put(self, value):
        self.y = self.x
        self.x = value
        return self
    @property
    def shown(self):
        return self.y
def first(q, r):
    return q
def both(q, r="d"):
    s = q
    if r != "d":
        s = s + r
    return s
def second(*q, **r):
    return r["k"] if r else q[1]
"""
_START = """
a, b, c = "q", "w", "e"
xs, ys = ["d", "f"], ["h", "j"]
t, u = {'k': "g", 'm': "y"}, {'k': "x", 'm': "z"}
o, p = Thing(), Thing("h")
"""
_LEAVES = (
    "SOURCE", "SOURCE", "a", "b", "c", "'z'", "xs[0]", "xs[1]", "ys[-1]", "t['k']", "t['m']", "u['k']", "o.x", "o.y",
    "p.x", "p.shown", "Thing.kind",
)  # fmt: skip
_TEXTS = (
    "{0} + {1}", '"%s-%s" % ({0}, {1})', '"{{1}}{{0}}".format({0}, {1})', '"-".join([{0}, {1}])', "[{0}, {1}][0]",
    "({0}, {1})[1]", "{{'k': {0}, 'm': {1}}}['m']", "(lambda q, r: r)({0}, {1})", "first({0}, {1})", "both({0})",
    "both({0}, {1})", "second({0}, {1})", "second({0}, k={1})", "str({0})", "dict(k={0})['k']",
    "({0} if 7 * 6 > 40 else {1})", "Thing({0}).x", "Thing({0}).y",
)  # fmt: skip
_ANYWHERE = (
    "{v} = {0}", "{v} = {0}", "{v} += {0}", "{l}[0] = {0}", "{l}[1] = {0}", "{d}['k'] = {0}", "{d}['m'] = {0}",
    "{o}.x = {0}", "{o}.y = {0}", "sink({0})", "sink({v})", "sink({v})", "sink({l}[1])", "sink({d}['k'])",
)  # fmt: skip
"""What may stand in a branch, too: texts and slots change, no name gets another object."""
_STRAIGHT = (
    *_ANYWHERE, "a, b = b, a", "{l} = {m}", "{l} = [{0}, {1}]", "{l}.append({0})\n{v} = {l}.pop()", "{d} = {e}",
    "{d} = {{'k': {0}, 'm': {1}}}", "{d} = {{**{e}, 'm': {0}}}", "{d} = dict({e})", "{d}.update({{'k': {0}}})",
    "{v} = {d}.get('k', {0})", "{v} = {d}.get('n', {0})", "{o} = Thing({0})", "o = p", "{o}.put({0})",
    "{v}, *{l} = [{0}, {1}, 'l']", "x = [{l}]\nx[0][0] = {0}", "def f{i}():\n    return {v}\n{v} = {0}\nc = f{i}()",
    "def g{i}(q):\n    nonlocal c\n    c = q\ng{i}({0})", "{v} = {0} if maybe() else {1}",
)  # fmt: skip
_COMPOUND = (
    "if maybe():\n{A}\nelse:\n{B}", "if maybe():\n{A}", "if maybe():\n{A}\nelif maybe():\n{B}\nelse:\n{C}",
    "if 7 * 6 > 40:\n{A}\nelse:\n{B}", "if 'k' in t:\n{A}\nelse:\n{B}", "if 'n' in u:\n{A}",
    "for q in [{0}, {1}]:\n    if maybe():\n        {v} = q",
    "w = 0\nwhile w < 2 and maybe():\n    w += 1\n{D}",
)  # fmt: skip
_ENDS = [f"sink({each})" for each in ("a", "b", "c", "xs[0]", "ys[1]", "t['k']", "u['m']", "o.x", "p.shown", "[xs, t]")]
_MOST_INPUTS = 6


def _program(seed: int) -> str:
    draw = random.Random(seed)  # noqa: S311 - programs, no secrets

    def text(depth: int) -> str:
        if depth == 0 or draw.random() < 0.4:
            return draw.choice(_LEAVES)
        return draw.choice(_TEXTS).format(text(depth - 1), text(depth - 1))

    def filled(template: str, number: int, **blocks: str) -> str:
        v, l, d, o = (draw.choice(names) for names in ("abc", ("xs", "ys"), "tu", "op"))  # noqa: E741 - as in templates
        others = {"m": "ys" if l == "xs" else "xs", "e": "u" if d == "t" else "t"}
        return template.format(text(2), text(1), v=v, l=l, d=d, o=o, i=number, **others, **blocks)

    def statement(number: int) -> str:
        if draw.random() < 0.6:
            return filled(draw.choice(_STRAIGHT), number)
        sizes = {name: draw.randint(1, 3) for name in "ABC"} | {"D": 1}
        blocks = {
            name: _indented([filled(draw.choice(_ANYWHERE), number) for _ in range(size)])
            for name, size in sizes.items()
        }
        return filled(draw.choice(_COMPOUND), number, **blocks)

    body = [statement(number) for number in range(draw.randint(3, 9))]
    return "\n".join([_PRELUDE, "def view():", _indented([_START.strip(), *body, *_ENDS]), "view()"]) + "\n"


def _indented(statements: list[str]) -> str:
    return textwrap.indent("\n".join(statements), "    ")


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_what_is_reported_is_what_happens(seed: int) -> None:
    program = _program(seed)
    inputs = sum(program.count(f"{word} ") for word in ("for q in", "while")) + program.count("maybe()")
    assume(inputs <= _MOST_INPUTS)
    sources, sinks = programs.places(program)
    flows = PythonFile(program).found(Question(dict.fromkeys(sources, 1), sinks), dict.fromkeys(sinks, 1))
    reached: set[int] = set()
    for answers in product((False, True), repeat=inputs):
        reached |= programs.run(program, list(answers))
    assert {sinks[flow.sink] for flow in flows} == reached, program

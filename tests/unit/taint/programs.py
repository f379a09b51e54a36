"""Random small programs with a marked source and numbered sinks, and what they really do when they run."""

from __future__ import annotations

import configparser
import random
import sys
import textwrap
from typing import Any

MARK = "§"
"""The source's data: no program makes it in another way, and no operation here takes it apart."""
_PRELUDE = """
import configparser, copy, functools, io
from collections import namedtuple
Pair = namedtuple("Pair", "left right")
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
class Other(Thing):
    def put(self, value):
        super().put(value)
        return self
"""
_START = """
a, b, c = "q", "w", "e"
n = 0
xs, ys = ["d", "f", "h"], ["d", "j"]
t, u = {'k': "g", 'm': "y", 'n': "z"}, {'k': "x", 'm': "y"}
o, p = Thing(), Other("h")
"""
_CONDITIONS = (
    "n > 1", "n == 0", "n < 3 and a == 'q'", "a == b", "b in ('w', 'z')", "not xs", "len(xs) > 2", "'k' in t",
    "c in xs", "a != 'q' or n", "1 < n <= 3", "True", "t.get('k') == 'g'", "o is p", "a", "len(a) == 1",
    "c not in ['e', 'z']", "isinstance(a, str)", "o.x == 'r'", "maybe()", "maybe()", "a.startswith('q')", "n",
    "any(q == 'w' for q in (a, b))", "(n == 1) == (a == 'q')", "not maybe() or n > 1",
)  # fmt: skip
_TEXTS = (
    "{0} + {1}", '"%s-%s" % ({0}, {1})', 'f"{{{0}}}:{{n}}"', '"{{1}}{{0}}".format({0}, {1})', '"-".join([{0}, {1}])',
    "({0} or {1})", "({0} and {1})", "[{0}, {1}][n % 2]", "({0}, {1})[1]", "(lambda q, r={1}: q + r)({0})",
    "Pair({0}, right={1}).left", "functools.partial(lambda q, r: r, {0})({1})", "{{'k': {0}, 'm': {1}}}['m']",
    "[q for q in ({0}, {1}) if q][0]", "(d := {0}) + d", "({0}).strip().upper()", "('x' + {0})[1:]",
    "({0} + 'x')[:1]", "({0} + ':y').split(':')[0]", "max([{0}, 'z'])", "next(iter([{0}]))", "unknown({0})",
    "({0} if {2} else {1})", "'x{{k}}'.format(k={0})", "str({0})", "'%(k)s' % {{'k': {0}, 'm': {1}}}",
    "({0}).replace('q', {1})", "('a/' + {0}).partition('/')[2]", "dict(k={0})['k']", "list({0})[0]",
    "sorted({{{0}, {1}}})[0]", "[{0}, {1}].pop()", "(lambda *q, **r: q[0] + r['k'])({0}, k={1})",
    "''.join(reversed([{0}, {1}]))", "(unknown)({0})", "mutate([{1}], {0})[-1]",
)  # fmt: skip
_SIMPLE = (
    "{v} = {0}", "{v} = {0}", "{v} = {0}", "{v} += {1}", "sink({0})", "sink({v})", "sink({v})", "sink({l})", "sink({d})",
    "{l}.append({0})", "{l}.insert(0, {0})", "{l}.pop()", "{l}.pop(0)", "{l}[0] = {0}", "{l}[n] = {0}", "del {l}[0]",
    "{l}.reverse()", "{l} = [{0}, {1}]", "{l} = {m}", "{l} = {m}[1:]", "{l} = list({m})", "{l} += [{0}]",
    "{l}.extend({m})", "{l}.sort()", "{l} = [q + 'i' for q in {m}]", "{l} = sorted({m})", "{l}.remove('d')",
    "{l} = [*{m}, {0}]", "{l} = copy.copy({m})", "{d}[{k}] = {0}", "{d} = {{{k}: {0}}}", "{d}.pop({k}, None)",
    "{d}.update({{{k}: {0}}})", "{d}[{v}] = {0}", "del {d}[{k}]", "{v} = {d}.setdefault({k}, {0})", "{v} = {d}[{k}]",
    "t = u", "u = dict(t)", "u = {{**u, **t}}", "t = copy.deepcopy(u)", "{v} = {d}.popitem()[1]", "{d}.clear()",
    "{o}.x = {0}", "{o}.put({0})", "{o} = Thing({0})", "o = p", "setattr({o}, 'y', {0})", "{v} = getattr({o}, 'x')",
    "Thing.kind = {0}", "{v}, {o}.y = {1}, {0}", "{v}, *{l} = [{0}, {1}, 'l']", "a, b = b, a", "n += 1", "n = len(xs)",
    "n = 0", "del {v}", "mutate({l}, {1})", "mutate({d}, {1})", "mutate({o}, {1})", "{l} = mutate({m}, 'x')",
    "mutate(lambda: xs.append(a), 'x')", "s = io.StringIO()\ns.write({0})\ns.write({1})\n{v} = s.getvalue()",
    "s = configparser.RawConfigParser()\ns.add_section('v')\ns.set('v', {k}, {0})\ns.set('v', 'k', {1})\n"
    "{v} = s.get('v', {k})",
    "s = configparser.RawConfigParser()\ns.read_dict({{'v': {{{k}: {0}}}, 'w': {{'k': {1}}}}})\ns['v']['m'] = {1}\n"
    "{v} = s['v'][{k}]",
    "{v} = ','.join(q for q in {l})", "{v} = dict(zip(('k', 'm'), {l}))['k']", "{v} = [q for _, q in enumerate({l})][0]",
    "{v} = list(map(lambda q: q + 'j', {l}))[-1]", "{v} = list({d}.values())[0]", "{v} = [q for _, q in {d}.items()][-1]",
    "{v} = list({d})[0]", "if {v} in ('q', 'w', 'z'):\n    sink({v})",
    "known = {v} in ('q', 'w')\nif not known:\n    {v} = 'z'\nsink({v})", "assert {v} != 'w'",
    "{v} = given({0}, {1})", "{v} = helper({0}, second={1})", "x = {l}\n{l} = []\nx.append({0})\nsink({m})",
    "i = iter({l})\n{l}.append({0})\n{v} = list(i)[-1]", "{v} = (lambda: a)\na = {0}\n{v} = {v}()",
    "fs = [lambda: {w}]\n{w} = {0}\n{v} = fs[0]()", "{o}.z = {l}\n{l}.append({0})\n{v} = {o}.z[-1]",
    "x = [{l}]\nx[0].append({0})\n{v} = {l}[-1]", "x = {{'k': {l}}}\nfor q in x.values():\n    q.append({0})",
    "{v} = {l}[n] if len({l}) > n else {0}", "x = ({l}, {m})\nx[n % 2].append({0})", "{d}.setdefault({k}, []); n = 1",
    "def r(q=[]):\n    q.append({0})\n    return q[0]\n{v} = r()", "{v} = o.shown", "{v} = Thing().kind",
)  # fmt: skip
_COMPOUND = (
    "if {2}:\n{A}\nelse:\n{B}", "if {2}:\n{A}", "if {2}:\n{A}\nelif n == 1:\n{B}\nelse:\n{C}",
    "for {v} in {l}[:4]:\n{L}", "for n in range(3):\n{L}", "for {v} in ['q', {0}]:\n{L}\nelse:\n{A}",
    "for n, {v} in enumerate({l}[:3]):\n{L}", "for {v} in list({d})[:3]:\n{L}", "for {v} in {l}:\n{L}",
    "w{i} = 0\nwhile w{i} < 3:\n    w{i} += 1\n{L}", "w{i} = 0\nwhile True:\n    w{i} += 1\n    if w{i} > 2:\n        break\n{L}",
    "w{i} = 0\nwhile maybe() and w{i} < 3:\n    w{i} += 1\n{L}", "while n < 3:\n    n += 1\n{L}\nelse:\n{A}",
    "try:\n{A}\nexcept (IndexError, KeyError):\n{B}", "try:\n{A}\nfinally:\n{B}",
    "try:\n{A}\n    {v} = xs[7]\nexcept Exception as error:\n    {v} = str(error)\n{B}\nelse:\n{C}",
    "try:\n{A}\n    if {2}:\n        raise ValueError({0})\nexcept ValueError as error:\n    {v} = str(error)\nfinally:\n{B}",
    "with io.StringIO() as s:\n    s.write({0})\n{A}",
    "match {v}:\n    case 'q' | 'w':\n{AA}\n    case 'e' if n:\n{BB}\n    case _:\n{CC}",
    "match [{0}, {v}]:\n    case ['q', b]:\n{AA}\n    case [a, *xs]:\n{BB}",
    "match {d}:\n    case {{'k': a, **u}}:\n{AA}\n    case _:\n{BB}", "match {o}:\n    case Other(x=a):\n{AA}\n    case Thing(y=b):\n{BB}",
    "def f{i}(q, r='d'):\n    nonlocal a, xs\n{A}\n    return q + r\n{v} = f{i}({0})",
    "def g{i}():\n    yield {v}\n    yield {0}\n    yield xs[0]\ni{i} = g{i}()\n{v} = next(i{i})\n{P}\nb = list(i{i})[-1]",
    "def h{i}():\n    return {0}\n{P}\n{v} = h{i}()", "for {v} in (q for q in {l}):\n{L}",
)  # fmt: skip


class _Maker:
    """Draws programs."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)  # noqa: S311 - programs, no secrets
        self._number = 0

    def program(self) -> str:
        names = "a, b, c, n, xs, ys, t, u, o, p"
        body, helper, given = self._block(2), self._block(1), self._block(1)
        local = _START.strip()
        lines = [
            _PRELUDE,
            "def helper(first, second='z'):",
            _indented(f"{local}\na = first\n{_without_calls(helper)}\nreturn b + second"),
            "def view():",
            _indented(local),
            _indented(f"def given(q, r):\n    nonlocal {names}\n{_indented(_without_calls(given))}\n    return r + a"),
            _indented(f"{body}\nsink(a + b + c)\nsink([xs, ys, t, u])"),
            "view()",
        ]
        return "\n".join(lines) + "\n"

    def _block(self, depth: int, *, loop: bool = False) -> str:
        return "\n".join(self._statement(depth, loop=loop) for _ in range(self._draw.randint(1, 4)))

    def _statement(self, depth: int, *, loop: bool) -> str:
        if loop and self._draw.random() < 0.1:
            return f"if {self._condition()}:\n    {self._draw.choice(('break', 'continue'))}"
        if depth > 0 and self._draw.random() < 0.35:
            return self._filled(self._draw.choice(_COMPOUND), depth)
        return self._filled(self._draw.choice(_SIMPLE), 0)

    def _filled(self, template: str, depth: int) -> str:
        self._number += 1
        parts = {"A": "", "B": "", "C": "", "L": "", "P": ""}
        if depth:
            parts = {name: _indented(self._block(depth - 1)) for name in "ABC"}
            parts |= {"L": _indented("tick()\n" + self._block(depth - 1, loop=True)), "P": self._block(depth - 1)}
            parts |= {name * 2: _indented(parts[name]) for name in "ABC"}
        choose = self._draw.choice
        return template.format(
            self._text(2), self._text(1), self._condition(), i=self._number, v=choose("abc"), w=choose("abc"),
            l=choose(("xs", "ys")), m=choose(("xs", "ys")), d=choose("tu"), o=choose("op"),
            k=choose(("'k'", "'m'", "'n'")), **parts,
        )  # fmt: skip

    def _condition(self) -> str:
        return self._draw.choice(_CONDITIONS)

    def _text(self, depth: int) -> str:
        choose = self._draw.choice
        if depth == 0 or self._draw.random() < 0.5:
            leaf = choose(
                ("{v}", "{v}", "'z'", "SOURCE", "SOURCE", "SOURCE", "{l}[0]", "{l}[-1]", "{d}.get({k}, 'v')", "{o}.{x}")
            )
            return leaf.format(
                v=choose("abc"), l=choose(("xs", "ys")), d=choose("tu"), k=choose(("'k'", "'m'")), o=choose("op"),
                x=choose(("x", "y", "shown", "kind")),
            )  # fmt: skip
        first, second = self._text(depth - 1), self._text(depth - 1)
        template = choose(_TEXTS)
        if set(first) & set('"{') and template.startswith('f"'):
            return first
        return template.format(first, second, self._condition())


def _indented(text: str) -> str:
    return textwrap.indent(text, "    ")


def _without_calls(text: str) -> str:
    """Without calls that would never end."""
    return text.replace("given(", "mixed(").replace("helper(", "mixed(")


def make(seed: int) -> str:
    """The program of this number; not all of them are valid Python."""
    return _Maker(seed).program()


def run(program: str, choices: list[bool]) -> set[int]:
    """Runs it: the lines of the sinks that the mark reached before it ended or raised an error."""
    reached: set[int] = set()
    ticks: list[int] = []
    turns = list(choices)

    def sink(value: Any) -> None:
        if MARK in repr(value) or MARK in repr(getattr(value, "__dict__", "")):
            reached.add(sys._getframe(1).f_lineno)

    def maybe() -> bool:
        turns.append(turns.pop(0))
        return turns[-1]

    def tick() -> None:
        ticks.append(1)
        held = sys._getframe(1).f_locals.values()
        if len(ticks) > 200 or any(len(each) > 300 for each in held if isinstance(each, str | list)):
            raise RuntimeError

    space = {
        "mixed": _mixed,
        "SOURCE": MARK,
        "sink": sink,
        "unknown": str,
        "mutate": _mutate,
        "maybe": maybe,
        "tick": tick,
    }
    try:
        exec(compile(program, "generated", "exec"), {**space, "__name__": "generated"})  # noqa: S102 - our own pieces
    except (AttributeError, LookupError, NameError, TypeError, ValueError, AssertionError, RuntimeError):
        return reached
    except configparser.Error:
        return reached
    return reached


def _mutate(target: Any, value: str) -> Any:
    if callable(target):
        return target()
    if isinstance(target, list):
        target.append(value)
    elif isinstance(target, dict):
        target["k"] = value
    else:
        target.y = value
    return target


def _mixed(first: str, other: str = "", *, second: str = "") -> str:
    return f"{first}{other}{second}"


def places(program: str) -> tuple[set[tuple[int, int]], dict[tuple[int, int], int]]:
    """The spans of the sources; those of the arguments of the sinks in ``view`` with their lines."""
    sources: set[tuple[int, int]] = set()
    sinks: dict[tuple[int, int], int] = {}
    start = 0
    for number, line in enumerate(program.split("\n"), 1):
        data = line.encode()
        at = data.find(b"SOURCE")
        while at >= 0:
            sources.add((start + at, start + at + len("SOURCE")))
            at = data.find(b"SOURCE", at + 1)
        call = data.find(b"sink(")
        if call >= 0 and start > program.encode().index(b"def view"):
            sinks[start + call + len("sink("), start + len(data.rstrip()) - 1] = number
        start += len(data) + 1
    return sources, sinks

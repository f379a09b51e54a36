"""The engine and the interpreter together, over flows that the engine alone judges wrongly."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.unit.engine import pack_of
from workers.engine import dataflow, program
from workers.engine.invoke import Core, Limits, Text
from workers.engine.results import FileAnswer
from workers.engine.rules import Search
from workers.engine.scanner import Scanner, source_of


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack_of.write(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def scanner(root: Path) -> Scanner:
    return Scanner(root, folder=None)


def lines(scanner: Scanner, body: str) -> list[int]:
    """Where ``python.os.flow`` is found, counted from the function's ``def``."""
    text = "import os\n" + "def f(request):\n" + textwrap.indent(textwrap.dedent(body), "    ")
    source = source_of("a.py", "python", text)
    return [m.place.start_line - 1 for m in scanner.scan([source])[source.key].matches if m.rule == "python.os.flow"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # Told by both.
        ("os.system(request.args.get('x'))\n", [2]),
        # Dropped: the other key, an allowed text, a branch that is never taken.
        ("a = {'k': request.args.get('x'), 'm': 'ls'}\nos.system(a['m'])\n", []),
        ("a = request.args.get('x')\nif a not in ('ls', 'df'):\n    return\nos.system(a)\n", []),
        ("a = request.args.get('x')\nb = 'ls'\nif 3 > 4:\n    b = a\nos.system(b)\n", []),
        # Kept: the check is not acted upon.
        ("a = request.args.get('x')\nif a not in ('ls', 'df'):\n    print('odd')\nos.system(a)\n", [5]),
        # Kept as the engine said: what is beyond the interpreter.
        ("a = request.args.get('x')\nexec('b = 1')\nlocals()['c'] = 2\nos.system(a)\n", [5]),
        # Found although the engine loses it.
        ("a = []\na.append(request.args.get('x'))\nos.system(a[0])\n", [4]),
    ],
)
def test_a_flow_is_told_where_it_happens(scanner: Scanner, body: str, expected: list[int]) -> None:
    assert lines(scanner, body) == expected


def test_a_flow_of_the_interpreters_shows_its_way(scanner: Scanner) -> None:
    text = "import os\ndef f(request):\n    a = []\n    a.append(request.args.get('x'))\n    os.system(a[0])\n"
    source = source_of("a.py", "python", text)
    (match,) = scanner.scan([source])[source.key].matches
    assert [(step.place.start_line, step.text) for step in match.steps] == [(4, "request.args.get('x')"), (5, "a[0]")]


def test_another_interpreter_asks_anew_where_it_is_used() -> None:
    covered = {path.stem for path in dataflow.sources()}
    assert {"dataflow", "decide", "machine", "lattice", "builtin", "containers"} <= covered
    interpreter = "\n".join(path.read_text() for path in dataflow.sources() if "taint" in path.parts)
    taken = re.findall(r"^from (?:bot|workers)\.(?:\w+\.)*(\w+) import", interpreter, re.MULTILINE)
    assert set(taken) - {"taint", "models", "reading"} <= covered
    assert dataflow.version("python")
    assert dataflow.version("terraform") == ""


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("import os\ndef f(request):  # no os.system here\n    return request.args.get('x')\n", 1),
        ("import os\ndef f(x):  # no request.args.get\n    os.system(x)\n", 1),
        ("import os\ndef f(request):\n    os.system(request.args.get('x'))\n", 2),
    ],
    ids=["a source alone", "a sink alone", "both"],
)
def test_a_taint_rule_is_run_where_its_sources_and_sinks_both_are(root: Path, text: str, runs: int) -> None:
    scanner, asked = Scanner(root, folder=None), list[list[str]]()
    core = Core(program.find())

    def counted(language: str, rules: Sequence[Search], texts: Sequence[Text], limits: Limits) -> dict[str, FileAnswer]:
        asked.append([rule["id"] for rule in rules if rule.get("mode") == "taint"])
        return core(language, rules, texts, limits)

    scanner.__dict__["_invoke"] = counted
    scanner.scan([source_of("a.py", "python", text)])
    assert asked == [[], ["python.os.flow"]][:runs]

"""Each mutation on a small text: the same program, written otherwise."""

from __future__ import annotations

import pytest

from workers.mutation.languages import LANGUAGES
from workers.mutation.making import compatible, edited, mutant
from workers.mutation.model import Edit, Mutant, Place, Program
from workers.mutation.spots import spots
from workers.reading import syntax

PYTHON = """\
import os

def f(name):
    # ruleid: x
    os.system("ls " + name)
"""
JAVASCRIPT = """\
const { exec } = require("child_process");

app.get("/", (req, res) => {
  // ruleid: x
  exec(`ls ${req.query.dir}`);
});
"""


def mutated(language: str, text: str, name: str, hit: str = "") -> Mutant:
    tree = syntax.parse(language, text)
    assert tree is not None
    (line,) = [number for number, each in enumerate(text.splitlines(), 1) if "ruleid" in each]
    start = text.encode().find(hit.encode()) if hit else 0
    place = Place(line + 1, True, (start, start + len(hit.encode())) if hit else None)
    (mutation,) = [each for each in LANGUAGES[language].mutations if each.name == name]
    found = mutant(Program(language, text.encode(), tree, (place,)), mutation, LANGUAGES[language].grammar)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("language", "name", "lines"),
    [
        ("python", "an early assignment", {'    value_5 = "ls " + name', "    os.system(value_5)"}),
        ("python", "a walrus", {'    os.system((value_5 := "ls " + name))'}),
        ("python", "an f-string", {'    os.system(f"ls {name}")'}),
        ("python", "percent", {'    os.system(("ls %s" % (name, )))'}),
        ("python", "format", {'    os.system("ls {}".format(name))'}),
        ("python", "join", {'    os.system("".join(["ls ", name]))'}),
        ("python", "starred arguments", {'    os.system(*["ls " + name])'}),
        ("python", "an import by name", {"from os import system", '    system("ls " + name)'}),
        ("python", "an import by another name", {"from os import system as own_system"}),
        ("python", "an alias of the module", {"import os as own_os", '    own_os.system("ls " + name)'}),
        ("python", "an import inside the function", {"pass", "    import os"}),
        ("python", "a helper in between", {"def same_5(value):", '    os.system(same_5("ls " + name))'}),
        (
            "python", "the call in a helper",
            {"def run_5(value):", "    return os.system(value)", '    run_5("ls " + name)'},
        ),
        ("python", "a decorator", {"@unchanged"}),
        ("javascript", "an early assignment", {"  const value_5 = `ls ${req.query.dir}`;", "  exec(value_5);"}),
        ("javascript", "a concatenation", {'  exec(("ls " + req.query.dir));'}),
        ("javascript", "join", {'  exec(["ls ", req.query.dir].join(""));'}),
        ("javascript", "names in brackets", {'  exec(`ls ${req["query"]["dir"]}`);'}),
        ("javascript", "arguments from an array", {"  exec(...[`ls ${req.query.dir}`]);"}),
        (
            "javascript", "an import of the whole module",
            {'const childProcessModule = require("child_process");'},
        ),
        ("javascript", "import instead of require", {'import { exec } from "child_process";'}),
        ("javascript", "functions instead of arrows", {'app.get("/", function (req, res)  {'}),
        ("javascript", "a handler with a name", {"const handler_3 = (req, res) => {", 'app.get("/", handler_3);'}),
    ],
)  # fmt: skip
def test_a_mutation_writes(language: str, name: str, lines: set[str]) -> None:
    text = PYTHON if language == "python" else JAVASCRIPT
    found = mutated(language, text, name)
    assert lines <= set(found.text.splitlines())
    assert syntax.first_error(language, found.text) is None


def test_the_marked_line_is_followed_with_what_was_made_for_it() -> None:
    found = mutated("python", PYTHON, "a helper in between")
    (asked,) = found.wanted
    lines = found.text.splitlines()
    assert {lines[number - 1] for number in asked.lines} == {
        "def same_5(value):", "    return value", "", '    os.system(same_5("ls " + name))',
    }  # fmt: skip


def test_the_value_is_what_the_rule_finds() -> None:
    text = 'def f(x):\n    # ruleid: x\n    one(first(x), Other("a" + x.name))\n'
    assert 'value_3 = "a" + x.name' in mutated("python", text, "an early assignment", hit="x.name").text
    assert "value_3 = first(x)" in mutated("python", text, "an early assignment").text


@pytest.mark.parametrize(
    "line",
    [
        "x = a and f(b)",  # evaluated on a condition alone
        "g = lambda b: f(b)",
        "x = [f(b) for b in a]",
        "while f(b): pass",  # evaluated again and again
    ],
)
def test_nothing_is_moved_before_a_statement_that_does_not_always_evaluate_it_once(line: str) -> None:
    text = f"# ruleid: x\n{line}\n"
    tree = syntax.parse("python", text)
    assert tree is not None
    grammar = LANGUAGES["python"].grammar
    start = text.find("f(b)")
    program = Program("python", text.encode(), tree, (Place(2, True, (start, start + 4)),))
    assert [spot.movable for spot in spots(program, grammar)] in ([False], [])


def test_edits_of_one_line_are_made_all_or_none() -> None:
    kept = [Edit(0, 4, "a", 1), Edit(6, 8, "b", 1)]
    assert compatible([*kept, Edit(3, 5, "c", 2), Edit(9, 9, "d", 2)]) == kept


def test_lines_are_followed_through_edits() -> None:
    text, came_from, made_for = edited(b"a\nb\nc\n", [Edit(2, 2, "x\n", 2), Edit(4, 5, "y\nz", 3)])
    assert text == "a\nx\nb\ny\nz\n"
    assert came_from == {1: {1}, 2: {3}, 3: {5}}
    assert made_for == {2: {2}, 3: {4, 5}}

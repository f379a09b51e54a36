"""Names of a Go file's own for functions and constants: rules see what they stand for, at the places of the text."""

from __future__ import annotations

import pytest

from workers.engine import go_names
from workers.engine.results import FileAnswer, Match
from workers.reading.places import Place

PROGRAM = 'package a\n\nimport "os/exec"\n\n{top}\n\nfunc f(db *DB, x string) {{\n\t{code}\n}}\n'
WRITTEN_OUT = [  # at the top, in the function, what a rule sees of it
    ("var execCommand = exec.Command", "execCommand(x)", "exec.Command(x)"),
    ("var (\n\trun = exec.Command\n)", 'é("é", run(x))', 'é("é", exec.Command(x))'),
    ("", "run := db.Query\n\trun(x)", "run := db.Query\n\tdb.Query(x)"),
    ("", "var run = db.Query\n\trun(x)", "var run = db.Query\n\tdb.Query(x)"),
    ('const shell = "sh"', "exec.Command(shell, x)", 'exec.Command("sh", x)'),
    ("const (\n\tmode = 0o777\n)", "open(x, mode)", "open(x, 0o777)"),
    ("var insecure = true", "use(&Config{skip: insecure})", "use(&Config{skip: true})"),
]
LEFT_ALONE = [
    ("var execCommand = exec.Command", "execCommand = other\n\texecCommand(x)"),
    ("var execCommand = unknown.Command", "execCommand(x)"),
    ("", "run := db.Query\n\tif x != 1 {\n\t\trun = db.Exec\n\t}\n\trun(x)"),
    ("", "run := db.Query\n\tchange(&run)\n\trun(x)"),
    ('var shell = "sh"', "shell := x\n\texec.Command(shell)"),
    ('var Shell = "sh"', "exec.Command(Shell)"),
    ('const baseURL = "https://example.org"', "get(fmt.Sprint(baseURL, x) + baseURL)"),
    ('const shell = "sh"', "use(Config{shell: x}, shell.part, shell[0])"),
    ('const quote = "\\""', "use(quote)"),
    ("var execCommand = exec.Command", "execCommand(x"),
]


@pytest.mark.parametrize(("top", "code", "seen"), WRITTEN_OUT)
def test_a_name_is_written_out(top: str, code: str, seen: str) -> None:
    made = go_names.spelled(PROGRAM.format(top=top, code=code))

    assert made is not None
    assert made.text == PROGRAM.format(top=top, code=seen)


@pytest.mark.parametrize(("top", "code"), LEFT_ALONE)
def test_what_may_be_something_else_is_left_alone(top: str, code: str) -> None:
    assert go_names.spelled(PROGRAM.format(top=top, code=code)) is None


def test_places_are_those_of_the_text() -> None:
    text = PROGRAM.format(top="var run = exec.Command", code='run("é", run(x))')
    made = go_names.spelled(text)
    assert made is not None
    line = made.text.split("\n")[7]
    at = line.index("exec.Command(x)") + 1
    found = Match("r", Place(8, at, 8, at + len("exec.Command(x)")), "exec.Command(x)", "")

    (match,) = made.real(FileAnswer((found,), ()), text).matches

    assert match.excerpt == "run(x)"

"""Names of a Rust file's own for imports and constants: rules see what they stand for, at the places of the text."""

from __future__ import annotations

import pytest

from workers.engine import rust_names
from workers.engine.results import FileAnswer, Match
from workers.reading.places import Place

WRITTEN_OUT = [
    ("use a::Command as Run;", "Run::new(x); let y: Run = z;", "Command::new(x); let y: Command = z;"),
    ("use a::{B, Command as Run};", "Run::new(x)", "Command::new(x)"),
    ("use a::run as own_run;", "own_run(x)", "run(x)"),
    ("use std::process as p;", "p::Command::new(x)", "process::Command::new(x)"),
    ("const MODE: u32 = 0o777;", "open(x, MODE)", "open(x, 0o777)"),
    ('static SHELL: &str = "sh";', "Command::new(SHELL)", 'Command::new("sh")'),
    ("use a::Query as Q;", "if let Q(v) = x {} y(Q(v))", "if let Query(v) = x {} y(Query(v))"),
    ("use a::B as C;", 'C::d(format!("{}", x))', 'B::d(format ("{}", x))'),
]
LEFT_ALONE = [
    ("use a::Result as Answer;", "Answer::new(Result::new(x))"),
    ("use a::Result;\nuse b::Result as Other;", "Other::new(x)"),
    ("use a::run as own;", "let own = x; own(y)"),
    ("use a::Trait as _;", "x.y()"),
    ("use a::B as C;", "d::C::new(x)"),
    ("const MODE: u32 = other();", "open(x, MODE)"),
    ("const MODE: u32 = 1;", "let MODE = x; open(MODE)"),
    ("static mut MODE: u32 = 1;", "open(MODE)"),
    ("use a::Command as Run;", "Run::new(x"),
]
PROGRAM = "{top}\n\nfn f(x: X) {{\n    {code}\n}}\n"


@pytest.mark.parametrize(("top", "code", "seen"), WRITTEN_OUT)
def test_a_name_is_written_out(top: str, code: str, seen: str) -> None:
    made = rust_names.spelled(PROGRAM.format(top=top, code=code))

    assert made is not None
    assert made.text == PROGRAM.format(top=top, code=seen)


@pytest.mark.parametrize(("top", "code"), LEFT_ALONE)
def test_what_may_be_something_else_is_left_alone(top: str, code: str) -> None:
    assert rust_names.spelled(PROGRAM.format(top=top, code=code)) is None


def test_places_are_those_of_the_text() -> None:
    text = PROGRAM.format(top="use a::Command as Run;", code='run("é", Run::new(x))')
    made = rust_names.spelled(text)
    assert made is not None
    line = made.text.split("\n")[3]
    at = line.index("Command::new(x)") + 1
    found = Match("r", Place(4, at, 4, at + len("Command::new(x)")), "Command::new(x)", "")

    (match,) = made.real(FileAnswer((found,), ()), text).matches

    assert match.excerpt == "Run::new(x)"

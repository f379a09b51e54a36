"""The table: every question is asked of every tool in the same way."""

from __future__ import annotations

import json

import pytest

from bench.signal import figures
from bench.signal.cases import Case, Place
from bench.signal.changes import Role
from bench.signal.curve import scored
from bench.signal.figures import Cell, Sample, Section
from bench.signal.lost import Lost, Seen
from bench.signal.reviews import Comment, Reviewed

COMMITS = tuple(f"{number:040}" for number in range(50))


def case(id_: str, kind: str = "guard", language: str = "python", source: str = "advisory", cwe: int = 862) -> Case:
    places = (Place("a.py", head=((10, 12),), base=()),)
    repository = "octo/app" if id_ < "c" else "octo/lib"
    return Case(id_, repository, "f" * 40, "a" * 40, cwe, kind, language, "", places, source)


CASES = (case("a"), case("b", "sink", "go"), case("c", "weaken"), case("d", "logic", source="words", cwe=0))
SAMPLE = Sample(CASES, {"octo/app": COMMITS}, {"octo/app": COMMITS[:10]}, older=(case("b1"),))


def comment(line: int, rule: str = "python.x", placement: str = "line", cwe: int = 89) -> Comment:
    return Comment(placement, "a.py", line, "head", (rule,), (cwe,), "high", "high", "A title", "code")


def seen(role: Role, id_: str, *losses: tuple[int, float], repository: str = "octo/app") -> Seen:
    found = tuple(Lost("a.py", line, "head", "x", {"w": value}, role is Role.BACK) for line, value in losses)
    return Seen(f"{role.value} {id_}", role, repository, id_ if role is not Role.ORDINARY else "", found)


ROWS = [
    seen(Role.BACK, "a", (11, 9.0)),
    seen(Role.BACK, "b", (90, 9.0)),
    seen(Role.BACK, "c", (11, 3.0), repository="octo/lib"),
    seen(Role.FIX, "a", (11, 9.0)),
    seen(Role.UNDONE, COMMITS[0], (5, 9.0)),
    *(seen(Role.ORDINARY, commit, (5, float(number == 0) * 4)) for number, commit in enumerate(COMMITS)),
]
REVIEWED = {
    "octo/app": {
        "back a": Reviewed("a", (comment(11, "guards.gone", cwe=863),)),
        "back b": Reviewed("b", (comment(11),)),
        "fix b": Reviewed("b"),
        f"ordinary {COMMITS[1]}": Reviewed(COMMITS[1], (comment(1), comment(2, placement="summary"))),
    },
    "octo/lib": {"back c": Reviewed("c"), "back d": Reviewed("d", (comment(13, placement="summary"),))},
}


def answers(section: Section) -> dict[str, Cell]:
    return {row.name: row.cells[0] for row in section.rows}


@pytest.fixture(scope="module")
def guards() -> figures.Tool:
    return figures.guards_alone(1.0, scored(ROWS, {}, {"w": 1.0}))


def test_guards_alone_at_a_budget(guards: figures.Tool) -> None:
    found = answers(Section.of("guards", [guards], SAMPLE))
    assert found["recall"] == (1, 4)
    assert found["recall, mean of the repositories"] == 25.0
    assert found["recall, guards and weakenings"] == (1, 2)
    assert found["recall, with the summary"] == (2, 4)
    assert found["fixes themselves with a line comment"] == (1, 4)
    assert found["line comments per 100 ordinary commits"] == 0.0
    assert found["line comments per 100 ordinary commits undone"] == 10.0
    assert found["hits with a CWE of the right family"] is None


def test_all_checks_add_what_the_others_say(guards: figures.Tool) -> None:
    found = answers(Section.of("all", [figures.all_checks(guards, REVIEWED)], SAMPLE))
    assert found["recall"] == (2, 4)
    assert found["recall, go"] == (1, 1)
    assert found["recall, without those that only words tell"] == (2, 3)
    assert found["recall, only those that only words tell"] == (0, 1)
    assert found["recall, with the summary"] == (4, 4)
    assert found["hits with a CWE of the right family"] == (1, 2)
    assert found["fixes themselves with a line comment"] == (1, 4), "guards saw one whose review is missing"
    assert found["line comments per 100 ordinary commits"] == 2.0
    assert found["line comments per 100 ordinary commits undone"] is None


def test_what_is_shipped_is_what_was_said() -> None:
    found = answers(Section.of("all", [figures.as_shipped(REVIEWED)], SAMPLE))
    assert found["recall"] == (2, 4)
    assert found["in the summary per 100 ordinary commits"] == 2.0
    assert found["recall, older cases"] == (0, 1)


def test_another_program_has_no_summary_and_saw_no_fixes() -> None:
    said = {"octo/app": {"back a": (comment(7),), f"ordinary {COMMITS[0]}": (comment(1), comment(2))}}
    found = answers(Section.of("all", [figures.other("bandit", said)], SAMPLE))
    assert found["recall"] == (1, 4)
    assert found["recall, with the summary"] is None
    assert found["fixes themselves with a line comment"] is None
    assert found["line comments per 100 ordinary commits"] == 4.0


def test_one_table_has_all_tools(guards: figures.Tool) -> None:
    peer = figures.other("bandit", {})
    sections = [Section.of("guards", [guards], SAMPLE), Section.of("all", [guards, peer], SAMPLE)]
    text = figures.text(sections)
    assert text.splitlines()[0].split("  ")[-1] == "bandit"
    assert "guards: recall  " in text
    assert sum(line.startswith("all: ") for line in text.splitlines()) == 17
    read = [Section.from_json(json.loads(json.dumps(section.to_json()))) for section in sections]
    assert read == sections


@pytest.mark.parametrize(
    ("cell", "unit", "short", "shown"),
    [
        (None, "%", False, "-"),
        ((3, 7), "%", False, "3/7 (43 %)"),
        ((3, 7), "%", True, "43 %"),
        ((0, 0), "%", True, "0/0"),
        (43.21, "%", False, "43 %"),
        (1.26, "per 100", True, "1.3"),
    ],
)
def test_a_cell_as_text(cell: Cell, unit: str, short: bool, shown: str) -> None:
    assert figures.shown(cell, unit, short=short) == shown

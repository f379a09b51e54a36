"""Conditions of the preprocessor: every branch is read in some program, and what is read stands at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engine import pack_of
from workers.engine import conditionals
from workers.engine.conditionals import MOST, programs
from workers.engine.scanner import Scanner, source_of

A_BRANCH_OF_A_STATEMENT = """\
int f(int a) {
#if (MY_B)
  if (a) {
    danger(1);
  } else
#endif
  {
    danger(2);
  }
#ifdef MY_C
  danger(3);
#elif defined(MY_D) /* it's D */
  danger(4);
#else
  danger(5);
# ifndef MY_B
  danger(6);
# endif
#endif
}
"""


def kept(text: str) -> list[list[str]]:
    return [[line.strip() for line in each.text.split("\n") if line.strip()] for each in programs(text)]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("#ifdef A\na;\n#endif\nb;\n", [["a;", "b;"]]),
        ("#ifdef A\na;\n#else\nb;\n#endif\n", [["a;"], ["b;"]]),
        ("#if A\na;\n#elif B\nb;\n#else\nc;\n#endif\n", [["a;"], ["b;"], ["c;"]]),
        # The same condition twice is the same both times, however it is written.
        ("#ifdef A\na;\n#else\nb;\n#endif\n#if !defined(A)\nc;\n#endif\n", [["a;"], ["b;", "c;"]]),
        ("#ifdef A\na;\n#else\nb;\n#endif\n#ifndef A\nc;\n#else\nd;\n#endif\n", [["a;", "d;"], ["b;", "c;"]]),
        ("#if A\n#if B\na;\n#else\nb;\n#endif\n#else\nc;\n#endif\n", [["a;"], ["b;"], ["c;"]]),
        ("#if 0\na;\n#else\nb;\n#endif\n", [["b;"]]),
        ("#if 1\na;\n#else\nb;\n#endif\n", [["a;"]]),
        ("# if A \\\n  && B\na;\n# endif // A\n", [["a;"]]),
        ("/*\n#if A\n*/\na;\n", []),
        ('char *b = "\\\n#if A";\n#ifdef B\na;\n#endif\n', [['char *b = "\\', '#if A";', "a;"]]),
        ("a;\n", []),
        ("#if A\na;\n", []),
        ("#endif\n", []),
    ],
)
def test_a_program_takes_one_branch_of_each_condition(text: str, made: list[list[str]]) -> None:
    assert kept(text) == made


LINES = st.lists(
    st.sampled_from(
        ["#ifdef A", "#ifndef A", "#if B", "#if 0", "#elif C", "#else", "#endif", "a;", "/* b", "*/", '"', ""]
    ),
    max_size=24,
)


@given(LINES)
def test_nothing_moves_and_each_branch_is_taken_or_named(lines: list[str]) -> None:
    text = "\n".join(lines)
    made = programs(text)
    assert len(made) <= MOST
    for program in made:
        assert [len(line) for line in program.text.split("\n")] == [len(line) for line in lines or [""]]
        for number, (new, old) in enumerate(zip(program.text.split("\n"), lines, strict=True), 1):
            assert new == old or not new.strip()
            assert number not in program.left_out or not new.strip()
    read = [(program, ()) for program in made]
    named = {line for part in conditionals.unread(text, read) for line in part}
    shown = {number for program in made for number, line in enumerate(program.text.split("\n"), 1) if line.strip()}
    assert not named & shown


def test_conditions_without_end_cost_no_more_than_their_length() -> None:
    assert programs("#if A\n" * 20_000) == ()
    assert len(programs("#if A\na;\n#endif\n" * 900)) == 1
    assert programs("#if A\n" + '\\"' * 20_000 + "\n#endif\n") != ()
    assert programs("#if A\n" + "#elif B\n" * 1_900 + "#endif\n") != ()
    assert programs("#if A\n" + "".join(f"#elif B{number}\n" for number in range(1_900)) + "#endif\n") == ()
    many = "".join(f"#if A{number}\na;\n#else\nb;\n#endif\n" for number in range(600))
    assert len(programs(many)) == 2


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    root = pack_of.write(tmp_path_factory.mktemp("rules"))
    path = root / "c" / "input-validation" / "danger.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(pack_of.rule("c.danger.call", "pattern: danger($X)\n", languages="c"))
    return Scanner(root, Path(tmp_path_factory.mktemp("cache")))


def test_what_stands_in_any_branch_is_found(scanner: Scanner) -> None:
    source = source_of("a.c", "c", A_BRANCH_OF_A_STATEMENT)
    answer = scanner.scan([source])[source.key]
    calls = [number for number, line in enumerate(source.text.split("\n"), 1) if "danger" in line]
    assert [match.place.start_line for match in answer.matches] == calls
    assert [match.excerpt for match in answer.matches] == [f"danger({number})" for number in range(1, 7)]
    assert answer.problems == ()


def test_what_no_program_can_be_read_with_is_named_by_its_line(scanner: Scanner) -> None:
    broken = A_BRANCH_OF_A_STATEMENT.replace("danger(5);", "danger(5 = = ;")
    source = source_of("a.c", "c", broken)
    answer = scanner.scan([source])[source.key]
    assert [problem.reason for problem in answer.problems] == ["could not be parsed at line 15"]
    assert {match.place.start_line for match in answer.matches} >= {4, 8, 11, 13}


def test_what_only_one_program_breaks_is_read_in_the_other(scanner: Scanner) -> None:
    source = source_of("a.c", "c", "#ifdef A\nint f() {\n#else\nint g() {\n#endif\n  danger(1);\n}\n")
    answer = scanner.scan([source])[source.key]
    assert [match.place.start_line for match in answer.matches] == [6]
    assert answer.problems == ()

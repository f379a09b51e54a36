"""Which lines of code are kept for the pages, and what is not shown of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot import review
from bot.model import Area, Span
from bot.policy import Policy
from tests.builders import change, changed_file, finding, ran
from workers.quoting import quoted

TOKEN = "ghp_" + "Ab1" * 12


def lines(text: str, needle: str, area: Area = Area.INPUT_VALIDATION, source: str = "") -> dict[Span, object]:
    file = changed_file("app.py", None, text)
    found = finding("app.py", text, needle, area=area, source=source)
    made = review.assemble(change(), (file,), (ran(found, files=["app.py"]),), Policy())
    return dict(quoted(made, (file,), {"hunter2-hunter2"}))


def test_a_few_lines_before_and_the_line_itself() -> None:
    text = "".join(f"line{number} = {number}\n" for number in range(1, 9)) + "run(request)\nlater\n"
    assert list(lines(text, "run(").values()) == [(6, ("line6 = 6", "line7 = 7", "line8 = 8", "run(request)"))]


def test_each_step_has_its_line() -> None:
    text = "a = request.args\nb = a\nrun(b)\n"
    found = lines(text, "run(b)", source="request.args")
    assert list(found.values()) == [(1, ("a = request.args",)), (1, ("a = request.args", "b = a", "run(b)"))]


def test_no_credential_is_kept() -> None:
    text = f'key = "{TOKEN}"\nother = "hunter2-hunter2"\n{"QUJD" * 16}\nrun(request)\n'
    shown = str(lines(text, "run("))
    assert "Ab1" not in shown
    assert "hunter2" not in shown
    assert "QUJD" not in shown
    assert "run(request)" in shown
    assert lines(text, "run(", area=Area.SECRETS) == {}


@given(st.integers(0, 50), st.integers(0, 50))
def test_places_that_are_not_there_are_left_out(start: int, length: int) -> None:
    text = "one\ntwo\n"
    file = changed_file("app.py", None, text)
    found = finding("app.py", text, "two")
    made = review.assemble(change(), (file,), (ran(found, files=["app.py"]),), Policy())
    item = made.observations[0]
    moved = replace(found, span=replace(found.span, start_line=start, end_line=start + length))
    made = replace(made, observations=(replace(item, findings=(moved,)),))
    for first, shown in quoted(made, (file,), ()).values():
        assert first >= 1
        assert first + len(shown) - 1 <= 2

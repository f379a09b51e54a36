"""A fix on the lines that a host lets one replace."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.model import Fix

LINES = st.lists(st.sampled_from(("a", "b", "")), min_size=1, max_size=4)


def put(text: list[str], fix: Fix) -> list[str]:
    return [*text[: fix.start_line - 1], *fix.replacement.split("\n"), *text[fix.end_line :]]


@given(before=LINES, own=LINES, after=LINES, mended=LINES, data=st.data())
def test_on_fewer_lines_it_makes_the_same_text(
    before: list[str], own: list[str], after: list[str], mended: list[str], data: st.DataObject
) -> None:
    text = [*before, *own, *after]
    start, end = len(before) + 1, len(before) + len(own)
    fix = Fix(start, end, "\n".join(mended), "\n".join(own))
    first = data.draw(st.integers(1, len(text)))
    last = data.draw(st.integers(first, len(text)))
    narrowed = fix.over(first, last)
    if (first, last) == (start, end):
        assert narrowed == fix
    if narrowed is not None:
        assert (narrowed.start_line, narrowed.end_line) == (first, last)
        deletes = first <= last and len(mended) == first - start + end - last
        assert put(text, narrowed) == put(text, fix) or deletes
        assert narrowed.original.split("\n") == text[first - 1 : last]


def test_the_one_line_of_a_call_that_it_changes() -> None:
    call = Fix(3, 6, "get(\n    url,\n    verify=True,\n)", "get(\n    url,\n    verify=False,\n)")
    assert call.over(5, 5) == Fix(5, 5, "    verify=True,", "    verify=False,")
    assert call.over(4, 5) == Fix(4, 5, "    url,\n    verify=True,", "    url,\n    verify=False,")
    assert call.over(4, 4) is None, "the change is on another line"
    assert call.over(2, 6) is None, "what stands above is not known"
    assert Fix(3, 6, "get(url)").over(5, 5) is None, "nobody said what stands there"

"""What a change made worse, and what it did not (invariant 3)."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import ChangedFile, Finding, Side
from bot.review.newness import new_findings
from tests.builders import changed_file, finding

FLAW = "def run(command):\n    os.system(command)\n"


def flaws(path: str, text: str | None, side: Side, scope: str = "run") -> list[Finding]:
    count = (text or "").count("os.system(")
    return [finding(path, text or "", "os.system(", side=side, scope=scope, nth=index) for index in range(count)]


def new(*files: ChangedFile) -> Sequence[Finding]:
    head = [found for file in files for found in flaws(file.path, file.head_text, Side.HEAD)]
    base = [found for file in files for found in flaws(file.base_path, file.base_text, Side.BASE)]
    return new_findings(head, base, {file.path: file for file in files})


@pytest.mark.parametrize(
    ("story", "files", "expected"),
    [
        ("new flaw", [changed_file("a.py", "x = 1\n", "x = 1\n" + FLAW)], 1),
        ("pure rename", [changed_file("b.py", FLAW, FLAW, old_path="a.py")], 0),
        ("re-indented", [changed_file("a.py", FLAW, "if True:\n" + FLAW.replace("\n", "\n    "))], 0),
        ("moved to another file", [changed_file("a.py", FLAW, ""), changed_file("b.py", None, FLAW)], 0),
        ("moved down", [changed_file("a.py", FLAW, "import os\n\n" + FLAW)], 0),
        ("second copy", [changed_file("a.py", FLAW, FLAW + FLAW)], 1),
        ("second copy in a new file", [changed_file("a.py", FLAW, FLAW + "#\n"), changed_file("b.py", None, FLAW)], 1),
        ("untouched part", [changed_file("a.py", FLAW, FLAW + "y = 2\n")], 0),
        ("removed", [changed_file("a.py", FLAW, "x = 1\n")], 0),
        ("edited, not worse", [changed_file("a.py", FLAW, FLAW.replace("(command)", "(command or '')"))], 0),
        ("suppressed", [changed_file("a.py", "", FLAW.replace("(command)\n", "(command)  # nosemgrep\n"))], 1),
        ("suppression added to an old one", [changed_file("a.py", FLAW, FLAW[:-1] + "  # nosemgrep\n")], 0),
    ],
)
def test_story(story: str, files: list[ChangedFile], expected: int) -> None:
    assert len(new(*files)) == expected, story


def test_of_two_copies_the_touched_one_is_new() -> None:
    found = new(changed_file("a.py", "x = 1\n" + FLAW, FLAW + "x = 1\n" + FLAW))
    assert [item.span.start_line for item in found] == [2]


def test_findings_of_one_rule_at_one_place_keep_their_order() -> None:
    head = "".join(f"s{number} = request.args\n" for number in range(20)) + "os.system(a)\n"
    found = [finding("a.py", head, "os.system", source=f"s{number} = request.args") for number in range(20)]
    assert list(new_findings(found, [], {"a.py": changed_file("a.py", None, head)})) == found


def test_a_new_source_that_reaches_an_old_sink_is_new() -> None:
    base = "a = request.args['a']\nos.system(a)\n"
    head = "a = request.form['b']\nos.system(a)\n"
    file = changed_file("a.py", base, head)
    found = new_findings(
        [finding("a.py", head, "os.system", source="request.form")],
        [finding("a.py", base, "os.system", source="request.args", side=Side.BASE)],
        {"a.py": file},
    )
    assert len(found) == 1


@given(st.lists(st.sampled_from(["x = 1\n", "y = 2\n", FLAW]), max_size=8), st.randoms(use_true_random=False))
def test_permuting_a_file_makes_nothing_new(parts: list[str], random: Random) -> None:
    shuffled = list(parts)
    random.shuffle(shuffled)
    assert new(changed_file("a.py", "".join(parts), "".join(shuffled))) == ()


@given(st.integers(0, 5), st.integers(0, 5))
def test_as_many_are_new_as_there_are_more(before: int, after: int) -> None:
    assert len(new(changed_file("a.py", FLAW * before, FLAW * after))) == max(0, after - before)

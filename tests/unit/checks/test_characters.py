"""What a language reads and a diff does not show; what changed its bytes alone is old."""

from __future__ import annotations

import pytest

from bot.model import Confidence
from tests.builders import changed_file
from workers.checks import characters


def told(path: str, head: str, base: str | None = None) -> list[tuple[str, int, Confidence]]:
    found = characters.findings(changed_file(path, base, head))
    return [(finding.rule.removeprefix("integrity."), finding.span.start_line, finding.confidence) for finding in found]


@pytest.mark.parametrize(
    ("path", "head", "right"),
    [
        ("a.py", "x\n# a\rb()\nc\n", [("hidden-line-end", 2, Confidence.HIGH)]),
        ("a.py", "a\rb()\rc\r", [("hidden-line-end", 1, Confidence.LOW)]),
        ("a.py", "x\r\ny\r\n", []),
        ("a.js", "x\n// a\u2028b()\n", [("hidden-line-end", 2, Confidence.HIGH)]),
        ("a.js", "x\ny = 'a\u2028b'\n", [("hidden-line-end", 2, Confidence.LOW)]),
        ("a.py", "x\n# a\u2028b()\n", []),
        ("a.sh", "x\n# a\rb\n", []),
        ("a.md", "a\rb\nc\n", []),
        ("a.sh", "cu␀rl\n", [("invisible-character", 1, Confidence.HIGH)]),
        ("a.md", "cu␀rl\n", []),
        ("a.py", "# coding: utf-7\nx\n", [("odd-coding", 1, Confidence.HIGH)]),
        ("a.py", "# coding: utf-8\nx\n", []),
        ("a.rb", "# coding: utf-7\nx\n", []),
    ],
)
def test_what_is_told(path: str, head: str, right: list[tuple[str, int, Confidence]]) -> None:
    assert told(path, head) == right


@pytest.mark.parametrize(
    "base",
    ["# coding: utf-7\nа = os\u2066\n# a\rb()\n"],
)
def test_a_conversion_of_line_ends_or_of_the_mark_makes_nothing_new(base: str) -> None:
    assert {rule for rule, _, _ in told("a.py", base)} == {
        "odd-coding", "bidirectional-control", "hidden-line-end",
    }  # fmt: skip
    assert told("a.py", base.replace("\n", "\r\n"), base) == []
    assert told("a.py", "\ufeff" + base.replace("\n", "\r\n"), base) == []
    assert told("a.py", base, base.replace("\n", "\r\n")) == []


def test_another_odd_coding_is_new() -> None:
    assert told("a.py", "# coding: cp037\n", "# coding: utf-7\n") == [("odd-coding", 1, Confidence.HIGH)]


def test_a_codec_that_nobody_knows_is_told_as_such() -> None:
    (finding,) = characters.findings(changed_file("a.py", None, "# coding: pyxl\n"))
    assert finding.message.startswith("The coding line names `pyxl`: no common codec has this name")

"""Lines are read however long they are, and a pattern looks at each part of one once."""

from __future__ import annotations

import re

import pytest

from bot.model import Side
from tests.builders import changed_file
from workers.checks.configuration.reading import unsafe
from workers.checks.configuration.settings import Setting, every
from workers.reading.line_patterns import LONGEST, LinePattern


def test_a_line_that_is_cut_is_a_gap() -> None:
    text = f"Port 22\nAllowUsers {'a ' * LONGEST}\nPermitRootLogin yes\n"
    found, missed = unsafe(changed_file("etc/sshd_config", None, text), Side.HEAD)
    assert [finding.span.start_line for finding in found] == [3]
    assert missed == ["line 2 is longer than 100,000 characters"]


def test_blanks_are_no_length() -> None:
    text = f"Port{' ' * 2 * LONGEST}22\nPermitRootLogin{' ' * 2_000}yes{' ' * 2_000}\n"
    found, missed = unsafe(changed_file("etc/sshd_config", None, text), Side.HEAD)
    assert ([finding.span.start_line for finding in found], missed) == ([2], [])


@pytest.mark.parametrize(
    ("ways", "text", "found"),
    [
        (("a(*)b",), "xa..b.", (1, 5)),
        (("a(*)b",), "ba", None),
        (("a(|)b",), "a;b", None),
        (("a(|)b",), "a;ab", (2, 4)),
        (("a(|)b(|)\\|c",), "a b;a b|c", (4, 9)),
        (("a(-)b",), "a;b", (0, 3)),
        (("a(*)b(!)c",), "a b", (0, 3)),
        (("a(*)b(!)c",), "a b c", None),
        (("x", "a"), "a", (0, 1)),
    ],
)
def test_the_pieces_of_a_pattern(ways: tuple[str, ...], text: str, found: tuple[int, int] | None) -> None:
    assert LinePattern(*ways).search(text) == found


class Counted:
    """A piece of a pattern that counts the characters that it is handed."""

    def __init__(self, piece: re.Pattern[str]) -> None:
        self._piece = piece
        self.seen = 0

    def search(self, text: str, start: int = 0, end: int = 2**31) -> re.Match[str] | None:
        found = self._piece.search(text, start, end)
        self.seen += (found.end() if found else min(end, len(text))) - start
        return found


_MANY = [setting for setting in every() if any("(*)" in way or "(|)" in way for way in setting.pattern.ways)]


@pytest.mark.parametrize("setting", _MANY, ids=lambda setting: setting.rule.id)
def test_no_part_of_a_line_is_looked_at_again_and_again(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    for way in setting.pattern.ways:
        words = re.findall(r"[a-z-]{3,}", way)
        for unit in {f"{word} " for word in words} | {f"{words[0]} {word} " for word in words}:
            counts = [_seen(LinePattern(way), (unit * length)[:length], monkeypatch) for length in (5_000, 10_000)]
            assert counts[1] <= 2.2 * counts[0] + 1_000, unit


def _seen(pattern: LinePattern, text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    ways = [[(gap, Counted(piece)) for gap, piece in way] for way in pattern.parsed]
    monkeypatch.setattr(pattern, "parsed", ways)
    pattern.search(text)
    return sum(piece.seen for way in ways for _, piece in way)

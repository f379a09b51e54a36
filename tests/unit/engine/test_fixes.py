"""Fixes: what is put where, and what is offered of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.engine import pack_of
from workers.engine import fixes
from workers.engine.results import Match
from workers.engine.rules import Mend, load
from workers.engine.scanner import Scanner, source_of
from workers.reading.places import Place
from workers.reading.rule_files import RuleError

VERIFY = Mend(r"verify=False", "verify=True")


def at(first: int, last: int) -> Match:
    return Match("python.a.b", Place(first, 1, last, 1), "", "")


@pytest.mark.parametrize(
    ("text", "ways", "mended"),
    [
        ("get(a, verify=False)", [VERIFY], "get(a, verify=True)"),
        ("get(a,\n    verify=False)", [VERIFY], "get(a,\n    verify=True)"),
        ("get(b(verify=False), verify=False)", [VERIFY], None),
        ("get(a)", [VERIFY], None),
        ("get(a, verify=False)", [Mend("verify=False", "verify=True", needs="import ssl")], None),
        ("get(False)  # ssl", [Mend("False", "True", needs="ssl")], "get(True)  # ssl"),
        ("get(a, x=1, y=2)", [Mend("x=1", "x=2"), Mend("y=2", "y=3")], "get(a, x=2, y=3)"),
        ("  assert a", [Mend(r"^( *)assert (\w+)$", r"\1if not \2:\n\1    stop()")], "  if not a:\n      stop()"),
        (f"get(verify=False, a={'x' * 3000})", [VERIFY], None),
    ],
)
def test_a_way_counts_where_it_is_found_once(text: str, ways: list[Mend], mended: str | None) -> None:
    lines = text.count("\n") + 1
    assert fixes.applied(f"above\n{text}\nbelow\n", at(2, 1 + lines), ways) == (mended and f"above\n{mended}\nbelow\n")


def mended(root: Path, mend: str, text: str) -> list[tuple[int, int, str]]:
    rule = pack_of.rule("python.http.verify", f"pattern: get(..., verify=False, ...)\nmend:\n{mend}")
    pack_of.write(root)
    (root / "python" / "input-validation" / "verify.yaml").write_text(rule)
    scanner = Scanner(root)
    source = source_of("a.py", "python", text)
    answer = scanner.scan([source])[source.key]
    ways = scanner.rules("python")["python.http.verify"].mend
    found = fixes.verified(scanner, [fixes.Candidate(source, match, answer, ways) for match in answer.matches])
    return [(fix.start_line, fix.end_line, fix.replacement) for fix in found.values()]


@pytest.mark.parametrize(
    ("becomes", "offered"),
    [
        ("verify=True", [(1, 3, "get(\n    a,\n    verify=True)")]),
        ("verify=(", []),  # no longer parses
        ("verify=False, b=1", []),  # is found as before
        ("verify=subprocess.run(x, shell=True)", []),  # another rule finds something
    ],
)
def test_what_does_not_hold_is_not_offered(tmp_path: Path, becomes: str, offered: list[tuple[int, int, str]]) -> None:
    way = f"  - this: verify=False\n    becomes: {becomes}\n"
    assert mended(tmp_path, way, "get(\n    a,\n    verify=False)\n") == offered


def test_an_expression_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "python" / "secrets" / "broken.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(pack_of.rule("python.a.broken", "pattern: a()\nmend:\n  - this: '('\n    becomes: b\n"))
    with pytest.raises(RuleError, match="`mend` is no regular expression"):
        load(tmp_path)

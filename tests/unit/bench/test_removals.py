"""The removals made by hand: their file is sound, their edits give the texts and the ranges that they say."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from bench.signal.cases import BadCases, Place
from bench.signal.removals import HALVES, Edit, Removal, edited, load

TEXT = "one\ntwo\nthree\nfour\n"


def removal(*edits: Edit) -> Removal:
    return Removal("a-01", "a/b", "0" * 40, "held", "python", "guard", 862, "what", edits)


def test_the_file_is_sound() -> None:
    rows = load()
    halves = defaultdict(set)
    for row in rows:
        halves[row.repository].add(row.half)
        lines = [(edit.path, line) for edit in row.edits for line in range(edit.first, edit.last + 1)]
        assert len(lines) == len(set(lines)), row.id
        assert any(edit.flaw for edit in row.edits), row.id
        assert all(0 < edit.first <= edit.last for edit in row.edits), row.id
    assert len({row.id for row in rows}) == len(rows)
    assert all(len(found) == 1 for found in halves.values())
    assert min(sum(row.half == half for row in rows) for half in HALVES) >= 60


@pytest.mark.parametrize(
    ("edits", "text", "place"),
    [
        ([Edit("f", 2, 2, (), flaw=True)], "one\nthree\nfour\n", Place("f", ((1, 2),), ((2, 2),))),
        ([Edit("f", 2, 3, ("new",), flaw=True)], "one\nnew\nfour\n", Place("f", ((2, 2),), ((2, 3),))),
        (
            [Edit("f", 1, 1, ("a", "b"), flaw=False), Edit("f", 3, 3, (), flaw=True)],
            "a\nb\ntwo\nfour\n",
            Place("f", ((3, 4),), ((3, 3),)),
        ),
        ([Edit("f", 4, 4, ("new",), flaw=False)], "one\ntwo\nthree\nnew\n", Place("f", (), ())),
    ],
)
def test_edits(edits: list[Edit], text: str, place: Place) -> None:
    assert edited(TEXT, edits) == text
    assert removal(*edits).places() == (place,)


def test_a_file_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "removals.json"
    path.write_text('{"repositories": [{"half": "third"}]}')
    with pytest.raises(BadCases, match=r"removals\.json cannot be read"):
        load(path)

"""What a measurement keeps: rows survive a run that was stopped, and belong to the code that made them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.signal import kept
from bench.signal.kept import Kept


def test_rows_are_those_of_their_repository() -> None:
    rows = Kept(Path("nowhere"))
    assert rows.rows("octo/app") == {}


def test_a_line_that_was_cut_is_no_row_and_spoils_none(tmp_path: Path) -> None:
    rows = Kept(tmp_path)
    rows.add("octo/app", {"key": "a", "n": 1})
    with (tmp_path / "octo+app.jsonl").open("a") as file:
        file.write('{"key": "b", "n"')
    assert Kept(tmp_path).rows("octo/app") == {"a": {"key": "a", "n": 1}}
    rows.add("octo/app", {"key": "c", "n": 3})
    rows.add("octo/other", {"key": "d"})
    assert rows.rows("octo/app").keys() == {"a", "c"}


def test_the_newest_rows_are_found(tmp_path: Path) -> None:
    assert kept.newest(tmp_path) is None
    Kept(tmp_path / "0123").add("octo/app", {"key": "a"})
    found = kept.newest(tmp_path)
    assert found is not None
    assert found.rows("octo/app").keys() == {"a"}


MODULE = '"""What it is."""\nWEIGHTS = {"a": 1.0}\n\ndef f():\n    """What it does."""\n    return 2  # two\n'


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("What it does", "What it is for", True),
        ("  # two", "", True),
        ("1.0", "1.5", True),
        ("return 2", "return 3", False),
        ("def f()", "def g()", False),
    ],
)
def test_a_digest_hangs_on_what_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, same: bool
) -> None:
    monkeypatch.setattr(kept, "ROOT", tmp_path)
    path = tmp_path / "a.py"
    path.write_text(MODULE)
    before = kept.digest([path], apart={"WEIGHTS"})
    path.write_text(MODULE.replace(old, new))
    assert (kept.digest([path], apart={"WEIGHTS"}) == before) is same

"""The bench reviews files of this repository, which may be renamed."""

from __future__ import annotations

from bench.service import FILES, ROOT


def test_the_files_of_the_change_are_there() -> None:
    assert [name for name in FILES if not (ROOT / name).is_file()] == []

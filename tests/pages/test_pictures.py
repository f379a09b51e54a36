"""The pictures of the manual: there, small, and each shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.pictures import PICTURES

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_each_picture_is_shown_and_small(name: str) -> None:
    assert f"(images/{name}.png)" in (DOCS / "pages.md").read_text(encoding="utf-8")
    assert 5_000 < (DOCS / "images" / f"{name}.png").stat().st_size < 120_000

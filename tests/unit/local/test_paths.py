"""Paths after ``--`` as people mean them."""

from __future__ import annotations

from pathlib import Path

import pytest

from workers.local.paths import Paths

FILES = ["main.tf", "infra/deep/net.tf", "src/app.py", "src/web/views.py"]


@pytest.mark.parametrize(
    ("pattern", "folder", "meant"),
    [
        ("*.py", "", "**/*.py"),
        ("views.*", "src", "**/views.*"),
        ("../infra/*.tf", "src", "../infra/**/*.tf"),
        ("*.tf", "", ""),
        ("**/*.py", "", ""),
        ("src/*.py", "", ""),
        ("*.go", "", ""),
        ("src/*", "", ""),
    ],
)
def test_a_pattern_of_one_folder_that_fits_below_it_is_asked_about(
    tmp_path: Path, pattern: str, folder: str, meant: str
) -> None:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    paths = Paths.of([pattern], tmp_path, tmp_path / folder)
    assert dict(paths.deeper(FILES)) == ({pattern: meant} if meant else {})
    if meant:
        again = Paths.of([meant], tmp_path, tmp_path / folder)
        assert not any(map(paths.has, FILES))
        assert any(map(again.has, FILES))

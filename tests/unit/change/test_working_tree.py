"""A repository that git does not let us read, and what is said of it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from workers.change import working_tree


def test_the_repository_of_another_user_is_refused_with_what_allows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What people see first in a container with a mounted checkout."""
    (root := tmp_path / "of another's" / "app").joinpath("deep").mkdir(parents=True)
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "init", "-q", str(root)], check=True, env=environ)
    # git's own tests have no second user either (t/t0033-safe-directory.sh)
    monkeypatch.setattr(working_tree, "_PASSED_ON", ("HOME", "GIT_CONFIG_NOSYSTEM", "GIT_TEST_ASSUME_DIFFERENT_OWNER"))
    environ |= {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    with pytest.raises(working_tree.NoRepository) as caught:
        working_tree.discover(root / "deep", environ)
    remedy = str(caught.value).partition("if you trust it: ")[2]
    assert remedy.startswith("git config --global --add safe.directory ")
    subprocess.run(["/bin/sh", "-c", remedy], check=True, env=environ)
    assert working_tree.discover(root / "deep", environ).home == root

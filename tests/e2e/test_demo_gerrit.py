"""``make demo-gerrit``, run for real: web server, queue, worker, and what stands on the change after two patch sets."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "options", [pytest.param(["--fake"], id="fake"), pytest.param([], id="real", marks=pytest.mark.real_gerrit)]
)
def test_the_demo_reviews_two_patch_sets_end_to_end(options: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.demo.gerrit", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:] + done.stdout[-2000:]
    for expected in (
        " · unresolved",
        "Patch Set 1: Security-Review-1",
        " · resolved",
        "was answered and resolved",
        "was not posted a second time",
        "nothing new was posted",
    ):
        assert expected in done.stdout, done.stdout

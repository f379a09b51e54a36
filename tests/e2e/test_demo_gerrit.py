"""``make demo-gerrit``, run for real: web server, queue, worker, and what stands on the change after two patch sets."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from tests.contract.gerrit_rig import real_gerrit_rig
from tests.demo.gerrit import play
from tests.gerrit.real_server import RealGerrit

ROOT = Path(__file__).parents[2]


PROMISED = (
    " · unresolved",
    "Patch Set 1: Security-Review-1",
    " · resolved",
    "/patchwarden dismiss because the key is made up as false-positive",
    "/patchwarden explain",
    "what was dismissed stayed so",
    "was answered and resolved",
    "was not posted a second time",
    "nothing new was posted",
)


def test_the_demo_reviews_two_patch_sets_end_to_end() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.demo.gerrit", "--fake"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:] + done.stdout[-2000:]
    for expected in PROMISED:
        assert expected in done.stdout, done.stdout


@pytest.mark.real_gerrit
def test_the_demo_on_a_real_gerrit(real_gerrit: RealGerrit, tmp_path: Path) -> None:
    """In this process: the tests share one server."""
    console = Console(record=True, width=112, file=StringIO())
    with real_gerrit_rig(real_gerrit, tmp_path) as rig:
        assert play(rig, tmp_path, console)
    said = console.export_text()
    for expected in PROMISED:
        assert expected in said, said

"""``make demo``, run for real: web server, queue, worker, posted review."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_demo_reviews_a_pull_request_end_to_end() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.demo"], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    for expected in (
        "ledger/views.py",
        "static/page.js",
        "the summary",
        "Check run",
        "nothing was said",
        "explain",
        "Dismissed",
        "Fixed in",
        "1 fixed, 0 new, 2 open",
        "reviewed again",
        "It came with",
        "fit GitHub's API description",
    ):
        assert expected in done.stdout, done.stdout

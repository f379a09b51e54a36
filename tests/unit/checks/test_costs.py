"""Each check costs time that grows with the text: measured by a program of its own, see :mod:`tests.costs`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]


@pytest.mark.slow
def test_no_check_costs_more_than_its_text() -> None:
    program = [sys.executable, "-m", "tests.costs", "4000"]
    ran = subprocess.run(program, cwd=_ROOT, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    *found, last = (json.loads(line) for line in ran.stdout.splitlines())
    assert found == []
    assert last["texts"] in range(400, 10_000)

"""A short run of chaos on each kind of host: nothing is lost, doubled, wrong or hanging after one sweep."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.chaos.run import Plan, run


@pytest.mark.slow
@pytest.mark.parametrize("host", ["github", "gerrit"])
def test_every_change_ends_as_its_ideal_review(host: str) -> None:
    with tempfile.TemporaryDirectory(prefix="pw-chaos-", dir="/tmp") as directory:  # a socket's path is short
        report = run(Plan(host, seed=7, changes=4, contents=2, pause=3.0, spread=10.0, patience=60.0), Path(directory))
    assert report.audit.clean, report
    assert report.settled, report
    assert report.disturbances
    assert report.deliveries["sent"]

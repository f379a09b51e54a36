"""The contract's rig on the fake; the fake's own complaints fail every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.gerrit_rig import GerritRig, gerrit_rig


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[GerritRig]:
    with gerrit_rig(tmp_path) as built:
        yield built
        assert not built.violations()

"""One scanner for the tests of rules: their packs are compiled once."""

from __future__ import annotations

import pytest

from workers.engine.scanner import Scanner


@pytest.fixture(scope="session")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    return Scanner(folder=tmp_path_factory.mktemp("cache"))

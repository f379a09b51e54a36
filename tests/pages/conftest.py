"""A store with real reviews, made once; the application over it, for whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.sql import SqlStore
from tests.pages import lived_in


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """Nobody may write into it but with :func:`tests.pages.lived_in.at`, and then into a repository of the test's."""
    folder = tmp_path_factory.mktemp("pages")
    store = SqlStore(f"sqlite:///{folder}/pages.db")
    lived_in.fill(store)
    yield store
    store.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made = SqlStore(f"sqlite:///{tmp_path}/pages.db", lambda: lived_in.NOW)
    yield made
    made.close()

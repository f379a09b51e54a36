"""Fixtures that several folders share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from bot.broker import connect
from tests.gerrit.distribution import NotHere, Wanted, provide
from tests.gerrit.real_server import RealGerrit, running_gerrit
from tests.redis_server import running_redis

# The same examples on every run, and no clock: a busy machine must not fail a property.
settings.register_profile("patchwarden", deadline=None, derandomize=True)
settings.load_profile("patchwarden")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test of the real Gerrit runs only where ``-m`` asks for it: the server takes half a minute to come up."""
    if "real_gerrit" not in config.option.markexpr:
        wanted = [item for item in items if item.get_closest_marker("real_gerrit") is None]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(wanted)])
        items[:] = wanted


@pytest.fixture(scope="session")
def real_gerrit() -> Iterator[RealGerrit]:
    """One real Gerrit for the whole session; where none can be had the test is skipped and says why."""
    try:
        distribution = provide(Wanted.from_environ(os.environ))
    except NotHere as reason:
        pytest.skip(f"no real Gerrit here: {reason}")
    with running_gerrit(distribution) as gerrit:
        yield gerrit


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """One real Redis for the whole session."""
    with running_redis() as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The session's Redis, emptied."""
    with connect(redis_server) as client:
        client.flushall()
    return redis_server

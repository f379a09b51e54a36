"""Fixtures that several folders share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from bot.queue import connect
from tests.redis_server import running_redis

# The same examples on every run, and no clock: a busy machine must not fail a property.
settings.register_profile("patchwarden", deadline=None, derandomize=True)
settings.load_profile("patchwarden")


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

"""Fixtures that several folders share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, text

from bot.broker import connect
from tests.gerrit.distribution import NotHere, Wanted, provide
from tests.gerrit.real_server import RealGerrit, running_gerrit
from tests.postgres_server import NoPostgres, running_postgres
from tests.redis_server import running_redis

# The same examples on every run, and no clock: a busy machine must not fail a property.
settings.register_profile("patchwarden", deadline=None, derandomize=True)
settings.load_profile("patchwarden")


_TALKERS = ("cases", "chaos", "contract", "e2e", "gerrit", "unit/access", "unit/change", "unit/fakes", "unit/stack")
"""Tests that talk to real servers on this machine. In all others a socket raises, but for Unix sockets."""
_TESTS = Path(__file__).parent
_STARTERS = frozenset({"arguments", "fake", "host", "postgres_server", "redis_server", "scanner"})
"""Fixtures that start the engine or a service: their tests are ``slow``, and ``make quick`` leaves them out."""
_LONG = (
    "unit/bench",
    "unit/change/test_diff_reading.py",
    "unit/change/test_limits.py",
    "unit/change/test_odd_objects.py",
    "unit/change/test_snapshot.py",
    "unit/checks/test_registry.py",
    "unit/checks/test_secret_formats.py",
    "unit/checks/test_workflows.py",
    "unit/engine/test_scanner.py",
    "unit/hosts/test_local_ci.py",
    "unit/processes",
    "unit/stack",
    "unit/taint/test_found.py",
    "unit/taint/test_soundness.py",
    "unit/web/test_start.py",
)
"""Tests that start the engine, a service or many programs by themselves, or take long: they are ``slow`` as well."""


@pytest.hookimpl(tryfirst=True)  # before -m is looked at
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Says which tests may talk to a server and which are slow. A test of the real Gerrit runs only where ``-m`` asks
    for it: the server takes half a minute to come up."""
    if "real_gerrit" not in config.option.markexpr:
        wanted = [item for item in items if item.get_closest_marker("real_gerrit") is None]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(wanted)])
        items[:] = wanted
    for item in items:
        if item.get_closest_marker("real_gerrit"):
            item.add_marker(pytest.mark.enable_socket)  # Maven brings the server
        elif _is_below(item, _TALKERS):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1"]))
        if _is_below(item, _LONG) or not _STARTERS.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


def _is_below(item: pytest.Item, places: tuple[str, ...]) -> bool:
    return any(item.path.is_relative_to(_TESTS / place) for place in places)


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


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """One real PostgreSQL for the whole session; where none can be had the test is skipped and says why."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(running_postgres())
        except NoPostgres as reason:
            pytest.skip(f"no PostgreSQL here: {reason}")
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The session's PostgreSQL, emptied."""
    engine = create_engine(postgres_server)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return postgres_server

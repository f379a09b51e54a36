"""A change on a host in memory, its real git repository, a real Redis and a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from bot.broker import connect
from bot.hosts.base import GitSource
from bot.store.sql import SqlStore
from tests.builders import change
from tests.fakes.git_server import GitServer
from tests.fakes.repository import Repository
from tests.unit.stack.memory_host import MemoryContext, MemoryHost


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with connect(redis_url) as client:
        yield client


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made = SqlStore(f"sqlite:///{tmp_path}/history.db")
    yield made
    made.close()


@pytest.fixture
def host(tmp_path: Path) -> Iterator[MemoryHost]:
    repository = Repository(tmp_path / "app.git")
    base = repository.commit("main", {"app.py": "one = 1\n"})
    head = repository.commit("topic", {"app.py": "one = 2\n"}, start="main")
    with GitServer({"octo/app": repository.git_dir}) as server:
        yield MemoryHost(change(base=base, merge_base=base, head=head), GitSource(server.url("octo/app")))


@pytest.fixture
def context(host: MemoryHost, redis: Redis, store: SqlStore) -> MemoryContext:
    return MemoryContext(host, redis, store)

"""The real web server while Redis hangs: who waits for Redis is told soon, and nobody else waits."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import waits
from tests.unit.stack.short_deadlines import WEBHOOK_SECRET
from tests.unit.stack.test_deadlines import deliver, get, serving
from workers import local_redis
from workers.processes.services import Service

SOON = 8.0
"""Seconds, on a machine that has other work: two limits of one second each, for twenty deliveries at once."""


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Service]:
    server = local_redis.redis_server(os.environ)
    assert server, local_redis.HOW_TO_GET_REDIS
    command = local_redis.command(server, tmp_path / "r.sock", tmp_path)
    service = Service("redis", command, env={"PATH": os.environ["PATH"]}, cwd=tmp_path, log=tmp_path / "redis.log")
    yield service
    os.kill(service.pid, signal.SIGCONT)
    service.stop(patience=10)


@pytest.fixture
def port(tmp_path: Path, redis: Service) -> Iterator[int]:
    settings = {
        "REDIS_URL": f"redis+socket://{tmp_path}/r.sock",
        "PATCHWARDEN_GITHUB_WEBHOOK_SECRET": WEBHOOK_SECRET,
    }
    with serving(tmp_path, "bot.web.wsgi:app", **settings) as (port, _):
        yield port


def test_while_redis_hangs_deliveries_are_refused_soon_and_nothing_else_waits(port: int, redis: Service) -> None:
    waits.until(lambda: get(port, "/readyz") == 200, "a receiver that is ready")
    assert deliver(port) == 202

    os.kill(redis.pid, signal.SIGSTOP)
    start = time.monotonic()
    with ThreadPoolExecutor(20) as pool:
        asked = [pool.submit(deliver, port) for _ in range(20)]
        health = [get(port, "/healthz") for _ in range(5)]
        while_it_hangs = time.monotonic() - start
        assert {one.result(60) for one in asked} == {503}
    assert health == [200] * 5
    assert time.monotonic() - start < SOON
    assert while_it_hangs < SOON / 2

    os.kill(redis.pid, signal.SIGCONT)
    assert deliver(port) == 202

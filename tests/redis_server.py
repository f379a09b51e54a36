"""A real Redis for tests, on a Unix socket in a short path, ended with the test session."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from workers.local_redis import HOW_TO_GET_REDIS, redis_server


@contextmanager
def running_redis() -> Iterator[str]:
    """The URL of a fresh server, in the form that both Celery and we take."""
    server = redis_server(os.environ)
    assert server, HOW_TO_GET_REDIS
    directory = Path(tempfile.mkdtemp(prefix="pw-", dir="/tmp"))
    socket = directory / "r.sock"
    process = subprocess.Popen(
        [server, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(directory)],
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(socket)
        yield f"redis+socket://{socket}"
    finally:
        process.terminate()
        process.wait(timeout=10)
        shutil.rmtree(directory)


def _wait(socket: Path) -> None:
    with Redis(unix_socket_path=str(socket)) as client:
        for _ in range(500):
            try:
                client.ping()
            except RedisError:
                time.sleep(0.01)
            else:
                return
    raise AssertionError("redis-server did not start")

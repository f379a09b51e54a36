"""The Redis that carries the queue: as redis-py and as Celery name it, and the workers' signs of life in it."""

from __future__ import annotations

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

TIMEOUT = 1.0
"""Seconds, for connecting and for each answer: the host waits for ours."""
_HEARTBEAT = "patchwarden:worker:alive"
_DATABASE = "patchwarden:worker:database"
_HEARTBEAT_SECONDS = 60


def beat_heart(redis: Redis) -> None:
    """A worker says that it lives."""
    redis.set(_HEARTBEAT, 1, ex=_HEARTBEAT_SECONDS)


def worker_lives(redis: Redis) -> bool:
    """Whether any worker said so in the last minute."""
    return bool(redis.exists(_HEARTBEAT))


def tell_database(redis: Redis, said: str, *, answers: bool) -> None:
    """A worker says how its database is doing: the web server has no way to it."""
    redis.set(_DATABASE, ("+" if answers else "-") + said, ex=_HEARTBEAT_SECONDS)


def told_database(redis: Redis) -> tuple[bool, str] | None:
    """Whether a worker's database answers, and its words; ``None`` where no worker said anything in the last minute."""
    told = redis.get(_DATABASE)
    if not isinstance(told, bytes):
        return None
    return told.startswith(b"+"), told[1:].decode("utf-8", "replace")


def connect(redis_url: str) -> Redis:
    """A client of Redis that gives up after :data:`TIMEOUT` and does not try again."""
    return Redis.from_url(
        client_url(redis_url),
        socket_timeout=TIMEOUT,
        socket_connect_timeout=TIMEOUT,
        retry=Retry(NoBackoff(), 0),
        health_check_interval=30,
    )


def client_url(redis_url: str) -> str:
    """The same Redis as redis-py names it: settings may hold Celery's form of a socket URL, too."""
    scheme, _, rest = redis_url.partition("://")
    return f"unix://{rest.replace('virtual_host=', 'db=')}" if scheme == "redis+socket" else redis_url


def broker_url(redis_url: str) -> str:
    """The same Redis as Celery names it."""
    scheme, _, rest = redis_url.partition("://")
    return f"redis+socket://{rest.replace('?db=', '?virtual_host=')}" if scheme == "unix" else redis_url

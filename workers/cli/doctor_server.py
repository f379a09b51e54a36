"""``patchwarden doctor`` on the parts of the server: Redis, the database and the hosts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redis.exceptions import RedisError

from bot.broker import connect, worker_lives
from bot.hosts import registry
from bot.hosts.base import Diagnosis, HostError
from bot.hosts.kind import HostSettings
from bot.settings import Settings
from bot.store import StoreDown
from bot.store.sql import SqlStore
from workers.local_redis import HOW_TO_GET_REDIS, redis_server


def diagnose(settings: Settings, environ: Mapping[str, str]) -> Iterator[Diagnosis]:
    """One line for each part. Never raises for one that is broken."""
    yield _redis(settings, environ)
    yield _database(settings)
    for host in settings.hosts:
        yield from of_host(host)


def _redis(settings: Settings, environ: Mapping[str, str]) -> Diagnosis:
    if not settings.redis_url:
        server = redis_server(environ)
        if server is None:
            return Diagnosis("redis", False, "none", HOW_TO_GET_REDIS)
        return Diagnosis("redis", True, f"embedded: `patchwarden serve` starts {server}")
    try:
        with connect(settings.redis_url) as redis:
            version = redis.info("server")["redis_version"]
            policy = redis.config_get("maxmemory-policy").get("maxmemory-policy", "")
            alive = worker_lives(redis)
    except RedisError as error:
        return Diagnosis("redis", False, f"does not answer: {error}", "is REDIS_URL right, and the server up?")
    if policy not in {"noeviction", ""}:
        remedy = "set maxmemory-policy noeviction: any other policy may throw queued jobs away"
        return Diagnosis("redis", False, f"Redis {version}, maxmemory-policy {policy}", remedy)
    return Diagnosis("redis", True, f"Redis {version}; {'a worker is alive' if alive else 'no worker seen'}")


def _database(settings: Settings) -> Diagnosis:
    store = None
    try:
        store = SqlStore(settings.database_url)
        return Diagnosis("database", True, store.answers())
    except StoreDown as error:
        return Diagnosis("database", False, str(error), "is DATABASE_URL right, and the server up?")
    finally:
        if store:
            store.close()


def of_host(host: HostSettings) -> Iterator[Diagnosis]:
    """What is found of one host."""
    try:
        yield from registry.build(host).diagnose()
    except HostError as error:
        yield Diagnosis(host.name, False, str(error))

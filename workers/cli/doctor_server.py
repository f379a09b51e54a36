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
    yield _sign_in(settings)
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
        why = store.why(error) if store else ""
        return Diagnosis("database", False, f"{error}{why and f': {why}'}", "is DATABASE_URL right, and the server up?")
    finally:
        if store:
            store.close()


def _sign_in(settings: Settings) -> Diagnosis:
    """Who may look at the pages. That nobody signs in is no fault; that a part of it is set up alone is one."""
    found = settings.sign_in
    viewings = [viewing for viewing in (registry.viewing(host) for host in settings.hosts) if viewing]
    by_host = [viewing.name for viewing in viewings if viewing.oauth]
    if by_host and not found.secret:
        detail = "nobody can: set PATCHWARDEN_SESSION_SECRET (`openssl rand -hex 32`) and PATCHWARDEN_PUBLIC_URL"
        return Diagnosis("sign-in", True, f"{', '.join(by_host)} could sign people in, and {detail}")
    ways = [*by_host, *(["OpenID Connect"] if found.oidc else []), *(["a trusted proxy"] if found.proxy else [])]
    if not ways:
        return Diagnosis("sign-in", True, "not set up: nobody sees the pages (docs/operating.md, Who may look)")
    detail = f"by {' and '.join(ways)}; {len(found.operators) or 'no'} operators"
    asked = [viewing.name for viewing in viewings if not viewing.oauth]
    if not by_host and not asked and not found.operators:
        remedy = "set PATCHWARDEN_OPERATORS, or PATCHWARDEN_GERRIT_ACCESS_USERNAME and its password"
        return Diagnosis("sign-in", False, f"{detail}; no host tells what anybody may see", remedy)
    return Diagnosis("sign-in", True, detail)


def of_host(host: HostSettings) -> Iterator[Diagnosis]:
    """What is found of one host."""
    try:
        yield from registry.build(host).diagnose()
    except HostError as error:
        yield Diagnosis(host.name, False, str(error))

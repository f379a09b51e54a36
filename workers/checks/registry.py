"""The checks that a review runs, in the order in which they are told. A new check is one line here."""

from __future__ import annotations

from pathlib import Path

from workers.checks.base import Check
from workers.checks.dependencies import Dependencies
from workers.checks.guards import Guards
from workers.checks.integrity import Integrity
from workers.checks.licensing import Licensing
from workers.checks.secrets import Secrets
from workers.checks.semgrep import Semgrep
from workers.checks.workflows import Workflows
from workers.engine.cache import AnswerCache, RedisCache
from workers.engine.scanner import Scanner


def default_checks(*, cache_dir: Path | None, redis_url: str | None = None) -> tuple[Check, ...]:
    """All checks. ``cache_dir`` keeps compiled rules (and, without Redis, the engine's answers) between runs."""
    cache: AnswerCache | None = None
    if redis_url:
        from redis import Redis

        cache = RedisCache(Redis.from_url(redis_url, socket_timeout=5, socket_connect_timeout=2))
    semgrep = Semgrep(Scanner(folder=cache_dir, cache=cache))
    return (semgrep, Guards(), Secrets(), Workflows(), Dependencies(), Licensing(), Integrity())

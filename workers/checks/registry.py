"""The checks that a review runs, in the order of its findings and pages. A new check is an import and a name here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from workers.checks.base import Check
from workers.checks.semgrep import Semgrep
from workers.engine.cache import AnswerCache, RedisCache
from workers.engine.scanner import Scanner


def default_checks(
    *, cache_dir: Path | None, redis_url: str | None = None, osv: Path | None = None
) -> tuple[Check, ...]:
    """All checks, for any number of reviews; see :func:`in_turn`."""
    return tuple(in_turn(cache_dir=cache_dir, redis_url=redis_url, osv=osv))


def in_turn(*, cache_dir: Path | None, redis_url: str | None = None, osv: Path | None = None) -> Iterator[Check]:
    """All checks for one review, each made when it is asked for.

    ``cache_dir`` keeps compiled rules (and, without Redis, the engine's answers) between runs; ``osv`` are OSV records
    of known vulnerabilities.
    """
    cache: AnswerCache | None = None
    if redis_url:
        from redis import Redis

        cache = RedisCache(Redis.from_url(redis_url, socket_timeout=5, socket_connect_timeout=2))
    yield Semgrep(Scanner(folder=cache_dir, cache=cache))
    # Imported only now: the engine works in a process of its own meanwhile, and a local review starts sooner.
    from workers.checks.configuration import Configuration
    from workers.checks.dependencies import Dependencies
    from workers.checks.guards import Guards
    from workers.checks.integrity import Integrity
    from workers.checks.licensing import Licensing
    from workers.checks.secrets import Secrets
    from workers.checks.templates import Templates
    from workers.checks.workflows import Workflows

    yield from (
        Guards(),
        Secrets(),
        Workflows(),
        Dependencies(osv=osv, cache_dir=cache_dir),
        Configuration(),
        Templates(),
        Licensing(),
        Integrity(),
    )

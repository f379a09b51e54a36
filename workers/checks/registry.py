"""The checks that a review runs, in the order in which they are told. A new check is one line here."""

from __future__ import annotations

import importlib
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.model import Applied, Aside, ChangedFile, CheckResult
from bot.policy import Policy
from workers.checks.base import Check, Snapshot
from workers.checks.semgrep import Semgrep
from workers.engine.cache import AnswerCache, RedisCache
from workers.engine.scanner import Scanner


class _Late:
    """A check whose module is imported when it is first asked: then the engine runs in a process of its own already,
    and a local review does not wait for the import."""

    def __init__(self, id_: str, place: str, **settings: Any) -> None:
        """``place`` is ``module:class``; the class gets the settings."""
        self.id = id_
        self._place = place
        self._settings = settings

    @cached_property
    def _check(self) -> Check:
        module, _, name = self._place.partition(":")
        check: Check = getattr(importlib.import_module(module), name)(**self._settings)
        return check

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        return self._check.aside(file, policy)

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        return self._check.rules(file)

    def run(self, snapshot: Snapshot) -> CheckResult:
        return self._check.run(snapshot)


def default_checks(
    *, cache_dir: Path | None, redis_url: str | None = None, osv: Path | None = None
) -> tuple[Check, ...]:
    """All checks. ``cache_dir`` keeps compiled rules (and, without Redis, the engine's answers) between runs. ``osv``
    are OSV records of known vulnerabilities."""
    cache: AnswerCache | None = None
    if redis_url:
        from redis import Redis

        cache = RedisCache(Redis.from_url(redis_url, socket_timeout=5, socket_connect_timeout=2))
    return (
        Semgrep(Scanner(folder=cache_dir, cache=cache)),
        _Late("guards", "workers.checks.guards:Guards"),
        _Late("secrets", "workers.checks.secrets:Secrets"),
        _Late("workflows", "workers.checks.workflows:Workflows"),
        _Late("dependencies", "workers.checks.dependencies:Dependencies", osv=osv, cache_dir=cache_dir),
        _Late("configuration", "workers.checks.configuration:Configuration"),
        _Late("templates", "workers.checks.templates:Templates"),
        _Late("licensing", "workers.checks.licensing:Licensing"),
        _Late("integrity", "workers.checks.integrity:Integrity"),
    )

"""What a task works with: its connections, its checks, and what is asked before each write to a host."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import cached_property

from redis import Redis

from bot.broker import client_url, connect
from bot.concern import Concern
from bot.hosts import registry
from bot.hosts.base import BeforeWrite, ReviewHost
from bot.lease import Hold
from bot.pace import Pace
from bot.settings import Settings
from bot.store import Store
from bot.store.sql import SqlStore
from bot.uploads.kept import KeptReports
from workers import rule_versions
from workers.announcing import Announcer
from workers.checks import registry as checks
from workers.checks.base import Check
from workers.engine.cache import RedisCache
from workers.processes import stopping
from workers.reading.rule_files import RuleError
from workers.reports import HandedIn
from workers.shares.handing import Sharing

log = logging.getLogger(__name__)


class WorkerContext:
    """What a task works with: made once in each worker process, and only after the fork."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def redis(self) -> Redis:
        return connect(self._settings.redis_url)

    @cached_property
    def store(self) -> Store:
        return SqlStore(self._settings.database_url)

    @cached_property
    def announcer(self) -> Announcer:
        return Announcer(self.redis, self._settings.announce)

    @cached_property
    def mirrors(self) -> tuple[tuple[str, ...], ...]:
        """Groups of repositories that are the same one."""
        return self._settings.mirrors

    @cached_property
    def docs_url(self) -> str:
        """Where people read about rules."""
        return self._settings.docs_url

    @cached_property
    def concern(self) -> Concern:
        """What the operator has reviewed."""
        return self._settings.concern

    @cached_property
    def rule_versions(self) -> Mapping[str, str]:
        """Without them no rule is demoted, and every review goes on."""
        try:
            return rule_versions.digests(self.checks)
        except RuleError:
            log.exception("the rules' versions cannot be read")
            return {}

    @cached_property
    def checks(self) -> Sequence[Check]:
        settings = self._settings
        answers = Redis.from_url(client_url(settings.redis_url), socket_timeout=5, socket_connect_timeout=2)
        return checks.default_checks(
            cache_dir=settings.cache_dir,
            cache=RedisCache(answers, settings.secret),
            osv=settings.osv,
            rules=settings.rules,
            reports=HandedIn(KeptReports(self.redis)),
        )

    @cached_property
    def sharing(self) -> Sharing:
        """Which reviews are made in shares."""
        return Sharing(self.redis, self._settings.secret, self._settings.shared_from)

    def host(self, name: str, hold: Hold | None = None) -> ReviewHost:
        """A new account each time: its client is not thread-safe. Raises :class:`KeyError` for an unknown name."""
        settings = self._settings.host(name)
        pace = Pace(self.redis, settings.write_limits)
        return registry.build(settings, in_turn((pace, *self.before_writes(hold))))

    def before_writes(self, hold: Hold | None) -> Sequence[BeforeWrite]:
        """What is asked before each write, the lease last: what is asked before may take its time. Without a lease only
        what harms nobody may be written: a sign that a comment was seen."""
        return (_unless_stopped, hold.ask) if hold else (_unless_stopped,)


def _unless_stopped(account: str) -> None:
    """A review that a newer head has ended writes no more of the old one."""
    del account
    stopping.check()


def in_turn(questions: Sequence[BeforeWrite]) -> BeforeWrite:
    """All of them as one."""

    def ask(account: str) -> None:
        for question in questions:
            question(account)

    return ask

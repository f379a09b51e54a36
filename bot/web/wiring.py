"""The application with the real queue and the real probes."""

from __future__ import annotations

from flask import Flask

from bot.broker import connect, told_database, worker_lives
from bot.hosts import registry
from bot.queue import CeleryQueue
from bot.uploads.kept import KeptReports
from bot.uploads.tokens import KeyedTokens, Nobody
from bot.web import showing
from bot.web.application import create_app
from bot.web.settings import WebSettings
from bot.web.uploads import Uploads


def from_settings(settings: WebSettings) -> Flask:
    """The application with the real queue and the real probes."""
    redis = connect(settings.redis_url)

    def redis_answers() -> str:
        redis.ping()
        return "answers"

    def worker() -> str:
        """Information only: what is queued now is reviewed when a worker comes back."""
        return "alive" if worker_lives(redis) else "none seen in the last minute"

    def database() -> str:
        """As a worker sees it: we cannot reach it, nor need we."""
        told = told_database(redis)
        if told is None:
            return "no worker that would say"
        answers, words = told
        if not answers:
            raise DatabaseDown(words)
        return words

    queue = CeleryQueue(settings.redis_url, registry.owners(settings.doors))
    who = KeyedTokens(settings.sarif_secret) if settings.sarif_secret else Nobody()
    app = create_app(
        {door.name: registry.events(door) for door in settings.doors},
        queue,
        {"redis": redis_answers, "database": database, "worker": worker},
        Uploads(who, KeptReports(redis), queue),
    )
    app.config["LIMITS"] = settings.limits
    showing.add(app, settings, redis)
    return app


class DatabaseDown(Exception):
    """A worker says that its database does not answer."""

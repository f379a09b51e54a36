"""What gunicorn starts: ``gunicorn bot.web.wsgi:app``. The one module of the web server that reads the environment."""

from __future__ import annotations

import os
import sys

from flask import Flask

from bot import logs
from bot.broker import connect, worker_lives
from bot.hosts import registry
from bot.queue import CeleryQueue
from bot.settings import Settings, SettingsError
from bot.store import SqlStore
from bot.web.application import create_app


def from_settings(settings: Settings) -> Flask:
    """The application with the real queue and the real probes."""
    redis, store = connect(settings.redis_url), SqlStore(settings.database_url)

    def redis_answers() -> str:
        redis.ping()
        return "answers"

    def worker() -> str:
        """Information only: what is queued now is reviewed when a worker comes back."""
        return "alive" if worker_lives(redis) else "none seen in the last minute"

    return create_app(
        {host.name: registry.events(host) for host in settings.hosts},
        CeleryQueue(settings.redis_url),
        {"redis": redis_answers, "database": store.ping, "worker": worker},
    )


def _start() -> Flask:
    try:
        settings = Settings.from_environ(os.environ)
    except SettingsError as error:
        sys.exit(f"patchwarden cannot start:\n{error}")
    if not settings.redis_url:
        sys.exit("REDIS_URL: not set; `patchwarden serve` starts an embedded Redis, separate processes share one")
    logs.configure(settings.log_level)
    return from_settings(settings)


app = _start()

"""What gunicorn starts: ``gunicorn bot.web.wsgi:app``. The one module of the web server that reads the environment."""

from __future__ import annotations

import os

from flask import Flask

from bot import logs
from bot.broker import connect, worker_lives
from bot.hosts import registry
from bot.queue import CeleryQueue
from bot.settings import Settings
from bot.store.sql import SqlStore
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
        CeleryQueue(settings.redis_url, registry.owners(settings.hosts)),
        {"redis": redis_answers, "database": store.ping, "worker": worker},
    )


def _start() -> Flask:
    settings = Settings.of_process(os.environ)
    logs.configure(settings.log_level)
    return from_settings(settings)


app = _start()

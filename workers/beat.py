"""What beat runs: ``celery -A workers.beat beat``. It reads Redis's address and the log level of the environment."""

from __future__ import annotations

import os
import sys

from celery import Celery
from celery.beat import Service
from celery.signals import beat_init, setup_logging

from bot import logs
from bot.settings_reader import NO_REDIS, Reader
from workers.schedule import build, sweep_now


def _start() -> Celery:
    reader = Reader(os.environ)
    redis_url, level = reader.redis(), reader.log_level()
    if reader.problems or not redis_url:
        problems = [f"{problem.name}: {problem.text}" for problem in reader.problems] or [f"REDIS_URL: {NO_REDIS}"]
        sys.exit("\n".join(("patchwarden cannot start:", *problems)))

    def set_up_logs(**_: object) -> None:
        """Being connected to this signal also keeps Celery from setting up its own logs."""
        logs.configure(level)

    def sweep_at_once(sender: Service, **_: object) -> None:
        sweep_now(sender.app)

    setup_logging.connect(set_up_logs, weak=False)
    beat_init.connect(sweep_at_once, weak=False)
    return build(redis_url)


app = _start()

"""What Celery starts: ``celery -A workers.entry worker``. The one module of the workers that reads the environment."""

from __future__ import annotations

import logging
import os
import warnings

from billiard.process import current_process
from celery import Celery
from celery.exceptions import SecurityWarning
from celery.signals import setup_logging, worker_init, worker_process_init

from bot import logs, metrics
from bot.hosts import registry
from bot.setting_names import unknown
from bot.settings import Settings
from bot.telemetry import starting
from workers.app import build
from workers.processes import scratch
from workers.processes.leash import die_with_parent


def _start() -> Celery:
    settings = Settings.of_process(os.environ)

    def set_up_logs(**_: object) -> None:
        """Being connected to this signal also keeps Celery from setting up its own logs."""
        logs.configure(settings.log_level)
        for name in ("celery.worker.strategy", "celery.app.trace"):
            logging.getLogger(name).setLevel(logging.WARNING)  # our own lines say the same, and name the change
        for problem in unknown(os.environ):
            logging.getLogger(__name__).warning("%s: %s", problem.name, problem.text)

    def start_process(**_: object) -> None:
        """A process of the pool waits for its work at a pipe that its siblings hold open as well: without the worker
        it would wait for ever."""
        for parent in owner:
            die_with_parent(parent)
        metrics.name_process(f"w{current_process().index}")
        starting.start(settings.telemetry, "worker")

    def own_processes(**_: object) -> None:
        """In the worker, before it starts a process."""
        owner[:] = [os.getpid()]

    def sweep_scratch(**_: object) -> None:
        """When the worker starts, and when it starts a process: so also after one of them was killed."""
        scratch.sweep()

    # Celery's own words about root advise an option that nobody has here; `serve` says it in a line.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    owner: list[int] = []
    registry.preload(settings.hosts)
    setup_logging.connect(set_up_logs, weak=False)
    worker_process_init.connect(start_process, weak=False)
    worker_init.connect(own_processes, weak=False)
    worker_init.connect(sweep_scratch, weak=False)
    worker_process_init.connect(sweep_scratch, weak=False)
    return build(settings)


app = _start()

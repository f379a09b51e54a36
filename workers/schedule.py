"""What comes round by itself: the sweep. Beat asks for it and needs nothing but Redis."""

from __future__ import annotations

from celery import Celery

from bot.broker import broker_url
from bot.waking import QUEUE, SWEEP_TASK
from workers.sweep import EVERY_SECONDS

_SWEEP_OPTIONS = {"expires": EVERY_SECONDS, "queue": QUEUE}


def build(redis_url: str) -> Celery:
    """The application of beat. Nothing is connected before it runs."""
    app = Celery("patchwarden", broker=broker_url(redis_url), set_as_current=False)
    app.conf.update(
        task_default_queue=QUEUE,
        task_serializer="json",
        task_ignore_result=True,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        beat_scheduler="celery.beat:Scheduler",  # in memory: there is no schedule worth a file
        beat_schedule={"sweep": {"task": SWEEP_TASK, "schedule": EVERY_SECONDS, "options": _SWEEP_OPTIONS}},
    )
    return app


def sweep_now(app: Celery) -> None:
    """What was lost while nothing ran is picked up when beat starts, not ten minutes later."""
    app.send_task(SWEEP_TASK, **_SWEEP_OPTIONS)

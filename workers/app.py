"""The Celery application, made from settings. Its tasks are thin: they read a message and obey an answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from celery import Celery, Task, bootsteps
from redis.exceptions import RedisError

from bot.broker import beat_heart, broker_url, connect
from bot.job import BadJob, Job
from bot.job_state import Taken
from bot.queue import QUEUE, REVIEW_TASK, SWEEP_TASK, CeleryQueue, QueueDown
from bot.settings import Settings
from workers import sweep, tasks

log = logging.getLogger(__name__)

_TASK_SECONDS = 900
_VISIBILITY_SECONDS = 2 * 3600
"""After this long Redis gives a message that nobody acknowledged to another worker. Longer than any review, and than
any pause before a new try, because a job that waits is not acknowledged either."""
_HEART_SECONDS = 20.0
_SWEEP_OPTIONS = {"expires": sweep.EVERY_SECONDS, "queue": QUEUE}


def build(settings: Settings, context: tasks.WorkerContext | None = None) -> Celery:
    """The application of the workers and of beat. Nothing is connected before a task needs it."""
    app = Celery("patchwarden", broker=broker_url(settings.redis_url), set_as_current=False)
    app.conf.update(
        task_default_queue=QUEUE,
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_time_limit=_TASK_SECONDS + 60,
        task_soft_time_limit=_TASK_SECONDS,
        worker_prefetch_multiplier=1,
        worker_concurrency=settings.concurrency,
        worker_max_tasks_per_child=200,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_cancel_long_running_tasks_on_connection_loss=True,
        broker_connection_retry_on_startup=True,
        broker_transport_options={"visibility_timeout": _VISIBILITY_SECONDS},
        beat_scheduler="celery.beat:Scheduler",  # in memory: there is no schedule worth a file
        beat_schedule={"sweep": {"task": SWEEP_TASK, "schedule": sweep.EVERY_SECONDS, "options": _SWEEP_OPTIONS}},
    )
    _add_tasks(app, settings, context or tasks.WorkerContext(settings))
    _add_heart(app, settings.redis_url)
    return app


def sweep_now(app: Celery) -> None:
    """What was lost while nothing ran is picked up when beat starts, not ten minutes later."""
    app.send_task(SWEEP_TASK, **_SWEEP_OPTIONS)


def _add_tasks(app: Celery, settings: Settings, context: tasks.WorkerContext) -> None:
    def review(self: Task, message: Mapping[str, object], faults: int = 0) -> None:
        try:
            job = Job.from_wire(message)
        except BadJob as error:
            log.error("a message was dropped: %s", error)  # noqa: TRY400 - the message says all
            return
        answer = tasks.review(job, context, faults)
        if isinstance(answer, tasks.Again):
            raise self.retry(args=(message, faults + answer.fault), countdown=answer.seconds)

    def sweep_all() -> None:
        try:
            sweep.sweep_all(settings, context.redis, CeleryQueue(settings.redis_url))
        except Taken:
            log.info("another worker sweeps")
        except (RedisError, QueueDown) as error:
            log.warning("the sweep stopped: Redis does not answer (%s)", type(error).__name__)

    app.task(review, name=REVIEW_TASK, bind=True, max_retries=None, shared=False)
    times = {"soft_time_limit": sweep.LONGEST_SECONDS + 30, "time_limit": sweep.LONGEST_SECONDS + 60}
    app.task(sweep_all, name=SWEEP_TASK, shared=False, **times)


def _add_heart(app: Celery, redis_url: str) -> None:
    """The worker says every 20 s that it lives, for ``/readyz``."""

    class Heart(bootsteps.StartStopStep):  # type: ignore[misc]  # Celery ships no types
        requires = {"celery.worker.components:Timer"}  # noqa: RUF012 - Celery's own form

        def __init__(self, parent: Any, **options: Any) -> None:
            super().__init__(parent, **options)
            self._redis = connect(redis_url)

        def start(self, parent: Any) -> None:
            self._beat()
            self._timer = parent.timer.call_repeatedly(_HEART_SECONDS, self._beat)

        def stop(self, parent: Any) -> None:
            del parent
            self._timer.cancel()

        def _beat(self) -> None:
            try:
                beat_heart(self._redis)
            except RedisError as error:
                log.warning("the worker's sign of life did not reach Redis (%s)", type(error).__name__)

    app.steps["worker"].add(Heart)

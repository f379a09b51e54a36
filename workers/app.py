"""The Celery application, made from settings. Its tasks are thin: they read a message and obey an answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from celery import Celery, Task, bootsteps
from redis.exceptions import RedisError

from bot.broker import broker_url, connect
from bot.hosts import registry
from bot.job import BadJob, Job
from bot.job_state import JobStates, Taken, lease
from bot.queue import QUEUE, REVIEW_TASK, SWEEP_TASK, CeleryQueue, QueueDown
from bot.settings import Settings
from workers import sweep, tasks
from workers.health import Health

log = logging.getLogger(__name__)

_TASK_SECONDS = 900
_VISIBILITY_SECONDS = 2 * 3600
"""After this long Redis gives a message that nobody acknowledged to another worker. Longer than any review, and than
any pause before a new try, because a job that waits is not acknowledged either."""
_HEART_SECONDS = 20.0


def build(settings: Settings, context: tasks.WorkerContext | None = None) -> Celery:
    """The application of the workers. Nothing is connected before a task needs it."""
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
    )
    _add_tasks(app, settings, context or tasks.WorkerContext(settings))
    _add_heart(app, settings)
    return app


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
            with lease(context.redis, sweep.LEASE):
                hosts = (registry.build(host) for host in settings.hosts)
                sweep.sweep(hosts, CeleryQueue(settings.redis_url), JobStates(context.redis))
        except Taken:
            log.info("another worker sweeps")
        except (RedisError, QueueDown) as error:
            log.warning("the sweep stopped: Redis does not answer (%s)", type(error).__name__)

    app.task(review, name=REVIEW_TASK, bind=True, max_retries=None, shared=False)
    app.task(sweep_all, name=SWEEP_TASK, shared=False)


def _add_heart(app: Celery, settings: Settings) -> None:
    """The worker says every 20 s how it is."""

    class Heart(bootsteps.StartStopStep):  # type: ignore[misc]  # Celery ships no types
        requires = {"celery.worker.components:Timer"}  # noqa: RUF012 - Celery's own form

        def __init__(self, parent: Any, **options: Any) -> None:
            super().__init__(parent, **options)
            self._health = Health(connect(settings.redis_url), settings.database_url)

        def start(self, parent: Any) -> None:
            self._health.tell()
            self._timer = parent.timer.call_repeatedly(_HEART_SECONDS, self._health.tell)

        def stop(self, parent: Any) -> None:
            del parent
            self._timer.cancel()

    app.steps["worker"].add(Heart)

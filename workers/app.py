"""The Celery application, made from settings. Its tasks are thin: they read a message and obey an answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from celery import Celery, Task, bootsteps
from celery.worker.state import active_requests, reserved_requests
from redis.exceptions import RedisError

from bot.broker import broker_url, connect
from bot.hosts import registry
from bot.job import BadJob, Job
from bot.lease import Taken
from bot.queue import CeleryQueue, QueueDown
from bot.settings import Settings
from bot.waking import QUEUE, REVIEW_TASK, SWEEP_TASK
from workers import sweep, tasks
from workers.forgetting import forget_old
from workers.health import Health
from workers.shares import doing
from workers.turns import LOOK_SECONDS, Turns

log = logging.getLogger(__name__)

_TASK_SECONDS = 3_900
"""More than the checks of the largest change may take one after another, two at a time."""
_VISIBILITY_SECONDS = 2 * 3600
"""After this long Redis gives a message that nobody acknowledged to another worker, longer than any review."""
_HEART_SECONDS = 20.0


def build(settings: Settings, context: tasks.WorkerContext | None = None) -> Celery:
    """The application of the workers. Nothing is connected before a task needs it."""
    app = Celery("patchwarden", broker=broker_url(settings.redis_url), set_as_current=False)
    app.conf.update(
        task_default_queue=QUEUE,
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        # A message only wakes: what a process has taken stands in the turnstile until it is given back. A message that
        # is not acknowledged when Redis goes away ends the whole worker (kombu gives it back by a connection that it
        # has closed), with every review that is under way.
        task_acks_late=False,
        task_time_limit=_TASK_SECONDS + 60,
        task_soft_time_limit=_TASK_SECONDS,
        worker_prefetch_multiplier=1,
        worker_concurrency=settings.concurrency + 1,  # one process is for what people say: see bot.turnstile
        worker_max_tasks_per_child=200,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        # A review outlives a Redis that is gone for a moment, and ends by itself with its lease where it is not. What
        # Celery would do instead ends the whole process, with everything that it would have tidied up.
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={"visibility_timeout": _VISIBILITY_SECONDS},
    )
    turns = Turns(settings.redis_url, settings.concurrency, registry.owners(settings.hosts))
    _add_tasks(app, settings, context or tasks.WorkerContext(settings), turns)
    _add_heart(app, settings)
    _add_looks(app, turns)
    return app


def _add_tasks(app: Celery, settings: Settings, context: tasks.WorkerContext, turns: Turns) -> None:
    def work(task: Task) -> None:
        turns.work(
            task.request.id,
            lambda job, failed: tasks.review(job, context, failed),
            sweep_all,
            lambda share: doing.do(share, context),
        )

    def review(self: Task, message: Mapping[str, object] | None = None, faults: int = 0) -> None:
        """Wakes a process. A ``message`` with a job is one that an older version has queued."""
        try:
            if message is not None:
                turns.put(Job.from_wire(message), faults)
        except BadJob as error:
            log.error("a message was dropped: %s", error)  # noqa: TRY400 - the message says all
            return
        work(self)
        context.announcer.send()

    def ask_for_sweep(self: Task) -> None:
        """The sweep waits for its turn as a review does, and so takes no process from what people say."""
        try:
            turns.put_sweep()
        except RedisError as error:
            log.warning("no sweep: Redis does not answer (%s)", type(error).__name__)
            return
        work(self)
        context.announcer.send()

    def sweep_all() -> None:
        try:
            queue = CeleryQueue(settings.redis_url, registry.owners(settings.hosts))
            sweep.sweep_all(settings, context.redis, queue)
        except Taken:
            log.info("another worker sweeps")
        except (RedisError, QueueDown) as error:
            log.warning("the sweep stopped: Redis does not answer (%s)", type(error).__name__)
        forget_old(context.store, settings.keep_days)

    app.task(review, name=REVIEW_TASK, bind=True, shared=False)
    app.task(ask_for_sweep, name=SWEEP_TASK, bind=True, shared=False)


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


def _add_looks(app: Celery, turns: Turns) -> None:
    """The worker's main process looks for jobs every second, and says which messages its processes work on. When it is
    ended, it says so before its processes are."""

    class Looks(bootsteps.StartStopStep):  # type: ignore[misc]  # Celery ships no types
        requires = {"celery.worker.components:Pool", "celery.worker.components:Timer"}  # noqa: RUF012 - Celery's form

        def start(self, parent: Any) -> None:
            self._timer = parent.timer.call_repeatedly(LOOK_SECONDS, self._look)

        def stop(self, parent: Any) -> None:
            del parent
            self._timer.cancel()
            turns.forgive([request.id for request in tuple(active_requests)])

        def terminate(self, parent: Any) -> None:
            self.stop(parent)

        def _look(self) -> None:
            turns.look([request.id for request in tuple(reserved_requests)])

    app.steps["worker"].add(Looks)

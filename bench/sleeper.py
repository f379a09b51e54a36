"""A worker whose reviews only sleep, as long as their job's reason says, or compute for a second where it says no
number: ``celery -A bench.sleeper worker``.

When each began stands in the list :data:`bench.turns.BEGUN` of its Redis.
"""

from __future__ import annotations

import json
import os
import time
from functools import cache
from pathlib import Path

from celery import Celery
from redis import Redis

from bench.turns import BEGUN
from bot.broker import connect
from bot.job import Job
from bot.settings import Settings
from workers import tasks
from workers.app import build


@cache
def _redis() -> Redis:
    return connect(os.environ["REDIS_URL"])


def _sleep(job: Job, context: tasks.WorkerContext, faults: int = 0) -> tasks.Done:
    del context, faults
    _redis().rpush(BEGUN, json.dumps([str(job.ref), job.listens, time.time()]))
    try:
        time.sleep(float(job.reason))
    except ValueError:
        until = time.process_time() + 1.0
        while time.process_time() < until:
            pass
    return tasks.Done("slept")


def _start() -> Celery:
    tasks.review = _sleep
    slots = int(os.environ["PATCHWARDEN_CONCURRENCY"])
    return build(Settings((), Path(), Path(), "", os.environ["REDIS_URL"], concurrency=slots))


app = _start()

"""Jobs as the queue has let them in, without a worker that would take them."""

from __future__ import annotations

from dataclasses import replace

from redis import Redis

from bot.job import Job
from bot.job_state import delivery_key
from bot.turnstile import Turnstile


def numbered(redis: Redis, job: Job) -> Job:
    """The job with the next number of its change, whatever is known of its delivery."""
    return replace(job, turn=Turnstile(redis).admit(replace(job, delivery=""), "an owner"))


def is_delivered(redis: Redis, job: Job) -> bool:
    """Whether the job's delivery is marked."""
    return bool(redis.exists(delivery_key(job)))

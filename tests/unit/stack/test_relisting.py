"""Labels and titles that are changed later: a reason to look at a change where lists go by them, else none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from redis import Redis

from bot.concern import Concern
from bot.job import Job
from bot.model import ChangeRef
from bot.queue import CeleryQueue
from bot.relisting import Relisting
from bot.turnstile import Turnstile
from tests.unit.stack.memory_host import MemoryContext, MemoryHost
from workers.tasks import review

REF = ChangeRef("github", "octo/app", 7)
LABELED = Job(REF, reason="pull request labeled", delivery="d-1", relisted=True)


@pytest.mark.parametrize(
    ("policy", "operators", "queued"),
    [
        ("", Concern(), False),
        ("skip: {branches: [old], authors: [bot]}\n", Concern(), False),
        ("skip: {labels: [wip]}\n", Concern(), True),
        ("only: {titles: ['feat*', '*']}\n", Concern(), True),
        ("only: {labels: [security]}\n", Concern(), True),
        ("", Concern.of({}, {"titles": ("WIP*",)}, "this installation"), True),
    ],
)
def test_a_label_is_a_reason_where_a_list_goes_by_it(
    policy: str,
    operators: Concern,
    queued: bool,
    context: MemoryContext,
    host: MemoryHost,
    redis: Redis,
    redis_url: str,
) -> None:
    queue = CeleryQueue(redis_url)
    assert queue.enqueue(LABELED), "nothing is known of the repository yet"
    host.policies = [("octo/.github/.patchwarden.yml", policy)]
    context.__dict__["concern"] = operators
    review(Job(REF), context)
    assert queue.enqueue(replace(LABELED, delivery="d-2")) is queued
    assert queue.enqueue(replace(LABELED, delivery="d-3", relisted=False)), "a push is one anyway"
    other = replace(LABELED, ref=replace(REF, repository="octo/other"), delivery="d-4")
    assert queue.enqueue(other), "each repository for itself"


def test_what_is_noted_is_forgotten(redis: Redis) -> None:
    """A policy may come to have such a list while nothing is reviewed."""
    Relisting(redis).note(REF, matters=False)
    (key,) = redis.keys("patchwarden:relisting:*")
    assert 0 < redis.ttl(key) <= 24 * 3600
    redis.delete(key)
    assert Relisting(redis).may_matter(REF)


def test_a_label_that_is_no_reason_takes_no_jobs_place(redis: Redis, redis_url: str) -> None:
    """Jobs of a change stand in one place, where the later takes that of the earlier."""
    queue = CeleryQueue(redis_url)
    Relisting(redis).note(REF, matters=False)
    assert queue.enqueue(Job(REF, "a" * 40, "pull request synchronize", "d-1"))
    assert not queue.enqueue(replace(LABELED, delivery="d-2"))
    assert Turnstile(redis).waits(REF)

"""The message that wakes a worker, beside what Celery itself writes; that a worker reads it is tried in test_app."""

from __future__ import annotations

import json
from typing import Any

from celery import Celery
from redis import Redis

from bot.broker import broker_url
from bot.waking import QUEUE, REVIEW_TASK, wake_message

_OF_THE_SENDER = ("origin", "reply_to")


def parts(message: str | bytes) -> dict[str, Any]:
    """The message with words in the places of its ids, without what names the sender."""
    read = json.loads(message)
    task, tag = read["headers"]["id"], read["properties"]["delivery_tag"]
    named = json.loads(json.dumps(read).replace(task, "the name").replace(tag, "the name"))
    for part in ("headers", "properties"):
        for name in _OF_THE_SENDER:
            named[part].pop(name, None)
    return dict(named)


def test_it_is_what_celery_would_send(redis_url: str, redis: Redis) -> None:
    app = Celery(broker=broker_url(redis_url), set_as_current=False)
    app.conf.update(task_serializer="json", task_default_queue=QUEUE)
    app.send_task(REVIEW_TASK, queue=QUEUE, ignore_result=True)
    (theirs,) = redis.lrange(QUEUE, 0, -1)
    assert parts(wake_message()) == parts(theirs)
    app.close()


def test_no_two_have_an_id_in_common() -> None:
    read = [json.loads(wake_message()) for _ in range(100)]
    assert len({one["headers"]["id"] for one in read}) == 100
    assert len({one["properties"]["delivery_tag"] for one in read}) == 100

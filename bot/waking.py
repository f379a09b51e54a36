"""The message that wakes a worker: a call of its task without arguments, as Celery writes it to Redis.

It is written here, and in the same step of Redis that queues the job: Celery's own producer takes more time for it than
all else that a delivery costs. The form is Celery's message protocol, version 2, in the envelope of kombu's Redis
transport; a test compares it with theirs.

Source: https://docs.celeryq.dev/en/stable/internals/protocol.html
"""

from __future__ import annotations

import json
from base64 import b64encode
from uuid import uuid4

QUEUE = "patchwarden"
"""The list in Redis that workers take their messages from."""
REVIEW_TASK = "patchwarden.review"
SWEEP_TASK = "patchwarden.sweep"
_NAME = "<its name>"
_NO_ARGUMENTS: tuple[object, ...] = ([], {}, {"callbacks": None, "errbacks": None, "chain": None, "chord": None})
_HEADERS: dict[str, object] = {
    "lang": "py",
    "task": REVIEW_TASK,
    "id": _NAME,
    "shadow": None,
    "eta": None,
    "expires": None,
    "group": None,
    "group_index": None,
    "retries": 0,
    "timelimit": [None, None],
    "root_id": _NAME,
    "parent_id": None,
    "argsrepr": "()",
    "kwargsrepr": "{}",
    "origin": "patchwarden",
    "ignore_result": True,
    "replaced_task_nesting": 0,
    "stamped_headers": None,
    "stamps": {},
}
_PROPERTIES: dict[str, object] = {
    "correlation_id": _NAME,
    "delivery_mode": 2,
    "delivery_info": {"exchange": "", "routing_key": QUEUE},
    "priority": 0,
    "body_encoding": "base64",
    "delivery_tag": _NAME,
}
_AROUND_ITS_NAME = json.dumps(
    {
        "body": b64encode(json.dumps(_NO_ARGUMENTS).encode()).decode(),
        "content-encoding": "utf-8",
        "content-type": "application/json",
        "headers": _HEADERS,
        "properties": _PROPERTIES,
    }
).split(_NAME)


def wake_message() -> str:
    """A message like no other: a worker knows each by its id, and acknowledges it by its tag."""
    return str(uuid4()).join(_AROUND_ITS_NAME)

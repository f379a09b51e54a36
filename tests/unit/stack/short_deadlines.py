"""The real application with deadlines that a test can wait for; gunicorn loads it."""

from __future__ import annotations

from bot.hosts.gerrit.door import GerritDoor
from bot.hosts.github.door import GitHubDoor
from bot.hosts.registry import events
from bot.job import Job
from bot.web.application import create_app
from bot.web.limits import Limits

WEBHOOK_SECRET = "a webhook secret of the test"
PATH_SECRET = "Canary-0123456789.Secret"
LIMITS = Limits(connections=120, connections_per_address=0, head_seconds=0.6, body_seconds=0.8)


class Everything:
    """A queue that takes everything, but for one head."""

    def enqueue(self, job: Job) -> bool:
        if job.head == "f" * 40:
            raise ZeroDivisionError(f"a fault of ours that names /webhooks/gerrit/{PATH_SECRET}")
        return True


doors = (GitHubDoor(webhook_secret=WEBHOOK_SECRET), GerritDoor(webhook_secret=PATH_SECRET))
app = create_app({door.name: events(door) for door in doors}, Everything())
app.config["LIMITS"] = LIMITS

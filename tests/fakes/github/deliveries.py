"""Webhook deliveries of the fake: built, signed, sent, lost, sent again."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.fakes.github.documents import Document
from tests.fakes.github.review_documents import ReviewDocuments
from tests.fakes.github.state import HookDelivery, Hosted, State

_NAMESPACE = uuid.UUID("8a6e0804-2bd0-4672-b79d-d97027f9071a")
_UNREACHABLE = 502
"""What GitHub's delivery list shows for a receiver that does not answer."""


@dataclass(frozen=True)
class Delivery:
    """One event as it goes over the wire."""

    event: str
    action: str | None
    guid: str
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    repository_id: int | None = None
    installation_id: int | None = None

    @property
    def payload(self) -> Document:
        content: Document = json.loads(self.body)
        return content


def sign(secret: str, body: bytes) -> str:
    """The value of ``X-Hub-Signature-256`` for these raw bytes."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def headers(event: str, guid: str, body: bytes, secret: str, app_id: int) -> dict[str, str]:
    """Everything that GitHub sends along with a body."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "GitHub-Hookshot/fake",
        "X-GitHub-Event": event,
        "X-GitHub-Delivery": guid,
        "X-GitHub-Hook-ID": "1",
        "X-GitHub-Hook-Installation-Target-Type": "integration",
        "X-GitHub-Hook-Installation-Target-ID": str(app_id),
        "X-Hub-Signature-256": sign(secret, body),
    }


class Deliveries:
    """Builds deliveries about what is on the fake. ``url`` is the receiver, ``""`` while there is none."""

    def __init__(self, state: State, origin: str) -> None:
        self._state = state
        self._documents = ReviewDocuments(state, origin)
        self.url = ""

    # Building

    def ping(self) -> Delivery:
        hook = {"type": "App", "id": 1, "name": "web", "active": True, "app_id": self._state.app.id}
        return self._build("ping", None, {"zen": "Keep it logically awesome.", "hook_id": 1, "hook": hook}, None)

    def pull_request(
        self, action: str, full_name: str, number: int, *, sender: str | None = None, **more: Any
    ) -> Delivery:
        """``more`` are further members of the payload, such as ``changes`` of ``edited``."""
        hosted = self._state.repository(full_name)
        pull = hosted.pulls[number]
        payload = {"number": number, "pull_request": self._documents.pull(hosted, pull), **more}
        return self._build("pull_request", action, payload, hosted, sender or pull.author.login)

    def issue_comment(self, full_name: str, comment_id: int, action: str = "created") -> Delivery:
        """A comment on the conversation. It names no head: the issue only says that it is a pull request."""
        hosted = self._state.repository(full_name)
        comment = hosted.issue_comments[comment_id]
        payload = {
            "issue": self._documents.issue(hosted, hosted.pulls[comment.number]),
            "comment": self._documents.issue_comment(hosted, comment),
        }
        return self._build("issue_comment", action, payload, hosted, comment.user.login)

    def review_comment(self, full_name: str, comment_id: int, action: str = "created") -> Delivery:
        hosted = self._state.repository(full_name)
        comment = hosted.review_comments[comment_id]
        payload = {
            "pull_request": self._documents.pull_simple(hosted, hosted.pulls[comment.number]),
            "comment": self._documents.review_comment(hosted, comment),
        }
        return self._build("pull_request_review_comment", action, payload, hosted, comment.user.login)

    def check_run(
        self, full_name: str, check_run_id: int, action: str = "rerequested", sender: str = "alice"
    ) -> Delivery:
        hosted = self._state.repository(full_name)
        run = self._documents.check_run(hosted, hosted.check_runs[check_run_id])
        return self._build("check_run", action, {"check_run": run}, hosted, sender)

    def check_suite(
        self, full_name: str, check_run_id: int, action: str = "rerequested", sender: str = "alice"
    ) -> Delivery:
        """The suite of all runs on the same commit as this run."""
        hosted = self._state.repository(full_name)
        run = self._documents.check_run(hosted, hosted.check_runs[check_run_id])
        suite = {name: run[name] for name in ("head_sha", "status", "conclusion", "app", "pull_requests")}
        return self._build("check_suite", action, {"check_suite": {**run["check_suite"], **suite}}, hosted, sender)

    def merge_group(self, full_name: str, base: str, head: str, action: str = "checks_requested") -> Delivery:
        """A group of the merge queue; ``destroyed`` also says why."""
        hosted = self._state.repository(full_name)
        branch = hosted.git.default_branch
        person = {"name": "Alice", "email": "alice@example.org"}
        group = {
            "head_sha": head,
            "head_ref": f"refs/heads/gh-readonly-queue/{branch}/pr-1-{base}",
            "base_sha": base,
            "base_ref": f"refs/heads/{branch}",
            "head_commit": {
                "id": head,
                "tree_id": hosted.git.git("rev-parse", f"{head}^{{tree}}"),
                "message": hosted.git.message(head),
                "timestamp": "2026-01-01T00:00:00Z",
                "author": person,
                "committer": person,
            },
        }
        more = {"reason": "merged"} if action == "destroyed" else {}
        return self._build("merge_group", action, {"merge_group": group, **more}, hosted, "alice")

    # Delivering

    def send(self, delivery: Delivery) -> int:
        """Posts the delivery to ``url`` and records it. Gives the receiver's status, 502 when there is no answer."""
        status = self._post(delivery.headers, delivery.body)
        self._record(delivery, status)
        return status

    def lose(self, delivery: Delivery, status: int = _UNREACHABLE) -> HookDelivery:
        """Records the delivery as failed without sending it: what GitHub never tries again by itself."""
        return self._record(delivery, status)

    def again(self, delivery_id: int) -> None:
        """Sends a recorded delivery once more: the same GUID and body, a new id."""
        with self._state.lock:
            old = next(one for one in self._state.deliveries if one.id == delivery_id)
        status = self._post(old.headers, old.body)
        repeated = Delivery(
            old.event, old.action, old.guid, old.headers, old.body, old.repository_id, old.installation_id
        )
        self._record(repeated, status).redelivery = True

    def _post(self, headers: dict[str, str], body: bytes) -> int:
        if not self.url:
            return _UNREACHABLE
        try:
            return requests.post(self.url, data=body, headers=headers, timeout=10).status_code
        except requests.RequestException:
            return _UNREACHABLE

    def _record(self, delivery: Delivery, status: int) -> HookDelivery:
        with self._state.lock:
            recorded = HookDelivery(
                id=self._state.next_id("delivery"),
                guid=delivery.guid,
                event=delivery.event,
                action=delivery.action,
                headers=delivery.headers,
                body=delivery.body,
                delivered=self._state.now(),
                status_code=status,
                installation_id=delivery.installation_id,
                repository_id=delivery.repository_id,
            )
            self._state.deliveries.append(recorded)
        return recorded

    def _build(
        self, event: str, action: str | None, payload: Document, hosted: Hosted | None, sender: str | None = None
    ) -> Delivery:
        app = self._state.app
        installation = self._state.installation_of(hosted) if hosted else None
        if action is not None:
            payload = {"action": action, **payload}
        if hosted is not None:
            payload["repository"] = self._documents.repository(hosted)
        if sender is not None:
            payload["sender"] = self._documents.account(self._state.account(sender))
        if installation is not None:
            payload["installation"] = {"id": installation.id, "node_id": f"I_{installation.id}"}
        body = json.dumps(payload).encode()
        guid = str(uuid.uuid5(_NAMESPACE, str(self._state.next_id("guid"))))
        sent = headers(event, guid, body, app.webhook_secret, app.id)
        numbers = (hosted.id if hosted else None, installation.id if installation else None)
        return Delivery(event, action, guid, sent, body, *numbers)

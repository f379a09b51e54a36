"""One delivery of Gerrit's webhooks plugin → what it asks for. Pure: nothing is requested.

The plugin signs nothing: a secret in the address stands in for a signature. Events are hints: only identifiers leave
this module, each checked by its grammar, and the worker reads the change again. Field names are those of Gerrit's
stream events (``change`` and ``patchSet`` objects); any of them may be missing, and accounts carry no id.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from bot.hosts.base import BadPayload, BadSignature, Delivery, Ignored
from bot.hosts.gerrit.names import is_project, is_sha
from bot.hosts.gerrit.settings import GerritSettings
from bot.job import COMMAND, Job
from bot.model import ChangeRef

_REASONS = {
    "patchset-created": "patch set created",  # of every kind: after a trivial rebase the surroundings are others
    "change-restored": "change restored",
    "wip-state-changed": "work in progress began or ended",
    "private-state-changed": "change made private or public",
    "comment-added": "asked for in a comment",
}
"""The events that may ask for a review, and how the log says why."""


class GerritEvents:
    """The :class:`~bot.hosts.base.EventSource` of one Gerrit."""

    insistent = True

    def __init__(self, settings: GerritSettings) -> None:
        self._settings = settings

    def parse(self, delivery: Delivery) -> Job | Ignored:
        """What the delivery asks for. Raises :class:`BadSignature`, then :class:`BadPayload`."""
        self._verify(delivery.path_secret)
        payload = _json(delivery.body)
        kind = payload.get("type")
        if not isinstance(kind, str):
            raise BadPayload("type is missing or is not text")
        if kind not in _REASONS:
            return Ignored(f"nothing to do for the event {kind[:40]!r}")
        if kind == "comment-added" and (silent := self._no_command(payload)):
            return Ignored(silent)
        return self._job(payload, _REASONS[kind], delivery.body)

    def _verify(self, given: str) -> None:
        """Bytes are compared: a secret with a non-ASCII character would make a comparison of texts raise."""
        secret = self._settings.webhook_secret
        if not secret:
            raise BadSignature(f"{self._settings.name}: no webhook secret is set, so no delivery can be verified")
        if not hmac.compare_digest(secret.encode(), given.encode("utf-8", "backslashreplace")):
            raise BadSignature("the secret in the webhook's address is wrong or missing")

    def _no_command(self, payload: Mapping[str, Any]) -> str:
        """Why a comment asks for nothing; ``""`` where it asks for a review.

        Our own reviews cause this event too. Inline comments never stand in it, only the message.
        """
        if _get(payload, "author", "username") == self._settings.username:
            return "the comment is our own"
        comment = payload.get("comment")
        lines = comment.splitlines() if isinstance(comment, str) else []
        return "" if any(line.rstrip() == COMMAND for line in lines) else "the comment carries no command for us"

    def _job(self, payload: Mapping[str, Any], reason: str, body: bytes) -> Job:
        project, number = _get(payload, "change", "project"), _get(payload, "change", "number")
        if not isinstance(project, str) or not is_project(project):
            raise BadPayload("change.project is missing or is no project's name")
        if isinstance(number, str) and number.isascii() and number.isdigit():  # servers before 2.16
            number = int(number)
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            raise BadPayload("change.number is missing or is not a positive number")
        head = _get(payload, "patchSet", "revision")
        return Job(
            ref=ChangeRef(self._settings.name, project, number),
            head=head if isinstance(head, str) and is_sha(head) else "",
            reason=reason,
            # The plugin gives no id. Only what it repeats has the same bytes: the second of the event stands in them.
            delivery=hashlib.sha256(body).hexdigest()[:32],
        )


def _get(payload: Mapping[str, Any], *path: str) -> object:
    """The value, or ``None`` where any part of the path is missing."""
    value: object = payload
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _json(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadPayload("the body is not JSON") from error
    if not isinstance(values, dict):
        raise BadPayload("the body is not a JSON object")
    return values

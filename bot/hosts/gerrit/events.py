"""One delivery of Gerrit's webhooks plugin → what it asks for. Pure: nothing is requested.

The plugin signs nothing: a secret in the address stands in for a signature, so the web server hands the last part of
the path over as a header. Events are hints: only identifiers leave this module, each checked by its grammar, and the
worker reads the change again. Field names are those of Gerrit's stream events (``change`` and ``patchSet`` objects);
any of them may be missing, and accounts carry no id.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.hosts.base import COMMAND, PATH_SECRET_HEADER, BadPayload, BadSignature, Ignored, ReviewRequested
from bot.hosts.gerrit.names import is_project, is_sha
from bot.hosts.gerrit.settings import GerritSettings
from bot.model import ChangeRef

_ANSWER = ReviewRequested | Ignored


class GerritEvents:
    """The :class:`~bot.hosts.base.EventSource` of one Gerrit."""

    def __init__(self, settings: GerritSettings) -> None:
        self._settings = settings
        self._readers: dict[str, Callable[[Mapping[str, Any]], _ANSWER]] = {
            "patchset-created": self._patch_set,
            "change-restored": self._reason("change restored"),
            "wip-state-changed": self._reason("work in progress began or ended"),
            "private-state-changed": self._reason("change made private or public"),
            "comment-added": self._comment,
        }

    def parse(self, headers: Mapping[str, str], body: bytes) -> _ANSWER:
        """What the delivery asks for. Raises :class:`BadSignature`, then :class:`BadPayload`."""
        given = {name.lower(): value for name, value in headers.items()}
        self._verify(given.get(PATH_SECRET_HEADER.lower(), ""))
        payload = _json(body)
        kind = payload.get("type")
        if not isinstance(kind, str):
            raise BadPayload("type is missing or is not text")
        reader = self._readers.get(kind)
        asked = reader(payload) if reader else Ignored(f"nothing to do for the event {kind[:40]!r}")
        if isinstance(asked, Ignored):
            return asked
        # The plugin gives no id. Only what it repeats has the same bytes: the second of the event stands in them.
        return replace(asked, delivery=hashlib.sha256(body).hexdigest()[:32])

    def _verify(self, given: str) -> None:
        """Bytes are compared: a secret with a non-ASCII character would make a comparison of texts raise."""
        secret = self._settings.webhook_secret
        if not secret:
            raise BadSignature(f"{self._settings.name}: no webhook secret is set, so no delivery can be verified")
        if not hmac.compare_digest(secret.encode(), given.encode("utf-8", "backslashreplace")):
            raise BadSignature("the secret in the webhook's address is wrong or missing")

    def _patch_set(self, payload: Mapping[str, Any]) -> _ANSWER:
        """Every kind of patch set: after a trivial rebase the surroundings are others."""
        return self._requested(payload, "patch set created")

    def _reason(self, reason: str) -> Callable[[Mapping[str, Any]], _ANSWER]:
        return lambda payload: self._requested(payload, reason)

    def _comment(self, payload: Mapping[str, Any]) -> _ANSWER:
        """Our own reviews cause this event too. Inline comments never stand in it, only the message."""
        if _get(payload, "author", "username") == self._settings.username:
            return Ignored("the comment is our own")
        comment = payload.get("comment")
        lines = comment.splitlines() if isinstance(comment, str) else []
        if not any(line.rstrip() == COMMAND for line in lines):
            return Ignored("the comment carries no command for us")
        return self._requested(payload, "asked for in a comment")

    def _requested(self, payload: Mapping[str, Any], reason: str) -> ReviewRequested:
        project, number = _get(payload, "change", "project"), _get(payload, "change", "number")
        if not isinstance(project, str) or not is_project(project):
            raise BadPayload("change.project is missing or is no project's name")
        if isinstance(number, str) and number.isascii() and number.isdigit():  # servers before 2.16
            number = int(number)
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            raise BadPayload("change.number is missing or is not a positive number")
        head = _get(payload, "patchSet", "revision")
        return ReviewRequested(
            ref=ChangeRef(self._settings.name, project, number),
            head=head if isinstance(head, str) and is_sha(head) else "",
            reason=reason,
            insistent=True,
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

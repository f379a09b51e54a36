"""One webhook delivery → what it asks for. Pure: nothing is requested, nothing of the payload becomes a URL.

Events are hints: only identifiers leave this module, each checked by its grammar, and the worker reads the change
again. Event and field names are those of GitHub's webhook documentation.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.hosts.base import BadPayload, BadSignature, Delivery, Ignored
from bot.hosts.github.names import group, is_delivery, is_repository, is_sha, read_check_base, read_check_id, read_group
from bot.hosts.github.settings import GitHubSettings
from bot.job import COMMAND, Job
from bot.model import ChangeRef


class GitHubEvents:
    """The :class:`~bot.hosts.base.EventSource` of one GitHub account."""

    insistent = False

    def __init__(self, settings: GitHubSettings) -> None:
        self._settings = settings
        self._readers: dict[str, Callable[[_Payload, str], Job | Ignored]] = {
            "pull_request": self._pull_request,
            "check_run": self._check_run,
            "check_suite": self._check_suite,
            "merge_group": self._merge_group,
            "issue_comment": self._issue_comment,
            "pull_request_review_comment": self._review_comment,
        }

    def parse(self, delivery: Delivery) -> Job | Ignored:
        """What the delivery asks for. Raises :class:`BadSignature`, then :class:`BadPayload`."""
        self._verify(delivery.header("X-Hub-Signature-256"), delivery.body)
        event = delivery.header("X-GitHub-Event")
        if not event:
            raise BadPayload("the header X-GitHub-Event is missing")
        if event == "ping":
            return Ignored("ping", ping=True)
        reader = self._readers.get(event)
        if reader is None:
            return Ignored(f"nothing to do for the event {event[:40]!r}")
        name = delivery.header("X-GitHub-Delivery")
        return reader(_Payload(_json(delivery.body)), name if is_delivery(name) else "")

    def _verify(self, signature: str, body: bytes) -> None:
        """Bytes are compared: a signature with a non-ASCII character would make a comparison of texts raise."""
        secret = self._settings.webhook_secret
        if not secret:
            raise BadSignature(f"{self._settings.name}: no webhook secret is set, so no delivery can be verified")
        expected = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "backslashreplace")):
            raise BadSignature("the signature does not match the body" if signature else "the delivery is not signed")

    def _pull_request(self, payload: _Payload, delivery: str) -> Job | Ignored:
        action = payload.text("action")
        if action == "edited" and not payload.has("changes", "base"):
            return Ignored("the pull request was edited, its target branch was not")
        if action not in ("opened", "synchronize", "reopened", "ready_for_review", "unlocked", "edited"):
            return Ignored(f"nothing to do for a pull request that was {action[:40]!r}")
        return Job(
            ref=self._ref(payload, payload.number("pull_request", "number")),
            head=payload.sha("pull_request", "head", "sha"),
            reason=f"pull request {'retargeted' if action == 'edited' else action}",
            delivery=delivery,
        )

    def _check_run(self, payload: _Payload, delivery: str) -> Job | Ignored:
        if payload.text("action") != "rerequested":
            return Ignored("no new check run was asked for")
        if not self._is_ours(payload, "check_run"):
            return Ignored("the check run is another app's")
        head = payload.sha("check_run", "head_sha")
        # Runs on forks name no pull request, and one commit can be the head of several: our own id says which.
        ours = read_check_id(payload.text("check_run", "external_id", default=""))
        if ours is not None and ours[0] == str(payload.number("repository", "id")) and ours[2] == head:
            number: int | None = ours[1]
            if number == 0:
                base = read_check_base(payload.text("check_run", "external_id"))
                return self._group(payload, base, head, "check run asked for again", delivery)
        else:
            number = self._pull_of(payload, "check_run")
        if number is None:
            return Ignored("the check run names no pull request")
        return Job(self._ref(payload, number), head, "check run asked for again", delivery)

    def _check_suite(self, payload: _Payload, delivery: str) -> Job | Ignored:
        if payload.text("action") != "rerequested":
            return Ignored("no new check suite was asked for")
        if not self._is_ours(payload, "check_suite"):
            return Ignored("the check suite is another app's")
        number = self._pull_of(payload, "check_suite")
        if number is None:
            return Ignored("the check suite names no pull request (a fork's never does): re-run the check itself")
        head = payload.sha("check_suite", "head_sha")
        return Job(self._ref(payload, number), head, "check suite asked for again", delivery)

    def _merge_group(self, payload: _Payload, delivery: str) -> Job | Ignored:
        """A group is merged as soon as its head has the check runs that the branch protection names."""
        action = payload.text("action")
        if action != "checks_requested":
            return Ignored(f"nothing to do for a merge group that was {action[:40]!r}")
        base, head = payload.sha("merge_group", "base_sha"), payload.sha("merge_group", "head_sha")
        return self._group(payload, base, head, "merge queue asked for checks", delivery)

    def _group(self, payload: _Payload, base: str, head: str, reason: str, delivery: str) -> Job | Ignored:
        ref = replace(self._ref(payload, 0), group=group(base, head))
        if read_group(ref.group) is None:
            return Ignored("the check run names no base of its merge group")
        return Job(ref, head, reason, delivery)

    def _issue_comment(self, payload: _Payload, delivery: str) -> Job | Ignored:
        asked = _asks_for_review(payload)
        if asked is not None:
            return asked
        if not payload.has("issue", "pull_request"):
            return Ignored("the comment is on an issue, not on a pull request")
        number = payload.number("issue", "number")
        return Job(self._ref(payload, number), "", "asked for in a comment", delivery)

    def _review_comment(self, payload: _Payload, delivery: str) -> Job | Ignored:
        asked = _asks_for_review(payload)
        if asked is not None:
            return asked
        return Job(
            ref=self._ref(payload, payload.number("pull_request", "number")),
            head=payload.sha("pull_request", "head", "sha"),
            reason="asked for in a comment",
            delivery=delivery,
        )

    def _ref(self, payload: _Payload, number: int) -> ChangeRef:
        repository = payload.text("repository", "full_name")
        if not is_repository(repository):
            raise BadPayload("repository.full_name is not owner/name")
        return ChangeRef(self._settings.name, repository, number)

    def _is_ours(self, payload: _Payload, event: str) -> bool:
        if self._settings.app_id is None:
            return False
        ids = (payload.get(event, "app", "id"), payload.get(event, "app", "client_id"))
        return str(self._settings.app_id) in {str(value) for value in ids if value is not None}

    def _pull_of(self, payload: _Payload, event: str) -> int | None:
        """The first pull request of this repository; the list also names those of other repositories."""
        repository = payload.number("repository", "id")
        listed = payload.get(event, "pull_requests")
        for item in listed if isinstance(listed, list) else []:
            pull = _Payload(item if isinstance(item, dict) else {})
            if pull.get("base", "repo", "id") == repository:
                return pull.number("number")
        return None


def _asks_for_review(payload: _Payload) -> Ignored | None:
    """Why the comment asks for nothing; ``None`` when it does ask for a review.

    Anybody may ask: a review of a head that is already reviewed changes nothing on the host.
    """
    if payload.text("action") != "created":
        return Ignored("only a new comment can carry a command")
    if payload.text("sender", "type") == "Bot" or payload.text("sender", "login").endswith("[bot]"):
        return Ignored("the comment was written by a bot")
    lines = payload.text("comment", "body", default="").splitlines()
    if not any(line.rstrip() == COMMAND for line in lines):
        return Ignored("the comment carries no command for us")
    return None


class _Payload:
    """Reads fields by their path and names the one that is missing."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def get(self, *path: str) -> object:
        """The value, or ``None`` where any part of the path is missing."""
        value: object = self._values
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def has(self, *path: str) -> bool:
        return self.get(*path) is not None

    def text(self, *path: str, default: str | None = None) -> str:
        value = self.get(*path)
        if value is None and default is not None:
            return default
        if not isinstance(value, str):
            raise BadPayload(f"{'.'.join(path)} is missing or is not text")
        return value

    def number(self, *path: str) -> int:
        value = self.get(*path)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise BadPayload(f"{'.'.join(path)} is missing or is not a positive number")
        return value

    def sha(self, *path: str) -> str:
        value = self.text(*path)
        if not is_sha(value):
            raise BadPayload(f"{'.'.join(path)} is not a commit id")
        return value


def _json(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadPayload("the body is not JSON: set the webhook's content type to application/json") from error
    if not isinstance(values, dict):
        raise BadPayload("the body is not a JSON object")
    return values

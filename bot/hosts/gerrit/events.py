"""One delivery of Gerrit's webhooks plugin → what it asks for. Pure: nothing is requested.

The plugin signs nothing: a secret in the address stands in for a signature. Events are hints: only identifiers leave
this module, each checked by its grammar, and the worker reads the change again. Field names are those of Gerrit's
stream events (``change`` and ``patchSet`` objects); any of them may be missing, and accounts carry no id.
"""

from __future__ import annotations

import hashlib
import hmac
import re

from msgspec import Struct, field

from bot.commands import is_addressed
from bot.hosts.base import BadPayload, BadSignature, Delivery, Ignored
from bot.hosts.gerrit.door import GerritAccount
from bot.hosts.gerrit.names import is_project
from bot.hosts.names import is_sha
from bot.job import Job
from bot.model import ChangeRef

_REASONS = {
    "patchset-created": "patch set created",  # of every kind: after a trivial rebase the surroundings are others
    "change-restored": "change restored",
    "change-abandoned": "change abandoned",
    "change-merged": "change merged",
    "wip-state-changed": "work in progress began or ended",
    "private-state-changed": "change made private or public",
    "hashtags-changed": "hashtags changed",
    "topic-changed": "topic changed",
    "comment-added": "somebody commented",
}
"""The events that make a job, and how the log says why."""
_LISTING = frozenset({"hashtags-changed", "topic-changed"})
"""Those that may put a change on a list of changes that are reviewed, or take it off. Another title is another patch
set."""
_NOT_YET = _LISTING | {"patchset-created", "change-restored", "wip-state-changed", "private-state-changed"}
"""Those after which a change is reviewed unasked, which work in progress is not."""
_MESSAGE = re.compile(r"\APatch Set \d+:")
"""How a message begins. An event whose text begins otherwise shows a comment on the patch set in place of it."""
_WITH_COMMENTS = re.compile(r"^\(\d+ comments?\)$", re.MULTILINE)


class _ChangeOf(Struct, frozen=True):
    project: str = ""
    number: int | str = 0
    """A text from servers before 2.16."""
    wip: bool = False


class _PatchSet(Struct, frozen=True):
    revision: object = None


class _Account(Struct, frozen=True):
    username: str | None = None


class _Named(Struct, frozen=True):
    """Any event. Those that ask for nothing may have any shape: the plugin would repeat a delivery that is refused."""

    type: str


class _Event(Struct, frozen=True):
    """An event that may make a job."""

    change: _ChangeOf = _ChangeOf()
    patch_set: _PatchSet | None = field(name="patchSet", default=None)
    author: _Account | None = None
    comment: str | None = None


class GerritEvents:
    """The :class:`~bot.hosts.base.EventSource` of one Gerrit."""

    insistent = True

    def __init__(self, settings: GerritAccount) -> None:
        self._settings = settings

    def parse(self, delivery: Delivery) -> Job | Ignored:
        """What the delivery asks for. Raises :class:`BadSignature`, then :class:`BadPayload`."""
        self._verify(delivery.path_secret)
        kind = delivery.read(_Named).type
        if kind not in _REASONS:
            return Ignored(f"nothing to do for the event {kind[:40]!r}")
        event = delivery.read(_Event)
        listens = kind == "comment-added"
        if listens:
            # Our own reviews cause this event too.
            if event.author is not None and event.author.username == self._settings.username:
                return Ignored("the comment is our own")
            if not self._may_be_meant(event.comment or ""):
                return Ignored("the comment carries no command for us")
        if kind in _NOT_YET and event.change.wip and not self._settings.talk.drafts:
            return Ignored("work in progress is reviewed on request")
        # The plugin gives no id. Only what it repeats has the same bytes: the second of the event stands in them.
        digest = hashlib.sha256(delivery.body).hexdigest()[:32]
        head, relisted = _head(event.patch_set), kind in _LISTING
        return Job(self._ref(event.change), head, _REASONS[kind], digest, listens=listens, relisted=relisted)

    def _may_be_meant(self, text: str) -> bool:
        """Whether somebody may have spoken to us.

        Inline comments never stand in an event, and a comment on the patch set stands there in place of the message
        that would announce them. So every review with comments makes a job, which reads the change and ends there when
        nobody meant us: three requests. A vote or a message alone makes none.
        """
        hidden = _WITH_COMMENTS.search(text) is not None or (bool(text) and _MESSAGE.match(text) is None)
        return hidden or is_addressed(text, self._settings.talk.names)

    def _verify(self, given: str) -> None:
        """Bytes are compared: a secret with a non-ASCII character would make a comparison of texts raise."""
        secret = self._settings.webhook_secret
        if not secret:
            raise BadSignature(f"{self._settings.name}: no webhook secret is set, so no delivery can be verified")
        if not hmac.compare_digest(secret.encode(), given.encode("utf-8", "backslashreplace")):
            raise BadSignature("the secret in the webhook's address is wrong or missing")

    def _ref(self, change: _ChangeOf) -> ChangeRef:
        if not is_project(change.project):
            raise BadPayload("change.project is missing or is no project's name")
        digits = str(change.number)
        if not (digits.isascii() and digits.isdigit() and len(digits) < 20 and int(digits)):
            raise BadPayload("change.number is missing or is not a positive number")
        return ChangeRef(self._settings.name, change.project, int(digits))


def _head(patch_set: _PatchSet | None) -> str:
    """A hint: whatever is no commit id is none."""
    revision = patch_set.revision if patch_set else None
    return str(revision) if is_sha(revision) else ""

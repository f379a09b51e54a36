"""One webhook delivery → what it asks for. Pure: nothing is requested, nothing of the payload becomes a URL.

Events are hints: only identifiers leave this module, each checked by its grammar, and the worker reads the change
again. Event and field names are those of GitHub's webhook documentation.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import replace

from msgspec import Struct

from bot import markers
from bot.commands import is_addressed
from bot.hosts.base import BadPayload, BadSignature, Delivery, Ignored
from bot.hosts.github.door import GitHubAccount
from bot.hosts.github.names import (
    group,
    is_delivery,
    is_named,
    is_repository,
    read_check_base,
    read_check_id,
    read_group,
)
from bot.hosts.names import is_sha
from bot.job import Job
from bot.model import ChangeRef

_ASKING = ("opened", "synchronize", "reopened", "ready_for_review", "unlocked", "edited")
"""What happens to a pull request that may be worth a review."""
_LISTING = ("labeled", "unlabeled")
"""What may put it on a list of changes that are reviewed, or take it off."""
_SAYING = ("created", "submitted", "edited", "dismissed")
"""What happens to a comment or a review whose text may be new."""
_ASKED = "asked for in a comment"


class _Repository(Struct, frozen=True):
    id: int = 0
    full_name: str = ""


class _Branch(Struct, frozen=True):
    sha: str = ""
    repo: _Repository | None = None
    """``None`` for the head's where the fork was deleted."""


class _Pull(Struct, frozen=True):
    number: int = 0
    head: _Branch = _Branch()
    base: _Branch = _Branch()
    draft: bool = False


class _App(Struct, frozen=True):
    id: int | None = None
    client_id: str | None = None


class _Check(Struct, frozen=True):
    """A check run or a check suite; only a run has an ``external_id``."""

    head_sha: str = ""
    app: _App | None = None
    external_id: str | None = None
    pull_requests: list[_Pull] = []


class _Group(Struct, frozen=True):
    base_sha: str = ""
    head_sha: str = ""


class _User(Struct, frozen=True):
    login: str = ""
    type: str = ""


class _Comment(Struct, frozen=True):
    """A comment, or a review's own text."""

    body: str | None = None
    in_reply_to_id: int | None = None


class _Issue(Struct, frozen=True):
    number: int = 0
    pull_request: object = None
    """There where the issue is a pull request."""


class _Payload(Struct, frozen=True):
    """What is read of all events. A part that is missing is empty, and whoever needs it says so."""

    action: str
    repository: _Repository = _Repository()
    sender: _User = _User()
    changes: dict[str, object] = {}
    pull_request: _Pull = _Pull()
    check_run: _Check = _Check()
    check_suite: _Check = _Check()
    merge_group: _Group = _Group()
    issue: _Issue = _Issue()
    comment: _Comment = _Comment()
    review: _Comment = _Comment()


class GitHubEvents:
    """The :class:`~bot.hosts.base.EventSource` of one GitHub account."""

    insistent = False

    def __init__(self, settings: GitHubAccount) -> None:
        self._settings = settings
        self._readers: dict[str, Callable[[_Payload], Job | Ignored]] = {
            "pull_request": self._pull_request,
            "check_run": self._check_run,
            "check_suite": self._check_suite,
            "merge_group": self._merge_group,
            "issue_comment": self._issue_comment,
            "pull_request_review": self._review,
            "pull_request_review_comment": self._review_comment,
            "repository": self._renamed,
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
        asked, name = reader(delivery.read(_Payload)), delivery.header("X-GitHub-Delivery")
        return replace(asked, delivery=name) if isinstance(asked, Job) and is_delivery(name) else asked

    def _verify(self, signature: str, body: bytes) -> None:
        """Bytes are compared: a signature with a non-ASCII character would make a comparison of texts raise."""
        secret = self._settings.webhook_secret
        if not secret:
            raise BadSignature(f"{self._settings.name}: no webhook secret is set, so no delivery can be verified")
        expected = "sha256=" + hmac.digest(secret.encode(), body, "sha256").hex()
        if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "backslashreplace")):
            raise BadSignature("the signature does not match the body" if signature else "the delivery is not signed")

    def _pull_request(self, payload: _Payload) -> Job | Ignored:
        action = payload.action
        retargeted = payload.changes.get("base") is not None
        relisted = action in _LISTING or (action == "edited" and payload.changes.get("title") is not None)
        if action == "edited" and not (retargeted or relisted):
            return Ignored("the pull request was edited, its target branch and its title were not")
        if action == "closed":  # the worker counts what became of the comments, and clears the queue
            return self._of_pull(payload, "pull request closed")
        if action not in _ASKING and not relisted:
            return Ignored(f"nothing to do for a pull request that was {action[:40]!r}")
        if payload.pull_request.draft and not self._settings.talk.drafts:
            return Ignored("a draft is reviewed on request")
        if relisted and not retargeted:
            done = "given another title" if action == "edited" else action
            return replace(self._of_pull(payload, f"pull request {done}"), relisted=True)
        return self._of_pull(payload, f"pull request {'retargeted' if action == 'edited' else action}")

    def _check_run(self, payload: _Payload) -> Job | Ignored:
        run, reason = payload.check_run, "check run asked for again"
        if payload.action != "rerequested":
            return Ignored("no new check run was asked for")
        if not self._is_ours(run):
            return Ignored("the check run is another app's")
        head = _sha(run.head_sha, "check_run.head_sha")
        # Runs on forks name no pull request, and one commit can be the head of several: our own id says which.
        external_id = run.external_id or ""
        ours = read_check_id(external_id)
        if ours is not None and ours[0] == str(payload.repository.id) and ours[2] == head:
            if ours[1] == 0:
                return self._of_group(payload, read_check_base(external_id), head, reason)
            return self._job(payload, ours[1], head, reason)
        number = _listed_number(run, payload.repository)
        if number is None:
            return Ignored("the check run names no pull request")
        return self._job(payload, number, head, reason)

    def _check_suite(self, payload: _Payload) -> Job | Ignored:
        suite = payload.check_suite
        if payload.action != "rerequested":
            return Ignored("no new check suite was asked for")
        if not self._is_ours(suite):
            return Ignored("the check suite is another app's")
        number = _listed_number(suite, payload.repository)
        if number is None:
            return Ignored("the check suite names no pull request (a fork's never does): re-run the check itself")
        return self._job(payload, number, _sha(suite.head_sha, "check_suite.head_sha"), "check suite asked for again")

    def _merge_group(self, payload: _Payload) -> Job | Ignored:
        """A group is merged as soon as its head has the check runs that the branch protection names."""
        if payload.action != "checks_requested":
            return Ignored(f"nothing to do for a merge group that was {payload.action[:40]!r}")
        base = _sha(payload.merge_group.base_sha, "merge_group.base_sha")
        head = _sha(payload.merge_group.head_sha, "merge_group.head_sha")
        return self._of_group(payload, base, head, "merge queue asked for checks")

    def _issue_comment(self, payload: _Payload) -> Job | Ignored:
        if payload.issue.pull_request is None:
            return Ignored("the comment is on an issue, not on a pull request")
        number = _number(payload.issue.number, "issue.number")
        return self._heard(payload, payload.comment, self._job(payload, number, "", _ASKED))

    def _review(self, payload: _Payload) -> Job | Ignored:
        return self._heard(payload, payload.review, self._of_pull(payload, _ASKED))

    def _review_comment(self, payload: _Payload) -> Job | Ignored:
        return self._heard(payload, payload.comment, self._of_pull(payload, _ASKED))

    def _renamed(self, payload: _Payload) -> Ignored:
        """GitHub redirects the old name, and a transferred or archived repository is read as it is."""
        return Ignored(f"nothing to do for a repository that was {payload.action[:40]!r}: each change is read anew")

    def _heard(self, payload: _Payload, comment: _Comment, job: Job) -> Job | Ignored:
        """The job for what somebody said; it is nobody's right yet: the worker asks who that is."""
        # The key that proves it is not here: whoever copies our last line is not heard, or makes the worker look once.
        ours = markers.looks_marked(comment.body or "")
        if payload.action == "deleted":
            if not ours:
                return Ignored("a comment was deleted that is not ours")
            return replace(job, reason="a comment with our mark was deleted", listens=True)
        if payload.action not in _SAYING:
            return Ignored(f"nothing to do for a comment that was {payload.action[:40]!r}")
        if not (payload.sender.type and payload.sender.login):
            raise BadPayload("sender.login or sender.type is missing")
        if ours:
            return Ignored("the comment is our own")
        talk, sender = self._settings.talk, payload.sender
        is_bot = sender.type == "Bot" or sender.login.endswith("[bot]")
        if is_bot and not is_named(sender.login, talk.bots):
            return Ignored("the comment was written by a bot")
        if not is_addressed(comment.body, talk.names, in_thread=comment.in_reply_to_id is not None):
            return Ignored("the comment carries no command for us")
        return replace(job, listens=True)

    def _of_pull(self, payload: _Payload, reason: str) -> Job:
        number = _number(payload.pull_request.number, "pull_request.number")
        return self._job(payload, number, _sha(payload.pull_request.head.sha, "pull_request.head.sha"), reason)

    def _of_group(self, payload: _Payload, base: str, head: str, reason: str) -> Job | Ignored:
        name = group(base, head)
        if read_group(name) is None:
            return Ignored("the check run names no base of its merge group")
        return self._job(payload, 0, head, reason, name)

    def _job(self, payload: _Payload, number: int, head: str, reason: str, group: str = "") -> Job:
        repository = payload.repository.full_name
        if not is_repository(repository):
            raise BadPayload("repository.full_name is not owner/name")
        return Job(ChangeRef(self._settings.name, repository, number, group), head, reason)

    def _is_ours(self, check: _Check) -> bool:
        own, app = self._settings.app_id, check.app
        return own is not None and app is not None and str(own) in (str(app.id), app.client_id)


def _listed_number(check: _Check, repository: _Repository) -> int | None:
    """The first pull request of this repository; the list also names those of other repositories."""
    wanted = _number(repository.id, "repository.id")
    for pull in check.pull_requests:
        if pull.base.repo is not None and pull.base.repo.id == wanted:
            return _number(pull.number, "pull_requests[].number")
    return None


def _number(value: int, place: str) -> int:
    if value < 1:
        raise BadPayload(f"{place} is missing or is not a positive number")
    return value


def _sha(text: str, place: str) -> str:
    if not is_sha(text):
        raise BadPayload(f"{place} is missing or is not a commit id")
    return text

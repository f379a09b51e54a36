"""Our threads on a change: what each says, in which state it is, and where the current patch set shows it."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot import records
from bot.hosts.base import HostError
from bot.hosts.gerrit import wire
from bot.hosts.gerrit.client import Api, Identity
from bot.hosts.gerrit.errors import Refused
from bot.hosts.gerrit.names import change_path
from bot.hosts.gerrit.reading import own_marker
from bot.markers import Marker, MarkerKind, Scope
from bot.model import Change, Side
from bot.publication import PostedComment

PATCH_SET = "/PATCHSET_LEVEL"
"""Gerrit's path of a comment on the patch set as a whole."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A comment with the path of the list that it stands in."""

    path: str
    comment: wire.Comment


@dataclass(frozen=True, slots=True)
class Thread:
    """One of our comments with everything that was replied to it."""

    comment: PostedComment
    """The comment, at the place where Gerrit shows the comment on the current patch set, as far as Gerrit tells."""
    path: str
    line: int | None
    """``path`` and ``line`` are the comment's place on its own patch set: a reply is sent to that place."""
    patch_set: int
    revision: str
    """The commit of the comment's own patch set."""
    last: str
    """The id of the newest comment in it. Times have whole seconds, so a reply names what it comes after."""
    ids: frozenset[str]
    """Of all comments in it."""


def at(moment: str) -> int:
    """A :data:`~bot.hosts.gerrit.wire.Timestamp` in seconds since the epoch. Raises :class:`HostError`."""
    try:
        return int(datetime.fromisoformat(moment[:19]).replace(tzinfo=UTC).timestamp())
    except ValueError:
        raise HostError(f"Gerrit names a time that cannot be: {moment[:40]!r}") from None


def comments(api: Api, change: Change) -> tuple[Placed, ...]:
    """Everybody's comments on the change, of all patch sets."""
    return _listed(api, change, "comments", f"list the comments of {change.ref}")


def conversations(listed: Sequence[Placed]) -> tuple[tuple[Placed, ...], ...]:
    """The threads of a change, each with its comments in order: by time, and none before what it replies to."""
    below: dict[str, list[Placed]] = {}
    known = {item.comment.id for item in listed}
    for item in listed:
        parent = item.comment.in_reply_to
        below.setdefault(parent if parent in known else "", []).append(item)
    return tuple(tuple(_in_order(root, below)) for root in below.get("", ()))


def _in_order(root: Placed, below: dict[str, list[Placed]]) -> list[Placed]:
    found: list[Placed] = []
    turns = itertools.count()
    waiting = [(root.comment.updated, root.comment.id, next(turns), root)]
    while waiting:
        _, name, _, item = heapq.heappop(waiting)
        found.append(item)
        for reply in below.pop(name, ()):  # taken out, so that ids in a circle come to an end
            heapq.heappush(waiting, (reply.comment.updated, reply.comment.id, next(turns), reply))
    return found


def threads(api: Api, change: Change, scope: Scope, listed: Sequence[Placed] | None = None) -> tuple[Thread, ...]:
    """The bot's threads, the oldest first: its account began them with a comment that carries a marker made for this
    change.

    ``listed`` are the comments of the change where they have been read already.
    """
    found = []
    started = conversations(comments(api, change) if listed is None else listed)
    for items in sorted(started, key=_age):
        marker = own_marker(items[0].comment, api.identity, scope)
        if marker is not None and marker.kind is MarkerKind.FINDING:
            found.append(_thread(items, marker, api.identity, scope))
    older = [thread for thread in found if thread.patch_set != change.patch_set]
    if any(not thread.comment.closed for thread in older):
        ported = _ported(api, change)
        found = [_shown(thread, ported) if thread in older else thread for thread in found]
    else:
        found = [_unplaced(thread) if thread in older else thread for thread in found]
    return tuple(found)


def _age(items: Sequence[Placed]) -> tuple[str, str, int, str]:
    root = items[0].comment
    return (root.updated, items[0].path, root.line or 0, root.id)


def _listed(api: Api, change: Change, where: str, to: str) -> tuple[Placed, ...]:
    path = f"{change_path(change.ref.repository, change.ref.number)}/{where}"
    listed = api.get(dict[str, list[wire.Comment]], path, to)
    return tuple(Placed(path, item) for path, items in listed.items() for item in items)


def _ported(api: Api, change: Change) -> dict[str, Placed]:
    """Where the current patch set shows the comments of older ones, by their ids; those that are resolved are left out.

    Source: https://gerrit-review.googlesource.com/Documentation/rest-api-changes.html#list-ported-comments
    """
    where, to = f"revisions/{change.head}/ported_comments", f"read where the comments of {change.ref} are shown now"
    try:
        return {item.comment.id: item for item in _listed(api, change, where, to)}
    except Refused as refusal:
        if refusal.status != 404:  # a server before 3.3
            raise
        return {}


def _shown(thread: Thread, ported: Mapping[str, Placed]) -> Thread:
    """The thread as the current patch set shows it.

    Of a line that was changed or is gone it makes a comment on the file, of a file that is gone one on the change.
    """
    comment = thread.comment
    if comment.id not in ported:
        return _unplaced(thread)
    now = ported[comment.id]
    lost = now.comment.line is None and thread.line is not None
    elsewhere = now.path == PATCH_SET != thread.path
    shown = replace(comment, path=now.path, line=now.comment.line, outdated=lost or elsewhere)
    return replace(thread, comment=shown)


def _unplaced(thread: Thread) -> Thread:
    """A resolved thread of an older patch set: Gerrit does not tell where the current one would show it."""
    return replace(thread, comment=replace(thread.comment, exact=False))


def _thread(items: Sequence[Placed], marker: Marker, identity: Identity, scope: Scope) -> Thread:
    """A thread is as the bot's last word in it says. One that a person resolved is that person's: it is not closed."""
    path, root = items[0].path, items[0].comment
    ours = (own_marker(item.comment, identity, scope) for item in items)
    states = [records.thread_state(own, marker.fingerprint) for own in ours if own is not None]
    return Thread(
        comment=PostedComment(
            id=root.id,
            fingerprint=marker.fingerprint,
            path=path,
            line=root.line,
            side=Side.BASE if root.side == "PARENT" else Side.HEAD,
            commit=marker.commit,
            closed=next((state for state in reversed(states) if state), None) is MarkerKind.CLOSED,
            answered=any(not identity.wrote(item.comment) for item in items[1:]),
            on_change=path == PATCH_SET,
        ),
        path=path,
        line=root.line,
        patch_set=root.patch_set,
        # Not its commit_id: for a comment on the old side that is the parent, which is no patch set.
        revision=marker.commit,
        last=items[-1].comment.id,
        ids=frozenset(item.comment.id for item in items),
    )

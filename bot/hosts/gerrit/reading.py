"""Reads from Gerrit: a change, and the comments and the summary that the bot has posted on it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot import markers
from bot.hosts.base import ChangeNotFound, HostError
from bot.hosts.gerrit import wire
from bot.hosts.gerrit.client import Api, Identity
from bot.hosts.gerrit.errors import Refused
from bot.hosts.gerrit.names import change_path, is_project, project_path
from bot.markers import Marker, MarkerKind, Scope
from bot.model import Change, ChangeRef, CommitMessage, Side, empty_tree
from bot.publication import PostedComment, PostedSummary

OPTIONS = ("ALL_REVISIONS", "ALL_COMMITS", "MESSAGES", "DETAILED_LABELS", "DETAILED_ACCOUNTS")
PATCH_SET = "/PATCHSET_LEVEL"
"""Gerrit's path of a comment on the patch set as a whole."""
_SAME_CODE = frozenset({"NO_CHANGE", "NO_CODE_CHANGE", "TRIVIAL_REBASE", "TRIVIAL_REBASE_WITH_MESSAGE_UPDATE"})
"""Kinds of patch sets whose own difference is that of the patch set before."""


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


def change_info(api: Api, ref: ChangeRef, lag: Sequence[float] = ()) -> wire.Change:
    """The change with its patch sets, messages and labels. Raises :class:`ChangeNotFound`.

    404 may also mean that a replica has not heard of it yet: ``lag`` are the seconds to wait before each further look.
    """
    if not is_project(ref.repository):
        raise ChangeNotFound(f"{ref}: there is no such project")
    pauses = iter(lag)
    while True:
        try:
            found = api.get(wire.Change, change_path(ref.repository, ref.number), f"read {ref}", o=OPTIONS)
        except Refused as refusal:
            if refusal.status != 404:
                raise
            pause = next(pauses, None)
            if pause is None:
                raise ChangeNotFound(str(refusal)) from refusal
            time.sleep(pause)
        else:
            # A server may answer with a renamed project's or a moved change's new place: that is another scope.
            if (found.project, found.number) != (ref.repository, ref.number):
                raise ChangeNotFound(f"{ref}: Gerrit answers with {found.project}~{found.number}")
            if found.commit(found.current_revision) is None:
                raise HostError(f"{ref}: Gerrit names no current patch set")
            return found


def change(api: Api, ref: ChangeRef, info: wire.Change, url: str) -> Change:
    """The change at its current patch set. Gerrit compares a patch set with its (first) parent, and so do we."""
    head = info.current_revision
    commit = info.commit(head)
    parents = [parent.commit for parent in commit.parents] if commit else []
    base = parents[0] if parents else empty_tree(head)
    default_branch, notice = _default_branch(api, ref)
    owner = info.owner
    return Change(
        ref=ref,
        repository_id=ref.repository,
        base=base,
        head=head,
        merge_base=base,
        target_branch=info.branch,
        default_branch=default_branch,
        author=owner.username or owner.name or str(owner.account_id or "unknown"),
        title=info.subject,
        url=url,
        draft=info.work_in_progress,
        open=info.status == "NEW",
        patch_set=info.revisions[head].number,
        change_id=info.change_id,
        merged=info.status == "MERGED",
        merge_commit=len(parents) > 1,
        messages=(CommitMessage(head, commit.message if commit else ""),),
        notices=(notice,) if notice else (),
    )


def _default_branch(api: Api, ref: ChangeRef) -> tuple[str, str]:
    """The branch that the project's HEAD names; where we see none ``""``, and a sentence that says so.

    Only the policy is read there. A HEAD that the account may not see gives 403, one that is missing 404; it may also
    name a commit.
    """
    try:
        head = api.get(str, f"{project_path(ref.repository)}/HEAD", f"read the default branch of {ref.repository}")
    except Refused as refusal:
        if refusal.status not in (403, 404, 409):
            raise
        why = "the account may not see it" if refusal.status == 403 else f"Gerrit answers {refusal.status}"
        return "", f"No policy was read: the project's HEAD names no branch for us ({why}). The defaults hold."
    if not head.startswith("refs/heads/"):
        return "", "No policy was read: the project's HEAD names no branch. The defaults hold."
    return head.removeprefix("refs/heads/"), ""


def threads(api: Api, change: Change, scope: Scope) -> tuple[Thread, ...]:
    """The bot's threads: its account began them with a comment that carries a marker made for this change."""
    listed = _comments(api, change, "comments", f"list the comments of {change.ref}")
    replies: dict[str, list[wire.Comment]] = {}
    for _, item in listed:
        replies.setdefault(item.in_reply_to, []).append(item)
    found = []
    for path, item in listed:
        marker = _own_marker(item, api.identity, scope)
        if marker is not None and marker.kind is MarkerKind.FINDING and not item.in_reply_to:
            found.append(_thread(path, item, marker, _below(item.id, replies), api.identity, scope))
    older = [thread for thread in found if thread.patch_set != change.patch_set]
    if any(not thread.comment.closed for thread in older):
        ported = _ported(api, change)
        found = [_shown(thread, ported) if thread in older else thread for thread in found]
    return tuple(sorted(found, key=lambda thread: (thread.comment.path, thread.comment.line or 0, thread.comment.id)))


def _comments(api: Api, change: Change, where: str, to: str) -> list[tuple[str, wire.Comment]]:
    """Each comment with its path."""
    path = f"{change_path(change.ref.repository, change.ref.number)}/{where}"
    listed = api.get(dict[str, list[wire.Comment]], path, to)
    return [(path, item) for path, items in listed.items() for item in items]


def _ported(api: Api, change: Change) -> dict[str, tuple[str, wire.Comment]]:
    """Where the current patch set shows the comments of older ones, by their ids; those that are resolved are left out.

    Source: https://gerrit-review.googlesource.com/Documentation/rest-api-changes.html#list-ported-comments
    """
    where, to = f"revisions/{change.head}/ported_comments", f"read where the comments of {change.ref} are shown now"
    try:
        return {item.id: (path, item) for path, item in _comments(api, change, where, to)}
    except Refused as refusal:
        if refusal.status != 404:  # a server before 3.3
            raise
        return {}


def _shown(thread: Thread, ported: Mapping[str, tuple[str, wire.Comment]]) -> Thread:
    """The thread as the current patch set shows it.

    Of a line that was changed or is gone it makes a comment on the file, of a file that is gone one on the change.
    """
    comment = thread.comment
    if comment.id not in ported:
        return replace(thread, comment=replace(comment, exact=False))
    path, now = ported[comment.id]
    lost = now.line is None and thread.line is not None
    elsewhere = path == PATCH_SET != thread.path
    return replace(thread, comment=replace(comment, path=path, line=now.line, outdated=lost or elsewhere))


def _thread(
    path: str, item: wire.Comment, marker: Marker, replies: Sequence[wire.Comment], identity: Identity, scope: Scope
) -> Thread:
    """A thread is closed if the bot closed it. A thread that a person resolved is that person's."""
    closings = (_own_marker(reply, identity, scope) for reply in replies)
    return Thread(
        comment=PostedComment(
            id=item.id,
            fingerprint=marker.fingerprint,
            path=path,
            line=item.line,
            side=Side.BASE if item.side == "PARENT" else Side.HEAD,
            commit=marker.commit,
            closed=any(closing is not None and closing.kind is MarkerKind.CLOSED for closing in closings),
            answered=any(not identity.wrote(reply) for reply in replies),
            on_change=path == PATCH_SET,
        ),
        path=path,
        line=item.line,
        patch_set=item.patch_set,
        # Not its commit_id: for a comment on the old side that is the parent, which is no patch set.
        revision=marker.commit,
    )


def _below(root: str, replies: dict[str, list[wire.Comment]]) -> list[wire.Comment]:
    """Everything that was replied to a comment, to its replies and so on."""
    found: list[wire.Comment] = []
    waiting = [root]
    while waiting:
        below = replies.pop(waiting.pop(), [])  # taken out, so that ids in a circle come to an end
        found += below
        waiting += [item.id for item in below]
    return found


def _own_marker(said: wire.Said, identity: Identity, scope: Scope) -> Marker | None:
    return markers.read(said.message, scope) if identity.wrote(said) else None


def own_summary(messages: Iterable[wire.Said], identity: Identity, scope: Scope) -> PostedSummary | None:
    """The bot's newest summary: Gerrit keeps every message, and shows the newest message of a tag."""
    newest = None
    for item in messages:
        marker = _own_marker(item, identity, scope)
        if marker is not None and marker.kind is MarkerKind.SUMMARY:
            newest = PostedSummary(id=item.id, body=item.message, commit=marker.commit)
    return newest


def same_code(info: wire.Change, commit: str) -> bool:
    """Whether every patch set after the one of ``commit`` up to the current one is a trivial rebase or rewording."""
    first = info.revisions.get(commit)
    if first is None:
        return False
    return all(item.kind in _SAME_CODE for item in info.revisions.values() if item.number > first.number)


def parent_of(info: wire.Change, commit: str) -> str:
    """What a patch set of this change is compared with; ``""`` where it is not told."""
    known = info.commit(commit)
    if known is None:
        return ""
    return known.parents[0].commit if known.parents else empty_tree(commit)


def commentable(api: Api, change: Change) -> frozenset[str]:
    """The paths that take comments: those of the diff against Gerrit's default base (for a merge, the auto-merge).

    One comment on another path makes Gerrit refuse all that are sent with it.
    """
    path = f"{change_path(change.ref.repository, change.ref.number)}/revisions/{change.head}/files/"
    files = api.get(dict[str, wire.File], path, f"list the files of {change.ref}")
    return frozenset(files) | {file.old_path for file in files.values() if file.old_path}

"""Reads a change from Gerrit, and the summary that the bot has posted on it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from bot import markers, records
from bot.hosts.base import ChangeNotFound, HostError
from bot.hosts.gerrit import wire
from bot.hosts.gerrit.client import Api, Identity
from bot.hosts.gerrit.errors import Refused
from bot.hosts.gerrit.names import change_path, is_project, project_path
from bot.markers import Marker, MarkerKind, Scope
from bot.model import Change, ChangeRef, CommitMessage, empty_tree
from bot.publication import PostedSummary

OPTIONS = ("ALL_REVISIONS", "ALL_COMMITS", "MESSAGES", "DETAILED_LABELS", "DETAILED_ACCOUNTS")
SAME_CODE = frozenset({"NO_CHANGE", "NO_CODE_CHANGE", "TRIVIAL_REBASE", "TRIVIAL_REBASE_WITH_MESSAGE_UPDATE"})
"""Kinds of patch sets whose own difference is that of the patch set before."""


def change_info(api: Api, ref: ChangeRef, lag: Sequence[float] = ()) -> wire.Change:
    """The change with its patch sets, messages, labels and reviewers. Raises :class:`ChangeNotFound`.

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
    default, notice = default_branch(api, ref.repository)
    return Change(
        ref=ref,
        repository_id=ref.repository,
        base=base,
        head=head,
        merge_base=base,
        target_branch=info.branch,
        default_branch=default,
        author=name_of(info.owner),
        title=info.subject,
        url=url,
        draft=info.work_in_progress,
        private=info.is_private,
        open=info.status == "NEW",
        patch_set=info.revisions[head].number,
        change_id=info.change_id,
        merged=info.status == "MERGED",
        labels=(*info.hashtags, *([f"topic:{info.topic}"] if info.topic else [])),
        merge_commit=len(parents) > 1,
        messages=(CommitMessage(head, commit.message if commit else ""),),
        notices=(notice,) if notice else (),
    )


def name_of(account: wire.Account) -> str:
    """What people call an account; a user name never changes, and not every account has one."""
    return account.username or account.name or str(account.account_id or "unknown")


def default_branch(api: Api, project: str) -> tuple[str, str]:
    """The branch that the project's HEAD names; where we see none ``""``, and a sentence that says so.

    Only the policy is read there. A HEAD that the account may not see gives 403, one that is missing 404; it may also
    name a commit.
    """
    try:
        head = api.get(str, f"{project_path(project)}/HEAD", f"read the default branch of {project}")
    except Refused as refusal:
        if refusal.status not in (403, 404, 409):
            raise
        why = "the account may not see it" if refusal.status == 403 else f"Gerrit answers {refusal.status}"
        return "", f"No policy was read: the project's HEAD names no branch for us ({why}). The defaults hold."
    if not head.startswith("refs/heads/"):
        return "", "No policy was read: the project's HEAD names no branch. The defaults hold."
    return head.removeprefix("refs/heads/"), ""


def own_marker(said: wire.Said, identity: Identity, scope: Scope) -> Marker | None:
    """What a comment or message stands for, if our account wrote it with a marker made for this change."""
    return markers.read(said.message, scope) if identity.wrote(said) else None


def own_summary(messages: Iterable[wire.Said], identity: Identity, scope: Scope) -> PostedSummary | None:
    """The bot's newest summary: Gerrit keeps every message, and shows the newest message of a tag."""
    newest = None
    for item in messages:
        marker = own_marker(item, identity, scope)
        if marker is not None and marker.kind is MarkerKind.SUMMARY:
            record = records.read_summary(marker.record) if marker.record else None
            newest = PostedSummary(item.id, item.message, marker.commit, record)
    return newest


def same_code(info: wire.Change, commit: str) -> bool:
    """Whether every patch set after the one of ``commit`` up to the current one is a trivial rebase or rewording."""
    first = info.revisions.get(commit)
    if first is None:
        return False
    return all(item.kind in SAME_CODE for item in info.revisions.values() if item.number > first.number)


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

"""Which resolved threads of ours may be opened again where they stand.

Gerrit shows an unresolved thread of an older patch set where its line is now, and does not tell where it would show a
resolved one (``ported_comments`` leaves these out). So the line is followed here through Gerrit's own comparison of the
two patch sets, which is what its porting follows too. A thread whose line was changed, or stands elsewhere than what
came back, stays resolved, and the observation gets a comment of its own: opened again it would be shown in a wrong
place, and the next review would have to close it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote

from bot.hosts.gerrit import wire
from bot.hosts.gerrit.client import Api
from bot.hosts.gerrit.errors import Refused
from bot.hosts.gerrit.names import change_path
from bot.hosts.gerrit.reading import parent_of
from bot.hosts.gerrit.threads import Thread
from bot.model import Change, Observation, Placement, Side, message_of
from bot.publication import Publication, answers


def returned(
    api: Api, change: Change, info: wire.Change, publication: Publication, threads: Iterable[Thread]
) -> tuple[list[tuple[Thread, Observation]], list[Observation]]:
    """The threads to open again, each with what it speaks of; and what needs a comment of its own instead.

    A thread that is open already, because an answer of Gerrit's was lost, is in neither.
    """
    by_id = {thread.comment.id: thread for thread in threads}
    again: list[tuple[Thread, Observation]] = []
    elsewhere: list[Observation] = []
    waiting = _unmatched(publication)
    for comment in publication.reopen:
        opened = replace(comment, closed=False)
        item = next((item for item in waiting if answers(opened, item)), None)
        thread = by_id.get(comment.id)
        if item is None:
            continue
        waiting.remove(item)
        if thread is None or (thread.comment.closed and not _is_there(api, change, info, thread, item)):
            elsewhere.append(item)
        elif thread.comment.closed:
            again.append((thread, item))
    return again, elsewhere


def _unmatched(publication: Publication) -> list[Observation]:
    """The observations that no kept comment stands for: each comment stands for one."""
    waiting = [item for item in publication.review.observations if item.placement is not Placement.SUMMARY]
    for comment in publication.keep:
        item = next((item for item in waiting if answers(comment, item)), None)
        if item is not None:
            waiting.remove(item)
    return waiting


def _is_there(api: Api, change: Change, info: wire.Change, thread: Thread, item: Observation) -> bool:
    """Whether the current patch set would show the thread on the line of the observation."""
    comment = replace(thread.comment, closed=False)
    if comment.on_change or message_of(item.path) or thread.patch_set == change.patch_set or thread.line is None:
        return answers(comment, item)
    line = _line_now(api, change, info, thread, thread.line)
    return line is not None and answers(replace(comment, line=line, exact=True), item)


def _line_now(api: Api, change: Change, info: wire.Change, thread: Thread, line: int) -> int | None:
    """The line of the current patch set that was this line of the thread's; ``None`` where it was changed."""
    if thread.comment.side is Side.BASE:
        parent = parent_of(info, thread.revision)
        return line if parent and parent == parent_of(info, change.head) else None
    where = f"{change_path(change.ref.repository, change.ref.number)}/revisions/{change.head}"
    path = f"{where}/files/{quote(thread.path, safe='')}/diff"
    to = f"compare {thread.path} with patch set {thread.patch_set} of {change.ref}"
    try:
        diff = api.get(wire.Diff, path, to, base=thread.patch_set, context=0, whitespace="IGNORE_NONE")
    except Refused as refusal:
        if refusal.status not in (400, 404, 409):
            raise
        return None
    return _follow(diff, line)


def _follow(diff: wire.Diff, line: int) -> int | None:
    """Where a line of the old side is on the new side."""
    old = new = 0
    for chunk in diff.content:
        common = len(chunk.ab) + chunk.skip
        if old < line <= old + common:
            return line - old + new
        old += common + len(chunk.a)
        new += common + len(chunk.b)
        if old >= line:
            return None
    return None

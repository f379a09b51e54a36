"""Our answers to what people say: in the thread of a comment, else by a message; each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot import markers, records
from bot.hosts.base import HostError, HostUnavailable, RateLimited
from bot.hosts.gerrit import inputs, listening, reading, wire
from bot.hosts.gerrit.client import Api, Json
from bot.hosts.gerrit.errors import Refused
from bot.hosts.gerrit.names import change_path
from bot.hosts.gerrit.settings import GerritSettings
from bot.hosts.gerrit.threads import PATCH_SET, Placed, comments, conversations
from bot.markers import Marker, MarkerKind, Scope
from bot.model import Answered, Change, Decision
from bot.render import gerrit as words
from bot.replies import Reply

_LONGEST_RECORD = 9_000
"""Characters that one text remembers: Gerrit takes 16 KiB, and a marker carries 10,000 of them."""
_TEXTS = (3_000, 600)
"""UTF-8 bytes of the words, and what they are cut to for a site that takes shorter texts alone."""


@dataclass(frozen=True)
class Answerer:
    """Answers on one change."""

    api: Api
    scope: Scope
    settings: GerritSettings

    def answer(self, change: Change, reply: Reply) -> None:
        """See :meth:`bot.hosts.base.Converses.answer`. One request carries the whole answer, and everything that stands
        is read first: an answer whose receipt was lost is found there."""
        listed = comments(self.api, change)
        if self._stands(change, reply, listed):
            return
        longest, shortest = _TEXTS
        try:
            self._send(change, reply, listed, longest)
        except Refused as refusal:
            if refusal.status != 400 or "size" not in refusal.body:
                raise
            self._send(change, reply, listed, shortest)

    def _stands(self, change: Change, reply: Reply, listed: Sequence[Placed]) -> bool:
        messages = reading.change_info(self.api, change.ref).messages
        found = listening.answers(messages, listed, self.api.identity, self.scope)
        return any((one.to, one.digest) == (reply.answered.to, reply.answered.digest) for one in found)

    def _send(self, change: Change, reply: Reply, listed: Sequence[Placed], limit: int) -> None:
        body, revision = self._input(change, reply, listed, limit)
        path = f"{change_path(change.ref.repository, change.ref.number)}/revisions/{revision}/review"
        try:
            self.api.post(path, f"answer {reply.to.by.name} on {change.ref}", body)
        except RateLimited:
            raise
        except HostUnavailable:
            if not self._stands(change, reply, comments(self.api, change)):
                raise

    def _input(self, change: Change, reply: Reply, listed: Sequence[Placed], limit: int) -> tuple[Json, str]:
        """What to send, and to which revision."""
        first, *more = self._texts(change, reply, limit)
        asked = reply.to.id.removeprefix("comment-")
        if asked == reply.to.id:
            beside: list[Json] = [{"message": text, "unresolved": False} for text in more]
            return inputs.answer(reply.to.by.id, message=first, comments={PATCH_SET: beside}), change.head
        path, thread = _thread_of(asked, listed, change)
        root, last = thread[0], thread[-1]
        place: Json = {"line": root.line} if root.line is not None else {}
        place |= inputs.old_side(change) if root.side == "PARENT" else {}
        unresolved = _unresolved(reply) if reply.settles_its_thread else last.unresolved
        replies = [inputs.in_thread(last.id, text, unresolved) | place for text in (first, *more)]
        return inputs.answer(reply.to.by.id, comments={path: replies}), str(root.patch_set)

    def _texts(self, change: Change, reply: Reply, limit: int) -> Iterator[str]:
        """The answer; and where it decides about more than one text remembers, texts that only remember the rest."""
        text = words.answer(reply, name=self.settings.talk.names[0], limit=limit)
        for part in _parts(reply.answered):
            marker = Marker(MarkerKind.ANSWER, commit=change.head, record=records.of_answer(part))
            yield markers.stamp(text, marker, self.scope, markers.Style.TEXT)
            text = "(This goes with the answer above.)"


def _unresolved(reply: Reply) -> bool:
    """Whether the thread is open after an answer that dismissed what the thread is about, or took that back."""
    return all(reply.to.about != decision.fingerprint for decision in reply.answered.dismissed)


def _thread_of(asked: str, listed: Iterable[Placed], change: Change) -> tuple[str, list[wire.Comment]]:
    for items in conversations(tuple(listed)):
        if any(item.comment.id == asked for item in items):
            return items[0].path, [item.comment for item in items]
    raise HostError(f"{change.ref}: the comment {asked} is not there, so it cannot be answered")


def _parts(answered: Answered) -> Iterator[Answered]:
    """The answer in parts whose records fit; decisions alone can be many."""
    decisions, bare = list(answered.dismissed), replace(answered, dismissed=())
    while True:
        part = bare
        while decisions and len(records.of_answer(wider := _with(part, decisions[0]))) <= _LONGEST_RECORD:
            part = wider
            decisions.pop(0)
        if part is bare and decisions:  # one that fits nowhere: the marker says so
            part = _with(part, decisions.pop(0))
        yield part
        if not decisions:
            return
        bare = replace(bare, reopened=(), paused=None, refused=False)


def _with(answered: Answered, decision: Decision) -> Answered:
    return replace(answered, dismissed=(*answered.dismissed, decision))

"""Our comments on lines and files: what is to be posted, and how those that stand are closed and opened again.

A comment that nobody replied to is edited where it stands and hidden. In a thread that people talk in nothing is
edited: one reply says what became of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot import markers
from bot.hosts.github import standing, threads
from bot.hosts.github.client import Api
from bot.hosts.github.errors import Refused
from bot.hosts.github.reading import Place
from bot.hosts.github.standing import Author, Thread
from bot.hosts.github.telling import Draft
from bot.markers import Marker, MarkerKind
from bot.model import Observation, Placement, Side
from bot.publication import (
    PostedComment,
    Publication,
    decision_about,
    expiry_of,
    placed_observation,
    unanswered,
)
from bot.render import markdown


@dataclass
class Settled:
    """What became of the comments that stand."""

    closed: set[str] = field(default_factory=set)
    """Ids."""
    reopened: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


class Comments:
    """The comments that one publication is about, as they stand now: the plan may be older than an answer that never
    reached us."""

    def __init__(self, api: Api, place: Place, author: Author, publication: Publication, name: str) -> None:
        self._api = api
        self._place = place
        self._author = author
        self._publication = publication
        self._review = publication.review
        self._head = publication.review.change.head
        self._name = name
        """What people call us in commands."""
        self._standing: dict[str, Thread] = {}

    def drafts(self, wanted: Sequence[Observation]) -> list[Draft]:
        """What has to be told anew: those of ``wanted`` that do not stand yet, and replies in answered threads."""
        if not (wanted or self._publication.close or self._publication.reopen):
            return []
        self._look()
        replies = [self._closing_reply(item) for item in self._to_change(self._publication.close, closed=False)]
        replies += [self._opening_reply(item) for item in self._to_change(self._publication.reopen, closed=True)]
        return [*(self._draft(item) for item in self._missing(wanted)), *(item for item in replies if item)]

    def missing(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Those of the drafts that GitHub does not show, asked anew."""
        self._look()
        absent = self._missing([draft.item for draft in drafts if draft.item])
        return [draft for draft in drafts if self._is_missing(draft, absent)]

    def _is_missing(self, draft: Draft, absent: Sequence[Observation]) -> bool:
        if draft.item is not None:
            return any(item is draft.item for item in absent)
        thread = self._standing.get(draft.reply_to)
        return thread is None or thread.said is not draft.kind

    def settle(self) -> Settled:
        """Closes and opens by editing the comments that nobody replied to."""
        settled = Settled()
        publication = self._publication
        gone = [item.id for item in publication.close if item.id not in self._standing and not item.closed]
        settled.notes += [f"comment {id_} was deleted by somebody, so it was not closed" for id_ in gone]
        close = [item for item in self._to_change(publication.close, closed=False) if self._is_edited(item)]
        reopen = [item for item in self._to_change(publication.reopen, closed=True) if self._is_edited(item)]
        settled.notes += threads.hide(self._api, self._nodes(close))
        settled.notes += threads.hide(self._api, self._nodes(reopen), hidden=False)
        for item in close:
            if self._edit(item, self._closed_text(item), settled.notes):
                settled.closed.add(item.id)
        for item in reopen:
            text = self._open_text(item)
            if text and self._edit(item, text, settled.notes):
                settled.reopened.add(item.id)
        return settled

    def _look(self) -> None:
        self._standing = standing.threads(standing.review_comments(self._api, self._place), self._author)

    def _thread(self, comment: PostedComment) -> Thread:
        return self._standing[comment.id]

    def _is_edited(self, comment: PostedComment) -> bool:
        return not self._thread(comment).in_replies

    def _to_change(self, comments: Iterable[PostedComment], *, closed: bool) -> list[PostedComment]:
        """Those that stand in this state now."""
        return [item for item in comments if item.id in self._standing and self._thread(item).closed is closed]

    def _missing(self, wanted: Sequence[Observation]) -> list[Observation]:
        kept = (*self._publication.keep, *self._publication.reopen)
        return unanswered(wanted, [thread.posted for thread in self._standing.values()], kept)

    def _nodes(self, comments: Iterable[PostedComment]) -> list[str]:
        return [node for item in comments if (node := self._thread(item).first.node_id)]

    def _draft(self, item: Observation) -> Draft:
        text = markdown.line_comment(item, name=self._name)
        body = self._stamped(text, MarkerKind.FINDING, item.fingerprint)
        draft = Draft(body, MarkerKind.FINDING, item.fingerprint, item.path, item=item)
        if item.placement is not Placement.LINE or item.line is None:
            return draft
        ranged = item.start_line is not None and item.start_line < item.line
        side = "LEFT" if item.side is Side.BASE else "RIGHT"
        return replace(draft, line=item.line, start_line=item.start_line if ranged else None, side=side)

    def _closing_reply(self, comment: PostedComment) -> Draft | None:
        if self._is_edited(comment):
            return None
        text = markdown.closed_reply(
            commit=self._head,
            moved_to=placed_observation(self._review, comment),
            dismissed=decision_about(self._review, comment),
            doubled=comment.id in self._publication.doubled,
        )
        return self._reply(comment, text, MarkerKind.CLOSED)

    def _opening_reply(self, comment: PostedComment) -> Draft | None:
        if self._is_edited(comment):
            return None
        text = markdown.reopened_reply(commit=self._head, expired=expiry_of(self._review, comment))
        return self._reply(comment, text, MarkerKind.REOPENED)

    def _reply(self, comment: PostedComment, text: str, kind: MarkerKind) -> Draft:
        body = self._stamped(text, kind, comment.fingerprint)
        return Draft(body, kind, comment.fingerprint, reply_to=comment.id)

    def _closed_text(self, comment: PostedComment) -> str:
        body = markers.strip(self._thread(comment).first.body or "")
        text = markdown.closed_comment(
            body,
            commit=self._head,
            moved_to=placed_observation(self._review, comment),
            dismissed=decision_about(self._review, comment),
            doubled=comment.id in self._publication.doubled,
        )
        return self._stamped(text, MarkerKind.CLOSED, comment.fingerprint)

    def _open_text(self, comment: PostedComment) -> str:
        item = placed_observation(self._review, comment)
        text = markdown.reopened_comment(item, name=self._name) if item else ""
        return self._stamped(text, MarkerKind.FINDING, comment.fingerprint) if text else ""

    def _stamped(self, text: str, kind: MarkerKind, fingerprint: str) -> str:
        return markers.stamp(text, Marker(kind, fingerprint, self._head), self._author.scope)

    def _edit(self, comment: PostedComment, body: str, notes: list[str]) -> bool:
        path = f"{self._place.root}/pulls/comments/{int(comment.id)}"
        try:
            self._api.write("PATCH", path, f"edit comment {comment.id}", {"body": body})
        except Refused as refusal:
            if refusal.status != 404:
                raise
            notes.append(f"comment {comment.id} was deleted by somebody, so it was not edited")
            return False
        return True

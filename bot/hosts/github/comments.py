"""Comments on lines and files: posted in batches, moved where GitHub refuses them, closed when no longer true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot import markers
from bot.hosts.base import HostUnavailable, RateLimited
from bot.hosts.github import reading
from bot.hosts.github.client import Api, Identity, Json
from bot.hosts.github.errors import Refused
from bot.hosts.github.reading import Place
from bot.hosts.github.wire import Comment
from bot.markers import Marker, MarkerKind, Scope
from bot.model import Observation, Placement, Review, Side, message_of
from bot.publication import PostedComment, placed_observation, unanswered
from bot.render import markdown

_BATCH = 25
"""Comments in one review: larger ones have been posted *and* answered with 502."""


class Comments:
    """Writes the line and file comments of one change at one head."""

    def __init__(self, api: Api, place: Place, identity: Identity, scope: Scope, head: str) -> None:
        self._api = api
        self._place = place
        self._identity = identity
        self._scope = scope
        self._head = head
        self._kept: tuple[PostedComment, ...] = ()
        self.posted = 0
        self.refused: set[str] = set()
        """Fingerprints of comments that GitHub takes neither on their line nor on their file."""

    def post(self, wanted: Sequence[Observation], known: Iterable[PostedComment]) -> None:
        """Posts those of ``wanted`` that do not stand yet beside the ``known`` ones.

        GitHub is asked first what stands there now: the plan may be older than an answer that never reached us.
        """
        # GitHub takes comments on files alone: what stands in a commit's message is told in the summary.
        self.refused |= {item.fingerprint for item in wanted if message_of(item.path)}
        wanted = [item for item in wanted if not message_of(item.path)]
        if not wanted:
            return
        self._kept = tuple(known)
        missing = self._missing(wanted)
        on_lines = [item for item in missing if item.placement is Placement.LINE]
        for start in range(0, len(on_lines), _BATCH):
            self._post_on_lines(on_lines[start : start + _BATCH])
        for item in missing:
            if item.placement is Placement.FILE:
                self._post_on_file(item)

    def close(self, comments: Iterable[PostedComment], review: Review, notes: list[str]) -> list[str]:
        """Rewords comments that are no longer true where they stand. Returns the ids of those that were closed now."""
        closed = []
        for comment in comments:
            if comment.closed or comment.answered:
                continue
            try:
                if self._close(comment, placed_observation(review, comment)):
                    closed.append(comment.id)
            except Refused as refusal:
                if refusal.status != 404:
                    raise
                notes.append(f"comment {comment.id} was deleted by somebody, so it was not closed")
        return closed

    def _close(self, comment: PostedComment, moved_to: Observation | None) -> bool:
        path = f"{self._place.root}/pulls/comments/{int(comment.id)}"
        body = self._api.get(Comment, path, f"read comment {comment.id}").body or ""
        marker = markers.read(body, self._scope)
        if marker is None or marker.kind is not MarkerKind.FINDING:
            return False
        text = markdown.closed_comment(markers.strip(body), commit=self._head, moved_to=moved_to)
        stamped = markers.stamp(text, Marker(MarkerKind.CLOSED, marker.fingerprint, self._head), self._scope)
        self._api.write("PATCH", path, f"close comment {comment.id}", {"body": stamped})
        return True

    def _post_on_lines(self, batch: Sequence[Observation]) -> None:
        """One review. A single bad line makes GitHub refuse all of it and it does not say which: halve, and try again.

        The event is what makes a review visible; without one it would wait for somebody to submit it.
        """
        body = {
            "commit_id": self._head,
            "event": "COMMENT",
            "body": f"Patchwarden: {len(batch)} comment{'s' if len(batch) > 1 else ''} on {self._head[:7]}.",
            "comments": [self._on_line(item) for item in batch],
        }
        try:
            self._create(f"{self._place.pull}/reviews", "post review comments", body, batch)
        except Refused as refusal:
            if refusal.status != 422:
                raise
            if len(batch) == 1:
                self._post_on_file(batch[0])
                return
            middle = len(batch) // 2
            self._post_on_lines(batch[:middle])
            self._post_on_lines(batch[middle:])

    def _post_on_file(self, item: Observation) -> None:
        body = {
            "body": self._text(item),
            "commit_id": self._head,
            "path": item.path,
            "subject_type": "file",
        }
        try:
            self._create(f"{self._place.pull}/comments", "post a file comment", body, [item])
        except Refused as refusal:
            if refusal.status != 422:
                raise
            self.refused.add(item.fingerprint)

    def _create(self, path: str, to: str, body: Json, items: Sequence[Observation]) -> None:
        """Posts, and where the answer is lost looks whether the comments have arrived before it gives up."""
        try:
            self._api.write("POST", path, to, body)
        except RateLimited:
            raise
        except HostUnavailable:
            if self._missing(items):
                raise
        self.posted += len(items)

    def _missing(self, wanted: Sequence[Observation]) -> list[Observation]:
        """Those of ``wanted`` that GitHub does not show, beside what we know to stand."""
        listed = reading.review_comments(self._api, self._place)
        own = reading.own_comments(listed, self._identity, self._scope)
        return unanswered(wanted, own, self._kept)

    def _on_line(self, item: Observation) -> Json:
        side = "LEFT" if item.side is Side.BASE else "RIGHT"
        comment: dict[str, object] = {"path": item.path, "line": item.line, "side": side, "body": self._text(item)}
        if item.start_line is not None and item.line is not None and item.start_line < item.line:
            comment |= {"start_line": item.start_line, "start_side": side}
        return comment

    def _text(self, item: Observation) -> str:
        marker = Marker(MarkerKind.FINDING, item.fingerprint, self._head)
        return markers.stamp(markdown.line_comment(item), marker, self._scope)

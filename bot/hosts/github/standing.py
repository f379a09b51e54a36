"""What stands on a pull request: our threads with their state, our summary, and the lists that they are read from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot import markers, records
from bot.hosts.github.client import Api, Identity
from bot.hosts.github.reading import Place
from bot.hosts.github.wire import Authored, Comment, Review, ReviewComment
from bot.markers import Marker, MarkerKind, Scope
from bot.model import Side
from bot.publication import PostedComment, PostedSummary

PENDING = "PENDING"
"""The state of a review that nobody but its author sees yet."""


@dataclass(frozen=True, slots=True)
class Author:
    """How our own comments on one change are told from others': our user wrote them *and* they carry a marker of ours
    that was made for this change."""

    identity: Identity
    scope: Scope

    def marker(self, item: Authored, body: str | None) -> Marker | None:
        return markers.read(body or "", self.scope) if self.identity.wrote(item) else None


@dataclass(frozen=True, slots=True)
class Thread:
    """One thread that we began."""

    first: ReviewComment
    marker: Marker
    answered: bool
    """Somebody else replied."""
    said: MarkerKind | None
    """What our last reply about its state says: CLOSED or REOPENED; ``None`` where there is no such reply."""

    @property
    def closed(self) -> bool:
        return (self.said or self.marker.kind) is MarkerKind.CLOSED

    @property
    def in_replies(self) -> bool:
        """Whether its state is said in replies: the first comment is not edited any more."""
        return self.answered or self.said is not None

    @property
    def posted(self) -> PostedComment:
        first = self.first
        return PostedComment(
            id=str(first.id),
            fingerprint=self.marker.fingerprint,
            path=first.path,
            line=first.line,
            side=Side.BASE if first.side == "LEFT" else Side.HEAD,
            commit=self.marker.commit,
            closed=self.closed,
            answered=self.in_replies,
            outdated=first.line is None and first.subject_type != "file",
        )


def review_comments(api: Api, place: Place) -> list[ReviewComment]:
    """Every comment on lines and files of the change, anybody's, oldest first."""
    return list(api.pages(ReviewComment, f"{place.pull}/comments", f"list the review comments of {place}"))


def issue_comments(api: Api, place: Place) -> Iterator[Comment]:
    """Every comment on the change as a whole, anybody's, oldest first."""
    return api.pages(Comment, f"{place.issue}/comments", f"list the comments of {place}")


def reviews(api: Api, place: Place) -> Iterator[Review]:
    """Every review, anybody's, oldest first, and those of ours that are pending."""
    return api.pages(Review, f"{place.pull}/reviews", f"list the reviews of {place}")


def threads(comments: Sequence[ReviewComment], author: Author) -> dict[str, Thread]:
    """The threads that we began, by the id of their first comment."""
    replies: dict[int, list[ReviewComment]] = defaultdict(list)
    for item in comments:
        if item.in_reply_to_id:
            replies[item.in_reply_to_id].append(item)
    found = {}
    for item in comments:
        marker = None if item.in_reply_to_id else author.marker(item, item.body)
        if marker is not None and marker.kind in (MarkerKind.FINDING, MarkerKind.CLOSED):
            under = replies[item.id]
            answered = any(not author.identity.wrote(reply) for reply in under)
            found[str(item.id)] = Thread(item, marker, answered, _last_state(under, author, marker.fingerprint))
    return found


def _last_state(replies: Iterable[ReviewComment], author: Author, fingerprint: str) -> MarkerKind | None:
    said = (author.marker(reply, reply.body) for reply in replies)
    states = [records.thread_state(marker, fingerprint) for marker in said if marker is not None]
    return next((state for state in reversed(states) if state is not None), None)


def summary(comments: Iterable[Comment], reviewed: Iterable[Review], author: Author) -> PostedSummary | None:
    """Our summary: a comment on the change, or the text of the review that brought our first comments.

    The oldest comment, should there be several; ``reviewed`` is asked for only where no comment is the summary.
    """
    return next(summaries(comments, reviewed, author), None)


def summaries(comments: Iterable[Comment], reviewed: Iterable[Review], author: Author) -> Iterator[PostedSummary]:
    """All of our summaries, the one that counts first."""
    for comment in comments:
        if found := _summary(f"issue-{comment.id}", comment.body, author.marker(comment, comment.body)):
            yield found
    for review in reviewed:
        if review.state == PENDING:
            continue
        if found := _summary(f"review-{review.id}", review.body, author.marker(review, review.body)):
            yield found


def own_summary(api: Api, place: Place, author: Author) -> PostedSummary | None:
    """Our summary, as GitHub shows it now."""
    return summary(issue_comments(api, place), reviews(api, place), author)


def _summary(id_: str, body: str | None, marker: Marker | None) -> PostedSummary | None:
    if marker is None or marker.kind is not MarkerKind.SUMMARY:
        return None
    record = records.read_summary(marker.record) if marker.record else None
    return PostedSummary(id_, body or "", marker.commit, record)

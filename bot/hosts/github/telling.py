"""New comments and replies → GitHub, with one notification: a review is told to people once, however much is in it.

Comments on lines alone go in one request. Whatever else comes together (comments on files, replies in threads, more
than fit into one request) is gathered in a pending review, which nobody sees, and submitted: REST cannot add to one, so
these are GraphQL's ``addPullRequestReviewThread`` and ``addPullRequestReviewThreadReply``. A pending review that a
killed worker left behind is deleted first: GitHub takes no other comment of ours beside it.

Sources: https://docs.github.com/en/rest/pulls/reviews, https://docs.github.com/en/graphql/reference/mutations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from bot import markers
from bot.hosts.base import HostUnavailable, RateLimited
from bot.hosts.github import standing, threads
from bot.hosts.github.client import Api, Json
from bot.hosts.github.errors import Refused
from bot.hosts.github.reading import Place
from bot.hosts.github.standing import PENDING, Author
from bot.hosts.github.wire import Identified, ReviewComment
from bot.markers import Marker, MarkerKind
from bot.model import Observation

_BATCH = 25
"""Comments in one request: larger reviews have been posted *and* answered with 502."""
_THREAD = "addPullRequestReviewThread"
_REPLY = "addPullRequestReviewThreadReply"


@dataclass(frozen=True, slots=True)
class Draft:
    """One comment to post: on a line, on a file (without a line), or a reply in a thread."""

    body: str
    """With its marker."""
    kind: MarkerKind
    fingerprint: str
    path: str = ""
    line: int | None = None
    start_line: int | None = None
    """Where the comment is on more than one line."""
    side: str = "RIGHT"
    reply_to: str = ""
    """The id of the thread's first comment."""
    item: Observation | None = None
    """What it shows; ``None`` for a reply."""

    @property
    def on_line(self) -> bool:
        return self.line is not None and not self.reply_to

    @property
    def on_file(self) -> Self:
        """The same comment on its file, where GitHub takes it on no line."""
        return replace(self, line=None, start_line=None)

    @property
    def name(self) -> tuple[str, str, str]:
        """What tells it from the others of a review."""
        return (self.kind.value, self.fingerprint, self.reply_to)


@dataclass
class Told:
    """What became of the drafts."""

    posted: list[Draft] = field(default_factory=list)
    refused: list[Draft] = field(default_factory=list)
    with_summary: bool = False
    """Whether the review carries the summary."""
    notes: list[str] = field(default_factory=list)


SummaryOf = Callable[[Sequence[Draft]], str]
"""The summary with its marker, where these drafts were refused."""


@dataclass(frozen=True)
class Teller:
    """Posts what is new on one change at one head."""

    api: Api
    place: Place
    author: Author
    head: str
    missing: Callable[[Sequence[Draft]], list[Draft]]
    """Those of the drafts that GitHub does not show, asked anew."""

    def tell(self, drafts: Sequence[Draft], summary: SummaryOf | None) -> Told:
        """Posts the drafts, and the summary with them where one is wanted.

        Raises :class:`Refused` where GitHub takes no comment at all, e.g. in a locked conversation.
        """
        if not drafts:
            return Told()
        self._clear()
        if len(drafts) <= _BATCH and all(draft.on_line for draft in drafts):
            try:
                return self._at_once(drafts, summary)
            except Refused as refusal:
                if refusal.status != 422:
                    raise
            if len(drafts) == 1:
                drafts = [drafts[0].on_file]
        if len(drafts) == 1 and summary is None:
            return self._alone(drafts[0])
        return self._gathered(drafts, summary)

    def _at_once(self, drafts: Sequence[Draft], summary: SummaryOf | None) -> Told:
        """One review, all or nothing. The event is what makes it visible; without one it would be pending."""
        body = {
            "commit_id": self.head,
            "event": "COMMENT",
            "body": summary([]) if summary else self._title(drafts),
            "comments": [_on_line(draft) for draft in drafts],
        }
        self._post(f"{self.place.pull}/reviews", "post review comments", body, drafts)
        return Told(list(drafts), with_summary=summary is not None)

    def _alone(self, draft: Draft) -> Told:
        """One comment on a file, or one reply: GitHub makes a review of it by itself."""
        if draft.reply_to:
            path, body = f"{self.place.pull}/comments/{int(draft.reply_to)}/replies", {"body": draft.body}
        else:
            path = f"{self.place.pull}/comments"
            body = {"body": draft.body, "commit_id": self.head, "path": draft.path, "subject_type": "file"}
        try:
            self._post(path, "post a reply" if draft.reply_to else "post a file comment", body, [draft])
        except Refused as refusal:
            if refusal.status not in (404, 422):
                raise
            return Told(refused=[draft], notes=[str(refusal)])
        return Told([draft])

    def _gathered(self, drafts: Sequence[Draft], summary: SummaryOf | None) -> Told:
        """A pending review, filled and then submitted. What GitHub takes on no line goes to its file."""
        try:
            review = self._begin()
        except Refused as refusal:
            if refusal.status != 422:
                raise
            return Told(refused=list(drafts), notes=[str(refusal)])
        told = Told(with_summary=summary is not None)
        told.posted, left = self._add(review, drafts, told)
        on_files, told.refused = self._add(review, [draft.on_file for draft in left if draft.on_line], told)
        told.posted += on_files
        told.refused += [draft for draft in left if not draft.on_line]
        if not told.posted and summary is None:
            self._delete(review.id)
            return told
        body = {"event": "COMMENT", "body": summary(told.refused) if summary else self._title(told.posted)}
        path = f"{self.place.pull}/reviews/{review.id}/events"
        if told.posted:
            self._post(path, "submit the review", body, told.posted)
        else:
            self.api.write("POST", path, "submit the review", body)
        return told

    def _begin(self) -> Identified:
        """The marker says of a pending review that it is ours to delete: with a person's token it may be that person's
        own."""
        body = {"commit_id": self.head, "body": markers.stamp("", self._pending, self.author.scope)}
        return self.api.create("POST", f"{self.place.pull}/reviews", "begin a review", body)

    @property
    def _pending(self) -> Marker:
        return Marker(MarkerKind.SUMMARY, commit=self.head)

    def _add(self, review: Identified, drafts: Sequence[Draft], told: Told) -> tuple[list[Draft], list[Draft]]:
        """Adds to a pending review, beside those that were told; gives those that are in it then, and the others.

        GitHub answers a place that it does not take with no thread and no error: what is in the review is read anew.
        """
        if not drafts:
            return [], []
        names = threads.names(self.api, self.place) if any(draft.reply_to for draft in drafts) else {}
        known = [draft for draft in drafts if not draft.reply_to or draft.reply_to in names]
        for start in range(0, len(known), _BATCH):
            query, variables = _mutation(known[start : start + _BATCH], review.node_id, names)
            try:
                self.api.mutate(query, "add comments to the review", variables)
            except Refused as refusal:
                told.notes.append(str(refusal))
        there = self._in_review(review.id)
        there.subtract(draft.name for draft in told.posted)
        added: list[Draft] = []
        absent: list[Draft] = []
        for draft in drafts:
            (added if there[draft.name] > 0 else absent).append(draft)
            there[draft.name] -= 1
        return added, absent

    def _in_review(self, review: int) -> Counter[tuple[str, str, str]]:
        path = f"{self.place.pull}/reviews/{review}/comments"
        found: Counter[tuple[str, str, str]] = Counter()
        for item in self.api.pages(ReviewComment, path, "list the review's comments"):
            if marker := self.author.marker(item, item.body):
                found[marker.kind.value, marker.fingerprint, str(item.in_reply_to_id or "")] += 1
        return found

    def _clear(self) -> None:
        """Deletes a pending review of ours."""
        for review in standing.reviews(self.api, self.place):
            if review.state == PENDING and self.author.marker(review, review.body):
                self._delete(review.id)

    def _delete(self, review: int) -> None:
        try:
            self.api.delete(f"{self.place.pull}/reviews/{review}", "delete a pending review")
        except Refused as refusal:
            if refusal.status != 404:
                raise

    def _post(self, path: str, to: str, body: Json, drafts: Sequence[Draft]) -> None:
        """Posts, and where the answer is lost looks whether everything has arrived before it gives up."""
        try:
            self.api.write("POST", path, to, body)
        except RateLimited:
            raise
        except HostUnavailable:
            if self.missing(drafts):
                raise

    def _title(self, drafts: Sequence[Draft]) -> str:
        number = len(drafts)
        return f"Patchwarden: {number} comment{'s' if number > 1 else ''} on {self.head[:7]}."


def _on_line(draft: Draft) -> Json:
    comment: dict[str, object] = {"path": draft.path, "line": draft.line, "side": draft.side, "body": draft.body}
    if draft.start_line is not None:
        comment |= {"start_line": draft.start_line, "start_side": draft.side}
    return comment


def _mutation(drafts: Iterable[Draft], review: str, names: dict[str, str]) -> tuple[str, Json]:
    """One request that adds all of these; GraphQL makes its mutations one after the other."""
    parts = list(_parts(drafts, review, names))
    declared = ", ".join(f"${alias}: {_type(mutation)}!" for alias, mutation, _ in parts)
    asked = "\n".join(f"  {alias}: {mutation}(input: ${alias}) {{ clientMutationId }}" for alias, mutation, _ in parts)
    return f"mutation({declared}) {{\n{asked}\n}}", {alias: given for alias, _, given in parts}


def _type(mutation: str) -> str:
    return f"{mutation[0].upper()}{mutation[1:]}Input"


def _parts(drafts: Iterable[Draft], review: str, names: dict[str, str]) -> Iterator[tuple[str, str, Json]]:
    """Alias, mutation and input of each draft."""
    for number, draft in enumerate(drafts):
        given: dict[str, object] = {"pullRequestReviewId": review, "body": draft.body}
        if draft.reply_to:
            yield f"c{number}", _REPLY, {**given, "pullRequestReviewThreadId": names[draft.reply_to]}
            continue
        given["path"] = draft.path
        if draft.line is None:
            given["subjectType"] = "FILE"
        else:
            given |= {"line": draft.line, "side": draft.side}
        if draft.start_line is not None:
            given |= {"startLine": draft.start_line, "startSide": draft.side}
        yield f"c{number}", _THREAD, given

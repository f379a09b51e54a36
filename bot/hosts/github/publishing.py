"""A publication → GitHub: comments, the closed ones, the summary, the outcome on the commit, in this order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from bot import markers, records
from bot.hosts.base import HeadMoved, HostUnavailable, RateLimited, Receipt
from bot.hosts.github import checkrun, reading, standing, threads
from bot.hosts.github.client import Api
from bot.hosts.github.comments import Comments, Settled
from bot.hosts.github.errors import Refused
from bot.hosts.github.reading import Place
from bot.hosts.github.standing import Author
from bot.hosts.github.telling import Draft, Teller
from bot.hosts.github.wire import PullRequest
from bot.markers import Marker, MarkerKind
from bot.model import Change, message_of
from bot.publication import PostedSummary, Publication
from bot.render import markdown
from bot.render.aftermath import Aftermath

_LONGEST = 60_000
"""Bytes of the summary with what its marker remembers: GitHub takes 65,536 characters."""
_LOCKED = "the conversation is locked"


@dataclass(frozen=True)
class Publisher:
    """Writes on one change. Every creation is preceded by a look, so nothing is posted twice."""

    api: Api
    author: Author
    name: str
    """What people call us in commands."""
    resolve_threads: bool = False

    def publish(self, change: Change, publication: Publication) -> Receipt:
        """See :meth:`bot.hosts.base.Publishes.publish`."""
        before = self.api.writes
        pull = self._pull(change)
        place = reading.place_of(pull.base.repo, change.ref)
        if pull.locked and self._says_without_comments(place, publication, _LOCKED):
            return Receipt(kept=len(publication.keep), notes=(f"no comments: {_LOCKED}",))
        # From here on a review that is cut short is seen to be one: texts alone do not say that all of it stands.
        checkrun.begin(self.api, place, self.author.identity, change)
        done = Receipt()
        try:
            done = self._discuss(change, place, publication)
        except Refused as refusal:
            if refusal.status == 401:
                raise
            why = _LOCKED if pull.locked else f"GitHub answers {refusal.status}"
            notes = (f"no comments: {refusal}", *self._report_alone(place, publication, why))
        else:
            output = markdown.check_output(publication.review, aftermath=self._aftermath(publication))
            notes = tuple(
                checkrun.report_or_note(
                    self.api,
                    place,
                    self.author.identity,
                    publication.review,
                    output,
                    again=publication.unfinished,
                )
            )
        return replace(done, requests=self.api.writes - before, notes=(*done.notes, *notes))

    def _discuss(self, change: Change, place: Place, publication: Publication) -> Receipt:
        """Comments and the summary, in one notification at most. Raises :class:`Refused` where the conversation takes
        none."""
        comments = Comments(self.api, place, self.author, publication, self.name)
        stands = publication.summary or self._standing_summary(place)
        refused = self._refused(change, publication)
        drafts = comments.drafts([item for item in publication.post if item.fingerprint not in refused])

        def summary(not_taken: Sequence[Draft]) -> str:
            return self._text(publication, refused | _observations(not_taken))[0]

        teller = Teller(self.api, place, self.author, change.head, comments.missing)
        told = teller.tell(drafts, None if stands else summary)
        settled = comments.settle()
        notes = (*told.notes, *settled.notes, *self._resolve(place, settled))
        refused |= _observations(told.refused)
        said = "posted" if told.with_summary else self._summarise(place, publication, stands, refused)
        self._point_to(place, publication)
        return Receipt(
            posted=len([draft for draft in told.posted if not draft.reply_to]),
            kept=len(publication.keep),
            closed=len(settled.closed) + sum(draft.kind is MarkerKind.CLOSED for draft in told.posted),
            summary=said,
            moved_to_summary=tuple(sorted(refused)),
            notes=notes,
        )

    def _refused(self, change: Change, publication: Publication) -> frozenset[str]:
        """The observations to post that GitHub takes nowhere: it has no place for what stands in a commit's message,
        and a line that it refused on this very head is not tried again."""
        body = publication.summary.body if publication.summary else ""
        before = markers.refused_on(change.head, body, self.author.scope)
        return frozenset(
            item.fingerprint for item in publication.post if message_of(item.path) or item.fingerprint in before
        )

    def _resolve(self, place: Place, settled: Settled) -> list[str]:
        notes: list[str] = []
        if self.resolve_threads and settled.closed:
            notes += threads.resolve(self.api, place, frozenset(settled.closed))
        if self.resolve_threads and settled.reopened:
            notes += threads.resolve(self.api, place, frozenset(settled.reopened), resolved=False)
        return notes

    def _report_alone(self, place: Place, publication: Publication, why: str) -> list[str]:
        """The whole review on the commit, where the conversation takes none of it. Raises :class:`Refused`."""
        output = self._without_comments(publication, why)
        return checkrun.report(
            self.api, place, self.author.identity, publication.review, output, again=publication.unfinished
        )

    def _says_without_comments(self, place: Place, publication: Publication, why: str) -> bool:
        try:
            output = self._without_comments(publication, why)
            return checkrun.says(
                self.api, place, self.author.identity, publication.review, output, again=publication.unfinished
            )
        except Refused:
            return False

    def _without_comments(self, publication: Publication, why: str) -> markdown.CheckOutput:
        """Every observation with its evidence, since none of them stands on its line."""
        review = publication.review
        notice = f"This review is told here alone, because no comment could be posted: {why}."
        told = replace(review, notices=(notice, *review.notices))
        return markdown.check_output(told, moved=frozenset(item.fingerprint for item in publication.post), aside=why)

    def _pull(self, change: Change) -> PullRequest:
        """Reads the head again. Raises :class:`HeadMoved`: nothing of an old head is worth posting."""
        pull = reading.pull_request(self.api, change.ref)
        if pull.head.sha != change.head:
            raise HeadMoved(f"{change.ref}: the head is {pull.head.sha[:7]} now, {change.head[:7]} was reviewed")
        return pull

    def _text(self, publication: Publication, moved: frozenset[str]) -> tuple[str, Marker]:
        """The summary with its marker. What GitHub refused has no comment that somebody could have deleted."""
        told = tuple(name for name in publication.record.told if name not in records.short(moved))
        record = records.of_summary(msgspec.structs.replace(publication.record, told=told))
        commit = publication.review.change.head
        marker = Marker(MarkerKind.SUMMARY, commit=commit, moved=tuple(sorted(moved)), record=record)
        limit = _LONGEST - len(record) - sum(len(name) + 1 for name in moved)
        text = markdown.summary(publication.review, moved=moved, aftermath=self._aftermath(publication), limit=limit)
        return markers.stamp(text, marker, self.author.scope), marker

    def _aftermath(self, publication: Publication) -> Aftermath:
        return Aftermath.of(publication, self.name)

    def _summarise(
        self, place: Place, publication: Publication, stands: PostedSummary | None, moved: frozenset[str]
    ) -> str:
        """Posts the summary or brings it up to date; says what was done.

        Alone it is a comment on the change: people can react to that, hide it and delete it, none of which GitHub
        offers for a review's text.
        """
        text, marker = self._text(publication, moved)
        if stands is not None:
            if self._says(stands, text, marker):
                return "unchanged"
            try:
                self._update(place, stands.id, text)
            except Refused as refusal:
                if refusal.status != 404:
                    raise
            else:
                return "updated"
        try:
            self.api.write("POST", f"{place.issue}/comments", "post the summary", {"body": text})
        except RateLimited:
            raise
        except HostUnavailable:
            arrived = self._standing_summary(place)
            if arrived is None or not self._says(arrived, text, marker):
                raise
        return "posted"

    def _point_to(self, place: Place, publication: Publication) -> None:
        """Makes every second summary one line that points to the first."""
        review, kept = publication.review, publication.summary
        marker = Marker(MarkerKind.CLOSED, commit=review.change.head)
        if kept is None:
            return
        kind, _, number = kept.id.partition("-")
        for other in publication.other_summaries:
            anchor = f"pullrequestreview-{number}" if kind == "review" else f"issuecomment-{number}"
            text = markers.stamp(markdown.told_elsewhere(f"{review.change.url}#{anchor}"), marker, self.author.scope)
            try:
                self._update(place, other.id, text)
            except Refused as refusal:
                if refusal.status != 404:
                    raise

    def _update(self, place: Place, summary: str, text: str) -> None:
        """Edits the summary where it stands. Nobody is notified of that."""
        kind, _, number = summary.partition("-")
        if kind == "review":
            self.api.write("PUT", f"{place.pull}/reviews/{int(number)}", "update the summary", {"body": text})
        else:
            path = f"{place.root}/issues/comments/{int(number)}"
            self.api.write("PATCH", path, "update the summary", {"body": text})

    def _standing_summary(self, place: Place) -> PostedSummary | None:
        return standing.own_summary(self.api, place, self.author)

    def _says(self, summary: PostedSummary, text: str, marker: Marker) -> bool:
        """Hosts hand texts back with other line ends, so the texts are compared without them."""
        same = markers.strip(summary.body) == markers.strip(text)
        return same and markers.read(summary.body, self.author.scope) == marker


def _observations(drafts: Sequence[Draft]) -> frozenset[str]:
    """The fingerprints of what the drafts would have shown; a reply shows nothing new."""
    return frozenset(draft.fingerprint for draft in drafts if not draft.reply_to)

"""A publication → GitHub: comments, the closed ones, the summary, the outcome on the commit, in this order."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot import markers
from bot.hosts.base import HeadMoved, HostUnavailable, RateLimited, Receipt
from bot.hosts.github import checkrun, reading, threads
from bot.hosts.github.client import Api, Identity
from bot.hosts.github.comments import Comments
from bot.hosts.github.errors import Refused
from bot.hosts.github.reading import Place
from bot.hosts.github.wire import PullRequest
from bot.markers import Marker, MarkerKind, Scope
from bot.model import Change
from bot.publication import PostedSummary, Publication
from bot.render import markdown

_LOCKED = "the conversation is locked"


@dataclass(frozen=True)
class Publisher:
    """Writes on one change. Every creation is preceded by a look, so nothing is posted twice."""

    api: Api
    identity: Identity
    scope: Scope
    resolve_threads: bool = False

    def publish(self, change: Change, publication: Publication) -> Receipt:
        """See :meth:`bot.hosts.base.Publishes.publish`."""
        before = self.api.writes
        pull = self._pull(change)
        place = reading.place_of(pull.base.repo, change.ref)
        if pull.locked and self._says_without_comments(place, publication, _LOCKED):
            return Receipt(kept=len(publication.keep), notes=(f"no comments: {_LOCKED}",))
        done = Receipt()
        try:
            done = self._discuss(change, place, publication)
        except Refused as refusal:
            if refusal.status == 401:
                raise
            why = _LOCKED if pull.locked else f"GitHub answers {refusal.status}"
            notes = (f"no comments: {refusal}", *self._report_alone(place, publication, why))
        else:
            output = markdown.check_output(publication.review)
            notes = tuple(checkrun.report_or_note(self.api, place, self.identity, publication.review, output))
        return replace(done, requests=self.api.writes - before, notes=(*done.notes, *notes))

    def _discuss(self, change: Change, place: Place, publication: Publication) -> Receipt:
        """Comments and the summary. Raises :class:`Refused` where the conversation takes none."""
        notes: list[str] = []
        # A line that GitHub refused on this very head is not tried again.
        standing = publication.summary
        refused = markers.refused_on(change.head, standing.body if standing else "", self.scope)
        wanted = [item for item in publication.post if item.fingerprint not in refused]
        comments = Comments(self.api, place, self.identity, self.scope, change.head)
        comments.post(wanted, publication.keep)
        closed = comments.close(publication.close, publication.review, notes)
        if closed and self.resolve_threads:
            notes += threads.resolve(self.api, place, frozenset(closed))
        moved = comments.refused | {item.fingerprint for item in publication.post if item.fingerprint in refused}
        summary = self._summarise(place, publication, frozenset(moved))
        return Receipt(
            posted=comments.posted,
            kept=len(publication.keep),
            closed=len(closed),
            summary=summary,
            moved_to_summary=tuple(sorted(moved)),
            notes=tuple(notes),
        )

    def _report_alone(self, place: Place, publication: Publication, why: str) -> list[str]:
        """The whole review on the commit, where the conversation takes none of it. Raises :class:`Refused`."""
        output = self._without_comments(publication, why)
        return checkrun.report(self.api, place, self.identity, publication.review, output)

    def _says_without_comments(self, place: Place, publication: Publication, why: str) -> bool:
        try:
            output = self._without_comments(publication, why)
            return checkrun.says(self.api, place, self.identity, publication.review, output)
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

    def _summarise(self, place: Place, publication: Publication, moved: frozenset[str]) -> str:
        """Posts the summary or brings it up to date; says what was done."""
        marker = Marker(MarkerKind.SUMMARY, commit=publication.review.change.head, moved=tuple(sorted(moved)))
        text = markers.stamp(markdown.summary(publication.review, moved=moved), marker, self.scope)
        standing = publication.summary or self._standing_summary(place)
        if standing is not None:
            if self._says(standing, text, marker):
                return "unchanged"
            try:
                path = f"{place.root}/issues/comments/{int(standing.id)}"
                self.api.write("PATCH", path, "update the summary", {"body": text})
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

    def _standing_summary(self, place: Place) -> PostedSummary | None:
        return reading.own_summary(self.api, place, self.identity, self.scope)

    def _says(self, standing: PostedSummary, text: str, marker: Marker) -> bool:
        """Hosts hand texts back with other line ends, so the texts are compared without them."""
        return markers.read(standing.body, self.scope) == marker and markers.strip(standing.body) == markers.strip(text)

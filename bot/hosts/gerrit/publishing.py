"""A publication → Gerrit: threads are resolved and opened on their own patch sets, then one review says all else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace

import msgspec

from bot import markers, records
from bot.hosts.base import HeadMoved, HostUnavailable, RateLimited, Receipt
from bot.hosts.gerrit import inputs, reading, threads, wire
from bot.hosts.gerrit.client import Api, Json
from bot.hosts.gerrit.errors import Broken, Refused
from bot.hosts.gerrit.inputs import Reply
from bot.hosts.gerrit.names import change_path
from bot.hosts.gerrit.placing import Places, lines_before_message, path_of
from bot.hosts.gerrit.reopening import returned
from bot.hosts.gerrit.settings import GerritSettings
from bot.hosts.gerrit.threads import PATCH_SET, Thread
from bot.hosts.gerrit.voting import Vote, vote
from bot.hosts.survey import terms
from bot.markers import Marker, MarkerKind, Scope
from bot.model import Change, Observation, message_of
from bot.publication import (
    Posted,
    PostedSummary,
    Publication,
    decision_about,
    expiry_of,
    placed_observation,
    plan,
    unanswered,
)
from bot.render import gerrit as words
from bot.render.aftermath import Aftermath

_LONGEST_TEXT = 15_000
"""UTF-8 bytes. Gerrit's ``change.commentSizeLimit`` is 16 KiB unless the site says otherwise."""
_COUNTED_BESIDES = 1_000
"""Bytes kept for what Gerrit counts beside a text."""
_MOST_REMEMBERED = 2 / 3
"""Of a message's room: where a site's limit is so small that the record takes more, the text goes before it."""
_SIZE_LIMIT = re.compile(r"size exceeds limit \(\d+ > (\d+)\)")


@dataclass
class _Draft:
    """What the one review will say; refusals of the server take things out of it."""

    publication: Publication
    places: Places
    vote: Vote
    lines_before_message: int
    notes: list[str] = field(default_factory=list)
    fixes: bool = False
    longest_text: int = _LONGEST_TEXT
    terms: str = ""
    """See :func:`bot.hosts.survey.terms`: those of the review."""


@dataclass(frozen=True)
class Publisher:
    """Writes on one change. Everything that stands is read first, so nothing is posted twice."""

    api: Api
    scope: Scope
    settings: GerritSettings

    def publish(self, change: Change, publication: Publication) -> Receipt:
        """See :meth:`bot.hosts.base.Publishes.publish`."""
        before = self.api.writes
        info = self._info(change)
        standing = reading.own_summary(info.messages, self.api.identity, self.scope)
        found = threads.threads(self.api, change, self.scope)
        again, elsewhere = returned(self.api, change, info, publication, found)
        notes: list[str] = []
        closed = self._settle(change, self._closings(change, publication, found), notes)
        opened = self._settle(change, self._reopenings(change, publication, again), notes)
        refused = [item for thread, item in again if thread.comment.id not in opened]
        draft = self._draft(change, publication, (*publication.post, *elsewhere, *refused), info, standing, found)
        draft.notes = notes
        said = self._say(change, draft, info, standing)
        return Receipt(
            posted=len(draft.places.post),
            kept=len(publication.keep) + len(opened),
            closed=len(closed),
            summary=said,
            requests=self.api.writes - before,
            moved_to_summary=tuple(sorted(draft.places.in_summary)),
            notes=(*notes, *([draft.vote.note] if draft.vote.note else [])),
        )

    def _info(self, change: Change) -> wire.Change:
        """Reads the change again. Raises :class:`HeadMoved`: nothing of an old patch set is worth posting."""
        info = reading.change_info(self.api, change.ref)
        if info.current_revision != change.head:
            now = info.current_revision[:7]
            raise HeadMoved(f"{change.ref}: the current patch set is {now}, {change.head[:7]} was reviewed")
        return info

    def _draft(
        self,
        change: Change,
        publication: Publication,
        post: Iterable[Observation],
        info: wire.Change,
        standing: PostedSummary | None,
        found: Iterable[Thread],
    ) -> _Draft:
        """``post`` are the observations that need a comment, ``found`` the threads that stand."""
        wanted = sorted(post, key=lambda item: (item.path, item.line or 0, item.fingerprint))
        refused = markers.refused_on(change.head, standing.body if standing else "", self.scope)
        missing = unanswered(wanted, (thread.comment for thread in found), publication.keep)
        reviewed = publication.review.change
        paths = reading.commentable(self.api, change) if missing else frozenset()
        places = Places.of((item for item in missing if item.fingerprint not in refused), paths)
        places.in_summary |= {item.fingerprint for item in wanted} & refused
        return _Draft(
            publication=publication,
            places=places,
            vote=vote(self.settings.label, info, self.api.identity, publication.review),
            lines_before_message=lines_before_message(info, change),
            fixes=self.settings.fix_suggestions,
            terms=terms(reviewed.target_branch, reviewed.policy),
        )

    def _closings(self, change: Change, publication: Publication, found: Iterable[Thread]) -> list[Reply]:
        """What is no longer true where it stands; a thread that people talk in gets this one reply as well."""
        ids = {comment.id for comment in publication.close}
        return [
            Reply(
                thread,
                words.closed_reply(
                    commit=change.head,
                    moved_to=placed_observation(publication.review, thread.comment),
                    dismissed=decision_about(publication.review, thread.comment),
                    doubled=thread.comment.id in publication.doubled,
                ),
                MarkerKind.CLOSED,
                unresolved=False,
            )
            for thread in found
            if thread.comment.id in ids and not thread.comment.closed
        ]

    def _reopenings(
        self, change: Change, publication: Publication, again: Iterable[tuple[Thread, Observation]]
    ) -> list[Reply]:
        return [
            Reply(
                thread,
                words.reopened_reply(commit=change.head, expired=expiry_of(publication.review, thread.comment)),
                MarkerKind.REOPENED,
                unresolved=item.severity >= self.settings.unresolved_from,
            )
            for thread, item in again
        ]

    def _settle(self, change: Change, replies: Iterable[Reply], notes: list[str]) -> frozenset[str]:
        """Sends the replies, one request for each patch set that has such threads; the ids of the comments they are
        in, less those that the server refused. A patch set that is gone must not cost the review.
        """
        settled: set[str] = set()
        patch_sets: dict[str, list[Reply]] = {}
        for reply in replies:
            patch_sets.setdefault(reply.thread.revision, []).append(reply)
        for revision, group in patch_sets.items():
            body = inputs.settling(group, change, self.scope)
            try:
                self._post(change, revision, "resolve or open comments", body)
            except RateLimited:
                raise
            except HostUnavailable:
                if not self._settled(change, group):
                    raise
            except Refused as refusal:
                if refusal.status not in (400, 404, 409):
                    raise
                notes.append(f"{len(group)} comments keep their state: {refusal}")
                continue
            settled |= {reply.thread.comment.id for reply in group}
        return frozenset(settled)

    def _settled(self, change: Change, wanted: Iterable[Reply]) -> bool:
        now = {item.comment.id: item.comment.closed for item in threads.threads(self.api, change, self.scope)}
        return all(now.get(reply.thread.comment.id) is (reply.kind is MarkerKind.CLOSED) for reply in wanted)

    def _say(self, change: Change, draft: _Draft, info: wire.Change, standing: PostedSummary | None) -> str:
        """Sends the review, less whatever the server refuses of it; says what became of the summary."""
        on_same_head = standing is not None and standing.commit == change.head
        while True:
            silent = not draft.places.post and standing is not None and self._says(standing, change, draft, info)
            if silent and draft.vote.value is None:
                return "unchanged"
            body = inputs.review(
                change,
                message="" if silent else self._summary(draft, change),
                comments=[self._comment(item, change, draft) for item in draft.places.post],
                vote=draft.vote,
                unresolved_from=self.settings.unresolved_from,
                fixes=draft.fixes,
                quiet=on_same_head,
            )
            try:
                self._send(change, body, draft)
            except (Refused, Broken) as refusal:
                if _taken_out(draft, refusal):
                    continue
                if isinstance(refusal, Refused) and refusal.status == 400:
                    self._vote_alone(change, draft)
                raise
            if silent:
                return "unchanged"
            return "posted" if standing is None else "updated"

    def _vote_alone(self, change: Change, draft: _Draft) -> None:
        """Where no text is taken, the label still tells the outcome. The refusal of the text is what is raised."""
        if draft.vote.value is None:
            return
        body: Json = {"tag": f"{inputs.TAG}~summary", "notify": "NONE", "labels": {draft.vote.label: draft.vote.value}}
        with suppress(Refused):
            self._post(change, change.head, "vote without a text", body)

    def _send(self, change: Change, body: Json, draft: _Draft) -> None:
        """Posts, and where the answer is lost looks whether the review has arrived before it gives up."""
        try:
            self._post(change, change.head, "post the review", body)
        except RateLimited:
            raise
        except HostUnavailable:
            if "message" not in body or not self._arrived(change, draft):
                raise

    def _arrived(self, change: Change, draft: _Draft) -> bool:
        info = self._info(change)
        standing = reading.own_summary(info.messages, self.api.identity, self.scope)
        if standing is None or standing.commit != change.head or not self._says(standing, change, draft, info):
            return False
        found = threads.threads(self.api, change, self.scope)
        here = Counter(item.comment.fingerprint for item in found if item.comment.commit == change.head)
        return not Counter(item.fingerprint for item in draft.places.post) - here

    def _post(self, change: Change, revision: str, to: str, body: Json) -> None:
        path = f"{change_path(change.ref.repository, change.ref.number)}/revisions/{revision}/review"
        self.api.post(path, f"{to} of {change.ref}", body)

    def _summary(self, draft: _Draft, change: Change) -> str:
        """The message with what it has to remember: what Gerrit refused has no comment that somebody could delete."""
        publication, moved = draft.publication, frozenset(draft.places.in_summary)
        told = tuple(name for name in publication.record.told if name not in records.short(moved))
        remembered = msgspec.structs.replace(
            publication.record, told=told, terms=draft.terms, again=publication.unfinished
        )
        record = records.of_summary(remembered)
        marker = Marker(MarkerKind.SUMMARY, commit=change.head, moved=tuple(sorted(moved)), record=record)
        note = f"\n\n({draft.vote.note})" if draft.vote.note else ""
        frame = markers.stamp(note, marker, self.scope, markers.Style.TEXT)
        if len(frame.encode()) > draft.longest_text * _MOST_REMEMBERED:
            marker = replace(marker, record="")
            frame = markers.stamp(note, marker, self.scope, markers.Style.TEXT)
        limit = draft.longest_text - len(frame.encode()) - len(draft.vote.note.encode()) - 8
        aftermath = Aftermath.of(publication, self.settings.talk.names[0])
        text = words.summary(publication.review, moved=moved, aftermath=aftermath, limit=limit)
        return markers.stamp(text + note, marker, self.scope, markers.Style.TEXT)

    def _comment(self, item: Observation, change: Change, draft: _Draft) -> inputs.Comment:
        on_patch_set = item.fingerprint in draft.places.on_patch_set
        write = words.patch_set_comment if on_patch_set else words.line_comment
        marker = Marker(MarkerKind.FINDING, item.fingerprint, change.head)
        text = markers.stamp(write(item, name=self.settings.talk.names[0]), marker, self.scope, markers.Style.TEXT)
        if on_patch_set:
            return inputs.Comment(item, text, PATCH_SET)
        before = draft.lines_before_message if message_of(item.path) else 0
        return inputs.Comment(item, text, path_of(item), before)

    def _says(self, standing: PostedSummary, change: Change, draft: _Draft, info: wire.Change) -> bool:
        """Whether the message that stands says what we would say now.

        After a trivial rebase or a new commit message it may speak of the patch set before: it is compared with what we
        would have said there. Gerrit puts its own words (``Patch Set 1: Security-Review-1``) before ours.
        """
        there = change
        if standing.commit != change.head:
            parent = reading.parent_of(info, standing.commit)
            if not parent or not reading.same_code(info, standing.commit):
                return False
            there = replace(change, head=standing.commit, merge_base=parent, base=parent)
            review = replace(draft.publication.review, change=there)
            again = plan(review, Posted(summary=standing))
            planned = replace(draft.publication, review=review, record=again.record, progress=again.progress)
            draft = replace(draft, publication=planned)
        return _lines(standing.body).endswith(_lines(self._summary(draft, there)))


def _taken_out(draft: _Draft, refusal: Refused | Broken) -> bool:
    """Takes out of the draft what the server refused; ``False`` when nothing is left that could be taken out."""
    if isinstance(refusal, Broken):
        # Without its experiment a server fails over suggestions instead of refusing them.
        with_fix = draft.fixes and any(finding.fix for item in draft.places.post for finding in item.findings)
        draft.fixes = False
        return with_fix
    smaller = _SIZE_LIMIT.search(refusal.body) if refusal.status == 400 else None
    if smaller and (limit := int(smaller[1]) - _COUNTED_BESIDES) < draft.longest_text:
        draft.longest_text = limit
        return True
    if refusal.status == 400 and draft.places.post:
        done = draft.places.give_way(refusal.body, [item.fingerprint for item in draft.publication.review.observations])
        draft.notes.append(f"{done}: {refusal}")
        return True
    if draft.vote.value is not None and (
        (refusal.status == 403 and "label" in refusal.body.lower())
        or (refusal.status == 409 and "closed" in refusal.body.lower())
    ):
        why = "the change is closed" if refusal.status == 409 else f"the bot may not vote on {draft.vote.label} here"
        draft.vote = Vote(draft.vote.label, note=f"no vote: {why}")
        return True
    return False


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").rstrip()

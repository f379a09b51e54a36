"""One visit to a change: what people asked for, what is reviewed, what is posted, what is answered, in this order.

Everything is published before an order is answered, and an order without an answer is obeyed again: a worker that dies
on the way leaves nothing half said. What was decided goes into the database last: an order that is obeyed again meets
the state that it met before, and what is answered is found in the answer.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bot import answering, publication, records
from bot.answering import Listener, Obeyed
from bot.decisions import day_of
from bot.hosts.base import Receipt, ReviewHost
from bot.model import Change, Decision, DecisionSource, Review, Severity, Span
from bot.publication import Posted
from bot.store import Lines
from workers.examining import Examination
from workers.listening import Listening
from workers.memory import Memory
from workers.quoting import quoted


class Wanted(enum.Enum):
    """What a visit is for."""

    REVIEW = "a review"
    ANSWERS = "answers alone"
    PAUSED = "to say that the reviews are paused"
    DRAFT = "nothing: a draft is reviewed on request"
    LEFT_OUT = "to show that the change is left out"


@dataclass(frozen=True)
class Visited:
    """What a visit came to. ``review`` is ``None`` where nothing was published."""

    review: Review | None = None
    receipt: Receipt | None = None
    answered: int = 0
    code: Mapping[Span, Lines] = field(default_factory=dict)
    """What the review speaks of, see :mod:`workers.quoting`."""


@dataclass
class Visit:
    """A change with what stands on it, what people say there, and what is known of its repository."""

    change: Change
    host: ReviewHost
    posted: Posted
    listening: Listening
    memory: Memory
    now: int
    """Seconds since the epoch."""

    @classmethod
    def to(cls, change: Change, host: ReviewHost, memory: Memory, now: int) -> Visit:
        """Reads what stands on the change, and shows people that they were heard."""
        posted = host.posted(change)
        listening = Listening.to(host, change, posted.conversation, now)
        memory.learn(change, posted.conversation)
        return cls(change, host, posted, listening, memory, now)

    def wanted(self, *, listens: bool, left_out: str = "") -> Wanted:
        """What is to be done; with ``listens`` the visit is due to people's words, not to a push. ``left_out`` is why
        the change is not reviewed unasked."""
        if self.listening.asks_for_review:
            return Wanted.REVIEW
        if left_out:
            return Wanted.ANSWERS if self.listening.orders else Wanted.LEFT_OUT
        if self.change.draft and not self.host.talk.drafts:
            return Wanted.ANSWERS if self.listening.orders else Wanted.DRAFT
        if self.listening.changes_review or (not listens and not self._paused):
            return Wanted.REVIEW
        if self.listening.orders:
            return Wanted.ANSWERS
        if not listens and not self._told:
            return Wanted.PAUSED
        return Wanted.REVIEW if listens and self._lost_a_comment else Wanted.ANSWERS

    @property
    def _paused(self) -> bool:
        return self.posted.conversation.paused

    @property
    def _told(self) -> bool:
        """Whether the summary speaks of this head, and all else that was to be said with it stands."""
        summary = self.posted.summary
        return summary is not None and summary.commit == self.change.head and self.host.is_shown(self.change)

    @property
    def _lost_a_comment(self) -> bool:
        """Whether the summary counts an observation as open whose comment somebody has deleted."""
        record = self.posted.summary.record if self.posted.summary else None
        there = {records.short_name(comment.fingerprint) for comment in self.posted.comments}
        return record is not None and bool(set(record.told) & set(record.open) - there)

    @property
    def _today(self) -> date:
        return day_of(self.now)

    def close(self) -> Visited:
        """The change is merged or closed: what became of its comments counts, and orders are told that it is over."""
        answered = self._answer(self._obey(None, second_person=False), None)
        self.memory.ended(self.change)
        comments = self.posted.comments
        dismissed = {
            item.fingerprint: item.kind for item in self.memory.decisions(self.change, self.posted.conversation)
        }
        told = {comment.fingerprint for comment in comments}
        still_open = {comment.fingerprint for comment in comments if not comment.closed}  # e.g. where it was moved to
        fixed = told - still_open - dismissed.keys()
        if self.change.merged and told:
            self.memory.outcome(
                self.change,
                fixed,
                {name: kind for name, kind in dismissed.items() if name in told},
                self.listening.counted_votes(),
            )
        return Visited(answered=answered)

    def answer_unread(self) -> Visited:
        """Answers orders that no review is needed for."""
        return Visited(answered=self._answer(self._obey(None, second_person=False), None))

    def finish(self, examined: Examination, *, publish: bool) -> Visited:
        """Obeys, publishes where something is to be brought up to date, and answers. Raises what the host raises."""
        conversation, policy = self.posted.conversation, examined.seen.policy
        before = self._review(examined, self.memory.decisions(self.change, conversation), self._reopened)
        obeyed = self._obey(before, second_person=policy.second_person, examined=examined)
        after = before
        if obeyed.decided or obeyed.reopened:
            reopened = self._reopened | {name for name, _, _ in obeyed.reopened}
            after = self._review(examined, self._decisions(obeyed), reopened)
        elif not publish:
            return Visited(answered=self._answer(obeyed, before))
        spoken = {reply.to.about for reply in obeyed.replies if reply.settles_its_thread}
        planned = publication.plan(after, self.host.posted(self.change), spoken)
        receipt = self.host.publish(self.change, replace(planned, unfinished=bool(examined.unfinished)))
        self.memory.told(after)
        answered = self._answer(obeyed, after)
        self.memory.decide(self.change, obeyed.decided, obeyed.reopened)
        return Visited(after, receipt, answered, quoted(after, examined.seen.all_files, examined.secrets))

    @property
    def _reopened(self) -> frozenset[str]:
        """What somebody has opened again on this change."""
        return frozenset(name for answer in self.posted.conversation.answered for name in answer.reopened)

    def _decisions(self, obeyed: Obeyed) -> tuple[Decision, ...]:
        """Those that hold after the orders, also where no database keeps them."""
        taken = {name: at for name, _, at in obeyed.reopened}
        known = self.memory.decisions(self.change, self.posted.conversation)
        kept = [item for item in known if item.at > taken.get(item.fingerprint, -1)]
        later = dict(one for answer in self.posted.conversation.answered for one in answer.taken_back)
        new = [item for item in obeyed.decided if item.id not in {one.id for one in kept}]
        return (*kept, *(item for item in new if item.at > later.get(item.fingerprint, -1)))

    def _review(self, examined: Examination, decisions: Iterable[Decision], reopened: Collection[str]) -> Review:
        """The review under the decisions. A comment of ours that somebody deleted is a dismissal without a reason, for
        this change. What is of high severity stays open all the same, for anybody may have deleted it; so does what
        takes a second person to dismiss, and what was opened again."""
        known, demoted = tuple(decisions), self.memory.demoted()
        review = examined.review(known, self._today, demoted=demoted, notices=self.memory.notices)
        mild = [
            item
            for item in publication.deleted(review, self.posted)
            if item.severity < Severity.HIGH and not set(item.names) & set(reopened)
        ]
        if not mild or examined.seen.policy.second_person:
            return review
        silent = (
            Decision(
                fingerprint=name,
                rule=finding.rule,
                path=finding.span.path,
                by="",
                at=0,
                reason="",
                change=str(self.change.ref),
                source=DecisionSource.DELETED,
                alone=True,
            )
            for item in mild
            for finding, name in zip(item.findings, item.names, strict=True)
        )
        return examined.review((*known, *silent), self._today, demoted=demoted, notices=self.memory.notices)

    def _obey(self, review: Review | None, *, second_person: bool, examined: Examination | None = None) -> Obeyed:
        listener = Listener(
            change=self.change,
            review=review,
            paused=self._paused,
            today=self._today,
            names=self.host.talk.names,
            everything=examined.everything if examined else tuple,
            turned_away=len({one.person for one in self.posted.conversation.answered if one.refused}),
        )
        return listener.obey(self.listening.with_rights(second_person=second_person))

    def _answer(self, obeyed: Obeyed, review: Review | None) -> int:
        paused = self._paused if obeyed.paused is None else obeyed.paused
        replies = answering.shown(obeyed, review, paused=paused) if review else obeyed.replies
        return self.listening.answer(replies)

"""One review, top to bottom."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace

from bot import publication, review
from bot.concern import Concern
from bot.hosts.base import HeadMoved, HostError, HostUnavailable, Publishes, Receipt, ReviewHost, Unreviewable
from bot.model import Change, ChangeRef, Review, Span
from bot.policy import Policy
from bot.store import Lines
from workers.change import blame, policy_file, snapshot
from workers.checks.base import Check, Snapshot
from workers.examining import Examination
from workers.listening import Listening
from workers.memory import Memory
from workers.showing import Heads, HeadsHere, Showing
from workers.stages import Clock, Progress
from workers.visit import Visit, Visited, Wanted

_CLOSED = "the change is closed"
_DRAFT = "a draft is reviewed on request"
_ON_REQUEST = "{why}. It was reviewed because somebody asked for that."
_PAUSED = "the reviews of this change are paused; a comment `/{name} resume` ends the pause"


class CannotReview(Exception):
    """There is nothing that could be reviewed; the message is one line for the person who asked."""


class Unfinished(Exception):
    """A check failed by a fault of ours that may pass; the message names both. Nothing was published."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one job. ``review`` is ``None`` when there was nothing to do, and ``skipped`` says why."""

    review: Review | None
    receipt: Receipt | None = None
    skipped: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)
    """Wall time of each stage: change, conversation, snapshot, checks, publish."""
    answered: int = 0
    """Comments of people that were answered."""
    code: Mapping[Span, Lines] = field(default_factory=dict)
    """The lines that the review speaks of."""
    unfinished: str = ""
    """What was published lacks checks that may work at another time: which, and why."""


def review_change(
    ref: ChangeRef,
    host: ReviewHost,
    checks: Iterable[Check],
    progress: Progress | None = None,
    *,
    memory: Memory | None = None,
    heads: Heads | None = None,
    listens: bool = False,
    patient: bool = False,
    seen: Callable[[Change], None] = lambda _: None,
    now: int | None = None,
    docs_url: str = "",
    concern: Concern | None = None,
    ruled: Callable[[Policy], None] = lambda _: None,
    before_checks: Callable[[Snapshot], None] = lambda _: None,
) -> Outcome:
    """Reviews the current head of a change, obeys what people ask for on it, and brings its host in line. That a review
    is under way is shown as soon as one is wanted; ``heads`` remembers where.

    With ``listens`` the change is reviewed only if somebody asked for what needs it. ``now`` is in seconds since the
    epoch, the clock's time where it is not given. ``seen`` is told what is reviewed, as soon as that is known.
    ``docs_url`` is where people read about rules; ``concern`` is what the operator has reviewed, all by default.
    ``ruled`` is told the policy as soon as it is read.
    Whoever is ``patient`` gets :class:`Unfinished` where a check failed that may work at the next try. What
    ``before_checks`` raises leaves the review under way. Raises what the host raises
    (:class:`~bot.hosts.base.HostError` and its kinds, ``HeadMoved`` when a newer head came while this one was under
    review). Reviewing the same head again posts nothing.
    """
    clock = Clock(progress)
    showing = Showing(host, heads or HeadsHere())
    try:
        with clock.stage("change"):
            change = host.change(ref)
        seen(change)
    except Unreviewable as refusal:
        return _say(refusal.change, host, refusal.reason, clock, heads)
    with clock.stage("conversation"):
        visit = Visit.to(change, host, memory or Memory(), int(time.time()) if now is None else now)
    if not change.open:
        answered = visit.close().answered
        showing.end(change, _CLOSED)
        return Outcome(None, skipped=_CLOSED, seconds=clock.seconds, answered=answered)
    left_out = concern.why_not(change) if concern else ""
    wanted = visit.wanted(listens=listens, left_out=left_out)
    if wanted is Wanted.LEFT_OUT:
        return _leave_out(change, left_out, showing, clock)
    if wanted is Wanted.PAUSED:
        return _say(change, host, _PAUSED.format(name=host.talk.names[0]), clock, heads)
    if wanted is Wanted.DRAFT:
        showing.end(change, _DRAFT)
        return Outcome(None, skipped=_DRAFT, seconds=clock.seconds)
    if wanted is Wanted.ANSWERS and not visit.listening.needs_review:
        return _outcome(visit.answer_unread(), clock)
    with ExitStack() as stack:
        stack.enter_context((showing.under_way if wanted is Wanted.REVIEW else showing.perhaps)(change))
        with clock.stage("snapshot"):
            history = blame.CachedBlame(blame.HostBlame(host, change), change)
            remote = snapshot.remote(change, host.git_source(change), history, inherited=host.inherited(change))
            try:
                taken = stack.enter_context(remote)
            except Unreviewable as refusal:
                return _say(change, host, refusal.reason, clock, heads)
        ruled(taken.policy)
        left_out = left_out or taken.policy.concern.why_not(taken.change)
        if left_out and not visit.listening.asks_for_review:
            wanted = visit.wanted(listens=listens, left_out=left_out)
            if wanted is Wanted.LEFT_OUT:
                return _leave_out(taken.change, left_out, showing, clock)
        elif left_out:
            notice = _ON_REQUEST.format(why=left_out[:1].upper() + left_out[1:])
            taken = replace(taken, change=replace(taken.change, notices=(*taken.change.notices, notice)))
        with clock.stage("checks"):
            before_checks(taken)
            examined = Examination.of(taken, checks, docs_url)
        if examined.unfinished and patient:
            raise Unfinished(examined.unfinished)
        with clock.stage("publish"):
            visited = visit.finish(examined, publish=wanted is Wanted.REVIEW)
            return replace(_outcome(visited, clock), unfinished=examined.unfinished)


def _leave_out(change: Change, why: str, showing: Showing, clock: Clock) -> Outcome:
    """Shows on the head that it is not reviewed, so that nobody waits; people are not written to."""
    with clock.stage("publish"):
        showing.end_others(change)
        showing.host.leave_out(change, why)
        showing.heads.remove(change.ref, change.head)
    return Outcome(None, skipped=f"left out: {why}", seconds=clock.seconds)


def show_heard(ref: ChangeRef, host: ReviewHost) -> None:
    """Shows people at once that they were heard, while another worker holds the change. Raises what the host raises."""
    with suppress(Unreviewable):
        change = host.change(ref)
        Listening.to(host, change, host.posted(change).conversation, int(time.time()))


def _outcome(visited: Visited, clock: Clock) -> Outcome:
    said = f"{visited.answered} answered" if visited.answered else "nothing was asked for"
    skipped = "" if visited.review else said
    return Outcome(visited.review, visited.receipt, skipped, clock.seconds, visited.answered, visited.code)


def say_unread(change: Change, host: Publishes, reason: str, heads: Heads | None = None) -> Outcome:
    """Says on the change that it was not reviewed, and why, and marks it to be tried again: ``reason`` is a clause for
    people. Where the host takes no word of it, what says that a review is under way is ended all the same.

    Raises what the host raises.
    """
    try:
        return _say(change, host, reason, Clock(None), heads, unfinished=True)
    except (HeadMoved, HostUnavailable):
        raise
    except HostError:
        Showing(host, heads or HeadsHere()).end(change, reason)
        raise


def _say(
    change: Change, host: Publishes, reason: str, clock: Clock, heads: Heads | None, *, unfinished: bool = False
) -> Outcome:
    showing = Showing(host, heads or HeadsHere())
    if not change.open:
        showing.end(change, _CLOSED)
        return Outcome(None, skipped=_CLOSED, seconds=clock.seconds)
    result = review.unread(change, reason)
    with clock.stage("publish"), showing.under_way(change):
        planned = replace(publication.plan(result, host.posted(change)), unfinished=unfinished)
        receipt = host.publish(change, planned)
    return Outcome(result, receipt, seconds=clock.seconds)


def examine(seen: Snapshot, checks: Iterable[Check], policy_text: str | None = None) -> Review:
    """Runs the checks on a snapshot and assembles the review, credentials masked.

    ``policy_text`` is the text of a policy file that holds in place of the snapshot's policy: for trying one out.
    """
    if policy_text is not None:
        held = policy_file.parsed(policy_text)
        change, files = held.noted_on(seen.change), seen.all_files
        seen = Snapshot.of(
            change,
            files,
            seen.tree,
            policy=held.policy,
            history=seen.history,
            own_rules=seen.own_rules,
            left_out=seen.left_out,
        )
    return Examination.of(seen, checks).review()

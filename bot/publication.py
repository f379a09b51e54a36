"""Pure: a review and what is already posted → what to post, keep and close."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot import records
from bot.model import (
    MESSAGES,
    Conversation,
    Decision,
    DecisionSource,
    Dismissal,
    Observation,
    Placement,
    Review,
    Side,
    message_of,
)
from bot.records import SummaryRecord


@dataclass(frozen=True, slots=True)
class PostedComment:
    """One comment of ours as read back from the host: author and marker were both verified."""

    id: str
    fingerprint: str
    path: str
    """Where the host shows it now; a host's own name for what is no file of git's."""
    line: int | None
    """Where the host shows it now; ``None`` for one on a whole file, and where the host no longer shows a line."""
    side: Side = Side.HEAD
    commit: str = ""
    """The commit (patch set) that it was posted on."""
    closed: bool = False
    """Already shown as fixed: by its own text or, in a thread that people talk in, by our last reply."""
    answered: bool = False
    """Somebody else replied: what stands in the thread is not edited, a change of its state is said in a reply."""
    outdated: bool = False
    """Its line was changed or is gone: the host shows it nowhere in the head."""
    exact: bool = True
    """Whether ``line`` counts in the head. A host may show an older comment's line in its own commit alone."""
    on_change: bool = False
    """It stands on the change as a whole and says itself what it speaks of."""


@dataclass(frozen=True, slots=True)
class PostedSummary:
    id: str
    body: str
    commit: str = ""
    """The head that this summary speaks of."""
    record: SummaryRecord | None = None
    """``None`` for one that an older version wrote."""


@dataclass(frozen=True, slots=True)
class Posted:
    """Everything of ours that stands on the change now, and what people say to us there."""

    comments: tuple[PostedComment, ...] = ()
    """Oldest first."""
    summary: PostedSummary | None = None
    conversation: Conversation = field(default_factory=Conversation)
    other_summaries: tuple[PostedSummary, ...] = ()
    """Second ones, which a worker that had lost the change may have posted."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of the observations since the head that was reviewed before: ``1 fixed, 1 new, 3 open``."""

    since: str
    """That head's commit id."""
    fixed: int
    new: int
    open: int


@dataclass(frozen=True, slots=True)
class Publication:
    """What has to happen on the host so that it shows ``review`` and nothing twice.

    The host renders it in its own dialect. The summary is always part of it; a host leaves it untouched when the
    rendered text equals what stands there.
    """

    review: Review
    post: tuple[Observation, ...]
    """New line and file comments, in order of path and line."""
    keep: tuple[PostedComment, ...]
    close: tuple[PostedComment, ...]
    """Ours, and no longer true where they stand: shown as fixed, as moved or as dismissed. In a thread that people talk
    in, a reply says so."""
    reopen: tuple[PostedComment, ...]
    """Ours, shown as fixed, and true again where they stand."""
    deleted: frozenset[str]
    """Fingerprints of open observations whose comment somebody deleted: they are not posted again, the summary says
    so."""
    record: SummaryRecord
    """What the summary has to remember."""
    progress: Progress | None
    """``None`` at the first review of a change, and where the change as a whole could not be looked at."""
    summary: PostedSummary | None
    """The summary to update in place; ``None`` posts a new one."""
    doubled: frozenset[str] = frozenset()
    """The ids of those to close that say what another comment of ours says in the same place."""
    unfinished: bool = False
    """Checks are missing that may work later: what stands is marked, so that a sweep has them tried again."""
    other_summaries: tuple[PostedSummary, ...] = ()
    """Those that are to point to the one summary, and say nothing else."""


def answers(comment: PostedComment, observation: Observation) -> bool:
    """Whether a posted comment shows people this observation where it is now.

    It has to name the observation and to stand on its file, and on its line where the host shows a line. A comment on
    the whole file, or on the change, answers wherever the observation is placed in it: the host took no other.
    """
    if comment.closed or comment.fingerprint != observation.fingerprint:
        return False
    if comment.on_change:
        return True
    if message_of(observation.path):
        # Each host has its own name for a message, its own lines before the first of it, and one message a head.
        return comment.path.startswith(MESSAGES.rstrip("/"))
    if comment.outdated:
        return False
    if comment.path != observation.path:
        return False
    if comment.line is None or observation.line is None or not comment.exact:
        return True
    return (comment.line, comment.side) == (observation.line, observation.side)


def plan(review: Review, posted: Posted, spoken: Collection[str] = ()) -> Publication:
    """Decides by fingerprint and place: each posted comment answers for one observation.

    ``spoken`` are the fingerprints of the threads whose new state an answer to a person tells in a moment.
    So a second copy is posted again, and a flaw whose comment stands where the flaw no longer is gets a new one.
    What was not looked at closes nothing: a comment is closed only where the review could have seen that it is true.
    """
    # Of several that say the same, the one that people talk in is kept, or else the oldest.
    standing = sorted(posted.comments, key=lambda comment: not comment.answered)
    spare = [comment for comment in standing if not comment.closed]
    shut = [replace(comment, closed=False) for comment in standing if comment.closed]
    placed = [item for item in review.observations if _is_placed(item)]
    missing, keep = _matched(placed, spare)
    missing, reopen = _matched(missing, shut)
    deleted = _without_trace(missing, posted)
    post = [item for item in missing if item.fingerprint not in deleted]
    record = _record(review, posted.summary)
    stale = [one for one in spare if _is_stale(review, one)]
    doubled = _doubled(placed, [one for one in spare if one not in stale])
    return Publication(
        review=review,
        post=tuple(sorted(post, key=lambda item: (item.path, item.line or 0, item.fingerprint))),
        keep=tuple(keep),
        close=tuple(one for one in (*stale, *doubled) if not _is_told(one, spoken)),
        reopen=tuple(replace(one, closed=True) for one in reopen if not _is_told(one, spoken)),
        deleted=deleted,
        record=record,
        progress=_progress(review, record),
        summary=posted.summary,
        doubled=frozenset(one.id for one in doubled),
        other_summaries=posted.other_summaries,
    )


def _doubled(placed: Sequence[Observation], unneeded: Sequence[PostedComment]) -> list[PostedComment]:
    """Those of the comments that no observation needs, and that are true, which repeat another that stays: each would
    answer for an observation that has its comment, or is one more in the same place.

    However they came: a worker that slept while another took its change, a lost Redis, a person's hand.
    """
    seen: set[tuple[object, ...]] = set()
    found = []
    for comment in unneeded:
        place = (comment.fingerprint, comment.path, comment.line, comment.side)
        if place in seen or any(answers(comment, item) for item in placed):
            found.append(comment)
        seen.add(place)
    return found


def deleted(review: Review, posted: Posted) -> tuple[Observation, ...]:
    """The observations whose comment somebody has deleted."""
    names = plan(review, posted).deleted
    return tuple(item for item in review.observations if item.fingerprint in names)


def _without_trace(missing: Iterable[Observation], posted: Posted) -> frozenset[str]:
    """Those of the missing observations that the standing summary says to have had a comment, of which none is left.

    A host that refused the comment, and a comment that was closed, left their traces: these were not deleted.
    """
    if posted.summary is None or posted.summary.record is None:
        return frozenset()
    there = {records.short_name(comment.fingerprint) for comment in posted.comments}
    gone = set(posted.summary.record.told) - there
    return frozenset(item.fingerprint for item in missing if records.short_name(item.fingerprint) in gone)


def _is_told(comment: PostedComment, spoken: Collection[str]) -> bool:
    return comment.answered and comment.fingerprint in spoken


def _record(review: Review, standing: PostedSummary | None) -> SummaryRecord:
    """What is remembered for the next review. The same head reviewed again keeps what was said of the head before.

    What an incomplete review did not find may be there all the same: it stays open.
    """
    without_comment = (d.observation for d in review.dismissed if d.decision.source is DecisionSource.DELETED)
    open_ = _names(review.observations)
    told = _names((*filter(_is_placed, review.observations), *without_comment))
    if standing is None or standing.record is None:
        return SummaryRecord(open=open_, told=told)
    last = standing.record
    same = standing.commit == review.change.head
    since, before = (last.since, last.before) if same else (standing.commit, last.open)
    if review.gaps:
        open_ = records.short((*open_, *before))
        told = records.short((*told, *last.told))
    return SummaryRecord(open=open_, told=told, since=since, before=before)


def _is_placed(item: Observation) -> bool:
    return item.placement is not Placement.SUMMARY


def _names(items: Iterable[Observation]) -> tuple[str, ...]:
    return records.short(item.fingerprint for item in items)


def _progress(review: Review, record: SummaryRecord) -> Progress | None:
    """An observation that was dismissed is not fixed. ``None`` also where nothing can be said of the whole change."""
    if not record.since or any(gap.path is None for gap in review.gaps):
        return None
    now, before = set(_names(review.observations)), set(record.before)
    gone = set() if review.gaps else before - now - set(_names(item.observation for item in review.dismissed))
    return Progress(record.since, fixed=len(gone), new=len(now - before), open=len(review.observations))


def unanswered(
    observations: Iterable[Observation], comments: Iterable[PostedComment], kept: Iterable[PostedComment]
) -> list[Observation]:
    """The observations to post that do not stand among these comments yet: a plan may be older than an answer that
    never reached us. The ``kept`` comments answer for other observations."""
    ids = {comment.id for comment in kept}
    return _matched(observations, [comment for comment in comments if comment.id not in ids])[0]


def _matched(
    observations: Iterable[Observation], spare: list[PostedComment]
) -> tuple[list[Observation], list[PostedComment]]:
    """Observations without a comment, and the comments of the others, which are taken out of ``spare``."""
    without: list[Observation] = []
    taken: list[PostedComment] = []
    for observation in observations:
        standing = next((comment for comment in spare if answers(comment, observation)), None)
        if standing is None:
            without.append(observation)
        else:
            spare.remove(standing)
            taken.append(standing)
    return without, taken


def placed_observation(review: Review, comment: PostedComment) -> Observation | None:
    """The review's observation with the comment's fingerprint that goes on a line or a file; ``None`` without one."""
    named = (item for item in review.observations if item.fingerprint == comment.fingerprint)
    return next((item for item in named if item.placement is not Placement.SUMMARY), None)


def decision_about(review: Review, comment: PostedComment) -> Decision | None:
    """The decision that dismissed what the comment speaks of; ``None`` where nobody dismissed it."""
    return _decision_in(review.dismissed, comment)


def expiry_of(review: Review, comment: PostedComment) -> Decision | None:
    """The decision whose end brought back what the comment speaks of; ``None`` where there is none."""
    return _decision_in(review.expired, comment)


def _decision_in(dismissals: Iterable[Dismissal], comment: PostedComment) -> Decision | None:
    named = (item.decision for item in dismissals if item.observation.fingerprint == comment.fingerprint)
    return next(named, None)


def _is_stale(review: Review, comment: PostedComment) -> bool:
    """Whether a comment that is not needed misleads: its observation has another place now, is dismissed, or is no
    longer true."""
    if decision_about(review, comment) is not None:
        return True
    observation = placed_observation(review, comment)
    if observation is not None:
        return not answers(comment, observation)
    in_summary = (name for item in review.observations for name in (item.fingerprint, *item.members))
    return comment.fingerprint not in in_summary and not _may_be_missed(review, comment)


def _may_be_missed(review: Review, comment: PostedComment) -> bool:
    """Whether the review did not look at what the comment speaks of: a gap at its file, or everywhere."""
    return any(gap.path is None or gap.path == comment.path for gap in review.gaps)

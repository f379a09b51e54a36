"""Pure: a review and what is already posted → what to post, keep and close."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.model import MESSAGES, Observation, Placement, Review, Side, message_of


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
    """Already shown as fixed, or resolved."""
    answered: bool = False
    """Somebody else replied: the thread is theirs, we leave it alone."""
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


@dataclass(frozen=True, slots=True)
class Posted:
    """Everything of ours that stands on the change now."""

    comments: tuple[PostedComment, ...] = ()
    summary: PostedSummary | None = None


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
    """Ours, unanswered, and no longer true where they stand: shown as fixed, or as moved."""
    summary: PostedSummary | None
    """The summary to update in place; ``None`` posts a new one."""


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


def plan(review: Review, posted: Posted) -> Publication:
    """Decides by fingerprint and place: each posted comment answers for one observation.

    So a second copy is posted again, and a flaw whose comment stands where the flaw no longer is gets a new one.
    What was not looked at closes nothing: a comment is closed only where the review could have seen that it is true.
    """
    spare = [comment for comment in posted.comments if not comment.closed]
    placed = [item for item in review.observations if item.placement is not Placement.SUMMARY]
    post, keep = _matched(placed, spare)
    return Publication(
        review=review,
        post=tuple(sorted(post, key=lambda item: (item.path, item.line or 0, item.fingerprint))),
        keep=tuple(keep),
        close=tuple(comment for comment in spare if not comment.answered and _is_stale(review, comment)),
        summary=posted.summary,
    )


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


def _is_stale(review: Review, comment: PostedComment) -> bool:
    """Whether a comment that is not needed misleads: its observation has another place now, or is no longer true."""
    observation = placed_observation(review, comment)
    if observation is not None:
        return not answers(comment, observation)
    in_summary = (name for item in review.observations for name in (item.fingerprint, *item.members))
    return comment.fingerprint not in in_summary and not _may_be_missed(review, comment)


def _may_be_missed(review: Review, comment: PostedComment) -> bool:
    """Whether the review did not look at what the comment speaks of: a gap at its file, or everywhere."""
    return any(gap.path is None or gap.path == comment.path for gap in review.gaps)

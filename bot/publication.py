"""Pure: a review and what is already posted → what to post, keep and close."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import Observation, Placement, Review, Side


@dataclass(frozen=True, slots=True)
class PostedComment:
    """One comment of ours as read back from the host: author and marker were both verified."""

    id: str
    fingerprint: str
    path: str
    line: int | None
    side: Side = Side.HEAD
    commit: str = ""
    """The commit (patch set) that it was posted on."""
    closed: bool = False
    """Already shown as fixed, or resolved."""
    answered: bool = False
    """Somebody else replied: the thread is theirs, we leave it alone."""


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
    """Ours, unanswered, and no longer true: shown as fixed."""
    summary: PostedSummary | None
    """The summary to update in place; ``None`` posts a new one."""


def plan(review: Review, posted: Posted) -> Publication:
    """Decides by fingerprint: each posted comment answers for one observation, so a second copy is posted again."""
    available: dict[str, list[PostedComment]] = {}
    for comment in posted.comments:
        if not comment.closed:
            available.setdefault(comment.fingerprint, []).append(comment)
    keep: list[PostedComment] = []
    post: list[Observation] = []
    still_true = {name for item in review.observations for name in (item.fingerprint, *item.members)}
    for observation in review.observations:
        if observation.placement is Placement.SUMMARY:
            continue
        standing = available.get(observation.fingerprint)
        if standing:
            keep.append(standing.pop(0))
        else:
            post.append(observation)
    kept = {comment.id for comment in keep}
    close = tuple(
        comment
        for comment in posted.comments
        if comment.id not in kept
        and not comment.closed
        and not comment.answered
        and comment.fingerprint not in still_true
    )
    return Publication(
        review=review,
        post=tuple(sorted(post, key=lambda item: (item.path, item.line or 0, item.fingerprint))),
        keep=tuple(keep),
        close=close,
        summary=posted.summary,
    )

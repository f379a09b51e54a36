"""The label that shows a review's outcome beside its texts."""

from __future__ import annotations

from dataclasses import dataclass

from bot.hosts.gerrit import wire
from bot.hosts.gerrit.client import Identity
from bot.model import Review, Verdict


@dataclass(frozen=True, slots=True)
class Vote:
    """The vote to send: ``value`` is ``None`` when the one that stands is right, or when there can be none."""

    label: str
    value: int | None = None
    note: str = ""
    """Why there is no vote, for people."""


def vote(label: str, info: wire.Change, identity: Identity, review: Review) -> Vote:
    """What to vote. A vote moves the bot from CC to the reviewers, so a 0 is sent only to take another one back."""
    if not label:
        return Vote(label)
    if label not in info.labels:
        return Vote(label, note=f"no vote: this project has no label {label}")
    permitted = _permitted(label, info)
    wanted = value(review, permitted)
    if wanted not in permitted:
        return Vote(label, note=f"no vote: the bot may not vote {wanted:+d} on {label} here")
    return Vote(label, wanted if wanted != _standing(label, info, identity) else None)


def value(review: Review, permitted: frozenset[int] = frozenset()) -> int:
    """-1 for defects, +1 for a complete review without any, 0 for an incomplete one.

    Where the policy wants a failure it is the lowest value that the label has for us: -2 where it has one.
    """
    if review.vetoes:
        return min(permitted | {-1})
    return {Verdict.DEFECTS: -1, Verdict.NO_DEFECTS: 1, Verdict.INCOMPLETE: 0}[review.verdict]


def _permitted(label: str, info: wire.Change) -> frozenset[int]:
    return frozenset(int(item) for item in info.permitted_labels.get(label, ()))


def _standing(label: str, info: wire.Change, identity: Identity) -> int:
    return next((vote.value for vote in info.labels[label].all if vote.account_id == identity.account_id), 0)

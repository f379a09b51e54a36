"""How much a lost protection matters: what kind it was, its words, and what the edit put in its place.

Each loss has a set of plain features, and the sum of their weights is its score. The weights come from
``python -m bench.signal.fit`` (logistic regression), rounded; docs/checks.md has the figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from workers.checks.base import History
from workers.checks.guards.change import MOVED, REBUILT, Change
from workers.checks.guards.comparison import Loss
from workers.checks.guards.facts import Kind
from workers.checks.guards.features import features
from workers.checks.guards.origin import Purpose, Reason, reason

DEFECT = 0.0
"""The score from which a loss is worth a line comment."""
CERTAIN = 1.2
NEVER_A_LINE = frozenset({REBUILT, "client-check", "null-raise"})
"""Made in another way, a check in the browser, or one of what fails by itself: for the summary at most."""
OBSERVATION = -0.8
"""The score from which it is worth a line of the summary."""

BIAS = -1.2
"""How much is said at all: chosen by hand, as is what a loss of no topic weighs; docs/checks.md has what it costs."""
WEIGHTS: Mapping[str, float] = {
    "accidental-word": -0.2,
    "additive": -1.1,
    "alone": -0.2,
    "answer-flipped": 0.6,
    "answer-shrunk": -0.1,
    "answer-weaker": -0.5,
    "argument-gone": -0.3,
    "assigned-again": 0.5,
    "bases-changed": 0.0,
    "bound-raised": -0.3,
    "by-the-way": -0.6,
    "call-edited-likely": 0.3,
    "call-edited-sure": 0.0,
    "call-gone-likely": 0.2,
    "call-gone-sure": 1.6,
    "call-unwrapped": -0.7,
    "check-after-use": -0.5,
    "cleaning-gone": -0.3,
    "clearly-weaker": 0.7,
    "comment": 0.4,
    "comparison-widened": 0.7,
    "condition-gone": 0.3,
    "condition-shrunk": -0.2,
    "condition-weaker": -1.0,
    "crowded": -0.6,
    "declared": 0.9,
    "decorator-edited": 0.1,
    "decorator-gone": -0.4,
    "definition-gone": -0.4,
    "deletion-gone": 0.4,
    "emptiness": -1.0,
    "entry-gone": 0.4,
    "feature-gone": -0.1,
    "gained-guard": -0.2,
    "guarded-place": -0.2,
    "handler-gone": 0.1,
    "handler-swallows": -0.3,
    "header-gone": -0.1,
    "helper-gone": 0.6,
    "inherited": -0.1,
    "medium-words": 0.6,
    "much-instead": -1.0,
    "name-of-definition": 0.5,
    "named-elsewhere": -1.1,
    "no-of-predicate": 0.6,
    "nothing-instead": 1.1,
    "of-no-topic": -0.3,
    "owner-filter-gone": 0.4,
    "ownership": 0.6,
    "part-of-block": -0.4,
    "pattern-ambiguous": -0.1,
    "pattern-loosened": 0.7,
    "refusal-gone-deny": 0.3,
    "refusal-gone-quiet": -0.8,
    "refusal-gone-raise": 0.9,
    "refusal-gone-value": -0.3,
    "refusal-shrunk": -0.1,
    "refusal-swapped": -1.4,
    "refusal-tamed": -0.4,
    "refusal-weaker": -0.6,
    "refusing-error": 0.6,
    "replaced-by-guard": 0.6,
    "rewritten": -0.8,
    "setting-edited": 0.1,
    "setting-gone": 1.1,
    "small-definition": -0.1,
    "strong-word": 0.6,
    "strong-words": -0.4,
    "subject-gone": -0.3,
    "subject-gone-here": 0.1,
    "subtractive": 0.9,
    "sweeping": -1.6,
    "unwrapped": 0.0,
    "wide-change": -1.1,
    "words-instead": 0.4,
}


SELF_EVIDENT = frozenset({"clearly-weaker"})
"""Features of a loss that needs no reason: its old and its new text stand side by side."""
TELLING = frozenset({"name-of-definition", "refusing-error"})
"""Features of a protection that says what it was for: by the error that it refuses with, or where it stands."""
PLAIN = frozenset({"alone", "guarded-place"})
"""Features of a loss that is all that its place changes, in a file that is about protection."""
PLAINLY = 0.4
REASONED = 1.2
UNEXPLAINED = 2.6
"""Scores from which a loss is worth a line where no commit says that it was there for security: a plain one, one with
some other reason (a commit that refuses something, a telling protection, or one that is as old as its file), and one
without any. docs/checks.md has what they cost."""


def needed(purpose: Purpose, found: frozenset[str]) -> float:
    """The score from which a loss with these features is worth a line."""
    if purpose is Purpose.SECURITY or found & SELF_EVIDENT:
        return 0.0
    if found >= PLAIN:
        return PLAINLY
    return UNEXPLAINED if purpose is Purpose.OTHER and not found & TELLING else REASONED


@dataclass(frozen=True, slots=True)
class Ranked:
    """A loss with its score, its features, and the other places where the same is lost."""

    score: float
    loss: Loss
    found: frozenset[str]
    also: tuple[Loss, ...] = ()
    reason: Reason | None = None
    """Why it was there, where history tells."""

    @property
    def went(self) -> frozenset[str]:
        """Whether it moved, or may be made in another way now."""
        return self.found & {MOVED, REBUILT}

    @property
    def is_doubtful(self) -> bool:
        """Whether it may be made in another way now."""
        return REBUILT in self.found


def weighed(item: Ranked, history: History) -> Ranked:
    """The loss with the reason why the protection was there; without a good one it must be clearer to have a line."""
    file, fact = item.loss.sides.file, item.loss.fact
    gone = file.removed_lines.intersection(range(fact.line, fact.end_line + 1)) or {fact.line}
    why = reason(history.origins(file.base_path, gone))
    if why is None or item.score >= needed(why.purpose, item.found):
        return replace(item, reason=why)
    return replace(item, reason=why, score=min(item.score, DEFECT - 0.1))


def ranked(losses: Iterable[Loss], change: Change) -> list[Ranked]:
    """The losses of a change that count, the gravest first: one for each hunk, and one for all places of the same."""
    scored = [Ranked(score(found), loss, found) for loss in losses if (found := features(loss, change))]
    scored.sort(key=lambda item: (-item.score, item.loss.sides.file.path, item.loss.fact.line, item.loss.fact.text))
    best: dict[tuple[str, int], Ranked] = {}
    for item in scored:
        place = item.loss.sides.file.path, item.loss.hunk.base_start
        gravest = best.setdefault(place, item)
        # What shows both its old and its new text is easier to judge than what is gone, and a refusal than its call.
        is_clearer = "clearly-weaker" in item.found and gravest.loss.became is None
        if item.score >= DEFECT and (is_clearer or _is_within(gravest.loss, item.loss)):
            best[place] = replace(item, score=gravest.score)
    return [
        # Only what went the same way is the same.
        replace(first, also=tuple(other.loss for other in others if other.went == first.went))
        for first, *others in _grouped(sorted(best.values(), key=lambda item: -item.score))
    ]


_NAMED = (Kind.CALL, Kind.DECORATOR, Kind.ARGUMENT, Kind.HEADER, Kind.ENTRY)
"""What is the same where its name is the same."""


def _grouped(scored: Iterable[Ranked]) -> Iterable[list[Ranked]]:
    """What is lost in several places in the same words is one question; so is a check and the constant it looked at."""
    groups: dict[tuple[object, ...], list[Ranked]] = {}
    for item in scored:
        loss, fact = item.loss, item.loss.fact
        if fact.kind is Kind.SETTING and any(_names(group[0].loss, fact.name) for group in groups.values()):
            continue
        is_named = fact.kind in _NAMED and loss.became is None
        key = (fact.kind, fact.name if is_named else fact.text, loss.became.text if loss.became else None)
        groups.setdefault(key, []).append(item)
    return groups.values()


def _names(loss: Loss, constant: str) -> bool:
    return loss.fact.kind is Kind.REFUSAL and bool(re.search(rf"\b{re.escape(constant)}\b", loss.fact.text))


def _is_within(call: Loss, refusal: Loss) -> bool:
    """Whether one loss is a call in the condition of the other, which is a refusal."""
    return call.fact.kind is Kind.CALL and refusal.fact.kind is Kind.REFUSAL and call.fact.text in refusal.fact.text


def score(found: frozenset[str]) -> float:
    """The sum of the features' weights; a feature without a weight tells nothing.

    What moved is not gone, and some never get a line of their own.
    """
    value = round(BIAS + sum(WEIGHTS.get(name, 0.0) for name in found), 6)
    if MOVED in found:
        return OBSERVATION - 1
    return min(value, DEFECT - 0.5) if found & NEVER_A_LINE else value

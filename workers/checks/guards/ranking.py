"""Which losses are worth a comment: a sum of few features, fitted on real fixes and ordinary commits.

``python -m bench.signal.fit`` fits :data:`WEIGHTS` and :data:`SORTS` with cross-validation by repository; a feature
whose meaning one cannot say in a line has no place here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.knowledge import protection as words
from bot.model import Confidence
from workers.checks.guards import context as surroundings
from workers.checks.guards.clear import clear
from workers.checks.guards.context import Context
from workers.checks.guards.model import How, Loss, Way
from workers.checks.guards.origin import Reason
from workers.checks.guards.sorts import SORTS, UNKNOWN_SORT

FEATURES = (
    "bias",
    "clear",  # its own text says it: see :mod:`clear`
    "clear and little else",  # the same, in a change of a few lines
    "sort",  # what a loss of its sort is worth by itself: SORTS
    "weaker",  # something took the place, and it is weaker
    "cleans",  # a value is used without the function that cleaned it
    "resets",  # a condition no longer replaces a value
    "strong words",  # words of authorisation, secrets, injection … in the protection
    "refusing error",  # the words of the error that it refused with
    "explained",  # words of protection in the comment that goes with it
    "place",  # words of protection in the names of its definition and file
    "of version",  # it asks for a version or a platform
    "named anew",  # how many of its names the change uses in new lines
    "gone",  # lines of code that the change takes away
    "come",  # lines of code that it brings
    "taken",  # whether it takes more than it brings, from -1 to 1
    "conditions taken",  # the same of conditions
    "refusals taken",  # the same of refusals
    "definitions taken",  # whether the change takes more definitions than it brings
    "hunk gone",  # lines of code that the hunk takes
    "hunk come",  # lines of code that the hunk brings
    "hunk taken",  # whether the hunk takes more than it brings
)


def features(loss: Loss, change: Context) -> dict[str, float]:
    """The features of a loss by name; what is not named is 0."""
    lost = loss.protection
    said = words.parts(f"{lost.text} {lost.ending} {lost.name}")
    place = words.parts(f"{loss.scope} {loss.base.path.rpartition('/')[2]}")
    explained = min(3.0, float(len(surroundings.explained(loss))))
    strong = min(3.0, float(len(said & words.STRONG)))
    hunk = surroundings.hunk_of(loss)
    taken, brought = surroundings.balance(hunk, loss) if hunk is not None else (0, 0)
    gone, come = change.gone, change.come
    names = set(_NAME.findall(lost.text))
    is_clear, worth = bool(clear(loss)), SORTS.get(sort(loss), UNKNOWN_SORT)
    least = 0.0 if is_clear else -1.0  # what is clear is so, too, where the change mostly adds
    return {
        "bias": 1.0,
        "clear": float(is_clear),
        "clear and little else": float(is_clear and gone.code + come.code <= LITTLE),
        "sort": max(0.0, worth) if is_clear else worth,
        "weaker": float(loss.how is How.WEAKER),
        "cleans": float(lost.way is Way.CLEANS),
        "resets": float(lost.way is Way.RESETS),
        "strong words": strong,
        "refusing error": float(bool(words.REFUSING_ERROR.search(lost.ending))),
        "explained": explained,
        "place": min(2.0, float(len(place & words.STRONG))),
        "of version": float(bool(_OF_VERSION.search(lost.text))),
        "named anew": sum(bool(change.came[name]) for name in names) / len(names) if names else 0.0,
        "gone": math.log1p(gone.code),
        "come": math.log1p(come.code),
        "taken": max(least, _share(gone.code, come.code)),
        "conditions taken": max(least, _share(gone.conditions, come.conditions)),
        "refusals taken": max(least, _share(gone.refusals, come.refusals)),
        "definitions taken": max(least, _share(change.definitions_gone, change.definitions_new)),
        "hunk gone": math.log1p(taken),
        "hunk come": math.log1p(brought),
        "hunk taken": max(least, _share(taken, brought)),
    }


def sort(loss: Loss) -> str:
    """What a loss is by itself, e.g. ``gone:refuses`` or ``gone:acts:owner-filter``."""
    parts = (loss.how.value, loss.protection.way.value, loss.kind)
    return ":".join(part for part in parts if part)


def _share(taken: int, brought: int) -> float:
    return (taken - brought) / (1 + taken + brought)


def score(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The weighted sum of features."""
    return sum(weights.get(name, 0.0) * value for name, value in found.items())


_NAME = re.compile(r"[A-Za-z_]\w{3,}")
_OF_VERSION = re.compile(
    r"(?i)(?:class|method|function)_exists|version|hasattr|typeof [\w.]{1,80} ?[!=]==? ?\"undefined|ImportError"
    r"|deprecat|compat|legacy|polyfill|platform"
)
"""A condition about where the code runs, or on what."""

WEIGHTS: Mapping[str, float] = {
    "bias": -0.24,
    "sort": 0.92,
    "weaker": 0.64,
    "cleans": 1.1,
    "resets": -0.29,
    "strong words": 0.36,
    "refusing error": 0.84,
    "explained": 0.5,
    "place": 0.26,
    "of version": -0.72,
    "named anew": -0.81,
    "gone": -0.38,
    "come": -0.4,
    "taken": 1.61,
    "conditions taken": 0.42,
    "refusals taken": 0.56,
    "definitions taken": 0.77,
    "hunk gone": -0.42,
    "hunk come": 0.65,
    "hunk taken": 0.77,
    "clear": 2.5,
    "clear and little else": 2.0,
}
LITTLE = 10
"""Lines of code that a change takes and brings, of which a reviewer reads each."""
PINNED: Mapping[str, float] = {"clear": 2.5, "clear and little else": 2.0}
"""Weights that are not fitted: real fixes hold too few of these. What they cost is measured with the rest."""
LINE = 2.14
"""The score from which a loss has a line of its own."""
CERTAIN = 3.64
"""The score from which it is told with high confidence."""
SUMMARY = 1.28
"""The score from which it is told in the summary."""
ANOTHER = 2.5
"""How much clearer a second or third loss of one change must be to have a line too: they are mostly one question."""
FURTHER = 1.0
"""How much clearer a further loss of one change must be to be told in the summary."""
MOST_ON_LINES = 3
_FARTHEST_ENDING = 6
"""Lines between a condition and what it ends in."""
MOST_ASKED = 6
"""Of one change: losses whose history is looked up."""
REASONED = 1.0
"""What a commit is worth that says that the protection was there against an attack."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A loss that is told, with all that are the same question."""

    loss: Loss
    score: float
    confidence: Confidence
    """``LOW``: in the summary."""
    also: tuple[Loss, ...] = ()
    reason: Reason | None = None


def ranked(losses: Iterable[Loss], change: Context, reason_of: Callable[[Loss], Reason | None]) -> list[Ranked]:
    """The losses of a change that are told, the clearest first: one for each hunk, and one for all places of the same.

    ``reason_of`` asks the history, which may cost a request: it is asked for the clearest few.
    """
    scored = sorted(
        ((score(features(loss, change), WEIGHTS), loss) for loss in losses),
        key=lambda item: (-item[0], item[1].head.path, item[1].line, item[1].protection.text, item[1].how.value),
    )
    told = [item for item in _questions(scored) if item.score > SUMMARY - REASONED]
    weighed = [_weighed(item, reason_of(item.loss)) for item in told[:MOST_ASKED]]
    ordered = sorted([*weighed, *told[MOST_ASKED:]], key=lambda item: -item.score)
    return [
        replace(item, confidence=_confidence(item.score, place))
        for place, item in enumerate(ordered)
        if is_told(item.score, place, SUMMARY)
    ]


def _weighed(item: Ranked, reason: Reason | None) -> Ranked:
    raised = REASONED if reason is not None and reason.is_security else 0.0
    return replace(item, score=item.score + raised, reason=reason)


def has_line(value: float, place: int, bar: float) -> bool:
    """Whether the loss at a place of the ranking (from 0) has a line of its own, given the bar of the first."""
    return place < MOST_ON_LINES and value > bar + margin(place)


def is_told(value: float, place: int, bar: float) -> bool:
    """Whether the loss at a place of the ranking is told at all, given the bar of the first."""
    return value > bar + (FURTHER if place else 0.0)


def margin(place: int) -> float:
    """How much clearer a loss at a place of the ranking must be than the first."""
    return ANOTHER if place else 0.0


def _confidence(value: float, place: int) -> Confidence:
    if not has_line(value, place, LINE):
        return Confidence.LOW
    return Confidence.HIGH if value >= CERTAIN else Confidence.MEDIUM


def _questions(scored: Iterable[tuple[float, Loss]]) -> Iterator[Ranked]:
    """Of each hunk the clearest loss; the same loss in other places is told with the first."""
    places: dict[tuple[str, int], list[tuple[float, Loss]]] = {}
    for value, loss in scored:
        hunk = surroundings.hunk_of(loss)
        place = (loss.base.path, hunk.base_start) if hunk is not None else (loss.head.path, -loss.line)
        places.setdefault(place, []).append((value, loss))
    first: dict[tuple[object, ...], tuple[float, list[Loss]]] = {}
    for (value, clearest), *others in places.values():
        loss = _whole(clearest, [other for _, other in others])
        lost = loss.protection
        same = (loss.how, lost.way, lost.text, loss.became.text if loss.became else "")
        first.setdefault(same, (value, []))[1].append(loss)
    for value, group in first.values():
        yield Ranked(group[0], value, Confidence.LOW, tuple(group[1:]))


def _whole(loss: Loss, others: Iterable[Loss]) -> Loss:
    """The refusal that a loss is the end of: ``if not user.is_admin: raise Denied()`` says more than the ``raise``."""
    lost = loss.protection
    refusals = (
        other
        for other in others
        if other.how is loss.how
        and other.base is loss.base
        and other.protection.way is Way.REFUSES
        and 0 <= lost.line - other.protection.line <= _FARTHEST_ENDING
        and lost.text in other.protection.ending
    )
    return next(refusals, loss) if lost.way in (Way.ACTS, Way.DECLARES) and lost.text else loss

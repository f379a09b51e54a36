"""Which losses are worth a comment: a sum of few features, fitted on real fixes and ordinary commits.

``python -m bench.signal.fit`` fits the weights with cross-validation by repository; a feature without a meaning that one
can say in a line has no place here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.knowledge import protection as words
from workers.checks.guards import context as surroundings
from workers.checks.guards.context import Context
from bot.model import Confidence
from workers.checks.guards.model import How, Loss, Way
from workers.checks.guards.origin import Reason

_CONDITIONS = frozenset({Way.REFUSES, Way.SKIPS, Way.RESETS, Way.ENCLOSES})
_HARD = words.REFUSING_ERROR


def features(loss: Loss, change: Context) -> dict[str, float]:
    """The features of a loss by name; what is not named is 0."""
    protection = loss.protection
    said = words.parts(f"{protection.text} {protection.ending} {protection.name}")
    place = words.parts(f"{loss.scope} {loss.base.path.rpartition('/')[2]}")
    hunk = surroundings.hunk_of(loss)
    gone, come = surroundings.balance(hunk, loss) if hunk is not None else (0, 0)
    names = set(surroundings._NAME.findall(protection.text))
    return {
        "bias": 1.0,
        "refusal": float(protection.way in (Way.REFUSES, Way.CHECKS)),
        "condition": float(protection.way in _CONDITIONS),
        "weaker": float(loss.how is How.WEAKER),
        "wrapped": float(protection.way in (Way.WRAPS, Way.DECLARES)),
        "acts": float(protection.way is Way.ACTS),
        "cleans": float(protection.way is Way.CLEANS),
        "strong words": min(2.0, float(len(said & words.STRONG))),
        "medium words": min(2.0, float(len(said & words.MEDIUM))),
        "accidental words": float(bool(said & words.ACCIDENTAL)),
        "hard ending": float(bool(_HARD.search(protection.ending))),
        "place": float(bool(place & words.STRONG)),
        "explained": min(2.0, float(len(surroundings.explained(loss)))),
        "operations": math.log1p(len(loss.operations)),
        "gone": math.log1p(change.gone.code),
        "come": math.log1p(change.come.code),
        "only taken": (change.gone.code - change.come.code) / (1 + change.gone.code + change.come.code),
        "conditions taken": (change.gone.conditions - change.come.conditions)
        / (1 + change.gone.conditions + change.come.conditions),
        "hunk taken": (gone - come) / (1 + gone + come),
        "named anew": float(any(change.came[name] for name in names)),
        "files": math.log1p(change.files),
    }


def score(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The weighted sum of features."""
    return sum(weights.get(name, 0.0) * value for name, value in found.items())


LINE = 0.0
"""The score from which a loss has a line of its own."""
CERTAIN = 2.0
"""The score from which it is told with high confidence."""
SUMMARY = -1.0
"""The score from which it is told in the summary."""
ANOTHER = 1.0
"""How much clearer a second or third loss of one change must be to have a line too: they are mostly one question."""
MOST_ON_LINES = 3
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
    told = list(_questions(scored))
    weighed = [_weighed(item, reason_of(item.loss)) for item in told[:MOST_ASKED]]
    ordered = sorted([*weighed, *told[MOST_ASKED:]], key=lambda item: -item.score)
    return [
        replace(item, confidence=_confidence(item.score, place))
        for place, item in enumerate(ordered)
        if item.score >= SUMMARY
    ]


def _weighed(item: Ranked, reason: Reason | None) -> Ranked:
    raised = REASONED if reason is not None and reason.is_security else 0.0
    return replace(item, score=item.score + raised, reason=reason)


def _confidence(value: float, place: int) -> Confidence:
    if place >= MOST_ON_LINES or value < LINE + (ANOTHER if place else 0.0):
        return Confidence.LOW
    return Confidence.HIGH if value >= CERTAIN else Confidence.MEDIUM


def _questions(scored: Iterable[tuple[float, Loss]]) -> Iterator[Ranked]:
    """Of each hunk the clearest loss; the same loss in other places is told with the first."""
    first: dict[tuple[object, ...], tuple[float, list[Loss]]] = {}
    hunks: set[tuple[str, int]] = set()
    for value, loss in scored:
        hunk = surroundings.hunk_of(loss)
        place = (loss.base.path, hunk.base_start) if hunk is not None else (loss.head.path, -loss.line)
        if place in hunks:
            continue
        hunks.add(place)
        lost = loss.protection
        same = (loss.how, lost.way, lost.text, loss.became.text if loss.became else "")
        first.setdefault(same, (value, []))[1].append(loss)
    for value, group in first.values():
        yield Ranked(group[0], value, Confidence.LOW, tuple(group[1:]))

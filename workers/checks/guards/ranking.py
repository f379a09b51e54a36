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

FEATURES = (
    "bias",
    "clear",  # its own text says it: see :mod:`clear`
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
    "hunk gone",  # lines of code that the hunk takes
    "hunk come",  # lines of code that the hunk brings
    "hunk taken",  # whether the hunk takes more than it brings
)


def features(loss: Loss, change: Context) -> dict[str, float]:
    """The features of a loss by name; what is not named is 0."""
    lost = loss.protection
    said = words.parts(f"{lost.text} {lost.ending} {lost.name}")
    place = words.parts(f"{loss.scope} {loss.base.path.rpartition('/')[2]}")
    hunk = surroundings.hunk_of(loss)
    taken, brought = surroundings.balance(hunk, loss) if hunk is not None else (0, 0)
    gone, come = change.gone, change.come
    names = set(_NAME.findall(lost.text))
    return {
        "bias": 1.0,
        "clear": float(bool(clear(loss))),
        "sort": SORTS.get(sort(loss), UNKNOWN_SORT),
        "weaker": float(loss.how is How.WEAKER),
        "cleans": float(lost.way is Way.CLEANS),
        "resets": float(lost.way is Way.RESETS),
        "strong words": min(3.0, float(len(said & words.STRONG))),
        "refusing error": float(bool(words.REFUSING_ERROR.search(lost.ending))),
        "explained": min(3.0, float(len(surroundings.explained(loss)))),
        "place": min(2.0, float(len(place & words.STRONG))),
        "of version": float(bool(_OF_VERSION.search(lost.text))),
        "named anew": sum(bool(change.came[name]) for name in names) / len(names) if names else 0.0,
        "gone": math.log1p(gone.code),
        "come": math.log1p(come.code),
        "taken": _share(gone.code, come.code),
        "conditions taken": _share(gone.conditions, come.conditions),
        "refusals taken": _share(gone.refusals, come.refusals),
        "hunk gone": math.log1p(taken),
        "hunk come": math.log1p(brought),
        "hunk taken": _share(taken, brought),
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
    r"(?i)(?:class|method|function)_exists|version|hasattr|typeof [\w.]{1,80} ?[!=]==? ?\"undefined|ImportError|deprecat"
    r"|compat|legacy|polyfill|platform"
)
"""A condition about where the code runs, or on what."""

WEIGHTS: Mapping[str, float] = {
    "bias": -0.27,
    "sort": 1.14,
    "weaker": 0.78,
    "cleans": 0.96,
    "resets": -0.73,
    "strong words": 0.31,
    "refusing error": 0.78,
    "explained": 0.51,
    "place": 0.24,
    "of version": -0.89,
    "named anew": -0.74,
    "gone": -0.41,
    "come": -0.4,
    "taken": 1.68,
    "conditions taken": 0.49,
    "refusals taken": 0.67,
    "hunk gone": -0.49,
    "hunk come": 0.54,
    "hunk taken": 0.72,
}
SORTS: Mapping[str, float] = {
    "bypassed:checks": -0.35,
    "bypassed:checks:branch": 0.61,
    "bypassed:checks:same-text": -0.66,
    "bypassed:declares:allow-list": -0.47,
    "bypassed:declares:method": -0.47,
    "bypassed:encloses": -0.88,
    "bypassed:encloses:branch": -0.1,
    "bypassed:encloses:same-text": -0.8,
    "bypassed:handles:branch": 0.05,
    "bypassed:refuses": -1.03,
    "bypassed:refuses:branch": 0.6,
    "bypassed:refuses:same-text": -0.86,
    "bypassed:resets:branch": -0.19,
    "bypassed:skips:branch": 0.26,
    "bypassed:wraps": 0.02,
    "bypassed:wraps:same-text": -0.38,
    "gone:acts:attempts": -0.3,
    "gone:acts:audit": 1.67,
    "gone:acts:call": 0.31,
    "gone:acts:call-inner-strong": 1.92,
    "gone:acts:call-strong": 1.6,
    "gone:acts:checked-strong": 1.42,
    "gone:acts:cleaner": 2.08,
    "gone:acts:constant": 0.23,
    "gone:acts:deletion": 0.7,
    "gone:acts:dummy-work": 0.34,
    "gone:acts:expiry": 0.41,
    "gone:acts:file": 1.48,
    "gone:acts:hardened": 1.28,
    "gone:acts:hardened-strong": 1.48,
    "gone:acts:header-removed": 1.01,
    "gone:acts:helper": 1.19,
    "gone:acts:limit": 0.7,
    "gone:acts:local": 0.58,
    "gone:acts:lock": 0.73,
    "gone:acts:log": 1.04,
    "gone:acts:masked": 1.99,
    "gone:acts:owner-filter": 0.2,
    "gone:acts:privilege-reset": 0.83,
    "gone:acts:query-filter": 1.33,
    "gone:acts:released": 1.48,
    "gone:acts:reset": 0.71,
    "gone:acts:session": 1.87,
    "gone:acts:set-medium": 0.76,
    "gone:acts:set-strong": 1.41,
    "gone:acts:state-filter": 0.38,
    "gone:acts:step-strong": 1.29,
    "gone:acts:token": 1.01,
    "gone:acts:value": 0.1,
    "gone:acts:wiped": 1.32,
    "gone:answers": 1.56,
    "gone:answers:rebuilt": -0.38,
    "gone:checks": 1.32,
    "gone:checks:alone": -0.35,
    "gone:checks:elsewhere": -0.64,
    "gone:checks:rebuilt": -0.73,
    "gone:checks:subject": 1.33,
    "gone:cleans:bound": 1.39,
    "gone:cleans:bound-gone": 0.02,
    "gone:cleans:bound-in-place": 0.41,
    "gone:cleans:command": 0.69,
    "gone:cleans:command-gone": 0.41,
    "gone:cleans:command-in-place": 0.69,
    "gone:cleans:copy": 0.41,
    "gone:cleans:copy-gone": 0.23,
    "gone:cleans:copy-in-place": 0.41,
    "gone:cleans:encode": 0.72,
    "gone:cleans:encode-gone": 0.95,
    "gone:cleans:encode-in-place": 0.02,
    "gone:cleans:escape": 3.04,
    "gone:cleans:escape-gone": 1.4,
    "gone:cleans:escape-in-place": 1.61,
    "gone:cleans:filter": -0.25,
    "gone:cleans:filter-gone": 0.83,
    "gone:cleans:mask-gone": 0.41,
    "gone:cleans:normal": 1.65,
    "gone:cleans:normal-gone": 1.48,
    "gone:cleans:normal-in-place": 1.01,
    "gone:cleans:number": 0.92,
    "gone:cleans:number-gone": 1.25,
    "gone:cleans:number-in-place": 0.41,
    "gone:cleans:path": 1.49,
    "gone:cleans:path-gone": 1.87,
    "gone:cleans:path-in-place": 0.31,
    "gone:cleans:pattern-gone": 0.41,
    "gone:cleans:query": 1.5,
    "gone:cleans:query-gone": 1.14,
    "gone:cleans:query-in-place": 0.02,
    "gone:cleans:replace": 0.74,
    "gone:cleans:replace-gone": 1.79,
    "gone:cleans:replace-in-place": 0.17,
    "gone:cleans:unknown-in-place": 1.13,
    "gone:cleans:unwrapped": 1.0,
    "gone:cleans:url": 0.92,
    "gone:cleans:url-gone": 0.31,
    "gone:cleans:url-in-place": 0.69,
    "gone:cleans:wrap": 0.54,
    "gone:cleans:wrap-gone": 1.55,
    "gone:cleans:wrap-in-place": 0.69,
    "gone:declares": 1.56,
    "gone:declares:argument-sure": 1.32,
    "gone:declares:autocomplete": -0.38,
    "gone:declares:base": 0.34,
    "gone:declares:base-swapped": -0.89,
    "gone:declares:cache-header": 0.69,
    "gone:declares:claims": 0.05,
    "gone:declares:constant-gone": 0.86,
    "gone:declares:cookie": 0.54,
    "gone:declares:cors": 1.25,
    "gone:declares:crypto-gone": -0.38,
    "gone:declares:csrf": 1.69,
    "gone:declares:csrf-field": 1.32,
    "gone:declares:csrf-part": 1.57,
    "gone:declares:default-gone": 1.12,
    "gone:declares:deny-list": 0.74,
    "gone:declares:elsewhere": -0.66,
    "gone:declares:field": -0.18,
    "gone:declares:flag-gone": 0.6,
    "gone:declares:flag-off-gone": 1.14,
    "gone:declares:header": 1.32,
    "gone:declares:hidden-field": 1.61,
    "gone:declares:limit": 1.62,
    "gone:declares:limit-argument": 1.0,
    "gone:declares:limit-call": 0.26,
    "gone:declares:loader": 0.87,
    "gone:declares:method": 0.04,
    "gone:declares:mode": 0.02,
    "gone:declares:output": 1.21,
    "gone:declares:pattern-gone": 0.83,
    "gone:declares:permission": 0.97,
    "gone:declares:plain": 0.34,
    "gone:declares:plain-flag": 0.72,
    "gone:declares:plain-sure": 0.19,
    "gone:declares:query": -0.51,
    "gone:declares:rebuilt": 0.05,
    "gone:declares:setting-sure": 1.71,
    "gone:declares:size-of-field": 0.41,
    "gone:declares:text-sure": 1.22,
    "gone:declares:timeout": 0.38,
    "gone:declares:tls": -0.25,
    "gone:declares:work-factor": 0.41,
    "gone:declares:xml": 1.87,
    "gone:encloses": 0.41,
    "gone:encloses:alone": 0.98,
    "gone:encloses:elsewhere": -0.75,
    "gone:encloses:rebuilt": -0.27,
    "gone:encloses:subject": 0.73,
    "gone:encloses:template-condition": -0.38,
    "gone:handles": 0.94,
    "gone:handles:alone": 1.79,
    "gone:handles:elsewhere": -0.38,
    "gone:handles:rebuilt": 0.41,
    "gone:handles:value": -0.13,
    "gone:refuses": 1.48,
    "gone:refuses:alone": -0.02,
    "gone:refuses:elsewhere": -1.33,
    "gone:refuses:rebuilt": 0.16,
    "gone:refuses:subject": 0.68,
    "gone:refuses:value": 0.63,
    "gone:resets": 0.7,
    "gone:resets:alone": 0.87,
    "gone:resets:elsewhere": -1.55,
    "gone:resets:rebuilt": -0.78,
    "gone:resets:subject": -0.51,
    "gone:skips": 1.55,
    "gone:skips:alone": -0.35,
    "gone:skips:elsewhere": -0.38,
    "gone:skips:rebuilt": -0.66,
    "gone:skips:subject": 0.72,
    "gone:wraps": 0.88,
    "gone:wraps:alone": 0.69,
    "gone:wraps:elsewhere": -0.66,
    "gone:wraps:middleware": 0.41,
    "gone:wraps:rebuilt": -0.47,
    "gone:wraps:standing": 1.79,
    "gone:wraps:subject": 0.87,
    "later:checks": 0.14,
    "later:encloses": -0.53,
    "later:handles": -0.18,
    "later:refuses": -0.16,
    "later:resets": -1.28,
    "later:skips": -0.51,
    "later:wraps": -0.66,
    "weaker:acts:owner-filter": 0.04,
    "weaker:answers:clause-dropped": 0.69,
    "weaker:answers:constant": 0.41,
    "weaker:answers:edited": -0.47,
    "weaker:answers:exemption-added": 0.69,
    "weaker:answers:null-check-dropped": 0.02,
    "weaker:answers:swapped": -0.58,
    "weaker:answers:timing": 0.69,
    "weaker:checks:argument-dropped": 0.23,
    "weaker:checks:bound-dropped": -0.38,
    "weaker:checks:call-changed": 0.05,
    "weaker:checks:exemption-added": -0.25,
    "weaker:checks:role-lowered": 0.41,
    "weaker:checks:swapped": 0.1,
    "weaker:cleans:command-fewer": 0.41,
    "weaker:cleans:compare": 1.32,
    "weaker:cleans:encode": 0.31,
    "weaker:cleans:error-detail": 0.04,
    "weaker:cleans:escape": 0.26,
    "weaker:cleans:escape-argument": 1.79,
    "weaker:cleans:escape-fewer": 0.41,
    "weaker:cleans:filter": -0.47,
    "weaker:cleans:load": 0.92,
    "weaker:cleans:markup": 0.69,
    "weaker:cleans:normal": 0.02,
    "weaker:cleans:normal-argument": 1.1,
    "weaker:cleans:number": -0.38,
    "weaker:cleans:object-keys": 0.41,
    "weaker:cleans:path": 0.41,
    "weaker:cleans:placeholder": 2.2,
    "weaker:cleans:query-fewer": 0.69,
    "weaker:cleans:random": 0.69,
    "weaker:cleans:replace": -0.66,
    "weaker:cleans:replace-pattern": 0.66,
    "weaker:cleans:strict-comparison": 1.25,
    "weaker:cleans:template-escape": 1.61,
    "weaker:cleans:template-raw": 1.1,
    "weaker:cleans:template-unquoted": 0.41,
    "weaker:cleans:temporary-file": 0.02,
    "weaker:cleans:trusted-markup": 0.69,
    "weaker:cleans:unwrapped": 0.41,
    "weaker:cleans:wrap": 0.02,
    "weaker:cleans:wrap-argument": 0.41,
    "weaker:cleans:wrap-fewer": 0.05,
    "weaker:declares:argument-sure": 0.31,
    "weaker:declares:bound-dropped": 0.41,
    "weaker:declares:cache-header": 0.69,
    "weaker:declares:cleaned-argument": 2.19,
    "weaker:declares:cors": 0.05,
    "weaker:declares:csrf": 1.12,
    "weaker:declares:deny-list": -0.38,
    "weaker:declares:flag-switched": 0.54,
    "weaker:declares:header": 0.04,
    "weaker:declares:hidden-field": 0.04,
    "weaker:declares:limit-raised": -0.25,
    "weaker:declares:list-grown": -0.38,
    "weaker:declares:list-shrunk": 0.41,
    "weaker:declares:loader": 0.41,
    "weaker:declares:method": -0.47,
    "weaker:declares:mode": 0.31,
    "weaker:declares:number-raised": -1.81,
    "weaker:declares:output": 0.54,
    "weaker:declares:pattern": 0.43,
    "weaker:declares:pattern-loosened": 0.97,
    "weaker:declares:permission-edited": -0.63,
    "weaker:declares:query": 0.31,
    "weaker:declares:role-lowered": 0.41,
    "weaker:declares:swapped": -0.34,
    "weaker:declares:switched-off": 0.31,
    "weaker:declares:text-less": 0.59,
    "weaker:declares:timeout-raised": -0.38,
    "weaker:declares:tls": 0.26,
    "weaker:declares:value-weakened": -0.18,
    "weaker:declares:xml": 0.41,
    "weaker:encloses:clause-dropped": 0.73,
    "weaker:encloses:comparison-widened": 0.92,
    "weaker:encloses:edited": 0.02,
    "weaker:encloses:equality-loosened": 0.41,
    "weaker:encloses:exemption-added": -0.54,
    "weaker:encloses:list-grown": -0.66,
    "weaker:encloses:list-shrunk": 0.41,
    "weaker:encloses:null-check-dropped": -0.66,
    "weaker:encloses:pattern-loosened": 0.41,
    "weaker:encloses:role-lowered": -0.38,
    "weaker:encloses:swapped": -0.15,
    "weaker:encloses:template-condition": -0.38,
    "weaker:handles:softer-ending": 0.41,
    "weaker:handles:swapped": -0.51,
    "weaker:refuses:argument-dropped": 0.41,
    "weaker:refuses:clause-dropped": 1.02,
    "weaker:refuses:comparison-widened": 0.41,
    "weaker:refuses:edited": 0.44,
    "weaker:refuses:equality-loosened": 0.41,
    "weaker:refuses:exemption-added": -0.46,
    "weaker:refuses:list-grown": -0.38,
    "weaker:refuses:null-check-dropped": 0.44,
    "weaker:refuses:pattern-loosened": 0.92,
    "weaker:refuses:role-lowered": -0.38,
    "weaker:refuses:softer-ending": 0.54,
    "weaker:refuses:swapped": -0.04,
    "weaker:refuses:timing": 0.92,
    "weaker:resets:clause-dropped": 0.54,
    "weaker:resets:comparison-widened": -0.38,
    "weaker:resets:edited": 0.04,
    "weaker:resets:equality-loosened": -0.38,
    "weaker:resets:exemption-added": -1.26,
    "weaker:resets:swapped": -0.42,
    "weaker:skips:clause-dropped": 0.41,
    "weaker:skips:comparison-widened": 0.41,
    "weaker:skips:list-grown": -0.38,
    "weaker:skips:swapped": -0.55,
    "weaker:wraps:argument-dropped": -0.66,
    "weaker:wraps:call-changed": -0.25,
    "weaker:wraps:list-grown": -0.38,
    "weaker:wraps:middleware": -0.38,
    "weaker:wraps:swapped": -0.24,
}
"""By sort: how much more often real fixes lose it than ordinary commits, as a natural logarithm."""
UNKNOWN_SORT = -1.0
PINNED: Mapping[str, float] = {"clear": 3.5}
"""Weights that are not fitted: real fixes hold too few of these. What they cost is measured with the rest."""
LINE = 1.94
"""The score from which a loss has a line of its own."""
CERTAIN = 3.44
"""The score from which it is told with high confidence."""
SUMMARY = 1.43
"""The score from which it is told in the summary."""
ANOTHER = 2.5
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


def has_line(value: float, place: int, bar: float) -> bool:
    """Whether the loss at a place of the ranking (from 0) has a line of its own, given the bar of the first."""
    return place < MOST_ON_LINES and value > bar + margin(place)


def margin(place: int) -> float:
    """How much clearer a loss at a place of the ranking must be than the first."""
    return ANOTHER if place else 0.0


def _confidence(value: float, place: int) -> Confidence:
    if not has_line(value, place, LINE):
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

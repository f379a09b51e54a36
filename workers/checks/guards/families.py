"""Which kind of loss something is: a refusal gone, a call edited to less, a setting switched off."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum

from workers.checks.guards import vocabulary as words
from workers.checks.guards.comparison import Loss
from workers.checks.guards.facts import Fact, Kind, Outcome

_TOKEN = re.compile(r"[A-Za-z_]\w*|\d+|[^\w\s]")
_AND, _OR = re.compile(r" and |&&"), re.compile(r" or |\|\|")
_BENIGN_HANDLER = re.compile(
    r"ImportError|ModuleNotFound|AttributeError|KeyError|StopIteration|Keyboard|OSError|IOError|UnicodeDecode"
)
_ANCHORS = re.compile(r"\\A|\\[zZb]|\^|\$")
_UNBOUND = re.compile(r"[+*]|\{\d+,\}")
_REFUSING = (Outcome.RAISE, Outcome.DENY, Outcome.QUIET)


class Edit(Enum):
    """What happened to a text that was replaced."""

    SHRUNK = "shrunk"
    GROWN = "grown"
    SWAPPED = "swapped"
    SAME = "same"


def matters(fact: Fact) -> bool:
    """Whether losing the fact could be of any family: the cheap test that goes first."""
    match fact.kind:
        case Kind.CALL:
            patterns = (words.SURE_CALL, words.LIKELY_CALL, words.REMOVING_CALL, words.PATTERN_CALL)
            return any(pattern.match(fact.name) for pattern in patterns)
        case Kind.SETTING:
            return _protects(fact) is not None
        case Kind.DECORATOR:
            known = words.SECURITY_DECORATOR.search(fact.target)
            return bool(known) and not words.NOT_SECURITY_DECORATOR.match(fact.name)
        case Kind.ENTRY:
            return bool(words.COLLECTION.search(fact.name))
        case Kind.DELETION:
            return bool(words.SENSITIVE_FIELD.search(fact.text))
        case Kind.HANDLER:
            return fact.outcome in (Outcome.RAISE, Outcome.DENY) and not _BENIGN_HANDLER.search(fact.text)
        case Kind.DEFINITION:
            return bool(words.PROTECTIVE_NAME.search(fact.name)) and bool(fact.scope)
        case Kind.REFUSAL | Kind.CONDITION | Kind.PATTERN:
            return True


def family(loss: Loss, said: frozenset[str]) -> str | None:
    """The family of a loss, or ``None`` where it is none that counts. ``said`` are the words of fact and comments."""
    fact, became = loss.fact, loss.became
    match fact.kind:
        case Kind.REFUSAL | Kind.CONDITION:
            return _condition(fact, became, said)
        case Kind.CALL:
            return _call(fact, became)
        case Kind.DECORATOR:
            return "decorator-gone" if became is None else "decorator-edited"
        case Kind.SETTING:
            return _setting(fact, became)
        case Kind.HANDLER:
            if became is None:
                return "handler-gone"
            return "handler-swallows" if became.outcome is Outcome.OTHER else None
        case Kind.PATTERN:
            return "pattern-loosened" if became is not None and loosened(fact.text, became.text) else None
        case Kind.ENTRY | Kind.DELETION | Kind.DEFINITION:
            return f"{fact.kind.value}-gone" if became is None else None


def _condition(fact: Fact, became: Fact | None, said: frozenset[str]) -> str | None:
    refuses = fact.kind is Kind.REFUSAL and fact.outcome in _REFUSING
    if became is None:
        if not refuses and not said & words.STRONG:
            return None
        return f"refusal-gone-{fact.outcome.value}" if fact.kind is Kind.REFUSAL else "condition-gone"
    if refuses and became.kind is Kind.CONDITION:
        return "refusal-tamed"
    kind = "refusal" if refuses else "condition"
    logic = weaker(fact.text, became.text, refuses=refuses)
    if logic is not None:
        return f"{kind}-weaker" if logic else None
    change = edit(fact.text, became.text)
    if change is Edit.SHRUNK or (refuses and change is Edit.SWAPPED):
        return f"{kind}-{change.value}"
    return None


def weaker(before: str, after: str, *, refuses: bool) -> bool | None:
    """Whether parts that a condition lost or won make it weaker; ``None`` where its logic does not tell.

    A refusal is weaker without one of its alternatives, or with one more condition; a permission the other way round.
    """
    old, new = _clauses(before), _clauses(after)
    lost, won = old - new, new - old
    if bool(lost) == bool(won):
        return None
    joined = after if won else before
    by_or, by_and = bool(_OR.search(joined)), bool(_AND.search(joined))
    if by_or == by_and:
        return None
    return by_or == (refuses if lost else not refuses)


def _clauses(condition: str) -> frozenset[str]:
    return frozenset(part.strip(" ()") for part in re.split(r" and | or |&&|\|\|", condition))


def _call(fact: Fact, became: Fact | None) -> str | None:
    if words.PATTERN_CALL.match(fact.name):
        return "pattern-loosened" if became is not None and loosened(fact.text, became.text) else None
    if words.REMOVING_CALL.match(fact.name):
        return "deletion-gone" if words.SENSITIVE_FIELD.search(fact.value) and became is None else None
    kind = "sure" if words.SURE_CALL.match(fact.name) else "likely"
    if became is None:
        return f"call-gone-{kind}"
    return f"call-edited-{kind}" if edit(fact.text, became.text) is Edit.SHRUNK else None


def _setting(fact: Fact, became: Fact | None) -> str | None:
    if became is None:
        return "setting-gone"
    protects = _protects(fact)
    return None if protects is None or protects.match(became.value) else "setting-edited"


def _protects(fact: Fact) -> re.Pattern[str] | None:
    """The values that protect, where the setting is a known one and has such a value."""
    for name, protects in words.PROTECTIVE_SETTINGS:
        if name.match(fact.name) and protects.match(fact.value):
            return protects
    return None


def edit(before: str, after: str) -> Edit:
    """Whether an edited text only lost words, only won some, or swapped them."""
    old, new = Counter(_TOKEN.findall(before)), Counter(_TOKEN.findall(after))
    lost = any(_counts(part) for part in old - new)
    won = any(_counts(part) for part in new - old)
    if lost:
        return Edit.SWAPPED if won else Edit.SHRUNK
    return Edit.GROWN if won else Edit.SAME


def _counts(part: str) -> bool:
    return part[0].isalnum() or part in "<>=!^$"


def loosened(before: str, after: str) -> bool:
    """Whether a pattern lost an anchor or won an unbounded repetition."""
    stricter = before.count("fullmatch") > after.count("fullmatch")
    anchors = len(_ANCHORS.findall(before)) > len(_ANCHORS.findall(after))
    return stricter or anchors or len(_UNBOUND.findall(after)) > len(_UNBOUND.findall(before))

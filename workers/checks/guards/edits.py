"""What an edit did to one text: which parts it lost and won, and whether what is left refuses less."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum
from functools import lru_cache

_TOKEN = re.compile(r"[A-Za-z][a-z0-9]*|[A-Z]+(?![a-z])|\d+|[^\w\s]")
_WORD = re.compile(r"[A-Za-z_]\w*|\d+|[^\w\s]")
_JOINED = re.compile(r" and | or |&&|\|\|")
_AND, _OR = re.compile(r" and |&&"), re.compile(r" or |\|\|")
_NEGATION = re.compile(r"^(?:not\s+|!\s*)")
_NUMBER = re.compile(r"(?<![\w.\"])\d[\d_]*(?:\s*\*\s*\d[\d_]*)*")
_COMMON = 0.5

_EXACT = re.compile(r"[!=]==?|\.equals\(|\beql?\b|\.Equal\(|equalsIgnoreCase\(|EqualFold\(")
_PARTIAL = re.compile(
    r"(?i)starts?_?with|ends_?with|has_?prefix|has_?suffix|index_?of|str(?:i?pos|str)\(|\.find\(|str_contains"
    r"|\.(?:contains|includes?\??)\(\s*[\"']|[\"'] in \w"
)
_CONSTANT_TIME = re.compile(
    r"(?i)compare_digest|safe_?equal|hash_equals|constant_?time|const_time|secure_compare|MessageDigest\.isEqual"
    r"|password_verify|Hash::check|timingSafe"
)
_WHOLE = re.compile(r"(?i)fullmatch|\.matches\(")
_PART = re.compile(r"(?i)(?<!full)match\(|\.search\(|\.find\(\)|lookingAt")
_INSIDE = re.compile(r"is_relative_to|commonpath|relative_to|\w*safe_?join|realpath|\.resolve\(|EvalSymlinks")
_WITH_SEPARATOR = re.compile(
    r"(?i)(?:starts?_?with|has_?prefix)\W{1,3}[^)]*(?:sep\b|separator|slash|[\"']/[\"']|/[\"'])"
)
_PREFIX = re.compile(r"(?i)starts?_?with|has_?prefix")

CODE = re.compile(r"=>|\bfunction\b|\bfunc\(|\blambda\b|\bdo ?\|")
"""Code that is handed on: an edit inside it is no edit of what it is handed to."""


class Edit(Enum):
    """What happened to a text that was replaced."""

    SHRUNK = "shrunk"
    GROWN = "grown"
    SWAPPED = "swapped"
    SAME = "same"


def edit(before: str, after: str) -> Edit:
    """Whether an edited text only lost words, only won some, or swapped them."""
    old, new = Counter(_WORD.findall(before)), Counter(_WORD.findall(after))
    lost = any(_counts(part) for part in old - new)
    won = any(_counts(part) for part in new - old)
    if lost:
        return Edit.SWAPPED if won else Edit.SHRUNK
    return Edit.GROWN if won else Edit.SAME


def lost_by(before: str, after: str) -> Counter[str]:
    """The words and signs that an edit took away."""
    return Counter(_WORD.findall(before)) - Counter(_WORD.findall(after))


def _counts(part: str) -> bool:
    return part[0].isalnum() or part in "<>=!^$"


def likeness(one: str, other: str) -> float:
    """Share of common words and signs, 0 to 1."""
    if one == other:
        return 1.0
    mine, theirs = _tokens(one), _tokens(other)
    total = mine.total() + theirs.total()
    if not total or 2 * min(mine.total(), theirs.total()) < _COMMON * total:
        return 0.0
    return 2 * (mine & theirs).total() / total


@lru_cache(maxsize=8192)
def _tokens(text: str) -> Counter[str]:
    return Counter(_TOKEN.findall(text))


def inverted(text: str) -> str:
    """The opposite of a condition, as far as its text tells."""
    shorter = _NEGATION.sub("", text)
    return shorter if shorter != text else f"not {text}"


def weaker(before: str, after: str, *, refuses: bool) -> bool | None:
    """Whether parts that a condition lost or won make it weaker; ``None`` where its logic does not tell.

    A refusal is weaker without one of its alternatives, or with one more condition; a permission the other way round.
    """
    old, new = clauses(before), clauses(after)
    lost, won = old - new, new - old
    if not lost and not won:
        return _joined_otherwise(before, after, refuses=refuses)
    if bool(lost) == bool(won):
        return None
    joined = after if won else before
    by_or, by_and = bool(_OR.search(joined)), bool(_AND.search(joined))
    if by_or == by_and:
        return None
    return by_or == (refuses if lost else not refuses)


def _joined_otherwise(before: str, after: str, *, refuses: bool) -> bool | None:
    """The same parts, joined by "and" instead of "or": a refusal got weaker; the other way round a permission."""
    ors = len(_OR.findall(after)) - len(_OR.findall(before))
    ands = len(_AND.findall(after)) - len(_AND.findall(before))
    if not ors or ors != -ands:
        return None
    return (ors < 0) == refuses


def clauses(condition: str) -> frozenset[str]:
    """The parts of a condition that are joined by "and" or "or"."""
    return frozenset(part.strip(" ()") for part in _JOINED.split(condition))


def widened(before: str, after: str) -> bool:
    """Whether a comparison now accepts what only looks like the right thing: equal → begins with, inside → prefix."""
    if _CONSTANT_TIME.search(before) and not _CONSTANT_TIME.search(after):
        return True
    if _lost(_WHOLE, before, after) and _won(_PART, before, after):
        return True
    if (_lost(_EXACT, before, after) or _lost(_INSIDE, before, after)) and _won(_PARTIAL, before, after):
        return True
    return bool(_WITH_SEPARATOR.search(before) and not _WITH_SEPARATOR.search(after) and _PREFIX.search(after))


def in_constant_time(text: str) -> bool:
    """Whether it compares in a time that does not tell where two secrets differ."""
    return bool(_CONSTANT_TIME.search(text))


def is_joined(text: str) -> bool:
    """Whether a condition has parts that are joined by "and" or "or"."""
    return bool(_JOINED.search(text))


def _lost(sign: re.Pattern[str], before: str, after: str) -> bool:
    return len(sign.findall(before)) > len(sign.findall(after))


def _won(sign: re.Pattern[str], before: str, after: str) -> bool:
    return len(sign.findall(after)) > len(sign.findall(before))


def raised(before: str, after: str) -> bool:
    """Whether the only difference is a number that is at least twice as high now, or a factor in front of a bound."""
    old, new = _NUMBER.findall(before), _NUMBER.findall(after)
    if _NUMBER.sub("#", before) == _NUMBER.sub("#", after) and len(old) == len(new):
        changed = [(_value(mine), _value(theirs)) for mine, theirs in zip(old, new, strict=True) if mine != theirs]
        return bool(changed) and all(theirs >= 2 * mine for mine, theirs in changed)
    return False


def _value(number: str) -> int:
    product = 1
    for factor in number.split("*"):
        product *= int(factor.strip().replace("_", "") or 0)
    return product


def unwraps(before: str, after: str, call: str, subject: str) -> bool:
    """Whether the new text is the old one with the call replaced by what it worked on."""
    return bool(subject) and call in before and before.replace(call, subject, 1) == after

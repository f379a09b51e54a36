"""How strong the head's call, wrapper, setting or cleaning is against the base's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from bot.knowledge import protection as words
from workers.checks.guards import expressions, orders, refusals
from workers.checks.guards.conditions import condition, likeness
from workers.checks.guards.differences import SAME, STRONGER, UNCLEAR, UNRELATED, Difference, weaker
from workers.checks.guards.model import Protection, Way
from workers.checks.guards.operands import parts, value_of
from workers.checks.guards.tokens import Sort, Token, joined, spelled, tokens

_ASSERTS = re.compile(r"^(?:assert\w*|require|check|ensure|checkargument|checkstate|invariant|istrue|expect|must)$")
"""Calls, in the one spelling, whose first argument must hold."""
_LIMIT = re.compile(r"(?i)limit|throttl|max|timeout|rate|ttl|expir|lifetime|attempt|size|length|depth|count")
_LEAST = re.compile(
    r"(?i)(?:^|[_-])min(?:imum)?(?:$|[_A-Z-])|^min[A-Z]|round|iteration|cost|work_?factor|key_?(?:size|len|bits)|salt|strength|delay|entropy"
    r"|hsts|password_?length|lockout|modulus|bits$"
)
"""Numbers that protect by being large."""
_ALLOWS = re.compile(
    r"(?i)allow|permit|safe|trust|white|accept|valid|public|exempt|skip|ignore|except|exclude|anonymous|cors|origin"
    r"|schemes|protocols|extension|methods|hosts|fillable|unauth|mime|bypass|guest|attributes|tags"
)
"""Lists that let in: they are weaker with more in them."""
_NEEDS = re.compile(
    r"(?i)permission_?classes|authentication|validators?|middlewares?|filters|required|policies|guards|throttle"
    r"|processors|interceptors|escape|sanitiz|before|checks|rules|mask|redact|scrub|filter_param|protected|guarded|hidden"
)
"""Lists that ask: they are weaker with less in them."""
_DENIES = re.compile(
    r"(?i)deny|denied|black|block|ban|forbid|unsafe|danger|disallow|reserved|illegal|invalid|restrict|reject|strip|remove"
)
_MODE = re.compile(r"(?i)mode|perm|chmod|umask|access|open|mkdir")
_OCTAL = re.compile(r"^0o?[0-7]{3,4}$")
_ANY_OF = re.compile(r"(?i)role|any|secured|method|authority|group")
_NARROWS = re.compile(r"^(only|if|unless|except|prepend)$")
_REPLACES = re.compile(r"^(?:replace|replaceall|sub|gsub|pregreplace|replaceallstring|replacefirst|strreplace)$")
_UNBOUNDED = re.compile(
    r"(?i)^(?:-1|0|none|nil|null|false|infinity|inf|math\.inf|undefined|unlimited|(?=\w*max_?(?:int|value))\w+)$"
)


def difference(base: Protection, head: Protection) -> Difference:
    """Compares two protections of one way, which is none of the ways that ask a condition."""
    if base.way is Way.DECLARES:
        return _declared(base, head)
    if base.way is Way.WRAPS:
        return _wrapped(base, head)
    if base.way is Way.CLEANS:
        return _cleaned(base, head)
    return calls(base, head)


def calls(base: Protection, head: Protection) -> Difference:
    """Two calls: the same function with other arguments, or another function for the same."""
    mine, theirs = _arguments(base), _arguments(head)
    if spelled(base.name) != spelled(head.name):
        return _other_name(base, head)
    if mine == theirs:
        return SAME if base.way is not Way.HANDLES else UNCLEAR
    if _ASSERTS.match(spelled(base.name)) and mine and theirs:
        like = likeness(mine[0], theirs[0])
        asked = refusals.difference(condition(mine[0]).negated, condition(theirs[0]).negated, like)
        if asked not in (UNRELATED, SAME):
            return asked
    return _arguments_compared(base.text, head.text, mine, theirs)


def _other_name(base: Protection, head: Protection) -> Difference:
    """Another check of roles, or another of the order of values."""
    ranked = _by_role(base.text, head.text)
    if ranked is not None:
        return ranked
    valued = _by_value(base.text, head.text)
    if valued is not None:
        return valued
    return UNCLEAR if _have_words_in_common(base.name, head.name) else UNRELATED


def _have_words_in_common(mine: str, theirs: str) -> bool:
    ours, others = words.parts(mine), words.parts(theirs)
    return bool(ours & others) and 2 * len(ours & others) >= min(len(ours), len(others))


def _by_role(mine: str, theirs: str) -> Difference | None:
    """Two texts that ask for a role; ``None`` where one does not, or both ask for the same."""
    if orders.role(mine) and (orders.lets_everybody_in(theirs) or orders.is_higher_text(mine, theirs)):
        return weaker("role-lowered")
    if orders.role(theirs) and (orders.lets_everybody_in(mine) or orders.is_higher_text(theirs, mine)):
        return STRONGER
    return None


def _by_value(mine: str, theirs: str) -> Difference | None:
    """Two texts with values of one family of :data:`~workers.checks.guards.orders.VALUES`."""
    ours = {family: (best, worst) for family, best, worst in orders.ranks(mine)}
    others = {family: (best, worst) for family, best, worst in orders.ranks(theirs)}
    changed = [
        (ours[family], others[family]) for family in ours.keys() & others.keys() if ours[family] != others[family]
    ]
    if not changed:
        return None
    if all(one[0] <= other[0] and one[1] <= other[1] for one, other in changed):
        return weaker("value-weakened")
    return STRONGER if all(one[0] >= other[0] and one[1] >= other[1] for one, other in changed) else None


def _arguments(protection: Protection) -> list[str]:
    """The arguments of a call or wrapper, each in the one spelling."""
    return [joined(part) for part in _rows(protection)]


def _rows(protection: Protection) -> list[Sequence[Token]]:
    row: Sequence[Token] = tokens(protection.value)
    if not row and protection.text.endswith((")", "]")):
        row = tokens(protection.text)
        opening = next((index for index, token in enumerate(row) if token.text == "("), len(row))
        row = row[opening + 1 : -1]
    if row and row[0].text == "(" and row[-1].text == ")":
        row = row[1:-1]
    return list(parts(row))


def _arguments_compared(text: str, became: str, mine: Sequence[str], theirs: Sequence[str]) -> Difference:
    """Arguments in any order: fewer of the same are less to check; others are compared by what they say."""
    ours, others = Counter(mine), Counter(theirs)
    lost, won = ours - others, others - ours
    if lost and not won:
        return weaker("argument-dropped" if _PROTECTS.search(text) else "call-changed")
    if won and not lost:
        return STRONGER
    ranked = _by_role(text, became) or _by_value(" ".join(lost), " ".join(won))
    if ranked is not None:
        return ranked
    if len(lost) == len(won) == 1:
        found = _number_compared(text, next(iter(lost)), next(iter(won)))
        return found or _pattern_compared(text, next(iter(lost)), next(iter(won))) or UNCLEAR
    return UNCLEAR if likeness(text, became) >= 0.3 else UNRELATED


def _number_compared(name: str, mine: str, theirs: str) -> Difference | None:
    """Two bounds; ``None`` where they are no numbers, or the name does not say that they bound."""
    is_least = bool(_LEAST.search(name))
    if not is_least and not _LIMIT.search(name):
        return None
    old, new = value_of(tokens(mine)), value_of(tokens(theirs))
    unbounded = bool(_UNBOUNDED.match(theirs.strip('"')))
    was_unbounded = bool(_UNBOUNDED.match(mine.strip('"')))
    if unbounded != was_unbounded:
        return weaker("bound-dropped") if unbounded else STRONGER
    if old is None or new is None or old == new:
        return None
    return weaker("bound-raised") if (new > old) is not is_least else STRONGER


def _pattern_compared(name: str, mine: str, theirs: str) -> Difference | None:
    """Two regular expressions; whether what matches is let in is said by the name of what uses them."""
    if not _looks_like_pattern(name, mine) or not expressions.is_expression(theirs):
        return None
    accepts = not (_DENIES.search(name) or _REPLACES.search(spelled(name)) or "replace" in name.lower())
    is_looser = expressions.loosened(mine, theirs, accepts=accepts)
    if is_looser:
        return weaker("pattern-loosened")
    if expressions.ambiguous(mine, theirs):
        return weaker("pattern-ambiguous")
    return STRONGER if expressions.loosened(theirs, mine, accepts=accepts) else None


_PROTECTS = re.compile(
    r"(?i)check|valid|verif|ensure|require|assert|auth|permi|access|allow|can|sanit|escap|clean|quote|limit|throttle|csrf"
    r"|special|guard|protect|restrict|role|admin|owner|login|filter|sign|encrypt|safe|secure|policy|scope|forbid|deny"
)
"""Words of calls that protect, wherever they stand in a call."""
_PATTERN = re.compile(r"[\\^$]|\[[^\]]{1,100}\]|\)[*+?]|\.[*+]")


def _looks_like_pattern(name: str, text: str) -> bool:
    is_named = bool(re.search(r"(?i)reg|pattern|match|compile|preg|replace|sub\b|re\b|format", name))
    return bool(_PATTERN.search(text)) and (is_named or text.startswith("/")) and expressions.is_expression(text)


def _wrapped(base: Protection, head: Protection) -> Difference:
    """Two decorators, annotations or middlewares."""
    mine, theirs = _arguments(base), _arguments(head)
    if spelled(base.name) != spelled(head.name):
        return _other_name(base, head)
    if mine == theirs:
        return SAME
    asked = _asked(base, head)
    if asked is not None:
        return asked
    narrowed = _narrowed(_rows(base), _rows(head))
    if narrowed is not None:
        return narrowed
    ours, others = set(mine), set(theirs)
    if _ANY_OF.search(base.name) and ours and others and (ours < others or others < ours):
        return weaker("list-grown") if ours < others else STRONGER
    return _arguments_compared(base.text, head.text, mine, theirs)


def _asked(base: Protection, head: Protection) -> Difference | None:
    """An expression that a wrapper evaluates: ``@PreAuthorize("hasRole('ADMIN') and isOwner(#id)")``."""
    mine, theirs = (_only_string(_rows(side)) for side in (base, head))
    if mine is None or theirs is None or not (re.search(r"\w\(", mine) or re.search(r"\b(?:and|or)\b|&&", mine)):
        return None
    ranked = _by_role(mine, theirs)
    found = refusals.difference(condition(mine).negated, condition(theirs).negated, likeness(mine, theirs))
    return ranked if ranked is not None and found in (UNCLEAR, UNRELATED) else found


def _only_string(rows: Sequence[Sequence[Token]]) -> str | None:
    strings = [token.text for row in rows for token in row if token.sort is Sort.STRING]
    return strings[0] if len(strings) == 1 else None


def _narrowed(mine: Sequence[Sequence[Token]], theirs: Sequence[Sequence[Token]]) -> Difference | None:
    """What a filter stands in front of: ``only:`` has less, ``except:`` has more, a new ``if:``."""
    old, new = _scopes(mine), _scopes(theirs)
    if old == new:
        return None
    is_weaker = is_stronger = False
    for word in old.keys() | new.keys():
        before, after = old.get(word), new.get(word)
        if word == "only":
            less, more = _is_less(after, before), _is_less(before, after)
        elif word == "except":
            less, more = _is_less(before, after, absent_is_all=False), _is_less(after, before, absent_is_all=False)
        else:
            less, more = before is None, after is None
        is_weaker, is_stronger = is_weaker or less, is_stronger or more
    if is_weaker:
        return weaker("list-shrunk" if "only" in old.keys() | new.keys() else "list-grown")
    return STRONGER if is_stronger else None


def _is_less(mine: frozenset[str] | None, theirs: frozenset[str] | None, *, absent_is_all: bool = True) -> bool:
    """Whether one list has less than another; an absent one has all, or nothing."""
    if mine is None or theirs is None:
        return (mine is not None) if absent_is_all else (mine is None and theirs is not None)
    return mine < theirs


def _scopes(rows: Sequence[Sequence[Token]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        named = row[1:] if row and row[0].plain == ":" else row
        if len(named) > 2 and _NARROWS.match(named[0].plain) and named[1].plain in (":", "=>", "="):
            found[named[0].plain] = frozenset(
                token.plain for token in named[2:] if token.sort in (Sort.NAME, Sort.STRING)
            )
    return found


def _cleaned(base: Protection, head: Protection) -> Difference:
    """Two ways to make a value harmless: fewer functions, fewer arguments, or a weaker function."""
    mine, theirs = _called(base.text), _called(head.text)
    lost, won = Counter(mine) - Counter(theirs), Counter(theirs) - Counter(mine)
    if lost and not won:
        return weaker("cleaner-dropped")
    if won and not lost:
        return STRONGER
    if lost:
        return _by_value(base.text, head.text) or _by_cleaner(lost, won) or UNCLEAR
    if tokens(base.text) == tokens(head.text):
        return SAME
    return _pattern_compared(base.text, base.text, head.text) or _arguments_compared(
        base.text, head.text, _arguments(base), _arguments(head)
    )


_WEAK_CLEANER = re.compile(
    r"^(?:replace|replaceall|strreplace|sub|gsub|trim|strip|lstrip|rstrip|addslashes|striptags|tostring|str)$"
)
_STRONG_CLEANER = re.compile(
    r"escap|sanit|quote|encode|purif|htmlspecialchars|htmlentities|bleach|realpath|basename|securefilename"
)


def _by_cleaner(lost: Counter[str], won: Counter[str]) -> Difference | None:
    """A function made for cleaning is more than one that replaces a character."""
    if any(_STRONG_CLEANER.search(name) for name in lost) and all(_WEAK_CLEANER.match(name) for name in won):
        return weaker("cleaner-dropped")
    if all(_WEAK_CLEANER.match(name) for name in lost) and any(_STRONG_CLEANER.search(name) for name in won):
        return STRONGER
    return None


def _called(text: str) -> list[str]:
    row = tokens(text)
    return [token.plain for token, following in pairwise(row) if token.sort is Sort.NAME and following.text == "("]


def _declared(base: Protection, head: Protection) -> Difference:
    """Two settings."""
    if spelled(base.name) != spelled(head.name):
        return UNRELATED
    mine, theirs = (side.value or side.text.partition("=")[2].strip() for side in (base, head))
    row, other = tokens(mine), tokens(theirs)
    if joined(row) == joined(other):
        return SAME
    name = f"{base.owner} {base.name}"
    for found in (
        _switched(base.name, mine, theirs),
        _mode_compared(name, mine, theirs),
        _number_compared(base.name, joined(row), joined(other)),
        _lists_compared(name, row, other),
        _pattern_compared(name, mine, theirs),
        _by_value(mine, theirs),
        _by_role(mine, theirs),
        _opened(mine, theirs),
    ):
        if found is not None:
            return found
    return UNCLEAR


def _switched(name: str, mine: str, theirs: str) -> Difference | None:
    """A flag that was turned."""
    if not (words.is_on(mine) or words.is_off(mine)) and not (words.is_on(theirs) or words.is_off(theirs)):
        return None
    if words.PROTECTS_WHEN_OFF.search(name):
        if words.is_on(theirs) and not words.is_on(mine):
            return weaker("switched-off")
        return STRONGER if words.is_off(theirs) and not words.is_off(mine) else None
    if words.PROTECTS_WHEN_ON.search(name):
        if words.is_off(theirs) and not words.is_off(mine):
            return weaker("switched-off")
        return STRONGER if words.is_off(mine) and not words.is_off(theirs) else None
    return None


def _mode_compared(name: str, mine: str, theirs: str) -> Difference | None:
    """Bits of a file's mode: who may do what with it."""
    if not (_OCTAL.match(mine) and _OCTAL.match(theirs) and _MODE.search(name)):
        return None
    old, new = int(mine.replace("o", ""), 8), int(theirs.replace("o", ""), 8)
    if "umask" in name.lower():
        old, new = ~old, ~new
    if old & ~new == 0:
        return weaker("value-weakened")
    return STRONGER if new & ~old == 0 else None


def _lists_compared(name: str, mine: Sequence[Token], theirs: Sequence[Token]) -> Difference | None:
    """Two lists; whether more or less in it is weaker is said by the list's name."""
    ours, others = _entries(mine), _entries(theirs)
    if ours is None or others is None or ours == others:
        return None
    is_denied, is_needed = bool(_DENIES.search(name)), bool(_NEEDS.search(name))
    if not (is_denied or is_needed or _ALLOWS.search(name)):
        return None
    if ours > others or ours < others:
        has_less = ours > others
        if has_less is (is_denied or is_needed):
            return weaker("list-shrunk" if has_less else "list-grown")
        return STRONGER
    return None


def _entries(row: Sequence[Token]) -> frozenset[str] | None:
    """What a literal list holds, also when it is made by a call: ``new Set([…])``, ``%w[a b]``."""
    start = next((index for index, token in enumerate(row) if token.sort is Sort.OPEN and token.text in "[{("), None)
    if start is None or start > 4 or not row or row[-1].sort is not Sort.CLOSE:
        return None
    inner = row[start + 1 : -1]
    if inner and inner[0].sort is Sort.OPEN and inner[-1].sort is Sort.CLOSE:
        inner = inner[1:-1]
    return frozenset(joined(part) for part in parts(inner))


def _opened(mine: str, theirs: str) -> Difference | None:
    """A value that came to stand for all: ``*``."""
    old, new = ("*" in re.findall(r"(?<![\w/*.])\*(?![\w*.])", text) for text in (mine, theirs))
    if old == new:
        return None
    return weaker("value-weakened") if new else STRONGER

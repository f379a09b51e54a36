"""Regular expressions compared by what they let through, without running them: they come from the change.

An expression is read into a small tree (:class:`Part`), both trees become automata, and their languages are compared
(:mod:`~workers.checks.guards.automata`). Assertions that look around (``(?!…)``, ``\\b``) are compared by their text:
one less lets more through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from workers.checks.guards.automata import ENDLESS, Inclusion, Kind, Part, included
from workers.checks.guards.expression_reader import Reading, read
from workers.checks.guards.tokens import Sort, Token, tokens

_LONGEST = 500
"""Characters; a longer expression is not compared."""
_IGNORES_CASE = frozenset({"i", "ignorecase", "caseinsensitive", "regexpi"})
_MANY_LINES = frozenset({"m", "multiline"})
_FLAGS = ("i", "gi", "m", "gm")
_LITERALS = (Sort.PATTERN, Sort.STRING)
_DELIMITERS = "/~!#|@%"
_BRACES = {"{": "}", "(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Expression:
    """A regular expression as it stands in a literal or in a call."""

    body: str
    flags: str = ""
    """Of ``i`` and ``m``, those that are set."""


@lru_cache(maxsize=2048)
def loosened(base: str, head: str, *, accepts: bool) -> bool | None:
    """Whether the head's expression lets more through than the base's.

    Both are source texts: a literal, or a call that makes one. ``accepts`` says that what matches is let through; else
    what matches is refused, and an expression that finds less lets more through. ``None``: that cannot be told.
    """
    mine, theirs = _expression(base), _expression(head)
    if mine is None or theirs is None:
        return None
    if mine == theirs:
        return False
    old, new = _reading(mine, theirs), _reading(theirs, mine)
    if old is None or new is None:
        return None
    found = _with_assertions(included(old.tree, new.tree), old, new)
    if found is None:
        return None
    if not accepts:
        found = Inclusion(found.backward, found.forward)
    if found.forward:
        return not found.backward
    return False if found.backward else None


@lru_cache(maxsize=2048)
def ambiguous(base: str, head: str) -> bool:
    """Whether the head's expression came to be one that a long text makes slow: repetitions that share characters."""
    mine, theirs = _expression(base), _expression(head)
    if theirs is None or mine == theirs:
        return False
    return _ambiguities(theirs) > (_ambiguities(mine) if mine is not None else 0)


def is_expression(text: str) -> bool:
    """Whether a text has a regular expression that can be read."""
    return _expression(text) is not None


@lru_cache(maxsize=2048)
def _expression(text: str) -> Expression | None:
    """The first regular expression of a literal or call."""
    row = tokens(text)
    start = next(
        (index for index, token in enumerate(row) if token.sort in _LITERALS and token.plain.strip('r"')), None
    )
    if start is None:
        return None
    body, flags = _literal(row, start)
    names = {token.plain for token in row if token.sort is Sort.NAME} | {*flags}
    names |= {sign for token in row if token.sort is Sort.STRING and token.text in _FLAGS for sign in token.text}
    kept = ("i" if names & _IGNORES_CASE else "") + ("m" if names & _MANY_LINES else "")
    return Expression(body, kept) if 0 < len(body) <= _LONGEST else None


def _literal(row: Sequence[Token], start: int) -> tuple[str, str]:
    """The body and the flags of a literal; strings that are put together with ``+`` or ``.`` are one."""
    token = row[start]
    if token.sort is Sort.PATTERN:
        opening = 3 if token.text.startswith("%r") else 1
        body, _, flags = token.text[opening:].rpartition("}" if opening == 3 else "/")
        return body, flags
    strings = [token.text]
    for sign, following in zip(row[start + 1 :: 2], row[start + 2 :: 2], strict=False):
        if sign.plain not in ("+", ".") or following.sort is not Sort.STRING:
            break
        strings.append(following.text)
    body = "".join(strings)
    end = _BRACES.get(body[:1], body[:1])
    if body[:1] in _DELIMITERS or body[:1] in _BRACES:
        inner, found, letters = body[1:].rpartition(end)
        if found and (letters.isalpha() or not letters) and _is_delimited(body, row[0].plain):
            return inner, letters
    return body, ""


def _is_delimited(body: str, first: str) -> bool:
    """Whether the signs around an expression are PHP's, not its own."""
    return body[0] in _DELIMITERS or first.startswith("preg")


def _reading(mine: Expression, other: Expression) -> Reading | None:
    r"""The tree of an expression. Where the other says ``\A``, a ``^`` is Ruby's: the start of any line."""
    is_lined = "m" in mine.flags or ("\\A" in other.body and "\\A" not in mine.body)
    is_ended = "m" in mine.flags or ("\\z" in other.body and "\\z" not in mine.body)
    return read(mine.body, ignores_case="i" in mine.flags, starts_lines=is_lined, ends_lines=is_ended)


def _with_assertions(found: Inclusion | None, old: Reading, new: Reading) -> Inclusion | None:
    """An assertion that is only in the one keeps out some of what it would match."""
    if found is None:
        return None
    mine, theirs = Counter(old.assertions), Counter(new.assertions)
    return Inclusion(found.forward and not theirs - mine, found.backward and not mine - theirs)


def _ambiguities(expression: Expression) -> int:
    """How many repetitions of an expression can share characters with another, or with themselves."""
    reading = read(expression.body, ignores_case=True, starts_lines=False, ends_lines=False)
    if reading is None:
        return 0
    found = 0
    waiting = [reading.tree]
    while waiting:
        part = waiting.pop()
        waiting.extend(part.parts)
        if part.kind is Kind.REPEAT and part.most >= ENDLESS:
            found += 2 * _repeats_itself(part.parts[0])
        if part.kind is Kind.SEQUENCE:
            found += _neighbours(part)
    return found


def _repeats_itself(body: Part) -> bool:
    """Whether one endless repetition can be all of what is repeated without end: ``(a+)+``, ``(\\s*x?)*``."""
    return any(
        _is_endless(item) and _rest_may_be_empty(items, index)
        for items in _ways(body)
        for index, item in enumerate(items)
    )


def _ways(body: Part) -> list[tuple[Part, ...]]:
    """The sequences that a part can be."""
    choices = body.parts if body.kind is Kind.CHOICE else (body,)
    return [choice.parts if choice.kind is Kind.SEQUENCE else (choice,) for choice in choices]


def _is_endless(part: Part) -> bool:
    return part.kind is Kind.REPEAT and part.most >= ENDLESS


def _rest_may_be_empty(items: tuple[Part, ...], index: int) -> bool:
    """Whether the other parts are empty, or made of what the repetition takes as well: ``(x x*)*``."""
    taken = items[index].characters
    return all(item.may_be_empty or (not item.characters & ~taken) for at, item in enumerate(items) if at != index)


def _neighbours(sequence: Part) -> int:
    """Endless repetitions with nothing between them that keeps them apart."""
    found = 0
    previous = 0
    for item in sequence.parts:
        if _is_endless(item):
            found += bool(previous & item.characters)
            previous |= item.characters
        elif not item.may_be_empty:
            # What must stand between can itself be taken by both: ``.*a.*``.
            previous = previous if previous and not item.characters & ~previous else 0
    return found

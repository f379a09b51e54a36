"""C and C++ with conditions of the preprocessor, as programs without them: each takes one branch of every condition.

The engine reads ``#if`` among the statements only where each branch is a whole statement by itself, and refuses the
lines of ``} else`` before ``#endif`` and their like: in every fifth file of real C (measured with 1.182). A program has
the lines of the branches that it takes, at their places; so many programs are made that every branch is in one of them.
A condition that stands in a file twice is the same both times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workers.engine.rewrites import blanked

LANGUAGES = frozenset(("c", "cpp"))
MOST = 8
"""Programs made of one text. What none of them has is said not to be read."""
_MOST_CONDITIONS = 2_000
_MOST_NEEDS = 200
"""Conditions around one branch and before it."""
_TOKEN = re.compile(
    r"/\*.*?(?:\*/|\Z)|//(?:\\\r?\n|[^\n])*|\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?"
    r"|(?m:^)[ \t]*(?P<directive>\#[ \t]*(?P<word>\w+)(?P<rest>(?:\\\r?\n|[^\n])*))",
    re.DOTALL,
)
_OPENS = frozenset(("if", "ifdef", "ifndef"))
_GOES_ON = frozenset(("elif", "elifdef", "elifndef", "else"))
_REMARK = re.compile(r"/\*.*?(?:\*/|\Z)|//[^\n]*", re.DOTALL)
_BLANK = re.compile(r"[\s\\]+|\bdefined\b")
_NEVER = "0"
"""The condition of ``#if 0``."""
_CANNOT = "!"
"""What a branch needs that contradicts one around it, as far as nobody defines anything between them."""

_Choice = Mapping[str, bool]
"""Condition → whether it holds."""


@dataclass(frozen=True, slots=True)
class Program:
    """The text with one branch of each condition, all else of them blanked."""

    text: str
    left_out: frozenset[int]
    """Lines, from 1, of branches that it does not take."""


@dataclass(slots=True)
class _Branch:
    """From behind its directive to before the next."""

    needs: dict[str, bool]
    """What has to hold for it, its parents' needs included."""
    start: int
    end: int = 0


@dataclass(slots=True)
class _Text:
    directives: list[tuple[int, int]] = field(default_factory=list)
    branches: list[_Branch] = field(default_factory=list)


def programs(text: str) -> tuple[Program, ...]:
    """Up to :data:`MOST` programs; none where the text has no conditions or they do not close."""
    read = _read(text)
    if read is None or not read.branches:
        return ()
    made: list[Program] = []
    open_ = [branch for branch in read.branches if not branch.needs.get(_NEVER) and not branch.needs.get(_CANNOT)]
    while open_ and len(made) < MOST:
        choice = _choice(open_)
        made.append(_program(text, read, choice))
        open_ = [branch for branch in open_ if not _is_taken(branch, choice)]
    return tuple(made)


def unread(text: str, read: Sequence[tuple[Program, Sequence[tuple[int, int]]]]) -> list[tuple[int, int]]:
    """The lines, each as first and last, that none of the programs was read with.

    ``read`` has the programs, each with the first and last lines of what of it was not read.
    """
    lines = text.split("\n")
    left = {number for number, line in enumerate(lines, 1) if line.strip()}
    for program, parts in read:
        lost = {line for first, last in parts for line in range(first, last + 1)}
        left &= lost | program.left_out
    never = {line for branch in _dead(text) for line in branch}
    return [(line, line) for line in sorted(left - never)]


def _dead(text: str) -> Iterator[range]:
    """The lines of ``#if 0``: nobody compiles them."""
    read = _read(text)
    for branch in read.branches if read is not None else ():
        if branch.needs.get(_NEVER) is True:
            yield range(text.count("\n", 0, branch.start) + 1, text.count("\n", 0, branch.end) + 2)


def _read(text: str) -> _Text | None:
    """Where the conditions of a text and their branches are; ``None`` where they do not close."""
    found = _Text()
    open_: list[tuple[_Branch, dict[str, bool]]] = []
    for token in _TOKEN.finditer(text):
        word = token["word"]
        if token["directive"] is None or (word not in _OPENS and word not in _GOES_ON and word != "endif"):
            continue
        found.directives.append(token.span("directive"))
        if len(found.directives) > _MOST_CONDITIONS:
            return None
        start, end = token.span("directive")
        if word in _OPENS:
            outer = open_[-1][0].needs if open_ else {}
            open_.append((_Branch({**outer}, end), dict(outer)))
        elif not open_:
            return None
        else:
            open_[-1][0].end = start
            found.branches.append(open_[-1][0])
        if word == "endif":
            open_.pop()
        elif len(open_[-1][1]) > _MOST_NEEDS:
            return None
        else:
            _enter(open_, word, token["rest"], end)
    return found if not open_ else None


def _enter(open_: list[tuple[_Branch, dict[str, bool]]], word: str, rest: str, start: int) -> None:
    """The next branch of the innermost condition: it needs that none of those before it holds."""
    _, before = open_[-1]
    needs = dict(before)
    if word != "else":
        condition, holds = _condition(word, rest)
        if before.get(condition, holds) != holds:
            needs[_CANNOT] = True
        elif condition in before:
            before[_CANNOT] = True
        needs.setdefault(condition, holds)
        before.setdefault(condition, not holds)
    open_[-1] = (_Branch(needs, start), before)


def _condition(word: str, rest: str) -> tuple[str, bool]:
    """The condition, and what it has to be for the branch: ``#ifndef A`` and ``#if !defined(A)`` need ``A`` not to."""
    text = _BLANK.sub("", _REMARK.sub(" ", rest))
    holds = not word.endswith("ndef")
    while len(text) > 1:
        if text[0] == "!" and re.fullmatch(r"!(?:\w+|\(\w+\))", text):
            text, holds = text[1:], not holds
        elif text[0] == "(" and text[-1] == ")" and text.find(")") == len(text) - 1:
            text = text[1:-1]
        else:
            break
    if text in ("1", "0"):
        return _NEVER, holds == (text == "0")
    return text, holds


def _choice(open_: Sequence[_Branch]) -> _Choice:
    """What holds in a program that takes the first of the open branches, and of the others what goes with it."""
    choice: dict[str, bool] = {_NEVER: False, _CANNOT: False}
    for branch in open_:
        if all(choice.get(condition, holds) == holds for condition, holds in branch.needs.items()):
            choice |= branch.needs
    return choice


def _is_taken(branch: _Branch, choice: _Choice) -> bool:
    return all(choice.get(condition, True) == holds for condition, holds in branch.needs.items())


def _program(text: str, read: _Text, choice: _Choice) -> Program:
    spans = [*read.directives]
    left_out: set[int] = set()
    for branch in read.branches:
        if not _is_taken(branch, choice):
            spans.append((branch.start, branch.end))
            first = text.count("\n", 0, branch.start) + 1
            left_out.update(range(first + 1, first + text.count("\n", branch.start, branch.end) + 1))
    parts, end = [], 0
    for start, stop in sorted(spans):
        parts += [text[end : max(start, end)], blanked(text[max(start, end) : stop])]
        end = max(end, stop)
    return Program("".join([*parts, text[end:]]), frozenset(left_out))

"""Glob patterns, matched in time that grows with the text and the patterns alone, whatever the patterns are.

A backtracking matcher (``re``, ``fnmatch``) needs exponential time for ``*a*a*a…*b``, and whoever writes a pattern
would stop the review of the whole repository. All patterns of a list are one automaton here: each position of each
pattern is one bit of a number, and each character of the text costs a few operations on that number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_FOLDERS, _ANYTHING, _NAME, _ONE = "**/", "**", "*", "?"
_PATH_PARTS = re.compile(r"(\*\*/|\*\*|\*|\?)")
_CLASS = re.compile(r"\[(!?+)(\][^\]]*|[^\]]+)\]")


@dataclass(frozen=True, slots=True)
class _Step:
    """What one position of a pattern takes: a literal character, a wildcard, or one of a class of characters."""

    kind: str
    text: str = ""


class Globs:
    """Patterns of which any may match. Built once, asked often: ``Globs.of_paths(("vendor/",)).match("vendor/a.js")``.

    The answer is about the whole text, and letters are told apart by their case.
    """

    def __init__(self, patterns: Iterable[tuple[_Step, ...]]) -> None:
        self._literals: dict[str, int] = {}
        self._classes: list[tuple[_Step, int]] = []
        self._any = self._in_name = self._at_slash = 0
        self._stays = self._stays_in_name = self._skippable = self._star = 0
        self._start = self._end = 0
        self._numbers: dict[int, int] = {}
        """The last place of each pattern among the bits → the pattern's number, from 0."""
        bit = 1
        for steps in patterns:
            self._start |= bit
            for step in steps:
                self._add(step, bit)
                bit <<= 1
            self._end |= bit
            self._numbers[bit.bit_length() - 1] = len(self._numbers)
            bit <<= 1
        self._start = self._skipped(self._start)

    @classmethod
    @lru_cache(maxsize=256)
    def of_paths(cls, patterns: tuple[str, ...]) -> Globs:
        """Git-like: ``**`` crosses folders, ``*`` and ``?`` do not, a final ``/`` means everything below."""
        return cls(map(_path_steps, patterns))

    @classmethod
    @lru_cache(maxsize=256)
    def of_names(cls, patterns: tuple[str, ...]) -> Globs:
        """As :func:`fnmatch.fnmatchcase` reads them: ``*``, ``?``, ``[seq]`` and ``[!seq]``; no character is special
        in the text."""
        return cls(map(_name_steps, patterns))

    def match(self, text: str) -> bool:
        """Whether any of the patterns matches the whole text."""
        return bool(self._read(text) & self._end)

    def matching(self, text: str) -> tuple[int, ...]:
        """The numbers of the patterns that match the whole text, from 0, in their order."""
        ends = bin(self._read(text) & self._end)[:1:-1]  # one walk over the digits, however many match
        found: list[int] = []
        place = ends.find("1")
        while place >= 0:
            found.append(self._numbers[place])
            place = ends.find("1", place + 1)
        return tuple(found)

    def _read(self, text: str) -> int:
        """The positions after the whole text."""
        here = self._start
        for character in text:
            slash = character == "/"
            entered = (here & self._takes(character, slash=slash)) << 1
            stays = here & (self._stays if slash else self._stays | self._stays_in_name)
            here = self._skipped(entered | (stays & self._star)) | stays
            if not here:
                break
        return here

    def _add(self, step: _Step, bit: int) -> None:
        if step.kind == _FOLDERS:  # stays anywhere, goes on after a slash; is left out only where it is entered
            self._stays |= bit
            self._at_slash |= bit
            self._skippable |= bit
        elif step.kind == _ANYTHING:
            self._stays |= bit
            self._skippable |= bit
            self._star |= bit
        elif step.kind == _NAME:
            self._stays_in_name |= bit
            self._skippable |= bit
            self._star |= bit
        elif step.kind == _ONE:
            self._in_name |= bit
        elif step.kind == "any":
            self._any |= bit
        elif step.kind == "class":
            self._classes.append((step, bit))
        else:
            self._literals[step.text] = self._literals.get(step.text, 0) | bit

    def _takes(self, character: str, *, slash: bool) -> int:
        """The positions that this character takes one step further."""
        taking = self._literals.get(character, 0) | self._any | (self._at_slash if slash else self._in_name)
        for step, bit in self._classes:
            if _in_class(character, step.text):
                taking |= bit
        return taking

    def _skipped(self, positions: int) -> int:
        """The positions, and those behind wildcards that may stand for nothing."""
        fresh = positions
        while fresh := ((fresh & self._skippable) << 1) & ~positions:
            positions |= fresh
        return positions


def _path_steps(pattern: str) -> tuple[_Step, ...]:
    if pattern.endswith("/"):
        pattern += _ANYTHING
    steps: list[_Step] = []
    for part in filter(None, _PATH_PARTS.split(pattern)):
        if part in (_FOLDERS, _ANYTHING, _NAME, _ONE):
            _append(steps, _Step(part))
        else:
            steps += [_Step("literal", character) for character in part]
    return tuple(steps)


def _append(steps: list[_Step], step: _Step) -> None:
    """Neighbours that mean together what one of them means are written once, so that few can be skipped in a row."""
    wide = (_FOLDERS, _ANYTHING, _NAME)
    while steps and steps[-1].kind in wide and step.kind in wide:
        before = steps[-1].kind
        if before in (step.kind, _ANYTHING):
            return  # `**` followed by `*`, `**` or `**/` is `**`
        if step.kind != _ANYTHING:
            break  # `**/*` is its own
        steps.pop()  # `*` or `**/`, followed by `**`
    steps.append(step)


def _name_steps(pattern: str) -> tuple[_Step, ...]:
    steps: list[_Step] = []
    position = 0
    while position < len(pattern):
        character = pattern[position]
        found = _CLASS.match(pattern, position) if character == "[" else None
        if found:
            steps.append(_Step("class", found[1] + found[2]))
            position = found.end()
            continue
        if character == "*":
            _append(steps, _Step(_ANYTHING))
        else:
            steps.append(_Step("any") if character == "?" else _Step("literal", character))
        position += 1
    return tuple(steps)


def _in_class(character: str, members: str) -> bool:
    """``members`` is what stands between the brackets: characters and ranges, after a ``!`` all others."""
    negated = members.startswith("!")
    rest = members[1:] if negated else members
    inside = False
    position = 0
    while position < len(rest):
        if position + 2 < len(rest) and rest[position + 1] == "-":
            inside = inside or rest[position] <= character <= rest[position + 2]
            position += 3
        else:
            inside = inside or rest[position] == character
            position += 1
    return inside is not negated

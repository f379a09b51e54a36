"""How a protection of the base answers to those of the head."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from functools import lru_cache

from workers.checks.guards.aligned import Renamed, likeness
from workers.checks.guards.model import Definition, How, Operation, Protection, Way
from workers.checks.guards.strength import Strength, compare, kind

LIKE = 0.5
"""Share of common words from which a protection in the place of another is rather the other one edited."""
MOST_COMPARED = 400
"""Unequal protections of one definition that are compared in their meaning."""
MOST_INSTEAD = 12
"""New protections, the nearest first, that are looked at in the place of a lost one."""

_HOLDS = (Strength.SAME, Strength.STRONGER)
_SUBJECT = re.compile(r"(?<![\w.\"'])[@$]{0,2}[A-Za-z_]\w*\b(?!\s*\()")
_JOINED = re.compile(r" and | or |&&|\|\|")
_COMMON = frozenset(
    "self this super true false nil null none None True False not and or in is instanceof typeof err error e ok i"
    " isset empty ctx $this".split()
)
"""Names that say nothing of what a condition looks at."""
_VALUE = re.compile(r"return\b\W*(?!(?:false|none|nil|null|undefined|err\w*|error\w*)\b|-?[01]\b)[\w$@\"'\[{(&*:]")
_DENIES = re.compile(
    r"(?i)err|fail|den(?:y|ied)|forbid|abort|reject|refus|invalid|exception|unauthor|not_?found|redirect|\b(?:4\d\d|5\d\d)\b"
    r"|bad|unsafe|warn|problem|false|none\b|nil\b|null\b"
)
_LITERAL = re.compile(r"\"[^\"]*\"|(?<![\w.])\d+(?:\.\d+)*")
_RECEIVER = re.compile(r"(?<![\w$@])[\w$@]++(?:(?:\[\"?\w++\"?\])*(?:\.|->|::|\?\.)|(?=\[))")
_WORD = re.compile(r"[A-Za-z_]\w*")

Became = tuple[How, Protection, str]
"""What became of a protection: how, what stands in its place, and the kind."""


def all_of(definition: Definition) -> list[Protection]:
    """The protections of a definition and of its operations, each once."""
    own = dict.fromkeys(one for item in definition.operations for one in item.protections)
    return [*definition.protections, *own]


def in_head(one: Protection, renamed: Renamed) -> Protection:
    """A protection of the base in the head's names."""
    if not renamed.variables and not renamed.functions:
        return one
    return replace(
        one, text=renamed(one.text), name=renamed(one.name), value=renamed(one.value), ending=renamed(one.ending)
    )


def is_held(one: Protection, other: Protection) -> bool:
    """Whether a protection of the head refuses all that one of the base did."""
    if (one.way, one.text, one.ending) == (other.way, other.text, other.ending):
        return True
    if one.way is other.way is Way.HANDLES and types_of(one.text) == types_of(other.text):
        return True
    return not names_of(one.text).isdisjoint(names_of(other.text)) and compare(one, other) in _HOLDS


@lru_cache(maxsize=8192)
def names_of(text: str) -> frozenset[str]:
    """All names of a text: two conditions without a common one are not about the same."""
    return frozenset(_WORD.findall(text))


def types_of(text: str) -> frozenset[str]:
    """The types that a handler catches, whatever it calls the error: ``ValueError`` of ``ValueError as problem``."""
    return frozenset(name for name in _WORD.findall(text) if name[0].isupper())


def denies(one: Protection) -> bool:
    """Whether a refusal says no, and does not only answer earlier: ``return False``, not ``return cache[key]``."""
    return not _VALUE.match(one.ending) or bool(_DENIES.search(one.ending))


class Answers:
    """Which protections of the head refuse all that one of the base did; told once for each."""

    def __init__(self, renamed: Renamed, head: Sequence[Protection], may_compare: Callable[[], bool]) -> None:
        """``may_compare`` is asked before each comparison, and counts it."""
        self._renamed, self._head, self._left = renamed, list(dict.fromkeys(head)), MOST_COMPARED
        self._may_compare = may_compare
        self._unknown: set[Protection] = set()
        self._known: dict[Protection, frozenset[Protection]] = {}
        self._equal: dict[tuple[Way, str, str], list[Protection]] = {}
        for other in self._head:
            self._equal.setdefault((other.way, other.text, other.ending), []).append(other)

    def to(self, one: Protection) -> frozenset[Protection]:
        """The answers to a protection of the base. What is equal always counts; the rest while there is work left."""
        found = self._known.get(one)
        if found is None:
            renamed = in_head(one, self._renamed)
            equal = self._equal.get((renamed.way, renamed.text, renamed.ending), [])
            found = self._known[one] = frozenset(equal or self._alike(one, renamed))
        return found

    def are_known(self, one: Protection) -> bool:
        """Whether the answers to a protection are all: it was compared with every one that it can be compared with."""
        self.to(one)
        return one not in self._unknown

    def _alike(self, one: Protection, renamed: Protection) -> list[Protection]:
        found = []
        names = names_of(renamed.text)
        for other in self._head if self._left > 0 else ():
            if not names.isdisjoint(names_of(other.text)):
                if self._left <= 0:
                    break
                if not self._may_compare():
                    self._unknown.add(one)
                    break
                self._left -= 1
                if is_held(renamed, other):
                    found.append(other)
        return found


def instead(was: Protection, new: Sequence[Protection]) -> Became | None:
    """The one of new protections that took the place of a lost one, which refuses less or may do so."""
    found = []
    for other in sorted(new, key=lambda other: abs(other.line - was.line))[:MOST_INSTEAD]:
        if names_of(was.text).isdisjoint(names_of(other.text)) and was.name != other.name:
            continue
        strength, alike = compare(was, other), likeness(was.text, other.text)
        if strength is Strength.WEAKER:
            found.append((0, -alike, other))
        elif strength is Strength.UNCLEAR and alike >= LIKE:
            found.append((1, -alike, other))
    if not found:
        return None
    order, _, best = min(found, key=lambda item: (*item[:2], item[2].line, item[2].text))
    if order == 0:
        return How.WEAKER, best, kind(was, best)
    return How.WEAKER, best, edit_of(was.text, best.text)


def edit_of(before: str, after: str) -> str:
    """What an edit did to a condition that may refuse less now, a word: the kind of the loss.

    ``renamed``: only what it looks at is reached by another way, ``json.entry.code == 0`` → ``entry.code == 0``;
    ``literal``: only a number or text is another one; ``edited``: it has fewer clauses; ``grown``: more;
    ``swapped``: anything else.
    """
    if _LITERAL.sub("#", before) == _LITERAL.sub("#", after):
        return "literal"
    if _RECEIVER.sub("", before) == _RECEIVER.sub("", after):
        return "renamed"
    fewer = len(_JOINED.findall(before)) - len(_JOINED.findall(after))
    return "edited" if fewer > 0 else "grown" if fewer < 0 else "swapped"


def subjects_of(one: Protection) -> set[str]:
    """The variables that a protection looks at."""
    return set(_SUBJECT.findall(one.text)) - _COMMON


def mentions(item: Operation, names: Set[str]) -> bool:
    """Whether an operation works with one of these variables."""
    return not names.isdisjoint(_SUBJECT.findall(item.text))

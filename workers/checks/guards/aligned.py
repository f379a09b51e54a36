"""Which operations of two definitions are the same, by what they say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from bot.model import Side
from workers.checks.guards.model import Definition, Operation, Pair
from workers.checks.guards.places import Places

MOST = 400
"""Operations of a definition, beside those that begin and end it alike, that are aligned in order."""
MOST_COMPARED = 40
"""Operations left over on one side that are compared with each other by likeness."""
ALIKE = 0.6
"""Share of common words from which two operations are the same one edited."""
SAME_CALL = 0.4
"""The same for two that call the same."""
ENOUGH = 12
"""Words that operations have in common which moved to another definition."""
LONG = 12
"""Letters of an operation that is known again in another definition."""

_NAME = re.compile(r"(?<![\w.\"'])[A-Za-z_$][\w$]*")
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_TOKEN = re.compile(r"[A-Za-z][a-z0-9]*|[A-Z]+(?![a-z])|\d+|[^\w\s(),;]")
_LANGUAGE = frozenset(
    "self this super true false nil null none None True False return await async new if else not and or in is for while"
    " const let var final def func function fn throw raise yield".split()
)


@dataclass(frozen=True, slots=True)
class Renamed:
    """Names of the base that are others in the head."""

    variables: Mapping[str, str] = field(default_factory=dict)
    functions: Mapping[str, str] = field(default_factory=dict)
    """By their last names; these are also replaced behind a dot."""

    def __call__(self, text: str) -> str:
        """A text of the base in the head's names. ``{"vol": "volume"}``: ``vol.delete()`` → ``volume.delete()``."""
        if self.functions:
            text = _WORD.sub(lambda match: self.functions.get(match[0], match[0]), text)
        if self.variables:
            text = _NAME.sub(lambda match: self.variables.get(match[0], match[0]), text)
        return text


@dataclass(frozen=True, slots=True)
class Aligned:
    """The operations of a pair."""

    pair: Pair
    same: tuple[tuple[Operation, Operation], ...]
    """Of the base and of the head, in order of the base."""
    base_left: tuple[Operation, ...]
    head_left: tuple[Operation, ...]
    renamed: Renamed


def comparisons(pair: Pair) -> int:
    """How many operations of the base are compared with one of the head at most: those of other texts with each other,
    and those of a text that comes several times."""
    base = Counter(item.text for item in pair.base.operations)
    head = Counter(item.text for item in pair.head.operations)
    repeated = sum(count * head[text] for text, count in base.items() if count > 1 or head[text] > 1)
    return (base - head).total() * (head - base).total() + repeated


def aligned(pair: Pair, functions: Mapping[str, str]) -> Aligned:
    """Matches what is equal with its protections, then what is equal, then what was renamed, then what is alike."""
    found = _Alignment(pair.base.operations, pair.head.operations)
    found.equal(lambda _, item: (item.text, *(one.text for one in item.protections)))
    found.equal(lambda _, item: item.text)
    renamed = Renamed(found.renames(), functions)
    if renamed.variables or functions:
        found.equal(lambda is_head, item: item.text if is_head else renamed(item.text))
    found.alike(renamed)
    return Aligned(pair, *found.result(), renamed)


def parts(pairs: Sequence[Aligned], places: Places, functions: Mapping[str, str]) -> list[Aligned]:
    """Operations that went into another definition than the pair's: one was merged into it, or split from it.

    They are told by their whole texts, where the two have enough of them in common that only one of either has.
    """
    paired = {id(item.pair.base) for item in pairs}, {id(item.pair.head) for item in pairs}
    base = [(item.pair.base, item.base_left) for item in pairs]
    head = [(item.pair.head, item.head_left) for item in pairs]
    base += [(one, one.operations) for one in places.definitions(Side.BASE) if id(one) not in paired[0]]
    head += [(one, one.operations) for one in places.definitions(Side.HEAD) if id(one) not in paired[1]]
    renamed = Renamed({}, functions)
    old, new = _by_text(base, renamed), _by_text(head, Renamed())
    common: dict[tuple[int, int], list[tuple[Operation, Operation]]] = defaultdict(list)
    for text, mine in old.items():
        theirs = new.get(text, [])
        if len(mine) == len(theirs) == 1:
            (one, before), (other, after) = mine[0], theirs[0]
            common[one, other].append((before, after))
    found = []
    for (one, other), same in sorted(common.items()):
        words = sum(tokens(before.text).total() for before, _ in same)
        if words >= ENOUGH or 2 * len(same) >= len(base[one][1]):
            found.append(Aligned(Pair(base[one][0], head[other][0]), tuple(same), (), (), renamed))
    return found


def _by_text(
    left: Sequence[tuple[Definition, Sequence[Operation]]], renamed: Renamed
) -> dict[str, list[tuple[int, Operation]]]:
    found: dict[str, list[tuple[int, Operation]]] = defaultdict(list)
    for number, (_, operations) in enumerate(left):
        for item in operations:
            if item.calls and len(item.text) >= LONG:
                found[renamed(item.text)].append((number, item))
    return found


def likeness(one: str, other: str) -> float:
    """Share of common words and signs, 0 to 1."""
    if one == other:
        return 1.0
    mine, theirs = tokens(one), tokens(other)
    total = mine.total() + theirs.total()
    return 2 * (mine & theirs).total() / total if total else 0.0


@lru_cache(maxsize=8192)
def tokens(text: str) -> Counter[str]:
    """The parts of names, numbers and signs: ``isAdmin`` is two."""
    return Counter(_TOKEN.findall(text[:2000]))


class _Alignment:
    def __init__(self, base: Sequence[Operation], head: Sequence[Operation]) -> None:
        self._base, self._head = base, head
        self._same: dict[int, int] = {}
        self._taken: set[int] = set()

    def result(self) -> tuple[tuple[tuple[Operation, Operation], ...], tuple[Operation, ...], tuple[Operation, ...]]:
        same = tuple((self._base[one], self._head[other]) for one, other in sorted(self._same.items()))
        return (
            same,
            tuple(item for index, item in enumerate(self._base) if index not in self._same),
            tuple(item for index, item in enumerate(self._head) if index not in self._taken),
        )

    def _left(self) -> tuple[list[int], list[int]]:
        base = [index for index in range(len(self._base)) if index not in self._same]
        return base, [index for index in range(len(self._head)) if index not in self._taken]

    def _join(self, base: int, head: int) -> None:
        self._same[base] = head
        self._taken.add(head)

    def equal(self, key: Callable[[bool, Operation], Hashable]) -> None:
        """Matches those of the same key: in order first, then those that changed places."""
        base, head = self._left()
        mine = [key(False, self._base[index]) for index in base]
        theirs = [key(True, self._head[index]) for index in head]
        for one, other in _in_order(mine, theirs):
            self._join(base[one], head[other])
        places: dict[Hashable, list[int]] = defaultdict(list)
        for index, text in zip(reversed(head), reversed(theirs), strict=True):
            if index not in self._taken:
                places[text].append(index)
        for index, text in zip(base, mine, strict=True):
            if index not in self._same and places.get(text):
                self._join(index, places[text].pop())

    def renames(self) -> dict[str, str]:
        """Names that are gone from the base's text and new in the head's, in the same places of like statements.

        What is called is none of these: ``require_admin(user)`` → ``require_user(user)`` is another call.
        """
        base, head = self._left()
        old = {name for item in self._base for name in _names(item.text)}
        new = {name for item in self._head for name in _names(item.text)}
        votes: Counter[tuple[str, str]] = Counter()
        shapes = [_shape(self._base[index].text) for index in base], [_shape(self._head[index].text) for index in head]
        for one, other in _in_order(*shapes):
            mine, theirs = _names(self._base[base[one]].text), _names(self._head[head[other]].text)
            called = {*self._base[base[one]].calls, *self._head[head[other]].calls}
            votes.update(
                (a, b) for a, b in zip(mine, theirs, strict=False) if a not in new and b not in old and a not in called
            )
        found: dict[str, str] = {}
        for (one_name, other_name), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
            if one_name not in found and other_name not in found.values():
                found[one_name] = other_name
        return found

    def alike(self, renamed: Renamed) -> None:
        """Matches the most alike of what is left."""
        base, head = self._left()
        if not base or not head or max(len(base), len(head)) > MOST_COMPARED:
            return
        found = []
        for one in base:
            mine = self._base[one]
            text = renamed(mine.text)
            calls = {renamed.functions.get(name, name) for name in mine.calls}
            for other in head:
                theirs = self._head[other]
                value = likeness(text, theirs.text)
                if value >= (SAME_CALL if calls.intersection(theirs.calls) else ALIKE):
                    found.append((-value, abs(one - other), one, other))
        for *_, one, other in sorted(found):
            if one not in self._same and other not in self._taken:
                self._join(one, other)


def _in_order(one: Sequence[Hashable], other: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """The places of equal items that stand in the same order."""
    start, most = 0, min(len(one), len(other))
    while start < most and one[start] == other[start]:
        yield start, start
        start += 1
    end = 0
    while end < most - start and one[-1 - end] == other[-1 - end]:
        end += 1
        yield len(one) - end, len(other) - end
    mine, theirs = one[start : len(one) - end], other[start : len(other) - end]
    if not mine or not theirs or max(len(mine), len(theirs)) > MOST:
        return
    for block in SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            yield start + block.a + step, start + block.b + step


def _names(text: str) -> list[str]:
    return [name for name in _NAME.findall(text) if name not in _LANGUAGE]


def _shape(text: str) -> str:
    return _NAME.sub(lambda match: match[0] if match[0] in _LANGUAGE else "_", text)

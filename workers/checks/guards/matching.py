"""Which definitions of the two sides are the same: by their names, and where a name is gone by what they hold.

Names come first: a definition of the same file and qualified name is the same, whatever became of its body. What is
left over on both sides (renamed, moved to another class or file, turned from a function into a method) is compared by
content, as git compares files: pairs of neighbouring words, each weighed by how few definitions have it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from bot.model import Side, split_lines
from workers.checks.guards.model import Code, Definition, Pair, Sides

HALF = 0.5
"""Share of the smaller body that a renamed definition has in common with what it was."""
SAME_NAME = 0.25
"""The same where only the class or the file is another one."""
ENOUGH = 6.0
"""Weight of common words below which nothing is told from a share: of ``return self.name`` half is nothing."""
MOST_DEFINITIONS = 4000
"""Of both sides together; of a change with more, only what kept its name is paired."""
MOST_WORDS = 2000
"""Of one definition; the rest of a longer one is not looked at."""
MOST_SHARING = 40
"""Definitions that share two neighbouring words; what more have tells nothing of any."""

_WORD = re.compile(r"[A-Za-z_$][\w$]*|\d+")
_CALL = re.compile(r"(?<!\w)\w{4,}+[?!]?\s*\(\s*[^\s)]")
"""A call that hands something on."""

Words = Counter[tuple[str, str]]


def pairs(sides: Sequence[Sides]) -> tuple[Pair, ...]:
    """All definitions that stand on both sides, in order of the head; each definition is in one pair at most."""
    found = _Pairing(sides)
    found.by_name()
    found.by_content()
    found.classes()
    return found.in_order()


@dataclass(frozen=True, slots=True)
class _Place:
    """A definition by its order: of the file in the change, and of the definition in the file."""

    side: Side
    file: int
    number: int
    definition: Definition = field(compare=False)


class _Pairing:
    """The pairs so far, and what is left over on either side."""

    def __init__(self, sides: Sequence[Sides]) -> None:
        self._sides = sides
        self._base = _places(Side.BASE, [item.base for item in sides])
        self._head = _places(Side.HEAD, [item.head for item in sides])
        self._of_base: dict[_Place, _Place] = {}
        self._of_head: dict[_Place, _Place] = {}

    def in_order(self) -> tuple[Pair, ...]:
        return tuple(
            Pair(self._of_head[place].definition, place.definition) for place in self._head if place in self._of_head
        )

    def by_name(self) -> None:
        """Pairs what has the same file and qualified name; of several (overloads), what has the same lines first."""
        base = _grouped(self._base)
        for key, heads in _grouped(self._head).items():
            bases = base.get(key, ())
            if len(bases) == len(heads) == 1:
                self._join(bases[0], heads[0])
            elif bases:
                self._overloads(bases, heads)

    def _overloads(self, bases: Sequence[_Place], heads: Sequence[_Place]) -> None:
        free: dict[tuple[str, ...], list[_Place]] = defaultdict(list)
        for head in reversed(heads):
            free[self._lines(head)].append(head)
        for base in bases:
            if same := free.get(self._lines(base)):
                self._join(base, same.pop())
        left = [head for head in heads if head not in self._of_head]
        for base, head in zip((base for base in bases if base not in self._of_base), left, strict=False):
            self._join(base, head)

    def by_content(self) -> None:
        """Pairs functions and methods that are left over, the most alike first."""
        base = [item for item in self._left(self._base, self._of_base) if not item.definition.is_class]
        head = [item for item in self._left(self._head, self._of_head) if not item.definition.is_class]
        if not base or not head or len(base) + len(head) > MOST_DEFINITIONS:
            return
        for one, other in _alike(self._bodies(base, Side.BASE), self._bodies(head, Side.HEAD)):
            if one not in self._of_base and other not in self._of_head:
                self._join(one, other)

    def classes(self) -> None:
        """Pairs classes whose methods are pairs, then methods of the same name in paired classes."""
        votes: Counter[tuple[_Place, _Place]] = Counter()
        around = {**_classes(self._base), **_classes(self._head)}
        for base, head in self._of_base.items():
            if base in around and head in around:
                votes[around[base], around[head]] += 1
        ordered = sorted(votes.items(), key=lambda item: (-item[1], _order(item[0][0]), _order(item[0][1])))
        for (base, head), _ in ordered:
            if base not in self._of_base and head not in self._of_head:
                self._join(base, head)
        self._lone_classes()
        methods: dict[tuple[_Place, str], _Place] = {}
        for place in self._left(self._head, self._of_head):
            if place in around:
                methods.setdefault((around[place], place.definition.simple_name), place)
        for place in self._left(self._base, self._of_base):
            if place in around and (now := self._of_base.get(around[place])) is not None:
                other = methods.get((now, place.definition.simple_name))
                if other is not None and other not in self._of_head:
                    self._join(place, other)

    def _lone_classes(self) -> None:
        """Pairs classes that moved to another file under their name, whatever they hold."""
        heads: dict[str, list[_Place]] = defaultdict(list)
        for place in self._left(self._head, self._of_head):
            if place.definition.is_class:
                heads[place.definition.simple_name].append(place)
        for place in self._left(self._base, self._of_base):
            same = heads.get(place.definition.simple_name, []) if place.definition.is_class else []
            if len(same) == 1 and same[0] not in self._of_head:
                self._join(place, same[0])

    def _join(self, base: _Place, head: _Place) -> None:
        self._of_base[base] = head
        self._of_head[head] = base

    @staticmethod
    def _left(places: Iterable[_Place], paired: Collection[_Place]) -> list[_Place]:
        return [place for place in places if place not in paired and place.definition.name]

    def _lines(self, place: _Place) -> tuple[str, ...]:
        text = self._sides[place.file].file.text(place.side) or ""
        lines = _lines_of(text)[place.definition.line - 1 : place.definition.end_line]
        return tuple("".join(line.split()) for line in lines)

    def _bodies(self, places: Sequence[_Place], side: Side) -> list[_Body]:
        by_file: dict[int, list[_Place]] = defaultdict(list)
        for place in places:
            by_file[place.file].append(place)
        found = []
        for number, own in by_file.items():
            code = self._sides[number].base if side is Side.BASE else self._sides[number].head
            if code is None:
                continue
            lines = split_lines(self._sides[number].file.text(side) or "")
            owners = _owners(code, len(lines))
            wanted = {place.number: place for place in own}
            texts: dict[int, list[str]] = defaultdict(list)
            for index, owner in enumerate(owners):
                if owner in wanted:
                    texts[owner].append(lines[index])
            found += [_body(place, texts[place.number]) for place in own]
        return found


@dataclass(frozen=True, slots=True)
class _Body:
    """What a definition holds."""

    place: _Place
    words: Words
    calls: frozenset[str]
    """Lines with a call that hands something on, without blanks; where the definition is a small one."""


def _body(place: _Place, lines: Sequence[str]) -> _Body:
    name = place.definition.simple_name
    found: list[tuple[str, str]] = []
    calls = set()
    opening = next((index for index, line in enumerate(lines[:20]) if name in line), -1)
    for index, line in enumerate(lines):
        if len(found) > MOST_WORDS:
            break
        if index == opening:
            continue
        words = ["", *("" if word == name else word for word in _WORD.findall(line[:400])), ""]
        if len(words) > 3:
            found += pairwise(words)
        if len(lines) <= 6 and _CALL.search(line):
            calls.add("".join(line.split()).rstrip(";"))
    return _Body(place, Counter(found), frozenset(calls))


def _alike(base: Sequence[_Body], head: Sequence[_Body]) -> Iterator[tuple[_Place, _Place]]:
    """The places that may be the same, the most alike first; a place may come several times."""
    weights = _weights(base, head)
    total = {body.place: sum(weights[word] * count for word, count in body.words.items()) for body in (*base, *head)}
    sharing: dict[tuple[str, str], list[_Body]] = defaultdict(list)
    for body in head:
        for word in body.words:
            sharing[word].append(body)
    found = []
    for one in base:
        common: dict[_Place, float] = defaultdict(float)
        others = {}
        for word, count in one.words.items():
            holders = sharing.get(word, ())
            if len(holders) > MOST_SHARING:
                continue
            for other in holders:
                common[other.place] += min(count, other.words[word]) * weights[word]
                others[other.place] = other
        for place, weight in common.items():
            value = _likeness(one, others[place], weight, total[one.place], total[place])
            if value:
                found.append((-value, _order(one.place), _order(place), one.place, place))
    found.sort(key=lambda item: item[:3])
    return ((one, other) for *_, one, other in found)


def _weights(base: Sequence[_Body], head: Sequence[_Body]) -> Mapping[tuple[str, str], float]:
    """How much each pair of words tells: the fewer definitions of a side have it, the more."""
    on_base = Counter(word for body in base for word in body.words)
    on_head = Counter(word for body in head for word in body.words)
    return {word: 1 / max(on_base[word], on_head[word]) for word in on_base | on_head}


def _likeness(one: _Body, other: _Body, common: float, mine: float, theirs: float) -> float:
    """How sure it is that two definitions are the same, above 0; 0 where they are rather not."""
    same_name = one.place.definition.simple_name == other.place.definition.simple_name
    same_file = one.place.file == other.place.file
    of_smaller = common / max(min(mine, theirs), 0.1)
    if one.calls & other.calls and (common < ENOUGH or of_smaller >= SAME_NAME):
        of_smaller = max(of_smaller, HALF)  # what is small is known by its one call with its arguments
    elif common < ENOUGH and not same_name:
        return 0.0
    if of_smaller < (SAME_NAME if same_name else HALF):
        return 0.0
    return round(common / max(mine, theirs, 0.1) + of_smaller + same_name + same_file / 4, 6)


@lru_cache(maxsize=4)
def _lines_of(text: str) -> list[str]:
    return split_lines(text)


def _order(place: _Place) -> tuple[int, int]:
    return place.file, place.number


def _places(side: Side, codes: Sequence[Code | None]) -> list[_Place]:
    return [
        _Place(side, file, number, definition)
        for file, code in enumerate(codes)
        if code is not None
        for number, definition in enumerate(code.definitions)
    ]


def _grouped(places: Iterable[_Place]) -> dict[tuple[int, str, bool], list[_Place]]:
    found: dict[tuple[int, str, bool], list[_Place]] = defaultdict(list)
    for place in places:
        found[place.file, place.definition.name, place.definition.is_class].append(place)
    return found


def _classes(places: Iterable[_Place]) -> dict[_Place, _Place]:
    """The class around each method."""
    classes = {(item.file, item.definition.name): item for item in places if item.definition.is_class}
    return {
        place: around
        for place in places
        if (around := classes.get((place.file, place.definition.name.rpartition(".")[0]))) is not None
    }


def _owners(code: Code, lines: int) -> list[int]:
    """For each line of a text, the number of the innermost definition that holds it."""
    owners = [-1] * lines
    ordered = sorted(enumerate(code.definitions), key=lambda item: (item[1].line, -item[1].end_line))
    for number, definition in ordered:
        if definition.name:
            start, end = definition.line - 1, min(definition.end_line, lines)
            owners[start:end] = [number] * (end - start)
    return owners

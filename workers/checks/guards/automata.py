"""Languages of regular expressions: which of two has all texts of the other. Bounded; no text is ever matched."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

ENDLESS = 1 << 20
"""More repetitions than any expression counts."""
LETTERS = 131
"""ASCII, one for all else, and the marks of the text's start and end."""
START, END = 1 << 129, 1 << 130
EVERYTHING = (1 << LETTERS) - 1
CHARACTERS = (1 << 129) - 1
_MOST_STATES = 400
_MOST_PAIRS = 1500
_MOST_CLASSES = 48


class Kind(Enum):
    SET = "set"
    """One character of a set, or a mark."""
    SEQUENCE = "sequence"
    CHOICE = "choice"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an expression."""

    kind: Kind
    parts: tuple[Part, ...] = ()
    letters: int = 0
    """Of a set: the characters, one bit each."""
    least: int = 1
    most: int = 1
    characters: int = field(default=0)
    """All that can stand anywhere in it, one bit each."""
    may_be_empty: bool = False


def letters(mask: int) -> Part:
    return Part(Kind.SET, letters=mask, characters=mask)


def sequence(parts: Sequence[Part]) -> Part:
    if len(parts) == 1:
        return parts[0]
    return Part(
        Kind.SEQUENCE, tuple(parts), characters=_all(parts), may_be_empty=all(part.may_be_empty for part in parts)
    )


def choice(parts: Sequence[Part]) -> Part:
    if len(parts) == 1:
        return parts[0]
    return Part(
        Kind.CHOICE, tuple(parts), characters=_all(parts), may_be_empty=any(part.may_be_empty for part in parts)
    )


def repeat(part: Part, least: int, most: int) -> Part:
    is_empty = part.may_be_empty or least == 0
    return Part(Kind.REPEAT, (part,), least=least, most=most, characters=part.characters, may_be_empty=is_empty)


def _all(parts: Sequence[Part]) -> int:
    found = 0
    for part in parts:
        found |= part.characters
    return found


@dataclass(frozen=True, slots=True)
class Inclusion:
    forward: bool
    """Whether the second has all texts of the first."""
    backward: bool


@dataclass(slots=True)
class _Automaton:
    """Thompson's: states with steps by a set of letters, and steps without any."""

    steps: list[tuple[int, int]] = field(default_factory=list)
    """Of each state: the letters of its step (0: none), and where it leads."""
    empty: list[int] = field(default_factory=list)
    """Of each state: the states that it reaches without a letter, one bit each."""
    closures: list[int] = field(default_factory=list)
    last: int = 0

    def state(self) -> int:
        self.steps.append((0, 0))
        self.empty.append(0)
        return len(self.steps) - 1


def included(one: Part, other: Part) -> Inclusion | None:
    """Which of two languages has all of the other, searched for anywhere in a text; ``None`` where that costs much."""
    counts = sorted({count for tree in (one, other) for count in _counts(tree) if count > 3 and count < ENDLESS})
    scale = {count: 4 + index for index, count in enumerate(counts)} if counts and counts[-1] > 16 else {}
    first, second = _automaton(one, scale), _automaton(other, scale)
    if first is None or second is None:
        return None
    classes = _classes([mask for machine in (first, second) for mask, _ in machine.steps if mask])
    if len(classes) > _MOST_CLASSES:
        return None
    return _compared(first, second, classes)


def _counts(tree: Part) -> list[int]:
    found: list[int] = []
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        waiting.extend(part.parts)
        if part.kind is Kind.REPEAT:
            found += (part.least, part.most)
    return found


def _automaton(tree: Part, scale: dict[int, int]) -> _Automaton | None:
    """The machine that finds the expression anywhere in a text between its marks."""
    machine = _Automaton()
    anywhere = repeat(letters(EVERYTHING), 0, ENDLESS)
    found = _built(machine, Part(Kind.SEQUENCE, (anywhere, tree, anywhere)), scale)
    if found is None:
        return None
    machine.last = found
    machine.closures = _closures(machine.empty)
    return machine


def _built(machine: _Automaton, tree: Part, scale: dict[int, int]) -> int | None:
    """Adds a tree from state 0 and gives its last state; without recursion, by a stack of what is to be built."""
    start, end = machine.state(), machine.state()
    waiting = [(tree, start, end)]
    while waiting:
        part, first, last = waiting.pop()
        if len(machine.steps) > _MOST_STATES:
            return None
        if part.kind is Kind.SET:
            inner = machine.state()
            machine.empty[first] |= 1 << inner
            machine.steps[inner] = (part.letters, last)
        elif part.kind is Kind.CHOICE:
            waiting.extend((choice_, first, last) for choice_ in part.parts)
        elif part.kind is Kind.SEQUENCE:
            states = [first, *(machine.state() for _ in part.parts[1:]), last]
            waiting.extend(zip(part.parts, states, states[1:], strict=False))
            if not part.parts:
                machine.empty[first] |= 1 << last
        else:
            _repeated(machine, part, (first, last), scale, waiting)
    return end


def _repeated(
    machine: _Automaton,
    part: Part,
    edges: tuple[int, int],
    scale: dict[int, int],
    waiting: list[tuple[Part, int, int]],
) -> None:
    at, last = edges
    least, most = scale.get(part.least, part.least), scale.get(part.most, part.most)
    copies = least if most >= ENDLESS else most
    for number in range(copies):
        following = machine.state()
        if number >= least:
            machine.empty[at] |= 1 << last
        waiting.append((part.parts[0], at, following))
        at = following
    if most >= ENDLESS:
        loop = machine.state()
        machine.empty[at] |= 1 << loop
        waiting.append((part.parts[0], loop, loop))
        at = loop
    machine.empty[at] |= 1 << last


def _closures(empty: Sequence[int]) -> list[int]:
    found = [mask | (1 << state) for state, mask in enumerate(empty)]
    is_changed = True
    while is_changed:
        is_changed = False
        for state, mask in enumerate(found):
            reached = mask
            for other in _bits(mask):
                reached |= found[other]
            if reached != mask:
                found[state], is_changed = reached, True
    return found


def _bits(mask: int) -> list[int]:
    found: list[int] = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def _classes(masks: Sequence[int]) -> list[int]:
    """The letters in classes that no set of either expression tells apart; one letter stands for each."""
    classes = [CHARACTERS, START, END]
    for mask in dict.fromkeys(masks):
        classes = [piece for group in classes for piece in (group & mask, group & ~mask) if piece]
        if len(classes) > _MOST_CLASSES:
            break
    return classes


def _compared(first: _Automaton, second: _Automaton, classes: Sequence[int]) -> Inclusion | None:
    """All pairs of state sets that a text between its marks leads to."""
    begun = _step(first, first.closures[0], START), _step(second, second.closures[0], START)
    inner = [group & -group for group in classes if not group & (START | END)]
    seen = {begun}
    waiting = deque([begun])
    forward = backward = True
    while waiting:
        one, other = waiting.popleft()
        mine = bool(_step(first, one, END) >> first.last & 1)
        theirs = bool(_step(second, other, END) >> second.last & 1)
        forward, backward = forward and (theirs or not mine), backward and (mine or not theirs)
        if not forward and not backward:
            break
        for letter in inner:
            pair = _step(first, one, letter), _step(second, other, letter)
            if pair not in seen:
                seen.add(pair)
                waiting.append(pair)
        if len(seen) > _MOST_PAIRS:
            return None
    return Inclusion(forward, backward)


def _step(machine: _Automaton, states: int, letter: int) -> int:
    found = 0
    for state in _bits(states):
        mask, following = machine.steps[state]
        if mask & letter:
            found |= machine.closures[following]
    return found

"""Both sides of a changed file as the engine needs to see them.

Bodies that stand untouched on both sides, and that no changed definition has to do with, are blanked on both: same
lines, same columns. What cannot be decided is left whole, with the reason.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from bot.model import Hunk
from workers.reading import syntax
from workers.slices import nearness, units
from workers.slices.languages import SHAPES, Shape
from workers.slices.units import NAME, Holder, Outline, Unit
from workers.slices.unnamed import Gone, Halves, unnamed

SMALLEST = 150
"""Lines of a file that is worth it."""
LEAST = 0.2
"""Of the lines have to go."""
_CALLED = re.compile(rb"(?<!\w)([A-Za-z_]\w{0,200})\s{0,3}\(")
_NO_LINE_END = re.compile(r"[^\r\n]")


@dataclass(frozen=True, slots=True)
class Sides:
    """The texts to examine; ``whole`` is a clause that says why they are the real ones, ``""`` where they are not."""

    base: str
    head: str
    whole: str = ""
    base_alone: str = ""
    """For what stays inside of this file: also without the heads of functions that nothing here names."""
    head_alone: str = ""


@lru_cache(maxsize=16)
def sliced(
    language: str,
    base: str,
    head: str,
    hunks: tuple[Hunk, ...],
    *,
    flows: bool = True,
    names: frozenset[bytes] = frozenset(),
) -> Sides:
    """The slices of a file's sides, of one language, that differ by ``hunks``.

    ``flows``: whether data may be followed from one definition to another. Else what calls a changed one, or is called
    by it, is none of its concern. ``names``: what the change touches in other files, and what is called there.
    """
    made = _sliced(language, base, head, hunks, flows, names)
    return Sides(base, head, made, base, head) if isinstance(made, str) else made


def _sliced(
    language: str, base: str, head: str, hunks: tuple[Hunk, ...], flows: bool, names: frozenset[bytes]
) -> Sides | str:
    shape = SHAPES.get(language)
    if shape is None:
        return "there is no table of the language"
    if max(base.count("\n"), head.count("\n")) < SMALLEST:
        return "it is small"
    before, after = units.outline(language, base), units.outline(language, head)
    if before is None or after is None:
        return "it does not parse"
    pair = _Pair(shape, before, after, hunks)
    if not pair.fits:
        return "its sides are read differently"
    kept = pair.kept(flows, names)
    if kept is None:
        return "what changed outside of its definitions may concern all of them"
    gone = [number for number in pair.untouched if number not in kept and not after.units[number].stays]
    lines = sum(after.units[number].last - after.units[number].first for number in gone)
    if lines < LEAST * head.count("\n"):
        return "nearly all of it concerns the change"
    base_units = [pair.partner[number] for number in gone]
    texts = [
        _without(shape, text, outline, [outline.units[number] for number in numbers])
        for text, outline, numbers in ((base, before, base_units), (head, after, gone))
    ]
    if any(syntax.first_error(language, text) is not None for text in texts):
        return "what is left of it does not parse"
    if not shape.at_start:
        return Sides(texts[0], texts[1], "", *texts)
    dropped = unnamed(pair.halves(kept, gone))
    return Sides(texts[0], texts[1], "", *map(partial(_without_lines, shape), texts, dropped))


@lru_cache(maxsize=32)
def touched(language: str, base: str, head: str, hunks: tuple[Hunk, ...]) -> frozenset[bytes] | None:
    """The names of what a change touches in a file, and of what is called there; ``None`` where nobody knows."""
    shape, before, after = SHAPES.get(language), units.outline(language, base), units.outline(language, head)
    if shape is None or before is None or after is None:
        return None
    return _Pair(shape, before, after, hunks).names


class _Pair:
    """The definitions of both sides."""

    def __init__(self, shape: Shape, before: Outline, after: Outline, hunks: Sequence[Hunk]) -> None:
        self._shape, self._before, self._after, self._hunks = shape, before, after, hunks
        base = [(hunk.base_start, hunk.base_count) for hunk in hunks]
        head = [(hunk.head_start, hunk.head_count) for hunk in hunks]
        self.touched_base = _touched(before.units, base)
        self.touched_head = _touched(after.units, head)
        self.untouched = [number for number in range(len(after.units)) if number not in self.touched_head]
        places = {unit.place: number for number, unit in enumerate(before.units) if number not in self.touched_base}
        self.partner: dict[int, int] = {}
        for number in self.untouched:
            line, column = after.units[number].place
            found = places.get((self._in_base(line), column))
            if found is not None:
                self.partner[number] = found
        self.fits = len(self.partner) == len(self.untouched) == len(places)

    @property
    def names(self) -> frozenset[bytes] | None:
        """Of what is touched, and of what is called there."""
        named = self._named()
        if named is None:
            return None
        found = set(named)
        for outline, numbers in ((self._before, self.touched_base), (self._after, self.touched_head)):
            for number in numbers:
                found |= outline.units[number].names | outline.units[number].used
        return frozenset(found)

    def _in_base(self, line: int) -> int:
        """The base's line of an unchanged one of the head."""
        at = line
        for hunk in self._hunks:
            if (hunk.head_start if hunk.head_count else hunk.head_start + 1) <= line:
                at += hunk.base_count - hunk.head_count
        return at

    @property
    def _called(self) -> re.Pattern[bytes]:
        return NAME if self._shape.calls_bare else _CALLED

    def kept(self, flows: bool, names: frozenset[bytes]) -> set[int] | None:
        """The numbers of the head's untouched units that have to be seen; ``None`` where nobody knows."""
        touched = [self._after.units[number] for number in sorted(self.touched_head)]
        touched += [self._before.units[number] for number in sorted(self.touched_base)]
        everything = [*touched, *(self._after.units[number] for number in self.untouched)]
        seeds = set(range(len(touched)))
        named = self._named()
        if named is None:
            return None
        numbers = {number: len(touched) + at for at, number in enumerate(self.untouched)}
        for number, joint in numbers.items():
            unit = self._after.units[number]
            if unit.words & named or self._is_in_changed_class(unit) or (unit.used | unit.names) & names:
                seeds.add(joint)
        if not flows:
            return {number for number, joint in numbers.items() if joint in seeds}
        own = b"\n".join(outline.own(1, outline.data.count(b"\n") + 1) for outline in (self._before, self._after))
        bound, called = frozenset(units.DECLARED.findall(own)), frozenset(self._called.findall(own))
        found = nearness.near(everything, seeds, bound, called, is_seed=self._calls_elsewhere())
        return {number for number, joint in numbers.items() if joint in found}

    def halves(self, kept: Collection[int], blanked: Collection[int]) -> Halves:
        return Halves(self._before, self._after, self.partner, kept, blanked, self._hunks, self._in_base)

    def _named(self) -> frozenset[bytes] | None:
        """The names on changed lines outside of the bodies."""
        names: set[bytes] = set()
        for outline, ranges in self._ranges():
            for first, count in ranges:
                for line in outline.own(first, first + count - 1).split(b"\n") if count else ():
                    text = line.decode("utf-8", "replace")
                    if self._shape.wildcard and self._shape.wildcard.match(text):
                        return None
                    found = NAME.findall(line)
                    is_import = self._shape.imports and self._shape.imports.match(text)
                    names.update(found[-1:] if is_import else found)
        return (frozenset(names) - _WORDS) | self._made_anew()

    def _made_anew(self) -> frozenset[bytes]:
        """The names of the classes whose constructors or fields changed, and of those below them: whoever makes one is
        concerned."""
        names: set[bytes] = set()
        sides = (self._before, self.touched_base), (self._after, self.touched_head)
        for (outline, touched), (_, ranges) in zip(sides, self._ranges(), strict=True):
            lines = {outline.units[number].first for number in touched if outline.units[number].makes}
            lines |= {
                line
                for start, count in ranges
                for line in range(start, start + count)
                if outline.own(line, line).strip()
            }
            names |= {
                each.name for each in outline.classes if any(each.first <= line <= each.last for line in lines)
            } - {b""}
        for outline, _ in sides if names else ():
            for _ in outline.classes:  # as deep as they may be
                below = {
                    each.name
                    for each in outline.classes
                    if not names.isdisjoint(NAME.findall(outline.own(each.first, each.opens)))
                }
                if below <= names:
                    break
                names |= below
        return frozenset(names) - {b""}

    def _calls_elsewhere(self) -> bool:
        """Whether something is called on the changed lines outside of the units."""
        return any(
            self._called.search(outline.own(first, first + count - 1))
            for outline, ranges in self._ranges()
            for first, count in ranges
            if count
        )

    def _ranges(self) -> Iterator[tuple[Outline, list[tuple[int, int]]]]:
        yield self._before, [(hunk.base_start, hunk.base_count) for hunk in self._hunks]
        yield self._after, [(hunk.head_start, hunk.head_count) for hunk in self._hunks]

    def _is_in_changed_class(self, unit: Unit) -> bool:
        return any(first <= unit.first and unit.last <= last for first, last in self._changed_classes())

    @lru_cache(maxsize=1)  # noqa: B019 - a pair lives as long as its question
    def _changed_classes(self) -> list[tuple[int, int]]:
        """The head's classes whose first lines were changed; on which side, is the same: they are the same class."""
        found = []
        for outline, ranges in self._ranges():
            for each in outline.classes:
                if any(
                    (start <= each.opens and each.first < start + count) or self._mixes(outline, each, start, count)
                    for start, count in ranges
                    if count
                ):
                    lines = each.first, each.last
                    found.append(lines if outline is self._after else self._in_head(*lines))
        return found

    def _mixes(self, outline: Outline, holder: Holder, start: int, count: int) -> bool:
        pattern = self._shape.mixes
        return pattern is not None and any(
            holder.first <= line <= holder.last and pattern.match(outline.own(line, line).decode("utf-8", "replace"))
            for line in range(start, start + count)
        )

    def _in_head(self, first: int, last: int) -> tuple[int, int]:
        """Where the base's lines stand in the head, at most."""
        ends = []
        for line in (first, last):
            at = line
            for hunk in self._hunks:
                if (hunk.base_start if hunk.base_count else hunk.base_start + 1) <= line:
                    at += hunk.head_count - hunk.base_count
            ends.append(at)
        return ends[0] - 1, ends[1] + 1


_WORDS = frozenset(
    b"import from as use using package module export default const let var val def class public private protected "
    b"static final internal extends implements interface abstract void int string bool boolean true false null None "
    b"True False self this new return if else for while in of and or not function fn func type struct enum".split()
)
"""Words of the languages, which say nothing of what a line is about."""


def _touched(units: Sequence[Unit], ranges: Iterable[tuple[int, int]]) -> set[int]:
    """The numbers of the units in which lines of a side were changed, or lines of the other side are missing."""
    lasts = [unit.last for unit in units]
    firsts = [unit.first for unit in units]
    found: set[int] = set()
    for start, count in ranges:
        if count:
            found.update(range(bisect_left(lasts, start), bisect_right(firsts, start + count - 1)))
        else:
            found.update(range(bisect_right(lasts, start), bisect_right(firsts, start)))
    return found


def _without(shape: Shape, text: str, outline: Outline, gone: Collection[Unit]) -> str:
    """The text with these bodies blanked."""
    is_ascii = len(text) == len(outline.data)
    parts, at = [], 0
    for unit in sorted(gone, key=lambda each: each.body):
        start, end = unit.body
        parts.append(text[at:start] if is_ascii else outline.data[at:start].decode("utf-8", "surrogatepass"))
        body = text[start:end] if is_ascii else outline.data[start:end].decode("utf-8", "surrogatepass")
        parts.append(_blank(shape, body))
        at = end
    rest = text[at:] if is_ascii else outline.data[at:].decode("utf-8", "surrogatepass")
    return "".join([*parts, rest])


def _without_lines(shape: Shape, text: str, gone: Gone) -> str:
    """The text with all of these lines empty."""
    lines = text.split("\n")
    for first, last in gone.lines:
        for number in range(first - 1, last):
            lines[number] = _emptied(lines[number])
    for line, column in gone.fillers:
        lines[line - 1] = " " * column + shape.filler + lines[line - 1]
    return "\n".join(lines)


def _emptied(line: str) -> str:
    """Nothing of it, but what ends a line elsewhere."""
    return "\r" * line.count("\r")


def _blanks(line: str) -> str:
    """As many blanks; what ends a line elsewhere stays."""
    return _NO_LINE_END.sub(" ", line) if "\r" in line else " " * len(line)


def _blank(shape: Shape, body: str) -> str:
    """Nothing of a body, with its line ends and the filler, and blanks before what stands behind it; the body itself
    where there is no room."""
    lines = body.split("\n")
    for number, line in enumerate(lines):
        code = line.strip()
        if len(code) >= len(shape.filler):
            blank = [*map(_emptied, lines[:-1]), _blanks(lines[-1])]
            at = line.index(code)
            rest = _blanks(line[at + len(shape.filler) :]) if number == len(lines) - 1 else _emptied(line)
            blank[number] = _blanks(line[:at]) + shape.filler + rest
            return "\n".join(blank)
        if shape.at_start:
            return body
    return body

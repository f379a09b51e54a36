"""Vulnerable and safe code for people, cut out of a rule's sample at its marked lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workers.engine.samples import Sample, without_marks

_LONGEST = 26
"""Lines of one example."""
_MOST = 2
"""Examples of one kind."""
_BODY = 8
"""Lines that are shown of what a marked line begins."""
_PATH = re.compile(r"(?:#|//|<!--)\s*path:")
"""Says where a sample would stand: no part of the code."""
_FOUND, _SAFE = frozenset({"ruleid", "unsure"}), frozenset({"ok"})


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of code."""

    code: str
    language: str
    marked: tuple[int, ...] = ()
    """The lines of ``code`` that the rule speaks of, from 1."""
    caption: str = ""


def vulnerable(samples: Sequence[Sample]) -> list[Example]:
    """What the rule finds; of a rule of what a change takes away, the file before and after."""
    found = [one for sample in samples for one in _changes(sample)]
    return found or [one for sample in samples for one in _pieces(sample, _FOUND)][:_MOST]


def safe(samples: Sequence[Sample]) -> list[Example]:
    """What the rule leaves alone; of a rule of what a change takes away, what should have stayed."""
    alone = [one for sample in samples if sample.base is None for one in _pieces(sample, _SAFE)]
    kept = [replace(before, caption="As it was") for sample in samples for before in [*_changes(sample)][:1]]
    return (alone or kept)[:_MOST]


def _changes(sample: Sample) -> Iterator[Example]:
    if sample.base is None:
        return
    for side, caption in ((sample.base, "Before the change"), (sample, "After the change")):
        text = _Text.of(side)
        marked = tuple(place + 1 for place in text.places(_FOUND) if place < _LONGEST)
        yield Example("\n".join(text.lines[:_LONGEST]), sample.language, marked, caption)


def _pieces(sample: Sample, kinds: Collection[str]) -> list[Example]:
    text = _Text.of(sample)
    pieces: list[Example] = []
    for place in text.places(kinds):
        piece = text.around(place, sample.language, kinds)
        if len(pieces) < _MOST and all(piece.code != other.code for other in pieces):
            pieces.append(piece)
    return pieces


@dataclass(frozen=True, slots=True)
class _Text:
    """A sample without its marks."""

    lines: Sequence[str]
    kinds: Mapping[int, frozenset[str]]
    """Marked line, from 0 → what the marks say."""

    @classmethod
    def of(cls, sample: Sample) -> _Text:
        numbered = [(number, line) for number, line in without_marks(sample.text) if not _PATH.match(line)]
        place = {number: index for index, (number, _) in enumerate(numbered)}
        kinds: dict[int, frozenset[str]] = {}
        for mark in sample.expectations:
            if mark.rule == sample.rule and mark.line in place:
                kinds[place[mark.line]] = kinds.get(place[mark.line], frozenset()) | {mark.kind}
        return cls([line for _, line in numbered], kinds)

    def places(self, kinds: Collection[str]) -> list[int]:
        return [place for place, said in sorted(self.kinds.items()) if not said.isdisjoint(kinds)]

    def around(self, place: int, language: str, kinds: Collection[str]) -> Example:
        """The marked statement with what stands in front of it in its block; statements of other marks left out."""
        end = min(self._end(place), place + _BODY)
        kept: list[int] = []
        line = self._start(place)
        while line < place:
            if line in self.kinds:
                line = self._end(line) + 1
            else:
                kept.append(line)
                line += 1
        head = kept[: _LONGEST // 3] if len(kept) + end - place >= _LONGEST else kept
        tail = kept[len(head) :][-(_LONGEST // 3) :]
        dropped = len(kept) - len(head) - len(tail)
        shown = [self.lines[number] for number in head]
        if dropped:
            shown.append("…")
        shown += [self.lines[number] for number in tail]
        first = len(shown)
        shown += self.lines[place : end + 1]
        marked = [first + 1 + other - place for other in self.places(kinds) if place <= other <= end]
        blank = next((number for number, text in enumerate(shown) if text.strip()), 0)
        return Example("\n".join(shown[blank:]).rstrip(), language, tuple(number - blank for number in marked))

    def _start(self, place: int) -> int:
        """Where the outermost block begins that the line stands in, with the lines right above it (decorators)."""
        line = place
        while line > 0 and (_indent(self.lines[line]) > 0 or not self.lines[line].strip()):
            line -= 1
        while line > 0 and self.lines[line - 1].strip() and _indent(self.lines[line - 1]) == 0:
            if line - 1 in self.kinds:
                break
            line -= 1
        return line

    def _end(self, place: int) -> int:
        """The last line of the statement: its brackets are closed, and what it begins has ended."""
        indent, open_brackets, line = _indent(self.lines[place]), 0, place
        while True:
            open_brackets += _balance(self.lines[line])
            following = line + 1
            if following >= len(self.lines):
                return line
            text = self.lines[following]
            deeper = bool(text.strip()) and _indent(text) > indent
            closes = text.strip()[:1] in set(")]}") and _indent(text) == indent
            if not (open_brackets > 0 or deeper or closes):
                return line
            line = following


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _balance(line: str) -> int:
    return sum(line.count(sign) for sign in "([{") - sum(line.count(sign) for sign in ")]}")

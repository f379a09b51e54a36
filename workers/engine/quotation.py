"""Places that do not cut through a string: people read what is quoted, and the interpreter looks for whole expressions.

The engine's second parser for Python, which it takes for a file with a ``match`` statement, places a string without its
prefix and quotes, and a template of JavaScript that ends with an expression without its end (measured with 1.182).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workers.engine.results import FileAnswer, Step
from workers.reading import syntax
from workers.reading.places import Lines, Place

_STRINGS: Mapping[str, str] = {
    "python": "(string) @it",
    "javascript": "[(string) (template_string)] @it",
    "typescript": "[(string) (template_string)] @it",
}
_QUOTES = b"'\"`"


def whole(language: str, text: str, answer: FileAnswer) -> FileAnswer:
    """The answer with every place widened to the strings that it cuts through."""
    if not answer.matches or language not in _STRINGS:
        return answer
    tree = syntax.parse(language, text)
    if tree is None:
        return answer
    strings, lines = syntax.spans_of(language, tree, _STRINGS[language]), Lines(text)
    data = text.encode("utf-8", "surrogatepass")

    def widened(place: Place) -> Place:
        span = lines.span(place)
        wide = _widened(span, strings, data)
        return place if wide == span else lines.place_of(*wide)

    matches = []
    for match in answer.matches:
        place = widened(match.place)
        steps = tuple(
            step if step.place == wide else Step(wide, lines.text(wide))
            for step in match.steps
            for wide in (widened(step.place),)
        )
        matches.append(replace(match, place=place, excerpt=lines.text(place), steps=steps))
    return replace(answer, matches=tuple(matches))


def _widened(span: tuple[int, int], strings: Sequence[tuple[int, int]], data: bytes) -> tuple[int, int]:
    start, end = span
    for first, behind in strings:
        if first <= start < end <= behind:
            if start == first or end == behind or _is_all_between_quotes(data[first:start], data[end:behind]):
                return first, behind
        elif first < start < behind:
            start = first
        elif first < end < behind:
            end = behind
    return start, end


def _is_all_between_quotes(before: bytes, after: bytes) -> bool:
    """Whether what stands around a place in a string is only the string's own marks."""
    marks = after.strip(_QUOTES) == b"" and before.lstrip(b"rRbBuUfFtT").strip(_QUOTES) == b""
    return marks and bool(before) and bool(after)

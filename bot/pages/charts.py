"""Small charts as plain geometry: a template draws them as SVG. All lengths are in the drawing's own units."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 170
LEFT, RIGHT, BOTTOM, TOP = 34, 18, 22, 18
"""Room for the numbers at the side and the dates below; above for half a number, which a phone shows large."""


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    kind: str
    """A class of the style sheet."""
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A word at the side, at the height ``at``, or below, at the distance ``at`` from the left."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    bars: tuple[Bar, ...]
    points: tuple[tuple[float, float], ...]
    """Of a line."""
    sides: tuple[Mark, ...]
    below: tuple[Mark, ...]
    keys: tuple[tuple[str, str], ...]
    """Class and word."""
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The same as numbers."""
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def is_empty(self) -> bool:
        return not self.bars and not self.points


def stacked(title: str, weeks: Sequence[str], series: Mapping[str, tuple[str, Sequence[int]]]) -> Chart:
    """One column a week; ``series`` is word → class and numbers, the lowest first."""
    sums = [sum(numbers[index] for _, numbers in series.values()) for index in range(len(weeks))]
    top = nice(max(sums, default=0))
    step = (WIDTH - LEFT - RIGHT) / max(len(weeks), 1)
    bars: list[Bar] = []
    for index, week in enumerate(weeks):
        foot = 0
        for word, (kind, numbers) in series.items():
            if number := numbers[index]:
                high, low = _height(foot + number, top), _height(foot, top)
                bars.append(_bar(index, step, high, low - high, kind, f"{week}: {number} {word}"))
            foot += number
    keys = tuple((kind, word) for word, (kind, _) in series.items())
    rows = tuple((week, *(str(numbers[i]) for _, numbers in series.values())) for i, week in enumerate(weeks))
    return Chart(title, tuple(bars), (), _sides(top), _below(weeks, step), keys, ("week from", *series), rows)


def beside(title: str, weeks: Sequence[str], series: Mapping[str, tuple[str, Sequence[int]]]) -> Chart:
    """One group of columns a week."""
    top = nice(max((number for _, numbers in series.values() for number in numbers), default=0))
    step = (WIDTH - LEFT - RIGHT) / max(len(weeks), 1)
    part = step * 0.8 / max(len(series), 1)
    bars = []
    for index, week in enumerate(weeks):
        for place, (word, (kind, numbers)) in enumerate(series.items()):
            if number := numbers[index]:
                high = _height(number, top)
                x = LEFT + index * step + step * 0.1 + place * part
                bars.append(
                    Bar(_r(x), high, _r(part * 0.92), _r(_height(0, top) - high), kind, f"{week}: {number} {word}")
                )
    keys = tuple((kind, word) for word, (kind, _) in series.items())
    rows = tuple((week, *(str(numbers[i]) for _, numbers in series.values())) for i, week in enumerate(weeks))
    return Chart(title, tuple(bars), (), _sides(top), _below(weeks, step), keys, ("week from", *series), rows)


def line(title: str, weeks: Sequence[str], word: str, numbers: Sequence[float]) -> Chart:
    """One point for each week that has a number above 0."""
    top = nice(max(numbers, default=0))
    step = (WIDTH - LEFT - RIGHT) / max(len(weeks), 1)
    points = tuple(
        (_r(LEFT + index * step + step / 2), _height(number, top)) for index, number in enumerate(numbers) if number > 0
    )
    rows = tuple((week, f"{number:.1f}" if number else "–") for week, number in zip(weeks, numbers, strict=True))
    return Chart(title, (), points, _sides(top), _below(weeks, step), (("line", word),), ("week from", word), rows)


@dataclass(frozen=True, slots=True)
class Spark:
    """A row of small bars: the shape of a few months at a glance."""

    bars: tuple[Bar, ...]
    width: int = 130
    height: int = 24


def spark(weeks: Sequence[str], numbers: Sequence[int], word: str) -> Spark:
    top, step = max([*numbers, 1]), 130 / max(len(numbers), 1)
    return Spark(
        tuple(
            Bar(
                _r(i * step),
                _r(24 - 24 * number / top),
                _r(step * 0.8),
                _r(24 * number / top),
                "found",
                f"{week}: {number} {word}",
            )
            for i, (week, number) in enumerate(zip(weeks, numbers, strict=True))
            if number
        )
    )


def nice(most: float) -> int:
    """A round number that is not below ``most``, and at least 1."""
    if most <= 1:
        return 1
    size = int(10 ** math.floor(math.log10(most)))
    return next(factor * size for factor in (1, 2, 5, 10) if factor * size >= most)


def _bar(index: int, step: float, y: float, height: float, kind: str, label: str) -> Bar:
    return Bar(_r(LEFT + index * step + step * 0.1), y, _r(step * 0.8), _r(height), kind, label)


def _height(number: float, top: float) -> float:
    room = HEIGHT - TOP - BOTTOM
    return _r(TOP + room - room * number / top)


def _sides(top: float) -> tuple[Mark, ...]:
    return tuple(Mark(_height(number, top), f"{number:g}") for number in (0, top / 2, top) if number == int(number))


def _below(weeks: Sequence[str], step: float) -> tuple[Mark, ...]:
    """Every fourth week from the last one."""
    chosen = range(len(weeks) - 1, -1, -4)
    return tuple(Mark(_r(LEFT + index * step + step / 2), weeks[index][5:]) for index in reversed(chosen))


def _r(number: float) -> float:
    return round(number, 1)

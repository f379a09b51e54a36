"""What the page of trends draws."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Area, Verdict
from bot.pages import charts, words
from bot.store.reading import Week


def drawn(weeks: Sequence[Week]) -> list[charts.Chart]:
    names = [_monday(week) for week in weeks]
    found = [sum(week.found.values()) for week in weeks]
    fixed = [sum(week.fixed.values()) for week in weeks]
    verdicts = {
        one.value: (one.value.replace(" ", "-"), [week.verdicts.get(one.value, 0) for week in weeks]) for one in Verdict
    }
    return [
        charts.beside("Findings told and fixed by week", names, {"told": ("found", found), "fixed": ("fixed", fixed)}),
        charts.stacked("Reviews by week and verdict", names, verdicts),
        charts.line("Median seconds to review", names, "seconds", [week.median_seconds for week in weeks]),
    ]


def by_area(weeks: Sequence[Week]) -> list[tuple[str, int, int, charts.Spark]]:
    """Areas with what was told and fixed in them, the one with most first; those without anything are left out."""
    names = [_monday(week) for week in weeks]
    told = []
    for area in Area:
        numbers = [week.found.get(area.value, 0) for week in weeks]
        fixed = sum(week.fixed.get(area.value, 0) for week in weeks)
        if sum(numbers) or fixed:
            told.append((area.value, sum(numbers), fixed, charts.spark(names, numbers, "told")))
    return sorted(told, key=lambda row: -row[1])


def _monday(week: Week) -> str:
    return words.moment(week.start)[:10]

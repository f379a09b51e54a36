"""Sections that fit a limit: what matters most takes its room first, and what is left out is counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.render import text

_ROOM_FOR_MORE = 60
"""Bytes kept for the line that says how many items were left out."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a summary: an opening, items that may be left out from the end, and a closing."""

    rank: int
    """Who takes room first: 0 is the verdict. The order on the page is that of the sequence."""
    intro: str = ""
    items: tuple[str, ...] = ()
    outro: str = ""
    between: str = "\n"
    """Stands between the intro, the items and the outro."""
    more: Callable[[int], str] = "and {} more".format
    """The line for what was left out."""


def fitted(sections: Sequence[Section], limit: int) -> str:
    """The sections, with blank lines between, in at most ``limit`` UTF-8 bytes; sections that do not fit are absent."""
    room = limit
    shown: dict[int, str] = {}
    for index in sorted(range(len(sections)), key=lambda index: (sections[index].rank, index)):
        separator = 2 if shown else 0
        part = _fitted(sections[index], room - separator)
        if part:
            shown[index] = part
            room -= text.size(part) + separator
    return "\n\n".join(shown[index] for index in sorted(shown))


def _fitted(section: Section, room: int) -> str:
    whole = _joined(section, section.items)
    if text.size(whole) <= room:
        return whole
    frame = text.size(_joined(section, ())) + len(section.between) + _ROOM_FOR_MORE
    kept: list[str] = []
    for item in section.items:
        frame += text.size(item) + len(section.between)
        if frame > room:
            break
        kept.append(item)
    if not kept:
        return ""
    return _joined(section, (*kept, section.more(len(section.items) - len(kept))))


def _joined(section: Section, items: Sequence[str]) -> str:
    return section.between.join(part for part in (section.intro, *items, section.outro) if part)

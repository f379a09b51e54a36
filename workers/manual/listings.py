"""The pages that lead to the rules: all, by language or format, by area, by check."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from bot.model import Area
from workers.checks.base import Check
from workers.manual import telling, words
from workers.manual.rule_pages import Entry, check_rules, folder_name, slug


def overview(entries: Sequence[Entry]) -> str:
    """``rules.md``: how many there are of what, and where."""
    areas = [area for area in Area if any(entry.rule.area is area for entry in entries)]
    lines = [
        "# Rules and checks",
        "",
        f"{len(entries)} rules. The search finds one by its id, its title or a word of its code.",
        "",
        "## By area",
        "",
        "| area | rules |",
        "|---|---|",
        *(f"| [{area.value}](areas/{slug(area.value)}.md) | {_count(entries, area)} |" for area in areas),
        "",
        "## By language or format",
        "",
        "| language or format | rules |",
        "|---|---|",
        *(
            f"| [{folder_name(name)}](languages/{name}.md) | {sum(entry.folder == name for entry in entries)} |"
            for name in folders(entries)
        ),
    ]
    return "\n".join(lines) + "\n"


def of_folder(folder: str, entries: Iterable[Entry]) -> str:
    """``languages/<folder>.md``, its rules by area."""
    own = [entry for entry in entries if entry.folder == folder]
    lines = [f"# {folder_name(folder)}", "", f"{len(own)} rules."]
    for area in Area:
        lines += _table(f"## {area.value}", [entry for entry in own if entry.rule.area is area])
    return "\n".join(lines) + "\n"


def of_area(area: Area, entries: Iterable[Entry]) -> str:
    """``areas/<area>.md``, its rules by language or format."""
    own = [entry for entry in entries if entry.rule.area is area]
    title = f"{area.value[:1].upper()}{area.value[1:]}"
    lines = [f"# {title}", "", f"{len(own)} rules."]
    for folder in folders(own):
        lines += _table(f"## {folder_name(folder)}", [entry for entry in own if entry.folder == folder])
    return "\n".join(lines) + "\n"


def of_check(check: Check, entries: Iterable[Entry]) -> str:
    """``checks/<check>.md``: what the check says of itself, and its rules."""
    module = sys.modules[type(check).__module__]
    said = str(module.__doc__ or "").strip()
    own = [entry for entry in entries if entry.check == check.id]
    lines = [f"# {check.id}", "", said]
    if own and (check_rules(check) or len(own) < 100):
        lines += _table("## Its rules", own)
    elif own:
        lines += ["", f"It searches for {len(own)} rules: [all of them](../rules.md)."]
    return "\n".join(lines) + "\n"


def folders(entries: Iterable[Entry]) -> list[str]:
    """The languages and formats that have rules, as people look for them."""
    return sorted({entry.folder for entry in entries}, key=lambda name: folder_name(name).lower())


def _count(entries: Iterable[Entry], area: Area) -> int:
    return sum(entry.rule.area is area for entry in entries)


def _table(heading: str, entries: Sequence[Entry]) -> Iterator[str]:
    if entries:
        yield from ("", heading, "", "| rule | severity | confidence |", "|---|---|---|")
        yield from map(_row, entries)


def _row(entry: Entry) -> str:
    rule = entry.rule
    name = f"[{words.prose(telling.title(rule))}](../rules/{rule.id}.md)<br>`{rule.id}`"
    return f"| {name} | {rule.severity.label} | {rule.confidence.label} |"

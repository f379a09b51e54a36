"""Decisions as comma-separated values, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from bot.render.text import visible
from bot.store.port import Known

COLUMNS = (
    "repository",
    "change",
    "rule",
    "path",
    "by",
    "at",
    "kind",
    "reason",
    "until",
    "source",
    "this change alone",
    "taken back at",
    "taken back by",
    "taken back because",
    "fingerprint",
    "id",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet calculate instead of show (OWASP, "CSV Injection")."""


def rows(found: Iterable[Known], stamp: Callable[[float], str]) -> Iterator[str]:
    """The lines of the file. ``stamp`` writes a time in seconds since the epoch."""
    yield _line(COLUMNS)
    for one in found:
        yield _line(_cells(one, stamp))


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that could be begins with an apostrophe."""
    shown = visible(cell)
    return f"'{shown}" if cell.lstrip(" ").startswith(_FORMULA) or shown.startswith(_FORMULA) else shown


def _cells(one: Known, stamp: Callable[[float], str]) -> tuple[str, ...]:
    made, word = one.decision, one.taken_back
    return (
        one.repository,
        made.change,
        made.rule,
        made.path,
        made.by,
        stamp(made.at),
        made.kind.value if made.kind else "",
        made.reason,
        made.until.isoformat() if made.until else "",
        made.source.value,
        "yes" if made.alone else "no",
        stamp(word.at) if word else "",
        word.by if word else "",
        word.why if word else "",
        made.fingerprint,
        made.id,
    )


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerow([safe(cell) for cell in cells])
    return written.getvalue()

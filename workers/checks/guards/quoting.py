"""Code as a comment quotes it: as its author wrote it, on one line, and short."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workers.checks.guards.syntax import squeezed

LONGEST = 2_000
"""Characters of a source that are searched for a text."""
_LOOSE = " {:,;"
"""What a quoted piece of code does not end with."""
_BLOCK = re.compile(r"(?:[:{]|\b(?:then|do))\s*$")


def short(text: str, limit: int) -> str:
    """One line of at most ``limit`` characters, without what would end the quotation."""
    line = " ".join(text.split()).replace("`", "'")
    return line if len(line) <= limit else line[: limit - 1] + "…"


def beside(text: str, name: str, limit: int) -> str:
    """The part of a long text that has a name: ``…escape(title)…`` of a line of markup."""
    line = " ".join(text.split())
    place = line.find(name) if name else -1
    if place + len(name) < limit // 2:
        return short(line, limit)
    return short(f"…{line[place - limit // 4 :]}", limit)


def path(name: str, limit: int = 40) -> str:
    """The end of a long path says more than its beginning."""
    return name if len(name) <= limit else f"…{name[1 - limit :]}"


def trimmed(text: str) -> str:
    """A piece of code without the braces and colons around it: ``if ok`` of ``} if ok {``."""
    return text.rstrip(_LOOSE).removeprefix("} ")


def written(text: str, source: str) -> str:
    """A text that is compared (:func:`~workers.checks.guards.syntax.squeezed`) as the source has it, on one line; the
    text itself where the source does not have it. ``f(a,"b")`` may be written ``f(a, 'b')``; ``…`` is left as it is."""
    return "…".join(_written(part, source) for part in text.split("…"))


def _written(text: str, source: str) -> str:
    line = " ".join(source[:LONGEST].split())
    places = [place for place, sign in enumerate(line) if sign != " "]
    plain, wanted = _plain(line), _plain(text)
    start = plain.find(wanted) if wanted else -1
    return text if start < 0 else line[places[start] : places[start + len(wanted) - 1] + 1]


def refusal(condition: str, ending: str) -> str:
    """A condition with what it ends in, in the manner of its language."""
    if not ending or squeezed(ending) in squeezed(condition):
        return trimmed(condition)
    opened = _BLOCK.search(condition)
    if opened is None:
        return f"{condition} … {ending}"
    return f"{condition} {ending} }}" if opened.group().startswith("{") else f"{condition} {ending}"


def listed(items: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def _plain(text: str) -> str:
    return text.replace(" ", "").replace("'", '"')

"""How values are told on a page: everything that a stranger wrote is made visible and cut before it is escaped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from bot.render.text import cut, plain, plain_code, visible

LONGEST_LINE = 300
_LONGEST_CODE_LINE = 400
_STEPS = (("year", 31_536_000), ("month", 2_592_000), ("day", 86_400), ("hour", 3600), ("minute", 60))
_FOLDS = {ord(mark): f"{mark}\0" for mark in "/.:-_@"} | {ord("#"): "\0#"}
"""After these marks, and before the number of a change."""
_SEVERITIES = {"high": 3, "medium": 2, "low": 1}


def sentence(text: object, limit: int = LONGEST_LINE) -> str:
    """A title, a name or a sentence: one line."""
    return plain(str(text), limit)


def prose(text: object, limit: int = LONGEST_LINE) -> Markup:
    """A sentence of ours, in which code stands between backticks; what it quotes is a stranger's."""
    pieces = sentence(text, limit).split("`")
    if len(pieces) % 2 == 0:  # cut within code, or a lone mark
        pieces[-2:] = ["`".join(pieces[-2:])]
    told = (f"<code>{escape(piece)}</code>" if odd % 2 else escape(piece) for odd, piece in enumerate(pieces))
    return Markup("".join(told))  # noqa: S704 - each piece is escaped


def path(text: object, limit: int = LONGEST_LINE) -> str:
    return plain_code(str(text), limit)


def code(text: object, lines: int = 30) -> list[str]:
    """Lines of code; tabs are four blanks."""
    found = [line.removesuffix("\r") for line in str(text).split("\n")]  # what ends a line is not shown
    shown = [cut(visible(line.expandtabs(4)), _LONGEST_CODE_LINE) for line in found[:lines]]
    return [*shown, "…"] if len(found) > lines else shown


def fold(text: object) -> Markup:
    """A name that is already fit to be shown, with the places where a narrow column may break it."""
    return Markup("<wbr>").join(str(text).translate(_FOLDS).split("\0"))


def moment(seconds: float) -> str:
    """A time in UTC, to the minute."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M") if seconds else "–"


def stamp(seconds: float) -> str:
    """The same for the attribute ``datetime``."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def span(seconds: float) -> str:
    """How long: ``3 days``, ``45 s``."""
    for name, size in _STEPS:
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {name}{'s' if count > 1 else ''}"
    return f"{seconds:.1f} s" if 0 < seconds < 10 else f"{seconds:.0f} s"


def ago(now: float) -> Callable[[float], str]:
    """How long before ``now``."""

    def told(seconds: float) -> str:
        return f"{span(now - seconds)} ago" if now - seconds >= 60 else "just now"

    return told


def link(text: object) -> str:
    """An address that a browser may be sent to, ``""`` for any other: it comes from a host, and so from a stranger."""
    address = str(text)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    good = parts.scheme in ("https", "http") and bool(parts.netloc) and "@" not in parts.netloc
    return address if good and address.isprintable() and " " not in address else ""


def address(change: str) -> str:
    """The path of a change's page; ``change`` is as ``github:octo/app#7`` or ``github:octo/app@<base>...<head>``."""
    place, mark, number = change.rpartition("#")
    if mark and number.isascii() and number.isdigit():
        host, _, repository = place.partition(":")
        return f"/changes/{quote(host, safe='')}/{quote(repository)}/{number}"
    place, _, group = change.rpartition("@")
    host, _, repository = place.partition(":")
    return f"/groups/{quote(host, safe='')}/{quote(repository)}/{quote(group, safe='')}"


def commit(text: object) -> str:
    """The first digits of a commit's id."""
    return plain_code(str(text), 100)[:10]


def grade(severity: object) -> int:
    """1 to 3."""
    return _SEVERITIES.get(str(severity), 1)


def count(number: int, name: str, several: str = "") -> str:
    """``1 defect``, ``3 defects``."""
    return f"{number:,} {name if number == 1 else several or name + 's'}"


def percent(share: float) -> str:
    return f"{share:.0%}"


FILTERS: dict[str, Callable[..., Any]] = {
    "sentence": sentence,
    "prose": prose,
    "path": path,
    "fold": fold,
    "code": code,
    "moment": moment,
    "stamp": stamp,
    "span": span,
    "link": link,
    "address": address,
    "commit": commit,
    "grade": grade,
    "counted": count,
    "percent": percent,
}
"""Jinja's filters of the pages."""

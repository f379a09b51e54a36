"""Texts as every database can hold them."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.model import Decision

LONGEST_REASON = 500
_LONGEST_NAME = 400
_LONGEST_FINGERPRINT = 64
_LATEST = 253_402_300_799
"""The last second of the year 9999, in seconds since the epoch: the last that Python and people can write as a date."""
_UNHOLDABLE = re.compile("[\0\ud800-\udfff]")
"""PostgreSQL's texts hold no NUL (its documentation, "Character Types"), and UTF-8 has no halves of characters."""


def clean(text: str, limit: int = _LONGEST_NAME) -> str:
    """``text`` with ``�`` for what no database holds, and cut with ``…`` beyond ``limit`` characters. Cleaning what is
    clean changes nothing."""
    held = _UNHOLDABLE.sub("�", text)
    return held if len(held) <= limit else f"{held[: limit - 1]}…"


def fingerprint(text: str) -> str:
    return clean(text, _LONGEST_FINGERPRINT)


def path(text: str) -> str:
    """A path is never cut: a part of it would be another one."""
    return clean(text, max(len(text), 1))


def time(seconds: int) -> int:
    """A time that can be written as a date."""
    return min(max(seconds, 0), _LATEST)


def kept(decision: Decision) -> Decision:
    """The decision as the store keeps it; its id is the one that the store knows it by."""
    return replace(
        decision,
        fingerprint=fingerprint(decision.fingerprint),
        rule=clean(decision.rule),
        path=path(decision.path),
        by=clean(decision.by),
        at=time(decision.at),
        reason=clean(decision.reason, LONGEST_REASON),
        change=clean(decision.change),
        comment=clean(decision.comment),
    )

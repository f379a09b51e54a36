"""A row of the table of what protections are about."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import Area, Severity


@dataclass(frozen=True, slots=True)
class Subject:
    """What a protection is about: its weakness when it is gone, what is asked of the author, and the field's words.

    Words are small; two joined by ``_`` stand side by side in a name or a sentence (``rateLimit``, "rate limit"). Those
    that begin with ``@`` are signs of :mod:`workers.checks.guards.subjects`.
    """

    name: str
    """As rules name it: ``guards.<name>-removed``."""
    cwe: int
    severity: Severity
    area: Area
    noun: str
    """With its article, as a title begins."""
    question: str
    remedy: str
    telling: frozenset[str] = frozenset()
    """Words that tell by themselves."""
    hinting: frozenset[str] = frozenset()
    """Words that other subjects use too."""


def terms(text: str) -> frozenset[str]:
    return frozenset(text.split())

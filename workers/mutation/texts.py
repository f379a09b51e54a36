"""Texts that a program puts together, as parts that every way of writing it is made of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A constant text, or an expression."""

    source: str
    """The text itself, or the source of the expression."""
    is_constant: bool
    may_be_no_text: bool = False
    """Whether the expression may be of another type, which its place makes a text of."""


def is_mixed(parts: Sequence[Part]) -> bool:
    """Whether there are both constants and expressions."""
    return any(part.is_constant for part in parts) and not all(part.is_constant for part in parts)


def quoted(text: str) -> str:
    """In double quotes, as most languages read it."""
    return json.dumps(text, ensure_ascii=False)

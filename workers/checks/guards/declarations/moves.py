"""What became of an item: which way a value, a flag, a number or a list went."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum

from bot.knowledge import protection as words
from workers.checks.guards.declarations.items import Item, Sort


class Move(Enum):
    GONE = "gone"
    ADDED = "added"
    ON = "on"
    """It was off, or said nothing, and is on now."""
    OFF = "off"
    RAISED = "raised"
    """Its only number is higher now."""
    LOWERED = "lowered"
    SHRUNK = "shrunk"
    """Nothing is new in it, and something is missing."""
    GROWN = "grown"
    EDITED = "edited"
    """Anything else."""


_TOKEN = re.compile(r"[\w$]+|[^\w\s(),;\"'`\[\]{}]+")
_NUMBER = re.compile(r"(0[xX][\da-fA-F_]+|0[oO][0-7_]+|\d[\d_]*(?:\.\d+)?)([a-zA-Z]{0,2})")
_OPERATION = re.compile(r"(?<!\s)\s*(\*\*|<<|\*)\s*")
_UNITS = {
    "k": 1_000,
    "kb": 1_024,
    "m": 1_000_000,
    "mb": 1_048_576,
    "g": 10**9,
    "gb": 1 << 30,
    "s": 1,
    "ms": 0.001,
    "h": 3_600,
}


def move(before: Item | None, after: Item | None) -> Move:
    if after is None:
        return Move.GONE
    if before is None:
        return Move.ADDED
    return value_move(before.value, after.value)


def value_move(old: str, new: str) -> Move:
    """The way from one value to the other."""
    if words.is_on(new) and not words.is_on(old):
        return Move.ON
    if words.is_off(new) and not words.is_off(old) and not number_of(old):
        return Move.OFF
    mine, theirs = number_of(old), number_of(new)
    if mine is not None and theirs is not None and mine != theirs:
        return Move.RAISED if theirs > mine else Move.LOWERED
    had, has = Counter(_TOKEN.findall(old)), Counter(_TOKEN.findall(new))
    if had != has and has <= had:
        return Move.SHRUNK
    if had != has and had <= has:
        return Move.GROWN
    return Move.EDITED


def number_of(text: str) -> float | None:
    """The number that a value is, in the unit that it is written with: ``10 * 1024``, ``1 << 20``, ``5 * time.Second``.

    ``None`` where it is no number, or more than a product with names for units.
    """
    if len(text) > 60 or not re.match(r"[\d(]", text):
        return None
    product: float | None = None
    sign = "*"
    for part in _OPERATION.split(text.strip("() ")):
        if part in ("*", "<<", "**"):
            sign = part
            continue
        value = _plain_number(part.strip("() "))
        if value is None:
            if product is None or not re.fullmatch(r"[\w.]+(?:\(\))?", part):
                return None
            continue  # a unit: time.Second
        if product is None:
            product = value
        elif sign == "*":
            product *= value
        elif 0 <= value <= 64:
            product = product * 2**value if sign == "<<" else product**value if abs(product) <= 1_024 else product
    return product


def _plain_number(text: str) -> float | None:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    shown, unit = match.group(1).replace("_", ""), match.group(2).lower()
    try:
        if shown[:2].lower() == "0x":
            return float(int(shown, 16))
        if re.fullmatch(r"0[oO]?[0-7]+", shown):
            return float(int(shown.lower().replace("o", ""), 8))
        return float(shown) * _UNITS.get(unit, 1)
    except ValueError:
        return None


def said(item: Item) -> frozenset[str]:
    """The words of an item and of what it belongs to."""
    return words.parts(f"{item.owner[:80]} {item.text[:200]}" if item.sort is not Sort.TEXT else item.text[:200])

"""What the rules are about whose places are looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class About:
    """Sets of rules are bits, the first rule the lowest."""

    count: int
    paths: int = 0
    """Those about paths."""
    requests: int = 0
    """Those whose sources are what a client sends."""

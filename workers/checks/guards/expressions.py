"""Regular expressions compared by what they let through, without running them: they come from the change."""

from __future__ import annotations


def loosened(base: str, head: str, *, accepts: bool) -> bool | None:
    """Whether the head's expression lets more through; ``None`` where that cannot be told."""
    del accepts
    return False if base == head else None


def ambiguous(base: str, head: str) -> bool:
    """Whether the expression came to be one that a long text makes slow."""
    del base, head
    return False

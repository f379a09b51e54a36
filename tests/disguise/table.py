"""What a row of the table of disguises is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.disguise.planted import Planted

Rewriting = Callable[[str, str], str]
"""(text, format) → text."""


@dataclass(frozen=True, slots=True)
class Disguise:
    """One row. ``apply`` is asked only where ``applies`` holds."""

    name: str
    slot: str
    """A chain takes one of each slot."""
    applies: Callable[[Planted], bool]
    apply: Callable[[Planted], Planted]
    heavy: bool = False
    """Whether it makes so large a file that the fixed set takes a few of them."""


def of_texts(
    name: str,
    slot: str,
    applies: Callable[[Planted], bool],
    rewrite: Rewriting,
    *,
    head: Rewriting | None = None,
    heavy: bool = False,
) -> Disguise:
    """A disguise of both sides' texts; ``head`` rewrites the head where that differs."""

    def apply(planted: Planted) -> Planted:
        base = None if planted.base is None else rewrite(planted.base, planted.format)
        return replace(planted, base=base, head=(head or rewrite)(planted.head, planted.format))

    return Disguise(name, slot, applies, apply, heavy)


def of_head(name: str, slot: str, applies: Callable[[Planted], bool], rewrite: Rewriting) -> Disguise:
    """A disguise that the change itself brings."""
    return of_texts(name, slot, applies, lambda text, _: text, head=rewrite)

"""What a row of the table of disguises is, and the short ways to write one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.disguise import texts
from tests.disguise.planted import Planted

Test = Callable[[Planted], bool]
Change = Callable[[Planted], Planted]
Rewriting = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Disguise:
    """One row. ``apply`` is asked only where ``applies`` holds."""

    name: str
    slot: str
    """A chain takes one of each slot."""
    applies: Test
    apply: Change
    most: int | None = None
    """On how many flaws the fixed set tries it, where it is costly or has nothing to do with the single flaw; ``None``:
    on all."""


def of_texts(
    name: str, slot: str, applies: Test, rewrite: Rewriting, *, head: Rewriting | None = None, most: int | None = None
) -> Disguise:
    """A disguise of both sides' texts; ``head`` rewrites the head where that differs."""

    def apply(planted: Planted) -> Planted:
        base = None if planted.base is None else rewrite(planted.base)
        return replace(planted, base=base, head=(head or rewrite)(planted.head))

    return Disguise(name, slot, applies, apply, most)


def of_formats(
    name: str, slot: str, applies: Test, rewrite: Callable[[str, str], str], *, most: int | None = None
) -> Disguise:
    """A disguise of both sides' texts by what reads them: ``rewrite(text, format)``."""

    def apply(planted: Planted) -> Planted:
        base = None if planted.base is None else rewrite(planted.base, planted.format)
        return replace(planted, base=base, head=rewrite(planted.head, planted.format))

    return Disguise(name, slot, applies, apply, most)


def of_head(
    name: str, slot: str, applies: Test, rewrite: Callable[[Planted], str], *, most: int | None = None
) -> Disguise:
    """A disguise that the change itself brings: ``rewrite`` gives the head's text."""
    return Disguise(name, slot, applies, lambda planted: replace(planted, head=rewrite(planted)), most)


def always(planted: Planted) -> bool:
    del planted
    return True


def in_format(*names: str) -> Test:
    return lambda planted: planted.format in names


def commented(planted: Planted) -> bool:
    """Whether the file can hold a comment."""
    return planted.format in texts.COMMENTS


def flawed_line(planted: Planted) -> bool:
    """Whether the flaw is a line that is still there as it was written."""
    return bool(planted.flaw.line) and planted.flaw.line in planted.head.split("\n")


def header(planted: Planted) -> bool:
    """Whether the flaw counts in the file's first lines alone."""
    return planted.flaw.check == "licensing"

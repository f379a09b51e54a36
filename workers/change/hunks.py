"""Which lines changed between two texts, and proof that a list of hunks says all of it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from bot.model import Hunk, split_lines

_MOST_COMPARED = 4_000
"""Lines of the part that differs; a longer one is one hunk."""


def proven(base: str | None, head: str | None, claimed: Sequence[Hunk], *, same_bytes: bool) -> tuple[Hunk, ...]:
    """The claimed hunks where the two texts are equal outside of them; else hunks computed from the texts.

    ``None`` for a side means that it has no text. Contents that differ always have a hunk, so that no setting of git's
    and no attribute can make a changed text look unchanged.
    """
    if same_bytes:
        return ()
    old, new = split_lines(base or ""), split_lines(head or "")
    if _explains(claimed, old, new) and (claimed or not (old or new)):
        return tuple(claimed)
    return between(old, new) or (_hunk(0, len(old), 0, len(new)),)


def _explains(claimed: Sequence[Hunk], old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether the lines outside of the hunks are equal, in order and in number."""
    at_old = at_new = 0
    for hunk in claimed:
        start_old, start_new = _start(hunk.base_start, hunk.base_count), _start(hunk.head_start, hunk.head_count)
        if start_old < at_old or start_new < at_new or old[at_old:start_old] != new[at_new:start_new]:
            return False
        at_old, at_new = start_old + hunk.base_count, start_new + hunk.head_count
    return at_old <= len(old) and at_new <= len(new) and old[at_old:] == new[at_new:]


def _start(start: int, count: int) -> int:
    """The index (from 0) of a hunk's first line; without lines its start is the line before."""
    return start - 1 if count else start


def between(old: Sequence[str], new: Sequence[str]) -> tuple[Hunk, ...]:
    """The hunks between two lists of lines; none where they are equal."""
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    end_old, end_new = len(old) - last, len(new) - last
    if first == end_old and first == end_new:
        return ()
    if max(end_old, end_new) - first > _MOST_COMPARED:
        return (_hunk(first, end_old, first, end_new),)
    matcher = SequenceMatcher(None, old[first:end_old], new[first:end_new], autojunk=False)
    return tuple(
        _hunk(first + i1, first + i2, first + j1, first + j2)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    )


def _hunk(start: int, end: int, head_start: int, head_end: int) -> Hunk:
    """From indices (from 0, the end exclusive)."""
    count, head_count = end - start, head_end - head_start
    return Hunk(start + bool(count), count, head_start + bool(head_count), head_count)

"""Which lines changed between two texts, and proof that a list of hunks says all of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Hunk, split_lines
from workers.processes import stopping

_MOST_COMPARED = 4_000
"""Lines of the part that differs; a longer one is one hunk."""
_MOST_EDITS = 1_000
"""Lines taken away and put in; where there are more, the part is one hunk."""


def proven(
    base: str | None, head: str | None, claimed: Sequence[Hunk], *, same_bytes: bool, most: int = 200_000
) -> tuple[Hunk, ...]:
    """The claimed hunks where the two texts are equal outside of them; else hunks computed from the texts.

    ``None`` for a side means that it has no text. Contents that differ always have a hunk, so that no setting of git's
    and no attribute can make a changed text look unchanged. Where there would be more than ``most``, it is one around
    all that differs.
    """
    if same_bytes:
        return ()
    old, new = split_lines(base or ""), split_lines(head or "")
    if len(claimed) <= most and _explains(claimed, old, new) and (claimed or not (old or new)):
        return tuple(claimed)
    found = between(old, new) if most else ()
    if len(found) > most or not found:
        return (_around(old, new) or _hunk(0, len(old), 0, len(new)),)
    return found


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
    """The hunks between two lists of lines; none where they are equal. One around all that differs where that is long,
    or very different."""
    first, end_old, end_new = _differing(old, new)
    if first == end_old and first == end_new:
        return ()
    if first in (end_old, end_new) or max(end_old, end_new) - first > _MOST_COMPARED:
        return (_hunk(first, end_old, first, end_new),)
    script = _shortest(old[first:end_old], new[first:end_new])
    if script is None:
        return (_hunk(first, end_old, first, end_new),)
    return tuple(_hunk(first + i1, first + i2, first + j1, first + j2) for i1, i2, j1, j2 in script)


def _around(old: Sequence[str], new: Sequence[str]) -> Hunk | None:
    """One hunk around all that differs; ``None`` where nothing does."""
    first, end_old, end_new = _differing(old, new)
    return None if first == end_old and first == end_new else _hunk(first, end_old, first, end_new)


def _differing(old: Sequence[str], new: Sequence[str]) -> tuple[int, int, int]:
    """Where the two begin to differ, and where each ends to (indices from 0, the ends exclusive)."""
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    return first, len(old) - last, len(new) - last


def _shortest(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]] | None:
    """The parts that differ, as ``(start, end)`` of the old lines and of the new ones; ``None`` where more than
    :data:`_MOST_EDITS` lines do.

    E. Myers, "An O(ND) difference algorithm and its variations" (1986), the greedy form: what it costs is bounded by
    the product of lines and edits, whatever the lines are.
    """
    furthest, steps = {1: 0}, list[dict[int, int]]()
    for edits in range(min(_MOST_EDITS, len(old) + len(new)) + 1):
        stopping.check()
        steps.append(dict(furthest))
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1])
            x = furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1
            y = x - diagonal
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            furthest[diagonal] = x
            if x >= len(old) and y >= len(new):
                return _script(steps, len(old), len(new))
    return None


def _script(steps: Sequence[dict[int, int]], x: int, y: int) -> list[tuple[int, int, int, int]]:
    """The way back from the end: single lines taken away or put in, joined where they touch."""
    parts = list[tuple[int, int, int, int]]()
    for edits in range(len(steps) - 1, 0, -1):
        furthest, diagonal = steps[edits], x - y
        down = diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1])
        from_x = furthest[diagonal + 1] if down else furthest[diagonal - 1]
        from_y = from_x - (diagonal + 1 if down else diagonal - 1)
        to_x, to_y = (from_x, from_y + 1) if down else (from_x + 1, from_y)
        if parts and parts[-1][0] == to_x and parts[-1][2] == to_y:
            parts[-1] = (from_x, parts[-1][1], from_y, parts[-1][3])
        else:
            parts.append((from_x, to_x, from_y, to_y))
        x, y = from_x, from_y
    return parts[::-1]


def _hunk(start: int, end: int, head_start: int, head_end: int) -> Hunk:
    """From indices (from 0, the end exclusive)."""
    count, head_count = end - start, head_end - head_start
    return Hunk(start + bool(count), count, head_start + bool(head_count), head_count)

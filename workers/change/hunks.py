"""Which lines changed between two texts, and proof that a list of hunks says all of it."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.model import Hunk, split_lines
from workers.processes import stopping

_MOST_COMPARED = 4_000
"""Lines of a part that differs; a longer one is divided at the lines that both sides have once."""
_MOST_EDITS = 1_000
"""Lines taken away and put in; where there are more, the part is divided likewise."""
_MOST_STEPS = 2 * _MOST_COMPARED * _MOST_EDITS
"""Lines times edits of all parts of a division, so that they cost together what one part may cost; what remains is one
hunk each."""

_Part = tuple[int, int, int, int]
"""Start and end of the old lines and of the new ones: indices from 0, the ends exclusive."""


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
    """The hunks between two lists of lines; none where they are equal.

    They are the least where little differs. Where much does, they lie between lines that both sides have once, in an
    order that both have, so that a few changes far apart are a few hunks however long the file is.
    """
    first, end_old, end_new = _differing(old, new)
    if first == end_old and first == end_new:
        return ()
    whole = (first, end_old, first, end_new)
    if first in (end_old, end_new):
        return (_hunk(*whole),)
    script = _compared(old, new, whole, _MOST_EDITS)
    return tuple(_hunk(*part) for part in (_divided(old, new, whole) if script is None else script))


def _compared(old: Sequence[str], new: Sequence[str], part: _Part, most: int) -> list[_Part] | None:
    """What differs within a part; ``None`` where it is long, or ``most`` edits are not enough."""
    start, end, start_new, end_new = part
    if max(end - start, end_new - start_new) > _MOST_COMPARED:
        return None
    script = _shortest(old[start:end], new[start_new:end_new], most)
    if script is None:
        return None
    return [(start + i1, start + i2, start_new + j1, start_new + j2) for i1, i2, j1, j2 in script]


def _divided(old: Sequence[str], new: Sequence[str], whole: _Part) -> Iterator[_Part]:
    """What differs in the parts between the lines that both sides have once."""
    steps = _MOST_STEPS
    at_old, at_new = whole[0], whole[2]
    for next_old, next_new in [*_anchors(old, new, whole), (whole[1], whole[3])]:
        stopping.check()
        part = _narrowed(old, new, (at_old, next_old, at_new, next_new))
        at_old, at_new = next_old + 1, next_new + 1
        gone, come = part[1] - part[0], part[3] - part[2]
        if gone and come:
            most = min(_MOST_EDITS, steps // (gone + come))
            found = _compared(old, new, part, most)
            steps -= (gone + come) * (most if found is None else min(most, gone + come))
            yield from [part] if found is None else found
        elif gone or come:
            yield part


def _anchors(old: Sequence[str], new: Sequence[str], whole: _Part) -> list[tuple[int, int]]:
    """The places of lines that stand once in the part on either side: the most of them that keep their order.

    It is the start of B. Cohen's "patience diff" (2010); the longest order is found as in patience sorting.
    """
    start, end, start_new, end_new = whole
    counts, counts_new = Counter(old[start:end]), Counter(new[start_new:end_new])
    place = {line: at for at, line in enumerate(new[start_new:end_new], start_new) if counts_new[line] == 1}
    pairs = [(at, place[old[at]]) for at in range(start, end) if counts[old[at]] == 1 and old[at] in place]
    ends, of_end, before = list[int](), list[int](), list[int]()
    for index, (_, at) in enumerate(pairs):
        length = bisect.bisect_left(ends, at)
        before.append(of_end[length - 1] if length else -1)
        ends[length : length + 1], of_end[length : length + 1] = [at], [index]
    kept, index = list[tuple[int, int]](), of_end[-1] if of_end else -1
    while index >= 0:
        kept.append(pairs[index])
        index = before[index]
    return kept[::-1]


def _narrowed(old: Sequence[str], new: Sequence[str], part: _Part) -> _Part:
    """The part without the equal lines at its start and at its end."""
    start, end, start_new, end_new = part
    while start < end and start_new < end_new and old[start] == new[start_new]:
        start, start_new = start + 1, start_new + 1
    while start < end and start_new < end_new and old[end - 1] == new[end_new - 1]:
        end, end_new = end - 1, end_new - 1
    return start, end, start_new, end_new


def _around(old: Sequence[str], new: Sequence[str]) -> Hunk | None:
    """One hunk around all that differs; ``None`` where nothing does."""
    first, end_old, end_new = _differing(old, new)
    return None if first == end_old and first == end_new else _hunk(first, end_old, first, end_new)


def _differing(old: Sequence[str], new: Sequence[str]) -> tuple[int, int, int]:
    """Where the two begin to differ, and where each ends to (indices from 0, the ends exclusive)."""
    first, end_old, _, end_new = _narrowed(old, new, (0, len(old), 0, len(new)))
    return first, end_old, end_new


def _shortest(old: Sequence[str], new: Sequence[str], most: int) -> list[_Part] | None:
    """The parts that differ; ``None`` where more than ``most`` lines do.

    E. Myers, "An O(ND) difference algorithm and its variations" (1986), the greedy form: what it costs is bounded by
    the product of lines and edits, whatever the lines are.
    """
    furthest, steps = {1: 0}, list[dict[int, int]]()
    for edits in range(min(most, len(old) + len(new)) + 1):
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


def _script(steps: Sequence[dict[int, int]], x: int, y: int) -> list[_Part]:
    """The way back from the end: single lines taken away or put in, joined where they touch."""
    parts = list[_Part]()
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

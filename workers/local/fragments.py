"""One side of a file made of the hunks of a patch, so that the line numbers are right and a parser gets far.

What the patch does not show is an empty line. Python needs more: a hunk that begins inside of a block gets the openings
of blocks before it (``if 1:``), one for each depth that it comes back to, and one that ends with an opening gets a
``pass``. No finding is told that stands on such a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workers.local.patch_text import PatchHunk

_PYTHON = (".py", ".pyi", ".pyw")


@dataclass(frozen=True, slots=True)
class Side:
    """The bytes of a side, and the numbers of the lines that the patch shows."""

    content: bytes
    known: frozenset[int]

    @property
    def is_whole(self) -> bool:
        """Whether the patch shows every line up to the last that it shows."""
        return len(self.known) == self.content.count(b"\n")


def of(hunks: Iterable[PatchHunk], sign: bytes, path: str) -> Side:
    """The side of the lines with ``sign`` (``b"-"`` or ``b"+"``)."""
    lines: list[bytes] = []
    known: list[range] = []
    for hunk in hunks:
        shown = hunk.of_side(sign)
        if not shown:
            continue
        first = max(1, hunk.base_start if sign == b"-" else hunk.head_start)
        gap = [b""] * (first - 1 - len(lines))
        if path.endswith(_PYTHON):
            _bridge(lines, gap, shown)
        lines += [*gap, *shown]
        known.append(range(first, first + len(shown)))
    return Side(b"".join(line + b"\n" for line in lines), frozenset(line for part in known for line in part))


def _bridge(before: Sequence[bytes], gap: list[bytes], shown: Sequence[bytes]) -> None:
    """Fills the gap before a hunk of Python so that both it and the hunk before it can be parsed."""
    last = next((line for line in reversed(before) if line.strip()), b"")
    if gap and last.split(b"#")[0].rstrip().endswith(b":"):
        gap[0] = last[: _depth(last)] + b"    pass"
    depths: list[int] = []
    for line in shown:
        if line.strip() and not line.lstrip().startswith(b"#"):
            depth = _depth(line)
            if not depths or depth < depths[-1]:
                depths.append(depth)
    # Openings for every depth above the first line's that the hunk comes back to, the outermost at the margin.
    outer = sorted({0, *depths[1:]} - {depths[0]} if depths and depths[0] else ())
    free = [place for place, line in enumerate(gap) if not line]
    for depth, place in zip(reversed(outer), reversed(free), strict=False):
        gap[place] = b" " * depth + b"if 1:"


def _depth(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" \t"))

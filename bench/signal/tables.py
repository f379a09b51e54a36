"""Text tables for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[object]], *, widest: int = 100) -> str:
    """Columns padded to their content; a cell longer than ``widest`` is cut with an ellipsis."""
    texts = [[_cut(str(cell), widest) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[column]) for row in texts) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in texts]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def share(part: int, whole: int) -> str:
    """``3/7 (43 %)``; a whole of nothing has no share."""
    return f"{part}/{whole} ({100 * part / whole:.0f} %)" if whole else "0/0"


def _cut(text: str, widest: int) -> str:
    return text if len(text) <= widest else text[: widest - 1] + "…"

"""A changed file as a difference of code: both sides as their language reads them, and their changed lines.

For checks that compare two sides. What only changed its line ends, its coding or its place in a notebook's JSON is no
difference here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.model import ChangedFile, Finding, Side, split_lines
from workers.change import hunks
from workers.reading.places import Place
from workers.reading.readings import Code, reading_of


@dataclass(frozen=True, slots=True)
class View:
    """``file`` holds code of one language; its lines are those of the original file where ``is_own``."""

    file: ChangedFile
    base: Code | None = None
    head: Code | None = None

    @property
    def is_own(self) -> bool:
        return (self.base is None or self.base.is_own) and (self.head is None or self.head.is_own)

    def in_file(self, finding: Finding) -> Finding:
        """The finding at its place in the original file, with the lines of the base that its message names."""
        span = finding.span
        code = self.head if span.side is Side.HEAD else self.base
        if self.is_own or code is None:
            return finding
        place = Place(span.start_line, span.start_col, span.end_line, span.end_col)
        return replace(
            finding,
            span=code.span(span.path, place, span.side),
            message=self.base.in_file_lines(finding.message) if self.base is not None else finding.message,
        )


def views(file: ChangedFile, known: Collection[str]) -> tuple[View, ...]:
    """The file's code in each of the ``known`` languages; none where a side cannot be read as code."""
    base, head = reading_of(file, Side.BASE, known), reading_of(file, Side.HEAD, known)
    if base.problem or head.problem:
        return ()
    found = []
    for language in sorted({code.language for code in (*base.codes, *head.codes)} & set(known)):
        old = next((code for code in base.codes if code.language == language), None)
        new = next((code for code in head.codes if code.language == language), None)
        found.append(View(_compared(file, language, old, new), old, new))
    return tuple(found)


def _compared(file: ChangedFile, language: str, old: Code | None, new: Code | None) -> ChangedFile:
    base, head = _text(file.base_text, old), _text(file.head_text, new)
    if (base, head, language) == (file.base_text, file.head_text, file.language):
        return file
    between = hunks.between(split_lines(base or ""), split_lines(head or ""))
    return replace(file, base_text=base, head_text=head, language=language, hunks=between)


def _text(side: str | None, code: Code | None) -> str | None:
    if side is None:
        return None
    return code.text.replace("\r\n", "\n").removeprefix("\ufeff") if code is not None else ""

"""Statements of formats with braces, however many stand on a line. A part of the configuration check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workers.reading.line_patterns import LogicalLine, joined

_DEEPEST = 100
_LONGEST_HEADER = 500
_HCL = re.compile(
    r"\"(?:\\.|[^\"\\\n])*\"|\\.|(?P<comment>#[^\n]*|//[^\n]*|/\*(?:(?!/\*).)*?\*/)"
    r"|(?P<mark>[{}\[\](),\n])|[^\"\\#/{}\[\](),\n]+|.",
    re.DOTALL,
)
_SERVER = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\\.|(?P<mark>[;{}])|[^\"'\\;{}]+|.", re.DOTALL)
_MOST_LINES = 200
"""Lines that one statement of a server's settings may take."""


def of_hcl(text: str) -> Iterator[tuple[LogicalLine, tuple[str, ...]]]:
    """Terraform's statements, each with the headers of the blocks, objects and calls around it, the outermost first."""
    return _Hcl().statements(text)


class _Hcl:
    def __init__(self) -> None:
        self._parts: list[tuple[int, str]] = []
        self._around: list[tuple[str, str]] = []
        """What is open, each with its header."""

    def statements(self, text: str) -> Iterator[tuple[LogicalLine, tuple[str, ...]]]:
        number = 1
        for token in _HCL.finditer(text):
            mark = token["mark"]
            if mark is None:
                if token["comment"] is None:
                    self._parts.append((number, token.group()))
                number += token.group().count("\n")
                continue
            if self._ends(mark):
                yield from self._flush()
            else:
                self._parts.append((number, " " if mark == "\n" else mark))
            if mark in "{([":
                self._open(mark)
            elif mark in "})]":
                self._close("{(["["})]".index(mark)])
            number += mark == "\n"
        yield from self._flush()

    def _ends(self, mark: str) -> bool:
        """Whether a statement ends here. In a list, lines and commas go on."""
        in_list = bool(self._around) and self._around[-1][0] == "["
        return mark == "}" or (mark in "\n," and not in_list)

    def _open(self, mark: str) -> None:
        if len(self._around) < _DEEPEST:
            header = "".join(part for _, part in self._parts[:_LONGEST_HEADER])[:_LONGEST_HEADER]
            self._around.append((mark, header if mark != "[" else ""))
        if mark == "{":
            self._parts = []

    def _close(self, mark: str) -> None:
        if self._around and self._around[-1][0] == mark:
            self._around.pop()

    def _flush(self) -> Iterator[tuple[LogicalLine, tuple[str, ...]]]:
        parts, self._parts = _by_line(self._parts), []
        line = joined(parts) if parts else None
        if line is not None and line.text:
            yield line, tuple(header for _, header in self._around if header)


def _by_line(parts: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    lines: dict[int, list[str]] = {}
    for number, part in parts:
        lines.setdefault(number, []).append(part)
    return [(number, "".join(pieces)) for number, pieces in lines.items()]


def of_server(numbered: Sequence[tuple[int, str]]) -> Iterator[LogicalLine]:
    """The directives of a server. Where lines end with semicolons or braces (nginx), one may take several lines, and
    several may stand on one; else (Apache, HAProxy) a line is a directive unless a backslash continues it."""
    ends = [line.rstrip() for _, line in numbered]
    is_apache = any(end.lstrip().startswith("<") for end in ends)
    is_nginx = not is_apache and any(end.endswith((";", "{", "}")) for end in ends)
    waiting: list[tuple[int, str]] = []
    for (number, line), end in zip(numbered, ends, strict=True):
        goes_on = end.endswith("\\")
        waiting.append((number, end[:-1] if goes_on else line))
        plain = re.split(r"\s#", end, maxsplit=1)[0].rstrip()
        is_open = is_nginx and bool(plain) and not plain.endswith((";", "{", "}")) and len(waiting) < _MOST_LINES
        if goes_on or is_open:
            continue
        yield from _directives(joined(waiting), is_nginx=is_nginx)
        waiting = []
    if waiting:
        yield from _directives(joined(waiting), is_nginx=is_nginx)


def _directives(line: LogicalLine, *, is_nginx: bool) -> Iterator[LogicalLine]:
    if not is_nginx:
        yield line
        return
    start = 0
    for token in _SERVER.finditer(line.text):
        if token["mark"]:
            yield from _part(line, start, token.start())
            start = token.end()
    yield from _part(line, start, len(line.text))


def _part(line: LogicalLine, start: int, end: int) -> Iterator[LogicalLine]:
    text = line.text[start:end]
    start += len(text) - len(text.lstrip())
    if text.strip():
        yield line.part(start, start + len(text.strip()))

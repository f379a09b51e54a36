"""Jupyter notebooks: their cells as source lines, each with its place in the ``.ipynb``.

A notebook is read by its tokens, with positions, so that keys that stand twice hide nothing.
"""

from __future__ import annotations

import bisect
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.knowledge.languages import LANGUAGES
from workers.reading import syntax

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_PART = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL)
_HALF = re.compile("[\ud800-\udfff]")
_KERNELS = {"ir": "r", "node": "javascript", "sh": "bash", "csharp": "csharp", "c++": "cpp"}
_OTHER_CELLS = {
    "bash": "bash", "sh": "bash", "script": "bash", "system": "bash", "!": "bash", "sx": "bash",
    "javascript": "javascript", "js": "javascript", "html": "html", "sql": "sql", "bigquery": "sql", "ruby": "ruby",
    "perl": "perl", "r": "r", "latex": "", "markdown": "", "svg": "", "writefile": "python", "cython": "cython",
}  # fmt: skip
"""What a cell of another language begins with after ``%%``; without a language it is prose."""
_CELL_MAGIC = re.compile(r"\s*%%(\w+|!)")
_LINE_MAGIC = re.compile(r"(?P<indent>\s*)(?:(?P<named>[\w.]+\s*=\s*)?(?P<mark>[!%])(?P<rest>.*)|\?.*|[\w.]+\?+\s*$)")
_RUNS_CODE = re.compile(r"%(?:time|timeit|prun|memit|mprun|lprun|debug)\b(?:\s+-\S+(?:\s+\d+)?)*\s*")


class NoNotebook(ValueError):
    """The file is no notebook; the message is a clause for people."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line as its language reads it, and where its characters stand in the file."""

    number: int
    """Line of the file, from 1."""
    text: str
    columns: Sequence[int]
    """Column of each character in the file, from 1, and of what follows the last."""

    def part(self, start: int, end: int | None = None) -> SourceLine:
        last = len(self.text) if end is None else end
        return SourceLine(self.number, self.text[start:last], self.columns[start : last + 1])

    def instead(self, text: str) -> SourceLine:
        """Another text in this line's place."""
        last = self.columns[-1]
        columns = [self.columns[min(index, len(self.columns) - 1)] for index in range(len(text))]
        return SourceLine(self.number, text, [*columns, last])


@dataclass(slots=True)
class _Cell:
    """A cell while it is read. Strings of a list make one text: one goes on in the line that the one before left."""

    is_code: bool = False
    language: str = ""
    lines: list[SourceLine] = field(default_factory=list)
    _number: int = 0
    _open: list[str] = field(default_factory=list)
    _columns: list[int] = field(default_factory=list)

    def add(self, escaped: str, number: int, column: int) -> None:
        """One JSON string without its quotes, whose first character stands at the place."""
        at = column
        for part in _PART.findall(escaped):
            character = part if len(part) == 1 else without_surrogates(json.loads(f'"{part}"'))
            if not self._open:
                self._number = number
            if character == "\n":
                self._end(at)
            else:
                self._open.append(character)
                self._columns.append(at)
            at += len(part)

    def close(self) -> None:
        """What comes next begins a line of its own."""
        if self._open:
            self._end(self._columns[-1] + 1)

    def _end(self, column: int) -> None:
        self.lines.append(SourceLine(self._number, "".join(self._open), [*self._columns, column]))
        self._open, self._columns = [], []


def sources(text: str) -> dict[str, list[SourceLine]]:
    """The lines of all code cells by their language, in their order. Raises :class:`NoNotebook`."""
    plain = text.replace("\ufeff", " ", 1) if text.startswith("\ufeff") else text
    try:
        document = json.loads(plain)
    except (ValueError, RecursionError) as error:
        line = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise NoNotebook(f"the notebook is not JSON{line}") from error
    if not isinstance(document, dict) or not (document.keys() & {"cells", "worksheets"}):
        raise NoNotebook("the notebook has no cells")
    cells, kernel = _cells(plain)
    found: dict[str, list[SourceLine]] = {}
    for cell in cells:
        if cell.is_code:
            for language, lines in _by_language(cell, kernel):
                found.setdefault(language, []).extend(lines)
    return found


def _cells(text: str) -> tuple[list[_Cell], str]:
    """The cells, and the language of the kernel."""
    cells: dict[tuple[str | int, ...], _Cell] = {}
    kernel = "python"
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for path, start, end in _strings(text):
        value = text[start + 1 : end - 1]
        if path[:1] == ("metadata",) and path[1:] in (("kernelspec", "language"), ("language_info", "name")):
            kernel = _language(value)
        at = 2 if path[0] == "cells" else 4 if path[0] == "worksheets" else 0
        if not at or len(path) <= at:
            continue
        cell = cells.setdefault(path[:at], _Cell())
        if path[at] == "cell_type":
            cell.is_code |= value == "code"
        elif path[at] == "language":
            cell.language = _language(value)
        elif path[at] in ("source", "input"):
            line = bisect.bisect_right(starts, start)
            if path[-1] == 0 or isinstance(path[-1], str):
                cell.close()
            cell.add(value, line, start + 2 - starts[line - 1])
    for cell in cells.values():
        cell.close()
    return list(cells.values()), kernel


def _language(name: str) -> str:
    lowered = name.lower()
    return lowered if lowered in LANGUAGES else _KERNELS.get(lowered, lowered.rstrip("0123456789. "))


def _strings(text: str) -> Iterator[tuple[tuple[str | int, ...], int, int]]:
    """Every string that is a value: its path of keys and indices, and where its token stands."""
    path: list[str | int] = []
    is_key = False
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word in "{[":
            path.append("" if word == "{" else 0)
            is_key = word == "{"
        elif word in "}]":
            path.pop()
            is_key = False
        elif word == "," and path:
            last = path[-1]
            is_key = isinstance(last, str)
            path[-1] = last + 1 if isinstance(last, int) else ""
        elif word == ":":
            is_key = False
        elif word[0] == '"':
            if is_key:
                path[-1] = str(json.loads(word))
            elif path:
                yield tuple(path), match.start(), match.end()


def _by_language(cell: _Cell, kernel: str) -> Iterator[tuple[str, list[SourceLine]]]:
    language = cell.language or kernel
    if language != "python":
        yield language, cell.lines
        return
    first = next((index for index, line in enumerate(cell.lines) if line.text.strip()), None)
    magic = _CELL_MAGIC.match(cell.lines[first].text) if first is not None else None
    if first is not None and magic is not None:
        rest = cell.lines[first + 1 :]
        name = magic[1].lower()
        other = _OTHER_CELLS.get(name, "python" if name not in LANGUAGES else name)
        if other != "python":
            if other:
                yield other, rest
            return
        lines = [cell.lines[first].instead(""), *rest]
    else:
        lines = cell.lines
    shell: list[SourceLine] = []
    yield "python", list(_without_magics(lines, shell))
    if shell:
        yield "bash", shell


def _without_magics(lines: Sequence[SourceLine], shell: list[SourceLine]) -> Iterator[SourceLine]:
    """The lines as Python: what IPython runs by itself is ``pass``; the commands of a shell go to ``shell``."""
    whole = "\n".join(line.text for line in lines)
    inside = _inside_strings(whole)
    for index, line in enumerate(lines):
        match = _LINE_MAGIC.match(line.text) if index not in inside else None
        if match is None:
            yield line
            continue
        named = match["named"] or ""
        runs = _RUNS_CODE.match(line.text, match.start("mark")) if match["mark"] == "%" else None
        if runs is not None:
            before = match["indent"] + named
            rest = line.part(runs.end())
            columns = [*line.columns[: len(before)], *rest.columns]
            yield SourceLine(
                line.number, before + (rest.text or "None"), columns if rest.text else columns + columns[-1:] * 4
            )
            continue
        if match["mark"] == "!":
            shell.append(line.part(match.start("rest")))
        elif match["mark"] == "%" and match["rest"].startswith(("sx ", "system ", "cd ")):
            shell.append(line.part(match.start("rest") + match["rest"].index(" ") + 1))
        yield line.instead(match["indent"] + (f"{named}None" if named else "pass"))


def _inside_strings(text: str) -> frozenset[int]:
    """Lines (from 0) that begin inside of a string, where a mark is no magic."""
    if '"""' not in text and "'''" not in text:
        return frozenset()
    tree = syntax.parse("python", text)
    found: set[int] = set()
    waiting = [tree.root_node] if tree is not None else []
    while waiting:
        node = waiting.pop()
        if node.type == "string":
            found.update(range(node.start_point[0] + 1, node.end_point[0] + 1))
        else:
            waiting.extend(node.children)
    return frozenset(found)


def readable(line: str) -> list[str]:
    """One line of a notebook's JSON as people read it: its strings without quotes and escapes.

    It is several lines where the notebook is written on few.
    """
    stripped = line.strip()
    if len(stripped) > 1 and stripped[0] == '"':
        whole = _TOKEN.match(stripped)
        if whole is not None and stripped[whole.end() :] in ("", ","):
            return _unescaped(whole.group()).removesuffix("\n").split("\n")
    if "\\" not in line:
        return [line]
    return _TOKEN.sub(lambda token: _readable(token.group()), line).split("\n")


def _readable(token: str) -> str:
    return f'"{_unescaped(token)}"' if token[0] == '"' and "\\" in token else token


def _unescaped(token: str) -> str:
    try:
        return without_surrogates(str(json.loads(token, strict=False)))
    except ValueError:
        return token


def without_surrogates(text: str) -> str:
    """The text without lone surrogates (halves of characters): an escape can write one, and no encoding has it."""
    return _HALF.sub("\ufffd", text)

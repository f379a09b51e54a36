"""The lines of a comment that its writer says, and none that they only show: no code, no quotation, nothing hidden.

Markdown as far as it decides that (https://spec.commonmark.org/0.31.2/: indented code 4.4, fences 4.5, HTML 4.6, code
spans 6.1). In its corner cases a line is rather left out. The time grows with the text, whatever the text is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

_LINE_END = re.compile(r"\r\n|\r|\n")
_CODE_INDENT = 4
"""Columns from which a line is code."""
_ITEM = r"(?:[-*+]|\d{1,9}[.)])"
_FENCE = re.compile(rf"((?:[ \t]*{_ITEM}(?=[ \t]))*[ \t]*)(`{{3,}}(?=[^`]*$)|~{{3,}})", re.ASCII)
"""Also one that an item of a list begins with."""
_QUOTE = re.compile(r"[ \t]*>")
_NEW_BLOCK = re.compile(rf"[ \t]*(?:#{{1,6}}(?:[ \t]|$)|{_ITEM}[ \t]+\S)", re.ASCII)
"""A heading, or an item of a list; an empty item ends no paragraph."""
_MARK = re.compile(
    r"(?P<ticks>`+)|(?P<comment><!--)|<(?P<tag>pre|code|blockquote)(?=[\s/>]|$)", re.ASCII | re.IGNORECASE
)
_TAGS = {tag: re.compile(rf"<(/?){tag}(?=[\s/>]|$)", re.ASCII | re.IGNORECASE) for tag in ("pre", "code", "blockquote")}


def spoken(text: str) -> Iterator[str]:
    """The lines, without white space around them and without the HTML comments in them.

    A code span that goes on in further lines belongs whole to the line that it begins in.
    """
    reader = _Reader()
    for line in _LINE_END.split(text):
        yield from reader.take(line)
    yield from reader.end_paragraph()


@dataclass(slots=True)
class _Fence:
    """A fenced block that is open."""

    mark: str
    """Its opening run, e.g. `````."""
    indent: int

    def ends_at(self, line: str) -> bool:
        run = line.strip(" \t")
        closes = len(run) >= len(self.mark) and not run.strip(self.mark[0])
        return closes and _columns(line) < self.indent + _CODE_INDENT


@dataclass(slots=True)
class _Hidden:
    """An HTML comment, or a block of HTML that shows code or a quotation, that is open at the end of a paragraph."""

    tag: str
    """``""`` for a comment."""
    depth: int = 1

    def after(self, line: str) -> str | None:
        """What of a line stands behind its end; ``None`` where it does not end there."""
        if not self.tag:
            _, end, rest = line.partition("-->")
            return rest if end else None
        position, self.depth = _closed(self.tag, line, 0, self.depth)
        return None if position is None else ""


@dataclass(slots=True)
class _Reader:
    paragraph: list[str] = field(default_factory=list)
    fence: _Fence | None = None
    hidden: _Hidden | None = None

    def take(self, line: str) -> Iterator[str]:
        """What is said in the paragraph that this line ends, if it ends one."""
        opening = _FENCE.match(line)
        apart = not line.strip() or _QUOTE.match(line)
        block = _NEW_BLOCK.match(line)
        if self.paragraph and (opening or apart or block):
            yield from self.end_paragraph()
        if self.hidden is not None:
            rest = self.hidden.after(line)
            if rest is not None:
                self.hidden = None
                if rest.strip():
                    yield from self.take(rest)
        elif self.fence is not None:
            if self.fence.ends_at(line):
                self.fence = None
        elif opening:
            self.fence = _Fence(opening[2], _columns(re.sub(r"\S", " ", opening[1])))
        elif not apart:
            self.paragraph.append(line)
            if block and block[0].lstrip().startswith("#"):
                yield from self.end_paragraph()

    def end_paragraph(self) -> Iterator[str]:
        said, self.hidden = _said("\n".join(self.paragraph))
        self.paragraph = []
        yield from (line.strip() for line in said.split("\n") if line.strip() and _columns(line) < _CODE_INDENT)


def _said(paragraph: str) -> tuple[str, _Hidden | None]:
    """A paragraph without what is hidden, each code span within one line; and what is still open at its end."""
    spans = _Spans(paragraph)
    parts: list[str] = []
    done = 0
    last_comment_end = paragraph.rfind("-->")
    while match := _MARK.search(paragraph, done):
        parts.append(paragraph[done : match.start()])
        done = match.end()
        if match["ticks"]:
            end = spans.end(match)
            parts.append(paragraph[match.start() : end].replace("\n", " "))
            done = end
        elif match["comment"]:
            if last_comment_end >= match.start() + 2:
                done = paragraph.index("-->", match.start() + 2) + len("-->")
                parts.append(" ")
            elif _begins_a_line(paragraph, match.start()):
                return "".join(parts), _Hidden("")
            else:
                parts.append(match[0])
        else:
            tag = match["tag"].lower()
            position, depth = _closed(tag, paragraph, match.end(), 1)
            if position is None:
                return "".join(parts), _Hidden(tag, depth)
            parts.append(paragraph[match.start() : position].replace("\n", " "))
            done = position
    return "".join((*parts, paragraph[done:])), None


class _Spans:
    """The code spans of a paragraph: a run of backticks ends at the next run of the same length."""

    def __init__(self, paragraph: str) -> None:
        self._text = paragraph
        self._runs: dict[int, list[int]] = {}
        for run in re.finditer("`+", paragraph):
            self._runs.setdefault(len(run[0]), []).append(run.start())

    def end(self, run: re.Match[str]) -> int:
        """Where the span ends that this run begins; the end of the run where it begins none."""
        start = run.start() + self._is_escaped(run.start())
        length = run.end() - start
        same = self._runs.get(length, [])
        following = bisect_left(same, run.end())
        return same[following] + length if length and following < len(same) else run.end()

    def _is_escaped(self, position: int) -> bool:
        """Whether an odd number of backslashes stands before this position."""
        before = position
        while before and self._text[before - 1] == "\\":
            before -= 1
        return (position - before) % 2 == 1


def _closed(tag: str, text: str, start: int, depth: int) -> tuple[int | None, int]:
    """Where the tag is closed that is open ``depth`` times at ``start``; else ``None`` and how often it still is."""
    for match in _TAGS[tag].finditer(text, start):
        depth += -1 if match[1] else 1
        if depth == 0:
            end = text.find(">", match.end())
            return (end + 1 if end >= 0 else len(text)), 0
    return None, depth


def _begins_a_line(text: str, position: int) -> bool:
    before = position
    while before and text[before - 1] in " \t":
        before -= 1
    return before == 0 or text[before - 1] == "\n"


def _columns(line: str) -> int:
    """The indentation of a line; a tab goes to the next multiple of four."""
    width = 0
    for char in line:
        if char not in " \t":
            break
        width += 1 if char == " " else _CODE_INDENT - width % _CODE_INDENT
    return width

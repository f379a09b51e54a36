"""Reads our Markdown as GitHub would (CommonMark, tables, strikethrough, raw HTML) and reports what has an effect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OUR_HTML = re.compile(r"</?(details|summary|code)>")
_MENTION_OR_LINK = re.compile(r"@|://|www\.|#\d|\$", re.IGNORECASE)


@dataclass
class Reading:
    """What stands outside code, and which structures the text makes."""

    text: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    """Number of cells in each table row."""

    @property
    def effects(self) -> list[str]:
        """Words outside code that GitHub would turn into something."""
        return [text for text in self.text if _MENTION_OR_LINK.search(text)]

    @property
    def foreign_html(self) -> list[str]:
        return [html for html in self.html if OUR_HTML.sub("", html).strip("\n") and not _is_ours(html)]


def _is_ours(html: str) -> bool:
    """A block such as ``<details><summary>Examined 1 of 1 file</summary>``: tags of ours and plain words."""
    rest = OUR_HTML.sub("", html)
    return "<" not in rest and ">" not in rest


def read(markdown: str) -> Reading:
    reading = Reading()
    in_html_code = in_link = False
    for token in _walk(_PARSER.parse(markdown)):
        match token.type:
            case "text" if in_html_code:
                reading.code.append(token.content)
            case "text" if not in_link:
                reading.text.append(token.content)
            case "code_inline" | "fence" | "code_block":
                reading.code.append(token.content)
            case "html_inline" | "html_block":
                reading.html.append(token.content)
                in_html_code = token.content == "<code>" or (in_html_code and token.content != "</code>")
            case "link_open" | "image":
                reading.links.append(str(token.attrs.get("href") or token.attrs.get("src")))
                in_link = token.type == "link_open"
            case "link_close":
                in_link = False
            case "tr_open":
                reading.cells.append(0)
            case "td_open" | "th_open":
                reading.cells[-1] += 1
        if token.nesting >= 0 and token.block:
            reading.blocks.append(token.type)
    return reading


def _walk(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _walk(token.children or [])

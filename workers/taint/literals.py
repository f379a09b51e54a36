"""Literals of the source text as Python constants."""

from __future__ import annotations

import codecs
import re

from tree_sitter import Node

from workers.reading.syntax import text_of
from workers.taint.lattice import GaveUp

_PREFIX = re.compile(r"^[a-zA-Z]*")


def number(node: Node) -> int | float | complex:
    """Raises :class:`GaveUp` for Python 2's numbers."""
    text = text_of(node).replace("_", "")
    try:
        if text[-1:] in "jJ":
            return complex(text)
        return int(text, 0) if node.type == "integer" else float(text)
    except ValueError as error:
        raise GaveUp(f"the number {text[:20]}") from error


def prefix(string: Node) -> str:
    """The letters before the quote, in lower case."""
    found = _PREFIX.match(text_of(string.children[0]))
    return found[0].lower() if found else ""


def content(part: Node, letters: str) -> str | bytes:
    """What a ``string_content`` stands for. Raises :class:`GaveUp`."""
    data = part.text or b""
    raw = "r" in letters
    pieces: list[str] = []
    start = part.start_byte
    end = 0
    for escape in part.children:
        if escape.type != "escape_interpolation" and (raw or escape.type != "escape_sequence"):
            continue
        pieces.append(data[end : escape.start_byte - start].decode("utf-8", "surrogatepass"))
        pieces.append(_escaped(escape))
        end = escape.end_byte - start
    pieces.append(data[end:].decode("utf-8", "surrogatepass"))
    text = "".join(pieces)
    try:
        return text.encode("latin-1") if "b" in letters else text
    except UnicodeEncodeError as error:
        raise GaveUp("bytes with letters") from error


def _escaped(escape: Node) -> str:
    text = text_of(escape)
    if escape.type == "escape_interpolation":
        return text[0]
    if text in ("\\\n", "\\\r\n"):
        return ""
    try:
        return codecs.decode(text, "unicode_escape")
    except ValueError as error:
        raise GaveUp(f"the escape {text}") from error

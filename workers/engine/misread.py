"""Constructs that the engine reads without a word as something else, written so that it reads what they are.

Measured with 1.182: in Ruby a heredoc is a constant text, whatever is interpolated, and ``::File`` is not ``File``; in
PHP a function or a class that is called by its full name (``\\exec(…)``, ``\\PDO``) is none that a rule knows, and no
data flows through ``$list[] = $x``. As in ``rewrites`` every replacement has the length of what it replaces and ends
its lines where that did.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from workers.engine.rewrites import blanked
from workers.reading import syntax

_LONGEST = 20_000
"""Characters of a heredoc; a longer one is data."""
_MOST = 300
"""Heredocs of a text."""
_OPENER = re.compile(r"<<[~-]?(?P<quote>\"?)(?P<word>[A-Z_][A-Z0-9_]*+)(?P=quote)(?P<rest>[^\n]{0,300})\n")
_CALLS = re.compile(r"^(?:\.[a-z_]+[?!]?(?![\w(]))+")
_CLOSERS = re.compile(r"^[^\n]*?(?P<closers>[)\]}]*(?: (?:do(?: \|[\w, ]*\|)?|\{(?: \|[\w, ]*\|)?))?)$")
_RUBY_ROOT = re.compile(r"(?<![\w:)\]}?!'\"])::(?=[A-Z])")
_PHP_NAME = re.compile(r"(?<![\w\\$>'\"])\\(?=[a-z_][a-z0-9_]*\(|[A-Z]\w*(?:::|\())")
_APPENDED = re.compile(r"(?<=[\w\]])\[\][ \t]*=(?![=>])")


def understood(language: str, text: str) -> str:
    """The text as the engine has to see it; equal where it holds nothing that is misread."""
    change = _CHANGES.get(language)
    return change(text) if change is not None else text


def _ruby(text: str) -> str:
    return _RUBY_ROOT.sub("  ", _heredocs_as_strings(text))


def _heredocs_as_strings(text: str) -> str:
    """Ruby's heredocs with interpolations as strings in quotes that end in the heredoc's last lines."""
    if "<<" not in text or "#{" not in text:
        return text
    parts, at = [], 0
    for _ in range(_MOST):
        opener = _OPENER.search(text, at)
        if opener is None:
            break
        end = re.compile(rf"^[ \t]*{opener['word']}[ \t]*$", re.MULTILINE).search(
            text, opener.end(), opener.end() + _LONGEST
        )
        string = _as_a_string(opener["rest"], text[opener.end() : end.start()], end[0]) if end else None
        if end is None or string is None:
            parts.append(text[at : opener.end()])
            at = opener.end()
            continue
        opened = '"' + " " * (opener.start("rest") - opener.start() - 1)
        parts += [text[at : opener.start()], opened, " " * len(opener["rest"]), "\n", string]
        at = end.end()
    return "".join([*parts, text[at:]])


def _as_a_string(rest: str, body: str, terminator: str) -> str | None:
    """What follows the opener's line: the body, the closing quote and what stood behind the opener.

    ``None`` where the body has no interpolation, the rest opens another heredoc, or there is no room for it."""
    spans = _interpolations(body)
    if not spans or "<<" in rest:
        return None
    fixed = spans[-1][1]
    tail = body[fixed:] + terminator
    for wanted in dict.fromkeys((rest.strip(), _CALLS.sub("", rest.strip()), _closers(rest))):
        closed = _closed(tail, f'"{wanted}')
        if closed is not None:
            return _without_quotes(body[:fixed], spans) + closed
    return None


def _closers(rest: str) -> str:
    found = _CLOSERS.match(rest.rstrip())
    return found["closers"] if found else ""


def _closed(tail: str, closing: str) -> str | None:
    """Constant text in whose last line that has room the closing stands."""
    lines = tail.split("\n")
    for number in reversed(range(len(lines))):
        if len(lines[number]) >= len(closing):
            before = [_without_quotes(line, ()) for line in lines[:number]]
            room = " " * (len(lines[number]) - len(closing))
            return "\n".join([*before, room + closing, *map(blanked, lines[number + 1 :])])
    return None


def _interpolations(body: str) -> list[tuple[int, int]]:
    """Spans of ``#{…}``, with the braces inside."""
    spans, at = [], body.find("#{")
    while at >= 0:
        depth, end = 1, at + 2
        while end < len(body) and depth:
            depth += (body[end] == "{") - (body[end] == "}")
            end += 1
        if depth:
            break
        spans.append((at, end))
        at = body.find("#{", end)
    return spans


def _without_quotes(text: str, spans: list[tuple[int, int]] | tuple[()]) -> str:
    """Double quotes as single ones, except in interpolations."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start].replace('"', "'"), text[start:end]]
        at = end
    return "".join([*parts, text[at:].replace('"', "'")])


def _names_without_root(text: str) -> str:
    r"""PHP's ``\exec(`` as `` exec(``: what stands in the root has one name only."""
    if not _PHP_NAME.search(text):
        return text
    tree = syntax.parse("php", text)
    if tree is None:
        return text
    names = syntax.spans_of("php", tree, "(qualified_name) @it")
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    for start, end in names:
        if data[start : start + 1] == b"\\" and b"\\" not in data[start + 1 : end]:
            data[start] = ord(" ")
    return data.decode("utf-8", "surrogatepass")


def _php(text: str) -> str:
    return _APPENDED.sub(_as_a_concatenation, _names_without_root(text))


def _as_a_concatenation(found: re.Match[str]) -> str:
    """``$list[] = $x`` as ``$list  .= $x``: either holds what it held, and the value."""
    return " " * (len(found[0]) - 2) + ".="


_CHANGES: Mapping[str, Callable[[str], str]] = {"ruby": _ruby, "php": _php}

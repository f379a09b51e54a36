"""Where in the page a template puts a value: the escaping of text is not that of scripts, addresses and attributes."""

from __future__ import annotations

import enum
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workers.checks.templates.languages import Language, expression


class Context(enum.Enum):
    """A part of a page that needs an encoder of its own."""

    SCRIPT = "script"
    HANDLER = "event handler"
    UNQUOTED = "attribute without quotes"
    ADDRESS = "address"
    STYLE = "style"


@dataclass(frozen=True, slots=True)
class Put:
    """One value that is put into the page, with its span in the text."""

    start: int
    end: int
    value: str
    context: Context


_SCRIPT = re.compile(r"<script\b(?P<attributes>[^<>]*)>(?P<code>(?:(?!</script|<script).)*)</script", re.I | re.DOTALL)
_OTHER_TYPE = re.compile(r"\btype\s*=\s*[\"']?(?!(?:text|application)/(?:java|ecma)script\b|module\b)\S", re.I)
_STYLE = re.compile(r"<style\b[^<>]*>(?P<code>(?:(?!</style|<style).)*)</style", re.I | re.DOTALL)
_TAG = re.compile(r"<[a-zA-Z][\w:-]*(?P<attributes>\s[^<>]*)>")
_ATTRIBUTE = re.compile(r"(?<![\w@:.-])(?P<name>[\w@:.-]++)\s*+=\s*+(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'<>]+)")
_ADDRESSES = frozenset("href src action formaction data poster xlink:href".split())
_NOT_A_LINE_END = re.compile(r"[^\n]")


class _Homes:
    """Spans of one kind, none in another: they come in their order."""

    def __init__(self, spans: Iterable[tuple[int, int, Context]]) -> None:
        self._spans = list(spans)
        self._starts = [start for start, _, _ in self._spans]

    def around(self, start: int, end: int) -> Context | None:
        """The context of the span that holds a place."""
        at = bisect_right(self._starts, start) - 1
        return self._spans[at][2] if at >= 0 and end <= self._spans[at][1] else None


def put(text: str, language: Language) -> Iterator[Put]:
    """The values whose place in the page needs an encoder of its own, in order. ``text`` is without comments."""
    if not language.output:
        return
    outputs = list(expression(language.output, flags=re.DOTALL).finditer(text))
    page = _as_a_page(text, language, outputs)
    homes = [_Homes(_scripts(page)), _Homes(_styles(page)), _Homes(_attributes(page))]
    for found in outputs:
        context = next((home for each in homes if (home := each.around(*found.span()))), None)
        if context is Context.ADDRESS and page[found.start() - 1] not in "\"'":
            continue  # behind something fixed a value chooses no scheme
        if context is not None:
            yield Put(found.start(), found.end(), found["value"].strip(" \t\r\n-"), context)


def _as_a_page(text: str, language: Language, outputs: list[re.Match[str]]) -> str:
    """The text as a plain page of the same length: no bracket or quote of the template is left in it."""
    parts, end = [], 0
    for found in outputs:
        parts += [text[end : found.start()], "T" * (found.end() - found.start())]
        end = found.end()
    page = "".join([*parts, text[end:]])
    if not language.statement:
        return page
    statement = expression(language.statement, flags=re.DOTALL)
    return statement.sub(lambda found: _NOT_A_LINE_END.sub(" ", found[0]), page)


def _scripts(page: str) -> Iterator[tuple[int, int, Context]]:
    for found in _SCRIPT.finditer(page):
        if not _OTHER_TYPE.search(found["attributes"]):
            yield (*found.span("code"), Context.SCRIPT)


def _styles(page: str) -> Iterator[tuple[int, int, Context]]:
    for found in _STYLE.finditer(page):
        yield (*found.span("code"), Context.STYLE)


def _attributes(page: str) -> Iterator[tuple[int, int, Context]]:
    for tag in _TAG.finditer(page):
        for found in _ATTRIBUTE.finditer(page, *tag.span("attributes")):
            context = _of_attribute(found["name"].lower(), found["value"])
            if context is not None:
                yield (*found.span("value"), context)


def _of_attribute(name: str, value: str) -> Context | None:
    if re.fullmatch(r"on[a-z]+", name):
        return Context.HANDLER
    if value[0] not in "\"'":
        return Context.UNQUOTED
    if name in _ADDRESSES:
        return Context.ADDRESS
    return Context.STYLE if name == "style" else None

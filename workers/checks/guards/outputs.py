"""How template languages put a value into a page: with escaping or as it is. One table for all of them.

A page is read here as a difference, so the language need not be known: the same row reads both sides, and what matters
is what became of the value. Sources: the manuals of the template languages that the rows name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from workers.checks.guards import cleaners


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write an output; the group ``value`` is what is put there."""

    name: str
    pattern: re.Pattern[str]
    is_raw: bool = False
    suffixes: tuple[str, ...] = ()
    """Only in files with these endings; everywhere where there are none."""
    without: tuple[str, ...] = ()
    """Not in files with these endings."""
    escapes: bool = False
    """Whether the form itself is what escapes, where the plain form of its language does not: ``<c:out>``."""


def _raw(name: str, pattern: str, *suffixes: str, without: tuple[str, ...] = ()) -> Form:
    return Form(name, re.compile(pattern, re.MULTILINE), True, suffixes, without)


def _plain(name: str, pattern: str, *suffixes: str, escapes: bool = False) -> Form:
    return Form(name, re.compile(pattern, re.MULTILINE), False, suffixes, escapes=escapes)


_TAG = r"^[ \t]*+(?:[%.#\w][\w.#:%-]*(?:\{[^}\n]*\}|\([^)\n]*\))?)?"
_ERB = (".erb", ".rhtml", ".eex", ".heex", ".leex")
FORMS = (
    _plain("<c:out>", r"<c:out\b(?P<value>[^<>]*)>", escapes=True),
    _raw("<j:out>", r"<j:out\b(?P<value>[^<>]*)>"),
    _raw("v-html", r"(?<![\w-])v-html=(?P<value>\"[^\"]*\"|'[^']*')"),
    _plain("v-text", r"(?<![\w-])v-text=(?P<value>\"[^\"]*\"|'[^']*')"),
    _raw("th:utext", r"\bth[:-]utext=(?P<value>\"[^\"]*\"|'[^']*')"),
    _plain("th:text", r"\bth[:-]text=(?P<value>\"[^\"]*\"|'[^']*')"),
    _raw("innerHTML", r"\[?:?\b(?:inner|outer)HTML\]?=(?P<value>\"[^\"]*\"|'[^']*')"),
    _plain("textContent", r"\[(?:textContent|innerText)\]=(?P<value>\"[^\"]*\"|'[^']*')"),
    _raw("ng-bind-html", r"\bng-bind-html(?:-unsafe)?=(?P<value>\"[^\"]*\"|'[^']*')"),
    _plain("ng-bind", r"\bng-bind=(?P<value>\"[^\"]*\"|'[^']*')"),
    _raw("dangerouslySetInnerHTML", r"dangerouslySetInnerHTML=\{\{\s*__html:(?P<value>[^{}]*)\}\}"),
    _raw("{@html}", r"\{@html\s(?P<value>[^{}]*)\}"),
    _raw("{!! !!}", r"\{!!(?P<value>(?:(?!!!\}|\{!!)[^\n])*)!!\}"),
    _raw("{{{ }}}", r"(?<!\{)\{\{\{(?P<value>[^{}]*)\}\}\}"),
    _raw("{{& }}", r"\{\{&(?P<value>[^{}]*)\}\}"),
    _plain("{{ }}", r"\{\{(?![#/^>!])-?(?P<value>[^{}]*)\}\}"),
    _raw("<%==", r"<%==(?P<value>(?:(?!<%|%>)[^\n])*)%>"),
    _plain("<%=", r"<%=(?P<value>(?:(?!<%|%>)[^\n])*)%>"),
    _raw("<%-", r"<%-(?P<value>(?:(?!<%|%>)[^\n])*)%>", without=_ERB),
    _plain("<%:", r"<%[:#](?P<value>(?:(?!<%|%>)[^\n])*)%>", ".aspx", ".ascx"),
    _raw("[( )]", r"\[\((?P<value>[$*#]\{[^{}\n]*\})\)\]"),
    _plain("[[ ]]", r"\[\[(?P<value>[$*#]\{[^{}\n]*\})\]\]"),
    _raw("!{ }", r"(?<!\\)!\{(?P<value>[^{}\n]*)\}", ".pug", ".jade", ".haml"),
    _plain("${ }", r"\$!?\{(?P<value>[^{}\n]*)\}"),
    _plain("#{ }", r"#\{(?P<value>[^{}\n]*)\}"),
    _raw("@Html.Raw", r"@\(?Html\.Raw\((?P<value>(?:[^()\n]|\([^()\n]*\))*)\)", ".cshtml", ".razor", ".vbhtml"),
    _plain("@", r"(?<![\w@])@(?P<value>[A-Za-z_]\w*(?:\.\w+|\([^()\n]*\))*)", ".cshtml", ".razor", ".vbhtml"),
    _raw("!=", _TAG + r"[ \t]*+(?:!=|!~|==)[ \t]*(?P<value>[^\n]+)$", ".haml", ".slim", ".pug", ".jade"),
    _plain("=", _TAG + r"[ \t]*+=(?!=)[ \t]*(?P<value>[^\n]+)$", ".haml", ".slim", ".pug", ".jade"),
    _plain("$x", r"\$!?(?P<value>[a-zA-Z][\w-]*(?:\.\w+|\([^()\n]*\))*)", ".vm", ".vtl"),
    _plain("dtml-var", r"<(?:!--#|dtml-)var\s(?P<value>[^<>]*?)(?:--)?>"),
    _plain("{$x}", r"\{(?P<value>\$[^{}\n]*)\}", ".tpl", ".smarty", ".latte"),
)
"""The earlier row counts where two read the same place."""
_ESCAPES = frozenset(
    "e h escape html xhtml xml js url json tojson escapejs forceescape urlencode urlize htmlquote urlquote sqlquote "
    "striptags entity escapehtml escapeonce jsstring htmlattr jsonscript jsonencode linebreaksbr_ attr u fmtescape "
    "htmlattributeescape scrub squish_ stringify".split()
)
_RAW = frozenset(
    "safe raw safeseq htmlsafe n noesc noescape nofilter marksafe markup safehtml safejs safecss safeurl safehtmlattr "
    "str2html unescape trustashtml htmlstring mvchtmlstring markupstring".split()
)
_RAW_SETTING = re.compile(r"escapeXml=[\"']?false|\bescape\s*=\s*[\"']?false|autoescape\s+(?:false|off)")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_TEXT = re.compile(r"\"(?:(?:[^\"\\\n]|\\.){0,400}\")?|'(?:(?:[^'\\\n]|\\.){0,400}')?")


@dataclass(frozen=True, eq=False)
class Output:
    """One output of one side."""

    form: Form
    value: str
    text: str
    line: int
    before: str
    """The character in front of it."""

    @property
    def identity(self) -> tuple[str, bool]:
        """Two outputs with the same one print the same."""
        return self.text, self.before == "="

    @cached_property
    def words(self) -> tuple[str, ...]:
        is_attribute = self.value[:1] in "\"'" or self.form.name in ("<c:out>", "<j:out>")
        inner = self.value if is_attribute else _TEXT.sub('""', self.value)
        return tuple(_WORD.findall(inner))

    @cached_property
    def escapes(self) -> tuple[str, ...]:
        """The filters and functions that make the value harmless."""
        found = [self.form.name] if self.form.escapes and not _RAW_SETTING.search(self.value) else []
        return (*found, *(word for word in self.words if _cleans(word)))

    @cached_property
    def is_raw(self) -> bool:
        """Whether the value is put there as it is."""
        said = any(cleaners.key(word) in _RAW for word in self.words)
        return self.form.is_raw or said or bool(_RAW_SETTING.search(self.value))

    @cached_property
    def core(self) -> frozenset[str]:
        """The words of the value itself."""
        return frozenset(word for word in self.words if not _cleans(word) and cleaners.key(word) not in _RAW) - _FILLERS


_FILLERS = frozenset({"value", "escapeXml", "default", "false", "true", "var"})


def _cleans(word: str) -> bool:
    key = cleaners.key(word).replace("-", "")
    if key in _ESCAPES:
        return True
    row = cleaners.cleaner(word)
    return row is not None and row.kind in ("escape", "url", "mask") and len(key) > 2


def outputs(text: str, first_line: int, path: str) -> Iterator[Output]:
    """The outputs of a few lines in order of the forms; ``first_line`` is the number of the first."""
    name = path.lower()
    taken: list[tuple[int, int]] = []
    for form in FORMS:
        if (form.suffixes and not name.endswith(form.suffixes)) or (form.without and name.endswith(form.without)):
            continue
        for found in form.pattern.finditer(text):
            span = found.span()
            if any(first < span[1] and span[0] < last for first, last in taken):
                continue
            taken.append(span)
            line = first_line + text.count("\n", 0, found.start("value"))
            before = text[span[0] - 1 : span[0]] if span[0] else ""
            yield Output(form, found["value"], found[0].strip(), line, before)

"""Which template language a file is written in. The languages are the tables of ``languages.toml``.

An ending that many of them share (``.html``, ``.tpl``) says nothing: there the content decides.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath

import msgspec

from bot.decoding import decode


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One template language; the head of ``languages.toml`` says what its fields mean."""

    name: str
    suffixes: tuple[str, ...] = ()
    marks: str = ""
    output: str = ""
    comment: str = ""
    statement: str = ""
    unescaped: tuple[str, ...] = ()
    known: bool = True


class _Tables(msgspec.Struct, forbid_unknown_fields=True):
    parts: dict[str, str]
    languages: dict[str, Language]


def _read() -> Mapping[str, Language]:
    text = Path(__file__).with_name("languages.toml").read_text(encoding="utf-8")
    for name, part in decode(_Tables, tomllib.loads(text)).parts.items():
        text = text.replace(f"<<{name}>>", part)
    return decode(_Tables, tomllib.loads(text)).languages


LANGUAGES = _read()
_SHARED = (".html", ".htm", ".xhtml", ".tpl", ".tmpl", ".shtml")
"""Endings that many template languages and plain pages have: the content decides."""
_LAST = (("{{", "jinja"), ("<%=", "ejs"), ("<%-", "ejs"))
"""What many languages write alike is read as one of them where nothing tells which it is."""
_BY_SUFFIX = sorted(
    ((suffix, name) for name, each in LANGUAGES.items() for suffix in each.suffixes),
    key=lambda row: (-len(row[0]), row),
)


@cache
def expression(pattern: str, *, flags: re.RegexFlag = re.DOTALL | re.MULTILINE) -> re.Pattern[str]:
    """An expression of a language, compiled when a file needs it."""
    return re.compile(pattern, flags)


def is_template(path: str) -> bool:
    """Whether a file of this name can be a template, e.g. ``page.html.erb`` and ``page.html``."""
    name = PurePosixPath(path).name.lower()
    return name.endswith(_SHARED) or any(name.endswith(suffix) for suffix, _ in _BY_SUFFIX)


def language_of(path: str, text: str) -> str:
    """A key of :data:`LANGUAGES`; ``""`` for a page without any template's marks."""
    name = PurePosixPath(path).name.lower()
    by_suffix = next((language for suffix, language in _BY_SUFFIX if name.endswith(suffix)), "")
    if by_suffix and not name.endswith((".tmpl", ".tpl")):
        return by_suffix
    marked = (
        language
        for language, each in LANGUAGES.items()
        if each.marks and expression(each.marks, flags=re.MULTILINE).search(text)
    )
    return next(marked, "") or next((language for mark, language in _LAST if mark in text), "")


def without_comments(text: str, language: Language) -> str:
    """The text with the comments of the template blanked, of the same length."""
    if not language.comment:
        return text
    return expression(language.comment).sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)

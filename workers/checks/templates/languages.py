"""Which template language a file is written in, and what its texts are made of. One row is one dialect.

An ending that many of them share (``.html``, ``.tpl``) says nothing: there the content decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Dialect:
    """One template language."""

    shown: str
    """Its name for people."""
    suffixes: str = ""
    """Endings of its files, lower case, separated by spaces; several dots are allowed and the longest match decides."""
    marks: str = ""
    """An expression for what only its texts hold, for files whose ending many dialects share."""
    output: str = ""
    """An expression for the places where a value is put into the page with escaping; group ``value``."""
    comment: str = ""
    """An expression for its comments."""
    statement: str = ""
    """An expression for its statements, which put nothing into the page."""
    known: bool = True
    """Whether there are rules for it."""


_BRACES = r"(?<!\{)\{\{(?![{&!#/^>])(?P<value>[^{}]*)\}\}(?!\})"
_PERCENT = r"<%=(?!=)(?P<value>(?:(?!<%|%>).)*)%>"
_HASH = r"\{#(?:(?!\{#|#\}).)*#\}"
_STATEMENT = r"\{%(?:(?!\{%|%\}).)*%\}"
_REMARK = r"<%#(?:(?!%>).)*%>"
_PART = r"<%(?![=#])(?:(?!<%|%>).)*%>"
DIALECTS: Mapping[str, Dialect] = {
    "blade": Dialect(
        "Blade", ".blade.php", output=r"\{\{(?!--)(?P<value>[^{}]*)\}\}", comment=r"\{\{--(?:(?!--\}\}).)*--\}\}",
    ),
    "ejs": Dialect(
        "EJS", ".ejs", r"<%[-=]?\s*(?:if\s*\([^\n]*\{|include\(|\}|for\s*\()|\.forEach\(", _PERCENT, _REMARK, _PART,
    ),
    "eex": Dialect("EEx", ".eex .heex .leex", r"<%=\s*(?:for|if)\b.* do %>", _PERCENT, _REMARK, _PART),
    "erb": Dialect(
        "ERB", ".erb .rhtml",
        r"<%=?\s*(?:if|unless|end|render|yield|link_to|content_for|form_\w+|raw)\b|\.each do \||\.html_safe\b",
        _PERCENT, _REMARK, _PART,
    ),
    "jsp": Dialect(
        "JSP", ".jsp .jspx .jspf .tag .tagx", r"<%@\s*(?:page|taglib|include)\b|<c:\w+",
        comment=r"<%--(?:(?!--%>).)*--%>",
    ),
    "razor": Dialect(
        "Razor", ".cshtml .razor .vbhtml", r"^@(?:model|using|page|inject)\b|@Html\.", comment=r"@\*(?:(?!\*@).)*\*@",
    ),
    "thymeleaf": Dialect("Thymeleaf", "", r"\s(?:data-)?th[:-]\w+="),
    "freemarker": Dialect(
        "FreeMarker", ".ftl .ftlh .ftlx", r"<#(?:if|list|include|import|macro|assign)\b",
        comment=r"<#--(?:(?!-->).)*-->",
    ),
    "velocity": Dialect("Velocity", ".vm .vtl", r"^[ \t]*#(?:foreach|parse|set|macro)\s*\(", known=False),
    "twig": Dialect("Twig", ".twig", "", _BRACES, _HASH, _STATEMENT),
    "jinja": Dialect(
        "Jinja or Django", ".j2 .jinja .jinja2 .njk .djhtml .jinja.html",
        r"\{%-?\s*[a-z]\w*|\{\{[^{}]*\|\s*(?:safe|safeseq|raw|e|escape)\b", _BRACES, _HASH, _STATEMENT,
    ),
    "svelte": Dialect("Svelte", ".svelte"),
    # In pages alone: the pack's rules for Vue read its components.
    "vue": Dialect("Vue", "", r"\sv-(?:html|if|for|model|bind|on)\b"),
    "angular": Dialect("Angular", "", r"\s\*ng[A-Z]\w+=|\sng-\w+=|\s\[\(?[\w.]+\)?\]=|\s\(\w+\)="),
    "go": Dialect(
        "Go html/template", ".gohtml .gotmpl .go.html .html.tmpl .tmpl",
        r"\{\{-?\s*(?:(?:range|define|template|block|with|end|if)\b|\.|\$)",
        comment=r"\{\{-?\s*/\*(?:(?!\*/).)*\*/",
    ),
    "handlebars": Dialect(
        "Handlebars or Mustache", ".hbs .handlebars .mustache .hjs", r"\{\{[{#/^>&]", _BRACES,
        r"\{\{!--(?:(?!--\}\}).)*--\}\}|\{\{![^}]*\}\}", r"\{\{[#/^>][^{}]*\}\}",
    ),
    "pug": Dialect("Pug", ".pug .jade", comment=r"^[ \t]*//[^\n]*"),
    "haml": Dialect("Haml", ".haml", comment=r"^[ \t]*(?:-#|/)[^\n]*"),
    "slim": Dialect("Slim", ".slim", comment=r"^[ \t]*/[^\n]*"),
    "latte": Dialect("Latte", ".latte", comment=r"\{\*(?:(?!\*\}).)*\*\}"),
    "smarty": Dialect(
        "Smarty", "", r"\{\$\w|\{/?(?:foreach|if|include|block)\b", comment=r"\{\*(?:(?!\*\}).)*\*\}",
    ),
    "mako": Dialect("Mako", ".mako .mak.html", r"<%(?:inherit|def|namespace|block)\b", comment=r"^[ \t]*##[^\n]*"),
    "php": Dialect("PHP", ".phtml", r"<\?(?:php|=)"),
    "liquid": Dialect("Liquid", ".liquid", known=False),
    "marko": Dialect("Marko", ".marko", known=False),
    "dust": Dialect("Dust", ".dust", known=False),
    "twirl": Dialect("Twirl", ".scala.html .scala.xml", known=False),
    "coldfusion": Dialect("ColdFusion", ".cfm .cfml", known=False),
    "gsp": Dialect("Groovy Server Pages", ".gsp", known=False),
    "soy": Dialect("Closure templates", ".soy", known=False),
    "dot": Dialect("doT", ".jst .dot.html", known=False),
}  # fmt: skip
_SHARED = (".html", ".htm", ".xhtml", ".tpl", ".tmpl", ".shtml")
"""Endings that many template languages and plain pages have: the content decides."""
_BY_CONTENT = tuple((name, re.compile(each.marks, re.MULTILINE)) for name, each in DIALECTS.items() if each.marks)
_LAST = (("{{", "jinja"), ("<%=", "ejs"), ("<%-", "ejs"))
"""What many languages write alike is read as one of them where nothing tells which it is."""
_BY_SUFFIX = sorted(
    ((suffix, name) for name, each in DIALECTS.items() for suffix in each.suffixes.split()),
    key=lambda row: (-len(row[0]), row),
)


def is_template(path: str) -> bool:
    """Whether a file of this name can be a template."""
    name = PurePosixPath(path).name.lower()
    return name.endswith(_SHARED) or any(name.endswith(suffix) for suffix, _ in _BY_SUFFIX)


def dialect_of(path: str, text: str) -> str:
    """A key of :data:`DIALECTS`; ``""`` for a page without any template's marks."""
    name = PurePosixPath(path).name.lower()
    if name.endswith((".tmpl", ".tpl")) or not any(name.endswith(suffix) for suffix, _ in _BY_SUFFIX):
        found = next((dialect for dialect, marks in _BY_CONTENT if marks.search(text)), "")
        return found or next((dialect for mark, dialect in _LAST if mark in text), "")
    return next((dialect for suffix, dialect in _BY_SUFFIX if name.endswith(suffix)), "")


def without_comments(text: str, dialect: Dialect) -> str:
    """The text with the comments of the template blanked, of the same length."""
    if not dialect.comment:
        return text
    return re.sub(dialect.comment, lambda found: re.sub(r"[^\n]", " ", found[0]), text, flags=re.DOTALL | re.MULTILINE)

"""How each template language is told not to escape. One row is one way."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """One way to put a value into the page as it is."""

    dialects: frozenset[str]
    pattern: re.Pattern[str]
    """Group ``value`` is what is put into the page; without one a whole part of the page is not escaped."""


def _way(dialects: str, pattern: str) -> Way:
    return Way(frozenset(dialects.split()), re.compile(pattern, re.DOTALL | re.MULTILINE))


_TAG = r"^[ \t]*(?:[%.#\w][\w.#:%-]*(?:\{[^}\n]*\}|\([^)\n]*\))?)?"
_INSIDE = r"(?:(?!<%|%>).)*?"
_CALLED_SAFE = r"(?i:safe(?:html|js|css|url|htmlattr)?|str2html|htmlsafe|unescape\w*|noescape)"
"""The names under which Go programs usually offer a conversion to ``template.HTML``: the template package has none."""
WAYS = (
    _way("jinja twig", r"\{\{(?P<value>[^{}]*?)\|\s*(?:safe|safeseq|raw)\b[^{}]*\}\}"),
    _way("jinja", r"\{\{-?\s*(?:Markup|mark_safe)\((?P<value>[^{}]*)\)[^{}()]*\}\}"),
    _way("jinja twig", r"\{%-?\s*autoescape\s+(?:off|false)\s*-?%\}"),
    _way("erb eex", rf"<%==(?P<value>{_INSIDE})%>"),
    _way("erb eex", rf"<%=\s*raw[\s(](?P<value>{_INSIDE})\)?\s*-?%>"),
    _way("erb", rf"<%=(?P<value>{_INSIDE})\.html_safe\b{_INSIDE}%>"),
    _way("eex", r"\{\s*raw\((?P<value>[^{}]*)\)\s*\}"),
    _way("ejs", rf"<%-(?P<value>{_INSIDE})%>"),
    _way("blade", r"\{!!(?P<value>(?:(?!\{!!|!!\}).)*)!!\}"),
    _way("svelte", r"\{@html\s(?P<value>[^{}]*)\}"),
    _way("vue", r"\sv-html=\"(?P<value>[^\"]*)\""),
    _way("handlebars", r"(?<!\{)\{\{\{(?P<value>[^{}]+)\}\}\}(?!\})"),
    _way("handlebars", r"\{\{&(?P<value>[^{}]+)\}\}"),
    _way("thymeleaf", r"\s(?:data-)?th[:-]utext=\"(?P<value>[^\"]*)\""),
    _way("thymeleaf", r"\[\((?P<value>[$*#]\{[^{}]*\})\)\]"),
    _way("freemarker", r"\$\{(?P<value>[^{}]*)\?no_esc\}"),
    _way("freemarker", r"<#noautoesc\s*>"),
    _way("pug", _TAG + r"!=[ \t]*(?P<value>[^\n]+)$"),
    _way("pug", r"(?<!\\)!\{(?P<value>[^}\n]*)\}"),
    _way("haml", _TAG + r"(?:!=|!~)[ \t]*(?P<value>[^\n]+)$"),
    _way("slim", _TAG + r"[ \t]*==[ \t]*(?P<value>[^\n]+)$"),
    _way("haml slim", _TAG + r"[ \t]*=[ \t]*raw[ \t(](?P<value>[^\n]+)$"),
    _way("haml slim", _TAG + r"[ \t]*=(?P<value>[^\n]+)\.html_safe\b"),
    _way("razor", r"@\(?Html\.Raw\((?P<value>(?:[^()]|\([^()]*\))*)\)"),
    _way("razor", r"@\(\s*new\s+(?:HtmlString|MvcHtmlString|MarkupString)\s*\((?P<value>[^()]*)\)"),
    _way("razor", r"@\(\s*\(MarkupString\)(?P<value>[^()]*)\)"),
    _way("jsp", rf"<%=(?P<value>{_INSIDE})%>"),
    _way("jsp", r"<c:out\b[^<>]*\bvalue=[\"']\$\{(?P<value>[^{}]*)\}[\"'][^<>]*\bescapeXml=[\"']false[\"']"),
    _way("jsp", r"<c:out\b[^<>]*\bescapeXml=[\"']false[\"'][^<>]*\bvalue=[\"']\$\{(?P<value>[^{}]*)\}"),
    _way("jsp", r"(?<![=\"'])\$\{\s*(?P<value>param\.\w+|param\[[^\]{}]*\]|header\.\w+|cookie\.[\w.]+)\s*\}"),
    _way("go", rf"\{{\{{(?P<value>[^{{}}|]*)\|\s*{_CALLED_SAFE}\s*-?\}}\}}"),
    _way("go", rf"\{{\{{-?\s*{_CALLED_SAFE}\s(?P<value>[^{{}}]*)\}}\}}"),
    _way("latte", r"\{=?(?P<value>[^{}|]*)\|noescape[^{}]*\}"),
    _way("smarty", r"\{(?P<value>\$[^{}]*)\snofilter\s*\}"),
    _way("mako", r"\$\{(?P<value>[^{}|]*)\|[^{}]*\bn\b[^{}]*\}"),
    _way("php", r"<\?(?:=|php\s+echo\s)\s*(?P<value>\$_(?:GET|POST|REQUEST|COOKIE)\s*\[[^\]]*\][^;?]*);?\s*\?>"),
)  # fmt: skip

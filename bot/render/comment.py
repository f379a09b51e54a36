"""The comment on one line or file: what it says and what gives way when it is too long, for every dialect."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.model import Finding, Observation, Placement, Severity
from bot.render import talk, text, wording
from bot.render.wording import Dialect

_EXTRA_FINDINGS = 5
_NAMED = 3
"""Rules that are named at the end of a comment: a policy speaks of them by these names."""
_LINK = re.compile(r"https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/%?=&+#-]*)?")
"""A rule's reference is shown only if it cannot be anything else than a link."""
_PAGE = re.compile(r"https?://[A-Za-z0-9.:-]{1,200}(?:/[A-Za-z0-9._~/%-]*)?")
"""The same of a rule's page, which may be on a network of its own."""


@dataclass(frozen=True, slots=True)
class Style:
    """What differs between dialects in a comment."""

    dialect: Dialect
    strong: Callable[[str], str]
    weakness: Callable[[Finding], str]
    link: Callable[[str], str]
    page: Callable[[str], str]
    """The link to a rule's page."""
    fix: Callable[[Observation, Finding], str]
    """The verified replacement for one of its findings as a block; empty where there is none to offer."""


@dataclass(frozen=True, slots=True)
class _Variant:
    """How much is told."""

    references: bool = False
    extras: int = 0
    explained: bool = False
    """Whether a further finding has its own message and remedy."""
    whole_trace: bool = False
    fix: bool = False
    advice: int = wording.LONGEST_MESSAGE
    answerable: bool = True
    """Whether it says how to answer."""


_VARIANTS = (
    _Variant(references=True, extras=_EXTRA_FINDINGS, explained=True, whole_trace=True, fix=True),
    _Variant(extras=_EXTRA_FINDINGS, explained=True, whole_trace=True, fix=True),
    _Variant(extras=_EXTRA_FINDINGS, explained=True, fix=True),
    _Variant(extras=_EXTRA_FINDINGS, whole_trace=True, fix=True),
    _Variant(extras=1, whole_trace=True, fix=True),
    _Variant(whole_trace=True, fix=True),
    _Variant(fix=True),
    _Variant(),
    _Variant(advice=400),
    _Variant(advice=200),
    _Variant(advice=100),
    _Variant(advice=40),
    _Variant(advice=40, answerable=False),
)


def written(item: Observation, style: Style, limit: int, *, name: str, placed: bool = True) -> str:
    """The comment in at most ``limit`` UTF-8 bytes; one that is not ``placed`` where it looks says where that is.
    ``name`` is what we are called in commands, or :data:`bot.render.talk.UNHEARD`.

    What gives way first: references, the middle of the trace, what further rules say, those rules, the fix, the ends of
    message and remedy, how to answer.
    """
    for variant in _VARIANTS:
        body = "\n\n".join(part for part in _parts(item, style, variant, name, placed=placed) if part)
        if text.size(body) <= limit:
            return body
    return text.within(style.strong("Security defect") + f" ({item.severity.label})", limit)


def evidence(item: Observation, style: Style) -> str:
    """An observation for the summary: it says where the observation is, as no line of code stands beside it."""
    finding, dialect = item.finding, style.dialect
    parts = [
        f"{heading(item, style)}, {wording.where(finding.span, dialect)}",
        wording.evidence(finding, dialect),
        _advice(finding, style, wording.LONGEST_MESSAGE),
        "" if item.is_together else further(item, style, _EXTRA_FINDINGS, explained=True),
        _remark(item, dialect),
        _names(item, dialect),
    ]
    return "\n\n".join(part for part in parts if part)


def _parts(item: Observation, style: Style, variant: _Variant, name: str, *, placed: bool) -> Iterator[str]:
    finding, dialect = item.finding, style.dialect
    first = heading(item, style)
    yield first if placed else f"{first}, {wording.where(finding.span, dialect)}"
    show = wording.trace if placed and item.placement is Placement.LINE else wording.evidence
    yield show(finding, dialect, short=not variant.whole_trace)
    yield _advice(finding, style, variant.advice, paged=variant.answerable)
    fix = style.fix(item, finding) if variant.fix and placed else ""
    yield fix
    mended = "" if fix or not (variant.fix and placed) else _first_fix(item, style)
    yield further(item, style, variant.extras, explained=variant.explained, fix=mended)
    yield _remark(item, dialect)
    known = references(finding, style) if variant.references else []
    yield f"See {' and '.join(known)}" if known else ""
    answer = talk.in_thread(dialect, name) if variant.answerable else ""
    yield " · ".join(part for part in (_names(item, dialect), answer) if part)


def heading(item: Observation, style: Style) -> str:
    """The title of the gravest finding, with severity and weakness."""
    return _heading(item.finding, item.severity, style)


def _heading(finding: Finding, severity: Severity, style: Style) -> str:
    """The sign is for whoever looks, the word beside it for whoever listens or sees no colours."""
    title = style.strong(wording.title(finding, style.dialect))
    return f"{wording.sign(severity)} {title} ({_grade(finding, severity, style)})"


def page(finding: Finding, style: Style) -> str:
    """The link to the rule's page; empty unless the operator has said where the manual is."""
    return style.page(finding.page) if _PAGE.fullmatch(finding.page) else ""


def references(finding: Finding, style: Style) -> list[str]:
    """What others say of it: at most two links."""
    return [style.link(link) for link in finding.references if _LINK.fullmatch(link)][:2]


def _grade(finding: Finding, severity: Severity, style: Style) -> str:
    return ", ".join(part for part in (wording.grade(finding, severity), style.weakness(finding)) if part)


def _advice(finding: Finding, style: Style, limit: int, *, paged: bool = True) -> str:
    """What an attacker gains, what to do instead, and where one reads more of both."""
    said = [style.dialect.prose(part, limit) for part in (finding.message, finding.remedy)]
    return " ".join(part for part in (*said, page(finding, style) if paged else "") if part)


def further(item: Observation, style: Style, most: int, *, explained: bool, fix: str = "") -> str:
    """The other rules that speak of this place: each is a problem of its own, with its own heading where there is room
    to explain it. ``fix`` is the block for the gravest of them that has one."""
    others = item.findings[1:]
    if not others:
        return ""
    shown = others[:most]
    left = len(others) - len(shown)
    if not shown:
        return f"{wording.count(left, 'more problem')} on this line."
    if explained:
        parts = [part for other in shown for part in _explained(other, style)]
        if fix:
            at = 2 * next((place for place, other in enumerate(shown, 1) if other.fix is not None), len(shown))
            parts.insert(at, fix)
        return "\n\n".join([*parts, *([f"And {left} more."] if left else [])])
    lines = [f"- {_heading(other, other.severity, style)}" for other in shown]
    return "\n".join(["Also on this line:", "", *lines, *([f"- and {left} more"] if left else [])])


def _explained(finding: Finding, style: Style) -> tuple[str, str]:
    return _heading(finding, finding.severity, style), _advice(finding, style, wording.LONGEST_MESSAGE)


def _first_fix(item: Observation, style: Style) -> str:
    """The block of the gravest finding that has one: a line can be replaced once."""
    return next((block for finding in item.findings if (block := style.fix(item, finding))), "")


def _remark(item: Observation, dialect: Dialect) -> str:
    remark = wording.suppression(item, dialect)
    return f"{remark}." if remark else ""


def _names(item: Observation, dialect: Dialect) -> str:
    rules = [item.finding.rule] if item.is_together else dict.fromkeys(finding.rule for finding in item.findings)
    named = ", ".join(dialect.code(rule, 80) for rule in [*rules][:_NAMED])
    return f"{named} · id {dialect.code(item.fingerprint, 64)}"

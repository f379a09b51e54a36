"""The answer to ``explain``: one observation in full, in the order in which people ask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.model import Confidence, Decision, Finding, Observation, Side, message_of
from bot.render import comment, decisions, text, wording
from bot.render.comment import Style
from bot.render.wording import Dialect

_POLICY = ".patchwarden.yml"
_LONGEST_PATH = 200
_STEP = 160
"""Characters of one step."""


@dataclass(frozen=True, slots=True)
class _Variant:
    """How much is told."""

    steps: int
    further: int = 5
    explained: bool = True
    advice: int = wording.LONGEST_MESSAGE
    policy: bool = True


_VARIANTS = (
    *(_Variant(steps) for steps in (40, 24, 16, 12, 8, 6, 4)),
    _Variant(4, explained=False),
    _Variant(2, further=1, explained=False),
    _Variant(2, further=0, explained=False, advice=300),
    _Variant(2, further=0, explained=False, advice=200, policy=False),
    _Variant(0, further=0, explained=False, advice=100, policy=False),
)


def explanation(item: Observation, decision: Decision | None, style: Style, name: str, limit: int) -> str:
    """All about an observation in at most ``limit`` UTF-8 bytes: the middle of the way gives way first.

    ``decision`` is what somebody decided about it; ``name`` is what we are called in commands.
    """
    for variant in _VARIANTS:
        body = "\n\n".join(part for part in _parts(item, decision, style, name, variant) if part)
        if text.size(body) <= limit:
            return body
    return text.within(f"{item.severity.label}: too long to explain here, ask for it alone.", limit)


def _parts(item: Observation, decision: Decision | None, style: Style, name: str, variant: _Variant) -> Iterator[str]:
    finding, dialect = item.finding, style.dialect
    yield f"{comment.heading(item, style)}, {wording.where(finding.span, dialect)}"
    yield f"Rule {dialect.code(finding.rule, 80)} ({finding.area.value}) · id {dialect.code(item.fingerprint, 64)}"
    if decision is not None:
        said = decisions.decided(decision, dialect)
        yield f"{said[:1].upper()}{said[1:]}."
    yield _labelled("Matched", _matched(finding, dialect), style)
    yield _way(finding, style, variant.steps)
    yield _labelled("Why it is thought reachable", _reachable(finding), style)
    yield _labelled("What an attacker gains", wording.message(item, dialect, variant.advice), style)
    yield _labelled("How to fix it", dialect.prose(finding.remedy, variant.advice), style)
    if variant.further and item.is_together:
        yield _places(item, style, variant.further)
    elif variant.further:
        yield comment.further(item, style, variant.further, explained=variant.explained)
    yield comment.page(finding, style)
    links = comment.references(finding, style)
    yield f"See {' and '.join(links)}" if links else ""
    yield _next(item, decision, style, name)
    if variant.policy:
        yield _silence(finding, style)


def _places(item: Observation, style: Style, most: int) -> str:
    """Where else the same was found, of an observation that gathers findings of one kind."""
    others = [(wording.where(other.span, style.dialect), wording.each(other, style.dialect)) for other in item.findings]
    return _labelled("All places", wording.listed([" ".join(filter(None, pair)) for pair in others][: 4 * most]), style)


def _labelled(label: str, said: str, style: Style) -> str:
    return f"{style.strong(f'{label}:')} {said}" if said else ""


def _matched(finding: Finding, dialect: Dialect) -> str:
    """What stands at the place; where nothing does, e.g. for a file's mode, the place itself."""
    if not finding.excerpt.strip():
        return wording.where(finding.span, dialect)
    scope = f", in {dialect.code(finding.scope, 100)}" if finding.scope else ""
    return f"{dialect.code(text.folded(finding.excerpt), 240)} ({wording.line(finding.span, finding, dialect)}{scope})"


def _way(finding: Finding, style: Style, most: int) -> str:
    """The data flow, a line for each step; its middle is left out where there are more than ``most``."""
    steps = wording.distinct(finding.trace)
    if len(steps) < 2 or not most:
        return ""
    first = (most + 1) // 2 if len(steps) > most else len(steps)
    last = most // 2 if len(steps) > most else 0
    shown = [(number, step) for number, step in enumerate(steps, 1) if number <= first or number > len(steps) - last]
    lines = []
    for number, step in shown:
        place = wording.line(step.span, finding, style.dialect)
        lines.append(f"{number}. {style.dialect.code(text.folded(step.text), _STEP)} ({place})")
    if len(shown) < len(steps):
        lines.insert(first, f"\n({wording.count(len(steps) - len(shown), 'step')} left out)\n")
    return "\n".join([style.strong("The way:"), "", *lines])


def _reachable(finding: Finding) -> str:
    """What was proven and what was not, from what the check gives."""
    sure = f"Confidence: {finding.confidence.label}."
    if len(wording.distinct(finding.trace)) > 1:
        flows = (
            "The value was followed from the first step to the last, and nothing on the way was seen to make it safe."
        )
        doubt = " It is not proven that every step runs." if finding.confidence < Confidence.HIGH else ""
        return f"{flows}{doubt} {sure}"
    if finding.span.side is Side.BASE:
        return f"The change took this line away, and nothing that does the same was found in its place. {sure}"
    if finding.confidence is Confidence.LOW:
        return f"That was not shown: the text alone was matched, and it may be harmless here. {sure}"
    return f"The text itself is the flaw; who reaches it was not followed. {sure}"


def _next(item: Observation, decision: Decision | None, style: Style, name: str) -> str:
    if decision is None:
        label, command = "To dismiss it", f"/{name} dismiss {item.fingerprint} because …"
    else:
        label, command = "To open it again", f"/{name} reopen {item.fingerprint}"
    return _labelled(label, f"say {style.dialect.code(command, 120)}.", style)


def _silence(finding: Finding, style: Style) -> str:
    """What to write into the policy file."""
    rule, path = _quoted(finding.rule), finding.span.path
    lines = [f"disable-rules: [{rule}]  # everywhere"]
    if not message_of(path) and len(path) <= _LONGEST_PATH:
        folder = str(PurePosixPath(path).parent)
        match = _quoted(path if folder == "." else f"{folder}/**")
        where = "file" if folder == "." else "folder"
        lines += [f"# or in this {where} alone:", "paths:", f"  - match: [{match}]", f"    disable-rules: [{rule}]"]
    label = _labelled(
        "To silence the rule", f"write into {style.dialect.code(_POLICY, 40)} on the default branch:", style
    )
    return f"{label}\n\n{text.block(chr(10).join(lines), 'yaml')}"


def _quoted(value: str) -> str:
    """A text of JSON, which YAML reads as it is; nobody is mentioned in it, not even where code does not protect."""
    return json.dumps(value).replace("@", "\\u0040")

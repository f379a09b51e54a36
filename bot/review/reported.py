"""What another scanner reports and we have found ourselves is told once, in our words: they come with the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.knowledge.weaknesses import known_as
from bot.model import Finding
from bot.policy import Policy
from bot.reports.model import RULES


def without_ours(found: Sequence[Finding], head: Iterable[Finding], policy: Policy) -> list[Finding]:
    """``found`` without the results of others that name a weakness which a finding of ours names on the same lines, or
    a wider or narrower one. ``head`` are all findings of the head: one that is old there is old whoever reports it.
    What the policy keeps us from telling covers nothing.
    """
    theirs = [item for item in found if item.rule.startswith(RULES)]
    if not theirs:
        return list(found)
    paths = {item.span.path for item in theirs}
    ours: dict[str, list[Finding]] = {}
    for item in head:
        if item.span.path in paths and not item.rule.startswith(RULES) and policy.silence(item) is None:
            ours.setdefault(item.span.path, []).append(item)
    known = {item for item in theirs if any(_is_same(item, one) for one in ours.get(item.span.path, ()))}
    return [item for item in found if item not in known]


def _is_same(one: Finding, other: Finding) -> bool:
    lines = one.span.side is other.span.side and (
        one.span.start_line <= other.span.end_line and other.span.start_line <= one.span.end_line
    )
    return lines and (one.cwe in known_as(other.cwe) or other.cwe in known_as(one.cwe))

"""Copies of a flaw: a decision about one of them is not about another one that was put before it.

Equal flaws are told apart by their order, so a copy that a change puts before an old one takes over the old one's
fingerprint. Whoever dismissed the old one was not asked about the copy.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from functools import cached_property

from bot import fingerprint
from bot.model import Change, Decision, DecisionSource, Finding, by_place


class Copies:
    """All flaws of one head, and which of them are new."""

    def __init__(self, change: Change, head: Iterable[Finding], new: Collection[Finding]) -> None:
        self._change = str(change.ref)
        self._head = tuple(head)
        self._new = frozenset(new)

    def another_was_meant(self, finding: Finding, decision: Decision) -> bool:
        """Whether a decision that names the new finding was about another copy, which stands in the head as well."""
        if decision.source is DecisionSource.INLINE:
            return False
        others = (item for item in self._groups.get(_group(finding), ()) if item.span != finding.span)
        there = [item for item in others if decision.path in ("", item.span.path)]
        if decision.change == self._change:
            return finding.span.path != decision.path and bool(there)
        return any(item not in self._new and by_place(item) > by_place(finding) for item in there)

    @cached_property
    def _groups(self) -> dict[Hashable, list[Finding]]:
        found: dict[Hashable, list[Finding]] = {}
        for item in self._head:
            found.setdefault(_group(item), []).append(item)
        return found


def _group(finding: Finding) -> Hashable:
    return (*fingerprint.content_key(finding), finding.scope)

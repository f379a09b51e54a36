"""Which protections of the base have nothing in the head that takes their place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tree_sitter import Node

from bot.model import ChangedFile, Hunk, split_lines
from workers.checks.guards import grammar
from workers.checks.guards.facts import Fact, Kind, Outcome, Reader, definition_name, squeezed

_SAME = 0.5
_MOVED = 0.7
_NEGATION = re.compile(r"^(?:not\s+|!\s*)")
_TOKEN = re.compile(r"[A-Za-z][a-z0-9]*|[A-Z]+(?![a-z])|\d+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Sides:
    """A changed file with the facts of its changed lines."""

    file: ChangedFile
    base: tuple[Fact, ...]
    head: tuple[Fact, ...]
    scopes: Mapping[str, range]
    """All definitions of the head by name, with their lines."""
    base_scopes: Mapping[str, range]


@dataclass(frozen=True, slots=True)
class Loss:
    """A protection that is gone (``became`` is ``None``) or that was replaced by something else in the same place."""

    sides: Sides
    fact: Fact
    became: Fact | None
    hunk: Hunk
    copies: int = 1

    @property
    def head_line(self) -> int:
        """Where it stood, counted in the head: the line that took its place, or the one before the gap."""
        if self.became is not None:
            return self.became.line
        return max(1, self.hunk.head_start)


def read(file: ChangedFile) -> Sides:
    """The facts of both sides of one file of code."""
    base: tuple[Fact, ...] = ()
    head: tuple[Fact, ...] = ()
    scopes: dict[str, range] = {}
    base_scopes: dict[str, range] = {}
    if file.base_text is not None and file.removed_lines:
        rules, root = grammar.parse(file.language, file.base_text)
        base = tuple(Reader(rules, root, tuple(file.removed_lines)).facts())
        base_scopes = _scopes(rules, root) if base else {}
    if file.head_text is not None:
        rules, root = grammar.parse(file.language, file.head_text)
        if file.added_lines:
            head = tuple(Reader(rules, root, tuple(file.added_lines)).facts())
        if base:
            scopes = _scopes(rules, root)
    return Sides(file, base, head, scopes, base_scopes)


def _scopes(rules: grammar.Grammar, root: Node) -> dict[str, range]:
    found: dict[str, range] = {}
    stack: list[tuple[Node, str]] = [(root, "")]
    while stack:
        node, scope = stack.pop()
        if node.type in rules.definitions and (name := definition_name(node)):
            scope = f"{scope}.{name}" if scope else name
            found.setdefault(scope, range(node.start_point.row + 1, node.end_point.row + 2))
        stack.extend((child, scope) for child in node.named_children)
    return found


def losses(files: Sequence[Sides]) -> list[Loss]:
    """Every base fact without a counterpart."""
    gained = Counter((fact.kind, fact.text.lower()) for sides in files for fact in sides.head)
    everything = [fact for sides in files for fact in sides.head]
    conditions = {fact.text for fact in everything if fact.kind in (Kind.CONDITION, Kind.REFUSAL)}
    found: list[Loss] = []
    for sides in files:
        if sides.file.head_text is None:
            continue
        taken: set[Fact] = set()
        for fact in sides.base:
            if gained[(fact.kind, fact.text.lower())]:
                gained[(fact.kind, fact.text.lower())] -= 1
                continue
            if fact.scope and fact.scope not in sides.scopes:
                continue
            if fact.kind is Kind.REFUSAL and inverted(fact.text) in conditions:
                continue
            became = _counterpart(fact, sides, taken)
            if became is None and _moved(fact, everything):
                continue
            if became is not None:
                taken.add(became)
            hunk = _hunk(fact, sides.file)
            if hunk is not None:
                found.append(Loss(sides, fact, became, hunk))
    return found


def inverted(text: str) -> str:
    """The opposite of a condition, as far as its text tells."""
    shorter = _NEGATION.sub("", text)
    return shorter if shorter != text else f"not {text}"


def _counterpart(fact: Fact, sides: Sides, taken: set[Fact]) -> Fact | None:
    """The most similar new fact of the same kind in the same definition."""
    if fact.kind is Kind.ENTRY:
        return None
    kinds = (Kind.REFUSAL, Kind.CONDITION) if fact.kind in (Kind.REFUSAL, Kind.CONDITION) else (fact.kind,)
    near = [
        other
        for other in sides.head
        if other.kind in kinds and other.scope == fact.scope and other not in taken
        and (fact.kind not in (Kind.SETTING, Kind.CALL, Kind.DECORATOR) or other.name == fact.name)
    ]
    best = max(near, key=lambda other: likeness(fact.text, other.text), default=None)
    if best is None:
        return None
    if fact.kind in (Kind.SETTING, Kind.DECORATOR):
        return best
    return best if likeness(fact.text, best.text) >= _SAME else None


def _moved(fact: Fact, everything: Sequence[Fact]) -> bool:
    """Whether something so alike came elsewhere in the change that it must be the same protection."""
    named = fact.kind in (Kind.CALL, Kind.SETTING, Kind.DECORATOR)
    return any(
        other.kind is fact.kind
        and (not named or other.name.lower() == fact.name.lower())
        and likeness(fact.text, other.text) >= _MOVED
        for other in everything
    )


def likeness(one: str, other: str) -> float:
    """Share of common words and signs, 0 to 1."""
    if one == other:
        return 1.0
    mine, theirs = Counter(_TOKEN.findall(one)), Counter(_TOKEN.findall(other))
    total = sum(mine.values()) + sum(theirs.values())
    return 2 * sum((mine & theirs).values()) / total if total else 0.0


def _hunk(fact: Fact, file: ChangedFile) -> Hunk | None:
    for hunk in file.hunks:
        if hunk.base_count and hunk.base_start <= fact.end_line and fact.line < hunk.base_start + hunk.base_count:
            return hunk
    return None

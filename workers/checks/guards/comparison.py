"""Which protections of the base have nothing in the head that takes their place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tree_sitter import Node

from bot.model import ChangedFile, Hunk
from workers.checks.guards import grammar
from workers.checks.guards.facts import Fact, Kind, Reader, definition_name

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
    unread: int = 0
    """Head lines that the grammar could not read."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A protection that is gone (``became`` is ``None``) or that was replaced by something else in the same place."""

    sides: Sides
    fact: Fact
    became: Fact | None
    hunk: Hunk

    @property
    def head_line(self) -> int:
        """Where it stood, counted in the head: the line that took its place, or the one before the gap."""
        if self.became is not None:
            return self.became.line
        return max(1, self.hunk.head_start)


def read(file: ChangedFile, matters: Callable[[Fact], bool]) -> Sides:
    """The facts of both sides of one file of code; of the base only those that ``matters`` picks."""
    base: tuple[Fact, ...] = ()
    head: tuple[Fact, ...] = ()
    scopes: Mapping[str, range] = {}
    base_scopes: Mapping[str, range] = {}
    unread = 0
    if file.base_text is not None and file.removed_lines:
        rules, root = grammar.parse(file.language, file.base_text)
        base = tuple(fact for fact in Reader(rules, root, file.removed_lines).facts() if matters(fact))
        base_scopes = _scopes(rules, root) if base else {}
    if file.head_text is not None and (base or file.added_lines):
        rules, root = grammar.parse(file.language, file.head_text)
        head = tuple(Reader(rules, root, file.added_lines).facts())
        scopes = _scopes(rules, root) if base else {}
        unread = grammar.broken_lines(root)
    return Sides(file, base, head, scopes, base_scopes, unread)


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
    """Every base fact that has no counterpart in the head.

    A fact that stands elsewhere in the change, whatever its file and definition, moved; a definition that is gone took
    its facts along.
    """
    everything = [fact for sides in files for fact in sides.head]
    pool = _Pool(everything)
    found: list[Loss] = []
    for sides in files:
        if sides.file.head_text is None:
            continue
        taken: set[Fact] = set()
        for fact in sides.base:
            if pool.take(fact) or (fact.scope and fact.scope not in sides.scopes):
                continue
            became = _counterpart(fact, sides, taken)
            if became is None and pool.holds_alike(fact):
                continue
            if became is not None:
                taken.add(became)
            hunk = _hunk(fact, sides.file)
            if hunk is not None:
                found.append(Loss(sides, fact, became, hunk))
    return found


class _Pool:
    """All new facts of the change, to find what moved."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._exact = Counter((fact.kind, fact.text.lower()) for fact in facts)
        self._conditions = {fact.text for fact in facts if fact.kind in (Kind.CONDITION, Kind.REFUSAL)}
        self._alike: dict[tuple[Kind, str], list[str]] = {}
        for fact in facts:
            self._alike.setdefault(_group(fact), []).append(fact.text)

    def take(self, fact: Fact) -> bool:
        """Whether the same text came anew, or a condition's opposite; each copy answers once."""
        key = (fact.kind, fact.text.lower())
        if self._exact[key]:
            self._exact[key] -= 1
            return True
        return fact.kind is Kind.REFUSAL and inverted(fact.text) in self._conditions

    def holds_alike(self, fact: Fact) -> bool:
        """Whether something so alike came elsewhere that it must be the same protection."""
        return any(likeness(fact.text, text) >= _MOVED for text in self._alike.get(_group(fact), ()))


def _group(fact: Fact) -> tuple[Kind, str]:
    named = fact.kind in (Kind.CALL, Kind.SETTING, Kind.DECORATOR)
    return fact.kind, fact.name.lower() if named else ""


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
        if other.kind in kinds
        and other.scope == fact.scope
        and other not in taken
        and (fact.kind not in (Kind.SETTING, Kind.CALL, Kind.DECORATOR) or other.name == fact.name)
    ]
    best = max(near, key=lambda other: likeness(fact.text, other.text), default=None)
    if best is None:
        return None
    if fact.kind in (Kind.SETTING, Kind.DECORATOR):
        return best
    return best if likeness(fact.text, best.text) >= _SAME else None


def likeness(one: str, other: str) -> float:
    """Share of common words and signs, 0 to 1."""
    if one == other:
        return 1.0
    mine, theirs = _tokens(one), _tokens(other)
    total = mine.total() + theirs.total()
    if not total or 2 * min(mine.total(), theirs.total()) < _SAME * total:
        return 0.0
    return 2 * (mine & theirs).total() / total


@lru_cache(maxsize=4096)
def _tokens(text: str) -> Counter[str]:
    return Counter(_TOKEN.findall(text))


def _hunk(fact: Fact, file: ChangedFile) -> Hunk | None:
    for hunk in file.hunks:
        if hunk.base_count and hunk.base_start <= fact.end_line and fact.line < hunk.base_start + hunk.base_count:
            return hunk
    return None

"""Where the rules' lists match in a file, as spans of its expressions, each with the rules for which it does.

A mask has two bits for each rule: ``bit`` says that data can still be the rule's, ``bit << count`` that not even a
function's name speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workers.flows.program import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_OPENING = re.compile(rb"[a-zA-Z@$]{0,3}(\"{3}|'{3}|\"|'|`)$")
_CLOSING = re.compile(rb"\"{3}|'{3}|\"|'|`")
_WITHOUT_BRACKETS = frozenset(
    {"match_expression", "function_call_expression", "shell_command_expression", "when_expression"}
)
MOST_INSIDE = 20_000
"""Nodes inside expressions that are cleaned as a whole, for one list in one file."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one file."""

    sources: Mapping[Span, int] = field(default_factory=dict)
    marks: Mapping[Span, int] = field(default_factory=dict)
    """Variables that hold a source from there on."""
    sinks: Mapping[Span, int] = field(default_factory=dict)
    clears: Mapping[Span, int] = field(default_factory=dict)
    """Expressions that give out harmless values."""
    calls: Mapping[Span, int] = field(default_factory=dict)
    """Calls whose result is taken for harmless unless it is known what is called."""
    checks: Mapping[Span, int] = field(default_factory=dict)
    """Variables that are harmless from there on."""
    unclear: int = 0
    """The rules of which a place is no expression."""

    @property
    def all(self) -> frozenset[Span]:
        """Every span that needs a look."""
        return frozenset((*self.sources, *self.marks, *self.sinks, *self.clears, *self.calls, *self.checks))


NOWHERE = Places()
Lists = Mapping[str, Collection[Span]]
"""Where each list of a rule matches, by the list's name: see :class:`workers.engine.places.FlowRule`."""


def places_of(root: Node, text: bytes, rules: Sequence[Lists]) -> Places:
    """The places of some rules in a text; the first rule has the lowest bit."""
    count = len(rules)
    made = _Masks(root, text)
    for number, lists in enumerate(rules):
        bit = 1 << number
        both, certain = bit | bit << count, bit << count
        for name in ("sources", "marks", "sinks"):
            made.unclear |= bit * (not made.add(name, lists.get(name, ()), bit))
        taken = {*lists.get("sources", ()), *lists.get("marks", ())}
        made.add("clears", lists.get("exactly cleaned", ()), both)
        made.add("clears", lists.get("cleaned", ()), both, inside=True)
        made.add("calls", [span for span in lists.get("calls", ()) if span not in taken], both)
        made.add("clears", lists.get("exactly cleaned by name", ()), certain)
        made.add(
            "clears", [span for span in lists.get("cleaned by name", ()) if span not in taken], certain, inside=True
        )
        made.add("checks", lists.get("checked", ()), both)
        made.add("checks", lists.get("checked by name", ()), certain)
    masks = made.masks
    return Places(**masks, unclear=made.unclear)


class _Masks:
    def __init__(self, root: Node, text: bytes) -> None:
        self._root, self._text = root, text
        self._known: dict[Span, tuple[Node, ...]] = {}
        self.unclear = 0
        self.masks: dict[str, dict[Span, int]] = {
            name: {} for name in ("sources", "marks", "sinks", "clears", "calls", "checks")
        }

    def add(self, name: str, spans: Iterable[Span], mask: int, *, inside: bool = False) -> bool:
        """Notes where a list matches; whether all of it are expressions."""
        masks, is_clear, left = self.masks[name], True, MOST_INSIDE
        for span in spans:
            nodes = self._located(span)
            is_clear = is_clear and bool(nodes)
            for node in nodes:
                masks[node.start_byte, node.end_byte] = masks.get((node.start_byte, node.end_byte), 0) | mask
                for below in _below(node) if inside else ():
                    masks[below] = masks.get(below, 0) | mask
                    left -= 1
                    if left < 0:
                        return is_clear
        return is_clear

    def _located(self, span: Span) -> tuple[Node, ...]:
        if span not in self._known:
            self._known[span] = tuple(located(self._root, self._text, span))
        return self._known[span]


def located(root: Node, text: bytes, span: Span) -> Iterator[Node]:
    """The expression that stands at a span, or the arguments that fill it. The engine leaves out some quotes."""
    before = _OPENING.search(text[max(0, span[0] - 6) : span[0]])
    after = _CLOSING.match(text[span[1] : span[1] + 3])
    starts = (span[0], span[0] - len(before[0])) if before else (span[0],)
    ends = (span[1], span[1] + len(after[0])) if after else (span[1],)
    for start in starts:
        for end in ends:
            node = root.descendant_for_byte_range(start, end)
            if node is not None and (node.start_byte, node.end_byte) == (start, end):
                yield node
                return
    if text[span[0] : span[0] + 1] == b"(" and text[span[1] - 1 : span[1]] == b")" and span[1] - span[0] > 2:
        # The parentheses of a conversion are no node, and the engine takes them along.
        inner = text[span[0] + 1 : span[1] - 1]
        start = span[0] + 1 + len(inner) - len(inner.lstrip())
        node = root.descendant_for_byte_range(start, start + len(inner.strip()))
        if node is not None and (node.start_byte, node.end_byte) == (start, start + len(inner.strip())):
            yield node
            return
    node = _around(root, text, span)
    if node is not None:
        yield node
        return
    node = root.descendant_for_byte_range(*span)
    children = node.named_children if node is not None else []
    inside = [each for each in children if span[0] <= each.start_byte and each.end_byte <= span[1]]
    if inside and inside[0].start_byte == span[0] and inside[-1].end_byte == span[1]:
        yield from inside


def _around(root: Node, text: bytes, span: Span) -> Node | None:
    """The expression of which the engine leaves out brackets: ``fn() => 1)()`` of ``(fn() => 1)()`` (PHP)."""
    node = root.descendant_for_byte_range(*span)
    if node is None or node.type not in _WITHOUT_BRACKETS:
        return None
    around = text[node.start_byte : span[0]] + text[span[1] : node.end_byte]
    return node if not around.strip(b"()[]{} \t\r\n;,") else None


def _below(node: Node) -> Iterator[Span]:
    waiting = list(node.named_children)
    while waiting:
        each = waiting.pop()
        yield each.start_byte, each.end_byte
        waiting.extend(each.named_children)

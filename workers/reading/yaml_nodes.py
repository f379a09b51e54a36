"""YAML and JSON texts as nodes that know their lines, within bounds.

PyYAML's events carry marks, and libyaml gives them in linear time without recursion; nodes are built from them here,
so that no text of a change can recurse too deeply or expand its aliases without end. (ruamel.yaml keeps comments and
styles for writing, which nobody needs here, and reads ten times slower.) Every style gives the same nodes: block and
flow, JSON, quoted keys, anchors, merge keys, several documents.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from bot.model import split_lines
from workers.reading.line_patterns import LogicalLine, joined, logical_lines

MOST_NODES = 400_000
"""Nodes of one text; a text of 1 MB, the largest that is read, has fewer unless it was made to cost."""
DEEPEST = 100
"""Levels of nesting. People stop at 20."""
MOST_INHERITED = 100_000
"""Entries that merge keys add to the mappings of one text."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NEXT_DOCUMENT = re.compile(r"^---(?=\s|$)", re.MULTILINE)
_MOST_FAILURES = 50
"""Documents of one text that may be broken before the rest is left to whoever reads by lines."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One value and where it begins and ends: lines and columns from 1, as everywhere."""

    line: int
    column: int
    end_line: int


@dataclass(frozen=True, slots=True, eq=False)
class Scalar(Node):
    text: str
    is_plain: bool = True
    """Neither quoted nor a block."""
    block: str = ""
    """``|`` or ``>`` for a block, whose text begins on the line below."""
    tag: str = ""
    """As it is written; empty where it is not."""


@dataclass(frozen=True, slots=True, eq=False)
class Sequence(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MappingNode(Node):
    pairs: tuple[tuple[Node, Node], ...]
    """As they are written, equal keys too, less the merge keys."""
    inherited: tuple[tuple[Node, Node], ...] = ()
    """What merge keys bring, each value as an :class:`Alias` at its merge key."""


@dataclass(frozen=True, slots=True, eq=False)
class Alias(Node):
    """``*name``: a node that stands elsewhere holds here too."""

    target: Node


@dataclass(frozen=True, slots=True)
class Failure:
    """One document that cannot be read: its lines, and what is wrong where."""

    first_line: int
    last_line: int
    reason: str
    """A clause for people: ``does not parse as YAML at line 3``."""
    is_bound: bool = False
    """Whether it is not broken but made to cost: too deep, too many nodes, aliases without end."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The roots of a text's documents, and those documents that could not be read."""

    roots: tuple[Node, ...]
    failures: tuple[Failure, ...] = ()


def load(text: str) -> Documents:
    """The documents of a text. One that is broken takes no other with it."""
    readable = _CONTROL.sub(" ", text.removeprefix("\ufeff"))
    starts = [0, *(match.end() for match in re.finditer("\n", readable))]
    roots: list[Node] = []
    failures: list[Failure] = []
    begin = 0
    budget = _Budget()
    while begin < len(readable):
        builder = _Builder(begin, starts, budget)
        try:
            for event in yaml.parse(readable[begin:], Loader=_LOADER):
                builder.take(event)
        except (_Excess, yaml.YAMLError, ValueError) as error:
            roots += builder.roots
            bad_from = builder.document_at
            stop = begin + _index(error) if not isinstance(error, _Excess) else bad_from + 1
            following = _NEXT_DOCUMENT.search(readable, min(max(stop, bad_from + 1), len(readable)))
            is_over = budget.is_spent or len(failures) >= _MOST_FAILURES
            end = following.start() if following and not is_over else len(readable)
            line = _line(starts, begin + _index(error))
            reason = str(error) if isinstance(error, _Excess) else f"does not parse as YAML at line {line}"
            failures.append(
                Failure(_line(starts, bad_from), _line(starts, max(end - 1, 0)), reason, isinstance(error, _Excess))
            )
            begin = end
            continue
        roots += builder.roots
        break
    return Documents(tuple(roots), tuple(failures))


def resolved(node: Node | None) -> Node | None:
    """The node itself, or the one that an alias stands for."""
    while isinstance(node, Alias):
        node = node.target
    return node


def entries(node: Node | None) -> Mapping[str, Node]:
    """A mapping's values by the text of their keys, merged ones too; empty for anything else."""
    mapping = resolved(node)
    if not isinstance(mapping, MappingNode):
        return {}
    found: dict[str, Node] = {}
    for key, value in (*mapping.inherited, *mapping.pairs):
        inner = resolved(value)
        if inner is not None:
            found[text_of(key)] = inner
    return found


def items(node: Node | None) -> tuple[Node, ...]:
    """A sequence's items; empty for anything else."""
    sequence = resolved(node)
    if not isinstance(sequence, Sequence):
        return ()
    return tuple(inner for item in sequence.items if (inner := resolved(item)) is not None)


def text_of(node: Node | None) -> str:
    """A scalar's text; empty for anything else."""
    scalar = resolved(node)
    return scalar.text if isinstance(scalar, Scalar) else ""


class _NoAnchor(ValueError):
    """An alias stands for nothing; the argument is its index."""


class _Excess(ValueError):
    """The text is made to cost more than its size."""


@dataclass(slots=True)
class _Budget:
    nodes: int = 0
    inherited: int = 0

    @property
    def is_spent(self) -> bool:
        return self.nodes > MOST_NODES or self.inherited > MOST_INHERITED

    def spend(self, nodes: int = 0, inherited: int = 0) -> None:
        self.nodes += nodes
        self.inherited += inherited
        if self.nodes > MOST_NODES:
            raise _Excess(f"has more than {MOST_NODES:,} values")
        if self.inherited > MOST_INHERITED:
            raise _Excess(f"has merge keys that bring more than {MOST_INHERITED:,} entries")


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come."""

    start: int
    anchor: str | None
    is_mapping: bool
    children: list[Node] = field(default_factory=list)


class _Builder:
    """Builds nodes from events, from the leaves up."""

    def __init__(self, offset: int, starts: list[int], budget: _Budget) -> None:
        self.roots: list[Node] = []
        self.document_at = offset
        self._offset = offset
        self._starts = starts
        self._budget = budget
        self._open: list[_Open] = []
        self._anchors: dict[str, Node] = {}

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent | yaml.DocumentEndEvent):
            self._anchors = {}
            self.document_at = self._offset + _start(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._budget.spend(nodes=1)
            if len(self._open) >= DEEPEST:
                raise _Excess(f"is nested more than {DEEPEST} levels deep at line {self._place(event)[0]}")
            start = self._offset + _start(event)
            self._open.append(_Open(start, event.anchor, isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(event)
        elif isinstance(event, yaml.ScalarEvent):
            self._budget.spend(nodes=1)
            line, column, end = self._place(event)
            style, tag = event.style or "", event.tag or ""
            block = style if style in ("|", ">") else ""
            self._add(Scalar(line, column, end, str(event.value), style == "", block, tag), event.anchor)
        elif isinstance(event, yaml.AliasEvent):
            self._budget.spend(nodes=1)
            line, column, end = self._place(event)
            target = self._anchors.get(str(event.anchor))
            if target is None:  # it stands for nothing, or for what it is a part of
                raise _NoAnchor(_start(event))
            self._add(Alias(line, column, end, target), None)

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.roots.append(node)

    def _close(self, event: yaml.Event) -> None:
        done = self._open.pop()
        line, column = self._at(done.start)
        end = self._at(max(done.start, self._offset + _end(event) - 1))[0]
        if not done.is_mapping:
            self._add(Sequence(line, column, end, tuple(done.children)), done.anchor)
            return
        written = list(zip(done.children[::2], done.children[1::2], strict=True))
        own = tuple(pair for pair in written if not _is_merge(pair[0]))
        inherited = tuple(self._inherited(written, {text_of(key) for key, _ in own}))
        self._add(MappingNode(line, column, end, own, inherited), done.anchor)

    def _inherited(self, written: list[tuple[Node, Node]], taken: set[str]) -> Iterator[tuple[Node, Node]]:
        """What the merge keys bring: an own entry goes before a merged one, an earlier mapping before a later one."""
        for key, value in written:
            if not _is_merge(key):
                continue
            inner = resolved(value)
            for source in inner.items if isinstance(inner, Sequence) else (value,):
                mapping = resolved(source)
                if not isinstance(mapping, MappingNode):
                    continue
                self._budget.spend(inherited=len(mapping.pairs) + len(mapping.inherited))
                for name, each in (*mapping.pairs, *mapping.inherited):
                    if text_of(name) not in taken:
                        taken.add(text_of(name))
                        yield name, Alias(key.line, key.column, key.end_line, each)

    def _place(self, event: yaml.Event) -> tuple[int, int, int]:
        start = self._offset + _start(event)
        end = self._offset + _end(event)
        line, column = self._at(start)
        return line, column, self._at(max(start, end - 1))[0]

    def _at(self, index: int) -> tuple[int, int]:
        line = _line(self._starts, index)
        return line, index - self._starts[line - 1] + 1


def _is_merge(key: Node) -> bool:
    return isinstance(key, Scalar) and key.text == "<<" and key.is_plain


def _index(error: Exception) -> int:
    """Characters before the place that the parser complains of."""
    if isinstance(error, _NoAnchor):
        return int(error.args[0])
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return int(mark.index) if mark is not None else 0


def _start(event: yaml.Event) -> int:
    return int(event.start_mark.index) if event.start_mark is not None else 0


def _end(event: yaml.Event) -> int:
    return int(event.end_mark.index) if event.end_mark is not None else 0


def _line(starts: list[int], index: int) -> int:
    """Only a newline ends a line for git and the hosts; YAML has others."""
    return bisect_right(starts, index)


_ACTION = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|\{#(?:(?!\{#).)*?#\}|<%(?:(?!<%).)*?%>", re.DOTALL)
_MAKES_NO_TEXT = re.compile(
    r"\{\{-?\s*(?:/\*|if\b|else\b|end\b|range\b|with\b|define\b|block\b|template\b|break\b|continue\b|\$\w+\s*:?=|[#/^!>])"
    r"|\{%|\{#|<%(?![=-]?=)"
)


def without_template(text: str) -> str:
    """The text of a template with every action replaced by as many characters, so that lines and columns stay.

    What makes text (``{{ .Values.name }}``) becomes a word; what makes none, and what is alone on its line, blanks.
    Actions longer than 2,000 characters are left.
    """

    def blanked(match: re.Match[str]) -> str:
        action = match.group()
        if len(action) > 2_000:
            return action
        before = text[max(0, match.start() - 200) : match.start()].rpartition("\n")[2]
        after = text[match.end() : match.end() + 200].partition("\n")[0]
        is_alone = not before.strip(" \t-") and not after.strip()
        quiet = is_alone or _MAKES_NO_TEXT.match(action)
        return re.sub(r"[^\n]", " " if quiet else "_", action)

    return _ACTION.sub(blanked, text)


def lines_of(text: str, first: int, last: int) -> list[tuple[int, str]]:
    """The lines from one number to another, each with its number."""
    return list(enumerate(split_lines(text)[first - 1 : last], first))


def scalar_lines(text: str, node: Scalar) -> list[LogicalLine]:
    """The lines of a scalar's text as a program gets them, each with the numbers of the lines where it is written."""
    if not node.block:
        return list(logical_lines([(node.line, line) for line in node.text.split("\n")], continued=True))
    written = lines_of(text, node.line + 1, node.end_line)
    if node.block == "|":
        return list(logical_lines(written, continued=True))
    paragraphs: list[list[tuple[int, str]]] = [[]]
    for number, line in written:
        if line.strip():
            paragraphs[-1].append((number, line))
        elif paragraphs[-1]:
            paragraphs.append([])
    return [joined(paragraph) for paragraph in paragraphs if paragraph]

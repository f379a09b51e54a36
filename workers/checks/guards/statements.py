"""The statements that a change edits, each with what it is on the other side.

Finders that compare an expression with what became of it (:mod:`cleaning`, :mod:`sinks`) start here. A statement is the
largest piece of the tree that holds no block and stands in changed lines alone; of a call over many lines, of which one
is edited, it is that argument.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from tree_sitter import Node

from bot.knowledge import paths
from bot.model import ChangedFile, Side, split_lines
from workers.checks.guards import grammar
from workers.checks.guards.effort import Effort, Work
from workers.checks.guards.model import Code, Compared, Definition, Pair
from workers.checks.guards.sharing import once
from workers.reading.syntax import text_of

_BLOCKS = frozenset(
    "block statement_block class_body switch_body do_block body_statement then do ensure compound_statement "
    "declaration_list match_block switch_block colon_block constructor_body interface_body block_body program module "
    "source_file enum_body function_body".split()
)
"""Nodes that hold statements, in all six grammars."""
_COMMENTS = frozenset({"comment", "line_comment", "block_comment"})
_PASSIVE = frozenset(
    "import_statement import_from_statement import_declaration package_clause package_declaration php_tag php_end_tag "
    "text namespace_use_declaration".split()
)
"""Nodes that do nothing by themselves."""
_MOST = 300
"""Statements of a side of a file; a change that edits more is a rewrite, and its statements are not paired."""
_LONGEST = 6000
"""Bytes of a statement; a longer one is data."""
_MOST_PAIRED = 60
"""Statements of a side of a definition among which all counterparts are tried; else only those of the same hunk."""
_PHP = re.compile(r"<\?(?:php|=)")
_SCRIPT = re.compile(r"<script\b[^<>]*>(?P<code>(?:(?!</script|<script).)*)</script", re.IGNORECASE | re.DOTALL)
_NOT_A_LINE_END = re.compile(r"[^\n]")
_LONGEST_PAGE = 400_000
_NO_PAGES = frozenset(
    {".json", ".lock", ".css", ".scss", ".svg", ".yml", ".yaml", ".toml", ".map", ".po", ".xlf", *paths.PROSE}
)
_ALIKE = 0.42
"""The least likeness (0 to 1, of words) of a statement and its counterpart."""
_SAME_HUNK = 0.15
_WORD = re.compile(r"\w+|[^\w\s]")
_PLAIN_WORD = re.compile(r"\w+")


def compact(text: str) -> str:
    """A text without any white space: two writings of one expression are then equal."""
    return "".join(text.split())


@dataclass(frozen=True, eq=False)
class Statement:
    """A statement of one side that the change edits."""

    node: Node
    hunk: int
    """The number of the hunk in its file; what stands in one hunk on both sides was edited together."""

    @property
    def line(self) -> int:
        return int(self.node.start_point.row) + 1

    @property
    def end_line(self) -> int:
        return int(self.node.end_point.row) + 1

    @cached_property
    def text(self) -> str:
        return " ".join(text_of(self.node).split())

    @cached_property
    def words(self) -> Counter[str]:
        return Counter(_PLAIN_WORD.findall(self.text)[:400])

    @cached_property
    def tokens(self) -> Counter[str]:
        return Counter(_WORD.findall(self.text)[:800])

    @cached_property
    def parts(self) -> Mapping[str, tuple[Node, ...]]:
        """The nodes of the statement by their compact text; of several with one span, the outermost."""
        found: dict[str, list[Node]] = defaultdict(list)
        seen: set[tuple[int, int]] = set()
        for node in grammar.walk(self.node):
            span = (node.start_byte, node.end_byte)
            if node.is_named and span not in seen:
                seen.add(span)
                found[compact(text_of(node))].append(node)
        return {text: tuple(nodes) for text, nodes in found.items()}


@dataclass(frozen=True, eq=False)
class Edited:
    """The edited statements of one definition, or of what stands outside the paired ones."""

    language: str
    base: ChangedFile
    head: ChangedFile
    scope: str
    head_scope: str
    before: tuple[Statement, ...]
    after: tuple[Statement, ...]
    counterparts: tuple[tuple[Statement, Statement], ...]
    base_text: str = field(repr=False)
    """The base's definition as a whole."""
    head_text: str = field(repr=False)
    is_paired: bool = True
    """Whether they stand in a definition that is on both sides."""

    @cached_property
    def base_words(self) -> Counter[str]:
        return Counter(_PLAIN_WORD.findall(self.base_text))

    @cached_property
    def head_words(self) -> Counter[str]:
        return Counter(_PLAIN_WORD.findall(self.head_text))


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """How much of two multisets of words is the same, from 0 to 1."""
    total = one.total() + other.total()
    return 2 * _common(one, other) / total if total else 0.0


def _common(one: Counter[str], other: Counter[str]) -> int:
    """How many words two multisets share; about five times as fast as the operator on this many small ones."""
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return sum(min(count, large[word]) for word, count in small.items() if word in large)


@once
def edited(change: Compared) -> Iterator[Edited]:
    """What the change edits, by definition, in order of the pairs; then what stands in no paired definition, by file;
    then the programs inside of pages."""
    paired: dict[_Place, int] = {}
    for number, pair in enumerate(change.pairs):
        paired[Side.BASE, pair.base.path, pair.base.line, pair.base.end_line] = number
        paired[Side.HEAD, pair.head.path, pair.head.line, pair.head.end_line] = number
    files = _by_path(change)
    of_pairs: dict[int, _Group] = defaultdict(_Group)
    rest: list[Edited] = []
    for sides in change.sides:
        left = _Group()
        for code in (sides.base, sides.head):
            for statement, home in _grouped(code, paired, change.effort) if code is not None else ():
                group = left if home is None else of_pairs[home]
                (group.before if code is sides.base else group.after).append(statement)
        if left.before or left.after:
            texts = sides.file.base_text or "", sides.file.head_text or ""
            rest.append(replace(_made(left, sides.file, sides.file, ("", ""), texts, change.effort), is_paired=False))
    for number, group in sorted(of_pairs.items()):
        one = _of_pair(change.pairs[number], group, files, change.effort)
        if one is not None:
            yield one
    yield from rest
    yield from filter(None, (_embedded(file, change.effort) for file in change.others))


_Place = tuple[Side, str, int, int]
"""Where a definition stands: side, path, first and last line."""


@dataclass(slots=True)
class _Group:
    """The edited statements of a definition, while they are gathered."""

    before: list[Statement] = field(default_factory=list)
    after: list[Statement] = field(default_factory=list)


def _embedded(file: ChangedFile, effort: Effort) -> Edited | None:
    """The edited statements of the program inside a page: PHP, or what stands in its scripts."""
    if file.base_text is None or file.head_text is None or not is_page(file):
        return None
    language = "php" if _PHP.search(file.head_text) else "typescript" if _SCRIPT.search(file.head_text) else ""
    if not language or language == file.language:
        return None
    if len(file.head_text) > _LONGEST_PAGE:
        effort.leave_out(Work.STATEMENTS, file.path)
        return None
    read = str if language == "php" else _scripts
    texts = read(file.base_text), read(file.head_text)
    before, after = (
        statements(file, side, effort, language, text) for side, text in zip((Side.BASE, Side.HEAD), texts, strict=True)
    )
    matched = _counterparts(before, after, file.path, effort, by_hunk=True)
    return Edited(language, file, file, "", "", tuple(before), tuple(after), matched, *texts)


def is_page(file: ChangedFile) -> bool:
    """Whether a file that is no program of the six languages can be a page that people get to see."""
    path = file.path
    return not (
        paths.is_test_code(path)
        or paths.is_not_deployed(path)
        or paths.is_vendored(path)
        or paths.is_table(path)
        or paths.suffix(path) in _NO_PAGES
    )


def _scripts(text: str) -> str:
    """The text with all blanked that stands outside of scripts; every line stays where it is."""
    parts, end = [], 0
    for found in _SCRIPT.finditer(text):
        first, last = found.span("code")
        parts += [_NOT_A_LINE_END.sub(" ", text[end:first]), text[first:last]]
        end = last
    return "".join([*parts, _NOT_A_LINE_END.sub(" ", text[end:])])


def _by_path(change: Compared) -> dict[tuple[Side, str], ChangedFile]:
    found = {}
    for sides in change.sides:
        found[Side.BASE, sides.file.base_path] = sides.file
        found[Side.HEAD, sides.file.path] = sides.file
    return found


def _of_pair(pair: Pair, group: _Group, files: Mapping[tuple[Side, str], ChangedFile], effort: Effort) -> Edited | None:
    base, head = files.get((Side.BASE, pair.base.path)), files.get((Side.HEAD, pair.head.path))
    if base is None or head is None:
        return None
    texts = _text_of(base, Side.BASE, pair.base), _text_of(head, Side.HEAD, pair.head)
    return _made(group, base, head, (pair.base.name, pair.head.name), texts, effort)


def _made(
    group: _Group,
    base: ChangedFile,
    head: ChangedFile,
    names: tuple[str, str],
    texts: tuple[str, str],
    effort: Effort,
) -> Edited:
    matched = _counterparts(group.before, group.after, head.path, effort, by_hunk=base is head)
    return Edited(head.language, base, head, *names, tuple(group.before), tuple(group.after), matched, *texts)


def _text_of(file: ChangedFile, side: Side, definition: Definition) -> str:
    text = file.text(side) or ""
    if not definition.name:
        return text
    return "\n".join(split_lines(text)[definition.line - 1 : definition.end_line])


def _grouped(code: Code, paired: Mapping[_Place, int], effort: Effort) -> Iterator[tuple[Statement, int | None]]:
    """The edited statements of one side, each with the number of the innermost pair around it."""
    homes: dict[int, int] = {}
    for definition in sorted(code.definitions, key=lambda each: (bool(each.name), each.line, -each.end_line)):
        number = paired.get((code.side, code.path, definition.line, definition.end_line))
        if number is not None:
            homes.update(dict.fromkeys(range(definition.line, definition.end_line + 1), number))
    for statement in statements(code.file, code.side, effort):
        yield statement, homes.get(statement.line)


def statements(
    file: ChangedFile, side: Side, effort: Effort, language: str = "", text: str | None = None
) -> list[Statement]:
    """The edited statements of one side of a file in order; none of a rewrite. ``text`` stands for the side's own."""
    text, language = file.text(side) if text is None else text, language or file.language
    hunks: dict[int, int] = {}
    for number, hunk in enumerate(file.hunks):
        hunks.update(dict.fromkeys(hunk.removed if side is Side.BASE else hunk.added, number))
    if not text or not hunks or language not in grammar.GRAMMARS:
        return []
    found = []
    for node in _edited_nodes(grammar.parse(language, text).root, hunks):
        found.append(Statement(node, hunks[node.start_point.row + 1]))
        if len(found) > _MOST:
            if file.base_text and file.head_text:  # of what is new nothing is lost
                effort.leave_out(Work.STATEMENTS, file.path)
            return []
    return found


def _edited_nodes(root: Node, changed: Mapping[int, int]) -> Iterator[Node]:
    """Every largest node without a block that stands in changed lines alone."""
    first, last = min(changed), max(changed)
    stack = [root]
    while stack:
        node = stack.pop()
        start, end = node.start_point.row + 1, node.end_point.row + 1
        if end < first or start > last or not node.is_named or node.type in _PASSIVE or node.type in _COMMENTS:
            continue
        is_whole = node is not root and end - start < len(changed)
        is_whole = is_whole and all(line in changed for line in range(start, end + 1))
        if is_whole and node.end_byte - node.start_byte <= _LONGEST and not _has_block(node):
            yield node
        elif start in changed or end in changed or any(line in changed for line in range(start, end + 1)):
            stack.extend(reversed(node.children))


def _has_block(node: Node) -> bool:
    return any(each.type in _BLOCKS for each in grammar.walk(node))


def _counterparts(
    before: Sequence[Statement], after: Sequence[Statement], path: str, effort: Effort, *, by_hunk: bool
) -> tuple[tuple[Statement, Statement], ...]:
    """The most alike first; each statement is in one pair at most. In order of the head."""
    is_small = len(before) <= _MOST_PAIRED and len(after) <= _MOST_PAIRED
    scores = []
    if before and after and not effort.allows(Work.STATEMENTS, path, len(before) * len(after)):
        return ()
    for i, old in enumerate(before):
        for j, new in enumerate(after):
            is_near = by_hunk and old.hunk == new.hunk
            if not (is_near or is_small):
                continue
            alike = likeness(old.words, new.words)
            if alike >= _ALIKE or (is_near and _is_inside(old, new)):
                scores.append((-(alike + _SAME_HUNK * is_near), abs(i - j), i, j))
    taken_before: set[int] = set()
    taken_after: set[int] = set()
    found = []
    for _, _, i, j in sorted(scores):
        if i not in taken_before and j not in taken_after:
            taken_before.add(i)
            taken_after.add(j)
            found.append((j, before[i], after[j]))
    return tuple((old, new) for _, old, new in sorted(found, key=lambda row: row[0]))


def _is_inside(old: Statement, new: Statement) -> bool:
    """Whether nearly all words of one stand in the other: an expression came out of a call, or went into one."""
    least = min(old.words.total(), new.words.total())
    return bool(least) and _common(old.words, new.words) >= 0.8 * least

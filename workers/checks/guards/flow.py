"""Reads one side of a changed file: its definitions, what they do, and what protects that."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tree_sitter import Node

from bot.knowledge import protection as words
from bot.model import ChangedFile, Side
from workers.checks.guards import grammar
from workers.checks.guards.grammar import GRAMMARS, Parsed
from workers.checks.guards.model import Code, Definition, Protection, Way
from workers.checks.guards.negation import condition_text
from workers.checks.guards.steps import statements
from workers.checks.guards.syntax import (
    definition_name,
    first_part,
    is_comment,
    line_of,
    lines,
    parts,
    unwrapped,
)
from workers.checks.guards.walking import DEEPEST, END, Walk
from workers.checks.guards.wrapping import declared_by, decorators, wrapped_by

__all__ = ["END", "GRAMMARS", "read", "read_definitions"]

_CLASSES = frozenset(
    "class_definition class_declaration class interface_declaration enum_declaration record_declaration module "
    "trait_declaration type_spec abstract_class_declaration".split()
)
_HERITAGE = frozenset(
    "superclasses superclass class_heritage super_interfaces extends_interfaces base_clause class_interface_clause "
    "extends_clause implements_clause argument_list extends_type_clause".split()
)
_BODIES = frozenset(
    "block class_body declaration_list body_statement interface_body object_type enum_body struct_type".split()
)
_BOOLEAN = frozenset(
    "comparison_operator boolean_operator not_operator binary_expression binary unary_expression unary true false "
    "boolean unary_op_expression instanceof_expression call call_expression method_invocation "
    "function_call_expression member_call_expression scoped_call_expression".split()
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A definition of a tree with its qualified name."""

    node: Node
    name: str
    first: int
    last: int

    @property
    def is_class(self) -> bool:
        return self.node.type in _CLASSES


def read(file: ChangedFile, side: Side, lines: Collection[int] | None = None) -> Code:
    """One side of a file; empty where the side has no text or no grammar.

    All definitions are listed; those that hold one of ``lines`` (without: a line that the change touches), and the
    classes around them, are read. The top level is always read, its functions without a name where they hold a line.
    """
    text = file.text(side)
    if not text or file.language not in GRAMMARS:
        return Code(file, side)
    parsed, found = _indexed(file.language, text)
    wanted = sorted(set(touched_lines(file, side) if lines is None else lines))
    near = [each for each in found if _holds(wanted, each.first, each.last)]
    around = {prefix for each in near for prefix in _prefixes(each.name)}
    chosen = {id(each) for each in near} | {id(each) for each in found if each.is_class and each.name in around}
    reader = _Reader(file, side, parsed, found, wanted)
    definitions = [reader.top()]
    definitions += [reader.read(each) if id(each) in chosen else reader.listed(each) for each in found]
    return Code(file, side, tuple(definitions), grammar.broken_lines(parsed.root))


def read_definitions(file: ChangedFile, side: Side, names: Collection[str]) -> tuple[Definition, ...]:
    """The definitions of one side that have these qualified names, read whole; the top level by its empty name."""
    text = file.text(side)
    if not text or file.language not in GRAMMARS or not names:
        return ()
    parsed, found = _indexed(file.language, text)
    reader = _Reader(file, side, parsed, found, None)
    top = (reader.top(),) if "" in names else ()
    return top + tuple(reader.read(each) for each in found if each.name in names)


def touched_lines(file: ChangedFile, side: Side) -> frozenset[int]:
    """The lines of a side that the change made or took, and the two around a gap that it left."""
    touched: set[int] = set()
    for hunk in file.hunks:
        start, count = (hunk.base_start, hunk.base_count) if side is Side.BASE else (hunk.head_start, hunk.head_count)
        touched.update(range(start, start + count) if count else (start, start + 1))
    return frozenset(touched)


def _prefixes(name: str) -> Iterator[str]:
    at = name.rfind(".")
    while at > 0:
        yield name[:at]
        at = name.rfind(".", 0, at)


def _holds(wanted: Sequence[int], first: int, last: int) -> bool:
    index = bisect_left(wanted, first)
    return index < len(wanted) and wanted[index] <= last


@lru_cache(maxsize=16)
def _indexed(language: str, text: str) -> tuple[Parsed, Sequence[_Found]]:
    """A tree with its definitions. Matching reads the same texts again for the counterparts of definitions."""
    parsed = grammar.parse(language, text)
    return parsed, _index(parsed)


def _index(parsed: Parsed) -> list[_Found]:
    """All definitions that have a name, in order of the text. What a pair of an object inside a function holds is a
    callback and belongs to the function, and so does what is nested deeper than :data:`~walking.DEEPEST`."""
    found: list[_Found] = []
    around: list[_Found] = []
    for node in grammar.definitions(parsed.language, parsed.root):
        name = definition_name(node)
        while around and around[-1].node.end_byte <= node.start_byte:
            around.pop()
        outer = around[-1] if around else None
        if not name or (outer is not None and not outer.is_class and _is_in_pair(node)):
            continue
        if len(around) >= DEEPEST:  # the qualified names alone would grow with the square of the depth
            continue
        first, last = lines(node)
        if parsed.grammar.decorators:
            first = min([first, *(lines(each)[0] for each in decorators(node, parsed.grammar))])
        each = _Found(node, f"{outer.name}.{name}" if outer is not None else name, first, last)
        found.append(each)
        around.append(each)
    return found


def _is_in_pair(node: Node) -> bool:
    around = node.parent
    return around is not None and (
        around.type == "pair" or (around.type == "object" and node.type == "method_definition")
    )


class _Reader:
    def __init__(
        self, file: ChangedFile, side: Side, parsed: Parsed, found: Sequence[_Found], wanted: Sequence[int] | None
    ) -> None:
        self._path = file.path if side is Side.HEAD else file.base_path
        self._parsed = parsed
        self._owned = {each.node.id for each in found}
        self._wanted = wanted

    def listed(self, each: _Found) -> Definition:
        bases = _bases(each.node) if each.is_class else ()
        return Definition(self._path, each.name, each.first, each.last, each.is_class, bases=bases, is_read=False)

    def top(self) -> Definition:
        root = self._parsed.root
        walk = Walk(self._parsed, self._owned, self._wanted)
        walk.block(parts(root), ())
        return Definition(self._path, "", 1, root.end_point.row + 1, operations=tuple(walk.operations))

    def read(self, each: _Found) -> Definition:
        wraps = tuple(wrapped_by(each.node, self._parsed.grammar))
        walk = Walk(self._parsed, self._owned)
        if each.is_class:
            declared, bases = self._class(each.node, walk)
            return Definition(
                self._path, each.name, each.first, each.last, True, tuple(walk.operations), wraps + declared, bases
            )
        body = each.node.child_by_field_name("body")
        walk.function(body, each.last)
        answers = tuple(self._answers(each, body)) if words.PREDICATE.search(each.name.rpartition(".")[2]) else ()
        return Definition(
            self._path, each.name, each.first, each.last, operations=tuple(walk.operations), protections=wraps + answers
        )

    def _class(self, node: Node, walk: Walk) -> tuple[tuple[Protection, ...], tuple[str, ...]]:
        body = node.child_by_field_name("body") or next((child for child in parts(node) if child.type in _BODIES), None)
        if node.type == "type_spec":
            body = node.child_by_field_name("type")
            body = next(iter(parts(body)), None) if body is not None and body.type == "struct_type" else None
        declared: list[Protection] = []
        rest: list[Node] = []
        included: list[str] = []
        for member in parts(body) if body is not None else ():
            if member.type == "use_declaration":  # PHP's traits
                included += [line_of(part) for part in parts(member)]
            if member.id in self._owned or member.type == "decorated_definition":
                continue
            here = list(declared_by(member, self._parsed.grammar))
            declared += here
            if not here or walk.has_callbacks(member):
                rest.append(member)
        walk.block([inner for member in rest for inner in statements(member)], ())
        included += [each.name for each in declared if each.owner in ("include", "prepend", "extend")]
        return tuple(declared), (*_bases(node), *included)

    def _answers(self, each: _Found, body: Node | None) -> Iterator[Protection]:
        """What a predicate answers, in order: what it returns, Ruby's last expression, a function's only one."""
        if body is None:
            return
        returns = self._parsed.grammar.returns
        stack, values = [body], list[Node]()
        while stack:
            node = stack.pop()
            if node.id in self._owned:
                continue
            if node.type in returns:
                value = first_part(node)
                values += [unwrapped(value)] if value is not None else []
                continue
            stack.extend(reversed(node.named_children))
        last = [child for child in statements(body) if isinstance(child, Node) and not is_comment(child)][-1:]
        if last and (self._parsed.language == "ruby" or last[0] == body) and last[0].type not in returns:
            values.append(unwrapped(last[0]))
        for value in values:
            if value.type == "argument_list":
                value = first_part(value) or value
            if value.type in _BOOLEAN:
                yield Protection(Way.ANSWERS, condition_text(value), *lines(value), each.name.rpartition(".")[2])


def _bases(node: Node) -> tuple[str, ...]:
    """What a class inherits from."""
    found: list[str] = []
    waiting = [child for child in reversed(node.named_children) if child.type in _HERITAGE or child.type == "type_list"]
    if node.type == "type_spec":  # Go: the fields without a name
        fields = [field for child in node.named_children for part in parts(child) for field in parts(part)]
        return tuple(
            line_of(field.child_by_field_name("type"))
            for field in fields
            if field.type == "field_declaration" and field.child_by_field_name("name") is None
        )
    while waiting:
        child = waiting.pop()
        if child.type in _HERITAGE or child.type == "type_list":
            waiting.extend(reversed(parts(child)))
        elif child.type not in ("keyword_argument", "type_arguments"):
            found.append(line_of(child))
    return tuple(text for text in found if text)

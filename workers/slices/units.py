"""The definitions of a text that have a body which can be blanked, and what stands around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from workers.reading import syntax
from workers.slices.languages import SHAPES

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

_SHORTEST = 2
"""Lines of a body that is worth being blanked."""
_WRAPS = 120
"""Lines from which on a body that is mostly other bodies, e.g. of ``describe(…)``, is taken apart."""
_MOSTLY = 0.6
NAME = re.compile(rb"[A-Za-z_]\w*")
"""A dollar is none of it: in PHP a field has one where it is declared, and none where it is used."""
_USED = re.compile(
    rb"(?<!\w)([A-Za-z_]\w{0,200})\s{0,3}(?:[({]|::<|<[\w, .?&]{1,60}>\s{0,3}\()"
    rb"|(?:\.|->|::|[&@:'\"])\s{0,3}\$?([A-Za-z_]\w{0,200})"
    rb"|(?<=[(,=])\s{0,3}\$?([A-Za-z_]\w{0,200})\s{0,3}(?=[,)\n;])"
)
"""A name that is called, one of something, one in quotes, or one that is an argument or a value as a whole."""
_ASSIGNED = re.compile(
    rb"(?m)(?:^|[;{(])[ \t]{0,200}\$?([A-Za-z_]\w{0,200})\s{0,3}(?:\[[^\]\n]{0,80}\]\s{0,3})?"
    rb"[-+*/%&|^?.<>]{0,3}=(?![=>])"
)
"""A name that is given a value where it is not declared."""
DECLARED = re.compile(rb"(?<!\w)([A-Za-z_]\w{0,200})\s{0,3}(?::[^=;\n]{1,80})?[=;{]")
_WRITTEN = (
    r"\s{0,3}(?:\[[^\]\n]{0,80}\]\s{0,3}){0,2}"
    r"(?:[-+*/%&|^?.<]{0,2}=(?![=>~])|\+\+|--|(?:\.|->)\s{0,3}(?:append|push|add|put|extend|update|insert|set|concat)\w{0,20}\(|<<)"
)
"""Behind a field that is given a value, or something that it then holds."""
_FIELDS = {name: re.compile(shape.fields.encode()) for name, shape in SHAPES.items() if shape.fields}
_WRITTEN_FIELDS = {
    name: re.compile(f"(?:{shape.fields}){_WRITTEN}".encode()) for name, shape in SHAPES.items() if shape.fields
}
_INVOLVED = frozenset(
    "arguments argument argument_list call call_expression method_invocation expression_statement expression_list "
    "variable_declarator variable_declaration lexical_declaration assignment_expression assignment pair "
    "await_expression export_statement decorated_definition public_field_definition field_definition "
    "field_declaration local_variable_declaration invocation_expression member_call_expression "
    "function_call_expression scoped_call_expression object_creation_expression new_expression "
    "parenthesized_expression global_statement call_statement property_declaration "
    "var_spec var_declaration short_var_declaration const_spec keyed_element literal_element accessor_list "
    "return_statement array_element_initializer lambda template_declaration".split()
)
"""What a function may be a part of whose other parts say something of it, e.g. ``app.post(path, guard, function)``."""
_CONSTRUCTORS = frozenset((b"constructor", b"__init__", b"__new__", b"__post_init__", b"__construct", b"initialize"))
_BESIDE = frozenset({"attribute_item", "decorator"})
"""Nodes before a definition that belong to it."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One definition: lines from 1, spans in bytes."""

    first: int
    last: int
    """With what it is a part of."""
    place: tuple[int, int]
    """Line and column of the definition itself."""
    body: tuple[int, int]
    """What would be blanked."""
    span: tuple[int, int]
    """With what it is a part of."""
    names: frozenset[bytes]
    words: frozenset[bytes]
    """Every name in it, those in strings and comments as well."""
    used: frozenset[bytes]
    """Those that it may call, or hand on to be called."""
    fields: frozenset[bytes]
    """Of the object at hand."""
    written_fields: frozenset[bytes]
    written: frozenset[bytes]
    """Plain names that it assigns to."""
    makes: bool
    """Whether it is a constructor."""
    is_free: bool
    """Whether it is a statement of the module or of a class: nothing is broken where it is missing."""
    stays: bool
    """Whether nothing is gained by leaving it out, or it cannot be left out. Constructors stay: others call them
    without their names, and what they store is what an object holds."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A class, or what else holds definitions; lines from 1."""

    first: int
    opens: int
    """The line on which its body starts."""
    last: int
    name: bytes
    is_outermost: bool = False
    """Whether it is a statement of the module."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A text by its definitions, in their order."""

    data: bytes
    units: tuple[Unit, ...]
    classes: tuple[Holder, ...] = ()

    starts: tuple[int, ...] = (0,)
    """Where each line starts."""
    ends: tuple[int, ...] = ()
    """Where what each unit is a part of ends."""

    def own(self, first: int, last: int) -> bytes:
        """What stands on these lines outside of the units."""
        starts = self.starts
        begin = starts[first - 1] if first <= len(starts) else len(self.data)
        end = starts[last] if last < len(starts) else len(self.data)
        parts, at = [], begin
        for unit in self.units[bisect_right(self.ends, begin) :]:
            if unit.span[0] >= end:
                break
            parts.append(self.data[at : max(at, unit.span[0])])
            at = max(at, unit.span[1])
        return b" ".join([*parts, self.data[at : max(at, end)]])


@lru_cache(maxsize=8)
def outline(language: str, text: str) -> Outline | None:
    """The definitions of a text; ``None`` where there is no table for the language, or the text does not parse."""
    shape, tree = SHAPES.get(language), syntax.parse(language, text)
    if shape is None or tree is None or tree.root_node.has_error:
        return None
    data = text.encode("utf-8", "surrogatepass")
    bodies = syntax.nodes_of(language, tree, shape.bodies)
    units = tuple(_unit(node, data, language) for node in _outermost(bodies))
    starts = (0, *(found.end() for found in re.finditer(rb"\n", data)))
    return Outline(data, units, _classes(language, tree), starts, tuple(unit.span[1] for unit in units))


def names_of(language: str, text: str) -> frozenset[bytes] | None:
    """The names of all definitions of a text, and of what is called in them; ``None`` where nobody knows."""
    found = outline(language, text)
    if found is None:
        return None
    return frozenset(NAME.findall(found.own(1, found.data.count(b"\n") + 1))).union(
        *(unit.names | unit.used for unit in found.units)
    )


def _lines(node: Node) -> int:
    return node.end_point[0] - node.start_point[0] + 1


def _outermost(bodies: Sequence[Node]) -> Iterator[Node]:
    """The bodies that stand in no other, or only in such as wrap others."""
    end = 0
    for number, node in enumerate(bodies):
        if node.start_byte < end:
            continue
        if _lines(node) >= _WRAPS and _is_wrapper(node, bodies, number):
            continue
        end = node.end_byte
        yield node


def _is_wrapper(node: Node, bodies: Sequence[Node], number: int) -> bool:
    inside, end = 0, 0
    for other in bodies[number + 1 :]:
        if other.start_byte >= node.end_byte:
            break
        if other.start_byte >= end:
            inside, end = inside + _lines(other), other.end_byte
    return inside >= _MOSTLY * _lines(node)


def _unit(body: Node, data: bytes, language: str) -> Unit:
    shape = SHAPES[language]
    defined = body.parent or body
    if defined.type == "function_body":  # Kotlin's, which is no definition yet
        defined = defined.parent or defined
    names = {name} if (name := _name_of(defined)) else set[bytes]()
    around = defined
    while (parent := around.parent) is not None and parent.type in _INVOLVED:
        around = parent
        if around.type in ("variable_declarator", "pair", "public_field_definition", "field_definition", "var_spec"):
            for field in ("name", "key", "property"):
                names.update(NAME.findall(_bytes(around.child_by_field_name(field))))
        elif around.type in ("assignment_expression", "assignment"):
            names.update(NAME.findall(_bytes(around.child_by_field_name("left")))[-1:])
    start = around.start_point
    before = around.prev_sibling
    while before is not None and before.type in _BESIDE:
        start, before = before.start_point, before.prev_sibling
    code = data[around.start_byte : around.end_byte]
    makes = _is_constructor(defined, names)
    said = _said(language, code)
    inner = (body.start_byte + 1, body.end_byte - 1) if shape.braces else (body.start_byte, body.end_byte)
    return Unit(
        start[0] + 1,
        around.end_point[0] + 1,
        (defined.start_point[0] + 1, defined.start_point[1]),
        inner,
        (around.start_byte, around.end_byte),
        frozenset(names),
        said.words,
        said.used,
        said.fields,
        said.written_fields,
        said.written,
        makes,
        _is_free(around),
        makes or _lines(body) < _SHORTEST or body.type not in shape.blocks,
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """See :class:`Unit`."""

    words: frozenset[bytes]
    used: frozenset[bytes]
    fields: frozenset[bytes]
    written_fields: frozenset[bytes]
    written: frozenset[bytes]


@lru_cache(maxsize=2_048)
def _said(language: str, code: bytes) -> _Said:
    """What the code of a unit says: most of them are the same on both sides."""
    shape, words = SHAPES[language], frozenset(NAME.findall(code))
    return _Said(
        words,
        words if shape.calls_bare else frozenset(each for found in _USED.findall(code) for each in found if each),
        _groups(_FIELDS, language, code),
        _groups(_WRITTEN_FIELDS, language, code),
        frozenset(_ASSIGNED.findall(code)) if not shape.at_start or b"global " in code else frozenset(),
    )


def _is_free(around: Node) -> bool:
    parent = around.parent
    if parent is None or parent.parent is None:
        return True
    return parent.type == "block" and parent.parent.type == "class_definition"


def _is_constructor(defined: Node, names: Set[bytes]) -> bool:
    return "constructor" in defined.type or not names.isdisjoint(_CONSTRUCTORS)


def _groups(patterns: Mapping[str, re.Pattern[bytes]], language: str, code: bytes) -> frozenset[bytes]:
    """The fields of the object at hand that the code names."""
    pattern = patterns.get(language)
    return frozenset(found[found.lastindex or 0] for found in pattern.finditer(code)) if pattern else frozenset()


def _name_of(defined: Node) -> bytes:
    found = defined.child_by_field_name("name")
    declarator = defined.child_by_field_name("declarator")
    while found is None and declarator is not None:  # C: int (*f(…))(…)
        inner = declarator.child_by_field_name("declarator")
        found = declarator if inner is None else None
        declarator = inner
    words = NAME.findall(_bytes(found))
    return words[-1] if words else b""


def _bytes(node: Node | None) -> bytes:
    return (node.text or b"") if node is not None else b""


def _classes(language: str, tree: Tree) -> tuple[Holder, ...]:
    query = SHAPES[language].classes
    found = []
    for body in syntax.nodes_of(language, tree, query) if query else ():
        around = body.parent or body
        start, outer = around.start_point[0], around.parent
        if outer is not None and outer.type in ("decorated_definition", "export_statement"):
            start, outer = outer.start_point[0], outer.parent
        before = around.prev_sibling
        while before is not None and before.type in _BESIDE:
            start, before = before.start_point[0], before.prev_sibling
        # Python's body starts at its first statement, which is no part of the header.
        opens = body.start_point[0] + (language != "python" and language != "ruby")
        is_outermost = outer is not None and outer.parent is None
        found.append(Holder(start + 1, opens, body.end_point[0] + 1, _name_of(around), is_outermost))
    return tuple(found)

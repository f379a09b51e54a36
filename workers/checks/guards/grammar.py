"""The six languages' syntax trees in common words: which nodes define, decide, refuse, call and configure.

The node names are those of the tree-sitter grammars (their ``node-types.json``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from tree_sitter import Node, Query, QueryCursor

from workers.reading import syntax


@dataclass(frozen=True, slots=True)
class Grammar:
    """Node types by what they mean. Fields that hold a part have the same name in most grammars; the rest is here."""

    definitions: frozenset[str] = frozenset()
    branches: frozenset[str] = frozenset()
    """``if`` in all its forms, ``unless`` too."""
    throws: frozenset[str] = frozenset()
    returns: frozenset[str] = frozenset({"return_statement"})
    skips: frozenset[str] = frozenset({"continue_statement", "break_statement"})
    calls: frozenset[str] = frozenset()
    decorators: frozenset[str] = frozenset()
    settings: frozenset[str] = frozenset()
    """A name with a value inside a call or literal: keyword arguments, pairs."""
    assignments: frozenset[str] = frozenset()
    deletions: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    """Literals of regular expressions."""
    strings: frozenset[str] = frozenset({"string"})
    handlers: frozenset[str] = frozenset()
    """``except``, ``catch``, ``rescue``."""
    negated: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset({"identifier"})
    """What a function is called by where it is handed on without a call."""


_ECMASCRIPT = Grammar(
    definitions=frozenset(
        {"function_declaration", "generator_function_declaration", "method_definition", "class_declaration", "class"}
        | {"abstract_class_declaration"}
        | {"arrow_function", "function_expression", "function", "generator_function", "interface_declaration"}
    ),
    branches=frozenset({"if_statement", "ternary_expression"}),
    throws=frozenset({"throw_statement"}),
    calls=frozenset({"call_expression", "new_expression"}),
    decorators=frozenset({"decorator"}),
    settings=frozenset({"pair"}),
    assignments=frozenset({"assignment_expression", "variable_declarator", "augmented_assignment_expression"}),
    patterns=frozenset({"regex"}),
    strings=frozenset({"string", "template_string"}),
    handlers=frozenset({"catch_clause"}),
    names=frozenset({"identifier", "member_expression"}),
)
GRAMMARS = {
    "python": Grammar(
        definitions=frozenset({"function_definition", "class_definition"}),
        branches=frozenset({"if_statement", "elif_clause", "conditional_expression", "assert_statement"}),
        throws=frozenset({"raise_statement"}),
        calls=frozenset({"call"}),
        decorators=frozenset({"decorator"}),
        settings=frozenset({"keyword_argument", "pair"}),
        assignments=frozenset({"assignment", "augmented_assignment", "named_expression"}),
        deletions=frozenset({"delete_statement"}),
        handlers=frozenset({"except_clause"}),
        names=frozenset({"identifier", "attribute"}),
    ),
    "javascript": _ECMASCRIPT,
    "typescript": _ECMASCRIPT,
    "go": Grammar(
        definitions=frozenset({"function_declaration", "method_declaration", "type_spec"}),
        branches=frozenset({"if_statement", "expression_case"}),
        calls=frozenset({"call_expression"}),
        settings=frozenset({"keyed_element"}),
        assignments=frozenset({"assignment_statement", "short_var_declaration", "var_spec"}),
        strings=frozenset({"interpreted_string_literal", "raw_string_literal"}),
        names=frozenset({"identifier", "selector_expression"}),
    ),
    "java": Grammar(
        definitions=frozenset(
            {"method_declaration", "constructor_declaration", "class_declaration", "interface_declaration"}
            | {"enum_declaration", "record_declaration"}
        ),
        branches=frozenset({"if_statement", "ternary_expression", "assert_statement"}),
        throws=frozenset({"throw_statement"}),
        calls=frozenset({"method_invocation", "object_creation_expression"}),
        decorators=frozenset({"annotation", "marker_annotation"}),
        settings=frozenset({"element_value_pair"}),
        assignments=frozenset({"assignment_expression", "variable_declarator"}),
        strings=frozenset({"string_literal"}),
        handlers=frozenset({"catch_clause"}),
    ),
    "ruby": Grammar(
        definitions=frozenset({"method", "singleton_method", "class", "module"}),
        branches=frozenset({"if", "unless", "elsif", "if_modifier", "unless_modifier", "conditional"}),
        returns=frozenset({"return"}),
        skips=frozenset({"next", "break"}),
        calls=frozenset({"call"}),
        settings=frozenset({"pair"}),
        assignments=frozenset({"assignment", "operator_assignment"}),
        patterns=frozenset({"regex"}),
        handlers=frozenset({"rescue"}),
        names=frozenset({"identifier", "simple_symbol"}),
        negated=frozenset({"unless", "unless_modifier"}),
    ),
    "php": Grammar(
        definitions=frozenset(
            {"function_definition", "method_declaration", "class_declaration", "trait_declaration"}
            | {"interface_declaration", "enum_declaration"}
        ),
        branches=frozenset({"if_statement", "else_if_clause", "conditional_expression"}),
        throws=frozenset({"throw_expression", "exit_statement"}),
        calls=frozenset(
            {"function_call_expression", "member_call_expression", "scoped_call_expression"}
            | {"object_creation_expression", "nullsafe_member_call_expression"}
        ),
        decorators=frozenset({"attribute"}),
        settings=frozenset({"array_element_initializer"}),
        assignments=frozenset({"assignment_expression"}),
        deletions=frozenset({"unset_statement"}),
        strings=frozenset({"string", "encapsed_string"}),
        handlers=frozenset({"catch_clause"}),
        names=frozenset({"name", "class_constant_access_expression"}),
    ),
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree, with the language whose grammar read it."""

    grammar: Grammar
    root: Node
    language: str


def parse(language: str, text: str) -> Parsed:
    """The tree of a text. JavaScript with type annotations (Flow) is read by the TypeScript grammar where that fits."""
    root = _root(language, text)
    if language == "javascript" and root.has_error:
        typed = _root("typescript", text)
        if broken_lines(typed) < broken_lines(root):
            return Parsed(GRAMMARS["typescript"], typed, "typescript")
    return Parsed(GRAMMARS[language], root, language)


def _root(language: str, text: str) -> Node:
    tree = syntax.parse(language, text)
    if tree is None:
        raise KeyError(language)
    return tree.root_node


def broken_lines(root: Node) -> int:
    """How many lines stand in nodes that the grammar could not read."""
    if not root.has_error:
        return 0
    lines: set[int] = set()
    for node in walk(root):
        if node.is_error or node.is_missing:
            lines.update(range(node.start_point.row, node.end_point.row + 1))
    return len(lines)


def walk(root: Node) -> Iterator[Node]:
    """Every node in order of the text, without recursion: nesting comes from the change."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def definitions(language: str, root: Node) -> list[Node]:
    """All definitions below the root in order of the text."""
    if root.has_error:
        found = of_types(root, GRAMMARS[language].definitions)
    else:
        found = QueryCursor(_definitions(language)).captures(root).get("definition", [])
    return sorted(found, key=lambda node: (node.start_byte, -node.end_byte))


def of_types(root: Node, types: Collection[str]) -> list[Node]:
    """The nodes of some types. A query costs the square of a node's children, and one that does not parse has many."""
    return [node for node in walk(root) if node.type in types]


@cache
def _definitions(language: str) -> Query:
    known = syntax.language_of(language)
    names = [name for name in sorted(GRAMMARS[language].definitions) if known.id_for_node_kind(name, True)]
    types = " ".join(f"({name})" for name in names)
    return Query(known, f"[{types}] @definition")

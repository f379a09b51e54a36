"""Source code as a tree: where a line is defined, and where a text does not parse. By tree-sitter.

Several parts of a review read the same text (the second opinion of the engine, data flows, guards), so the trees of the
texts that were read last are kept.
"""

from __future__ import annotations

import importlib
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Parser, Query, Tree

_GRAMMARS = {
    "python": ("tree_sitter_python", "language"),
    "javascript": ("tree_sitter_javascript", "language"),
    "typescript": ("tree_sitter_typescript", "language_tsx"),
    "go": ("tree_sitter_go", "language"),
    "java": ("tree_sitter_java", "language"),
    "ruby": ("tree_sitter_ruby", "language"),
    "php": ("tree_sitter_php", "language_php"),
    "csharp": ("tree_sitter_c_sharp", "language"),
    "kotlin": ("tree_sitter_kotlin", "language"),
    "rust": ("tree_sitter_rust", "language"),
    "c": ("tree_sitter_c", "language"),
    "cpp": ("tree_sitter_cpp", "language"),
}
_DEFINITIONS = frozenset(
    # python, javascript and typescript, go, java, ruby, php, c#, kotlin, rust, c and c++
    "function_definition class_definition function_declaration generator_function_declaration class_declaration "
    "method_definition interface_declaration method_declaration constructor_declaration enum_declaration "
    "record_declaration method singleton_method class module trait_declaration struct_declaration "
    "object_declaration function_item struct_item trait_item mod_item enum_item class_specifier".split()
)
_PYTHON_2 = frozenset({"print_statement", "exec_statement"})


class Trees:
    """The trees of the texts that were parsed last, by language and content; any thread may ask."""

    def __init__(self, most: int) -> None:
        """``most``: characters of all the texts together; a tree takes about 40 bytes for each."""
        self._most = most
        self._kept: OrderedDict[tuple[str, str], Tree] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, language: str, text: str) -> Tree:
        with self._lock:  # also while it parses: the parsers are shared
            tree = self._kept.pop((language, text), None)
            if tree is None:
                tree = _parser(language).parse(text.encode("utf-8", "surrogatepass"))
                self._size += len(text)
            self._kept[language, text] = tree
            while self._size > self._most:
                (_, oldest), _ = self._kept.popitem(last=False)
                self._size -= len(oldest)
        return tree


_TREES = Trees(most=2_000_000)


def parse(language: str, text: str) -> Tree | None:
    """The tree of the whole text; ``None`` where there is no grammar for the language."""
    return _TREES.get(language, text) if language in _GRAMMARS else None


@lru_cache(maxsize=16)
def _parser(language: str) -> Parser:
    from tree_sitter import Parser  # late: most reviews of clean changes never parse

    return Parser(language_of(language))


@lru_cache(maxsize=16)
def language_of(language: str) -> Language:
    """The grammar of one of the languages that :func:`parse` knows. Raises :class:`KeyError` for any other."""
    from tree_sitter import Language

    module, function = _GRAMMARS[language]
    return Language(getattr(importlib.import_module(module), function)())


def enclosing_definition(tree: Tree | None, line: int) -> str:
    """The names of the definitions around a line (from 1), outermost first and joined by dots; empty at the top."""
    if tree is None:
        return ""
    names = []
    node: Node | None = tree.root_node
    while node is not None:
        name = _name(node)
        if name:
            names.append(name)
        node = next((child for child in node.children if _spans(child, line)), None)
    return ".".join(names)


def _spans(node: Node, line: int) -> bool:
    return bool(node.start_point[0] < line <= node.end_point[0] + 1 and node.child_count)


def _name(node: Node) -> str:
    if node.type in _DEFINITIONS:
        return text_of(node.child_by_field_name("name"))
    if node.type == "impl_item":  # Rust: impl<T> Show for Box<T> { … }
        return text_of(node.child_by_field_name("type")).partition("<")[0]
    if node.type == "variable_declarator":  # const handler = (request) => { … }
        value = node.child_by_field_name("value")
        if value is not None and value.type in ("arrow_function", "function_expression", "function"):
            return text_of(node.child_by_field_name("name"))
    return ""


def text_of(node: Node | None) -> str:
    """The source text of a node; empty where there is none."""
    return node.text.decode("utf-8", "replace") if node is not None and node.text else ""


def spans_of(language: str, tree: Tree, query: str) -> list[tuple[int, int]]:
    """The spans, in bytes, of what a query in tree-sitter's language names ``@it``, in order."""
    from tree_sitter import QueryCursor

    nodes = QueryCursor(_query(language, query)).captures(tree.root_node).get("it", [])
    return sorted((node.start_byte, node.end_byte) for node in nodes)


class Spans:
    """Some spans of a text; ``place in spans`` says whether a place is inside of one, however they nest."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, place: int) -> bool:
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._ends[at]


def nodes_of(language: str, tree: Tree, query: str) -> list[Node]:
    """The nodes that a query names ``@it``, in the order of the text."""
    from tree_sitter import QueryCursor

    nodes = QueryCursor(_query(language, query)).captures(tree.root_node).get("it", [])
    return sorted(nodes, key=lambda node: (node.start_byte, node.end_byte))


@lru_cache(maxsize=64)
def _query(language: str, query: str) -> Query:
    from tree_sitter import Query

    return Query(language_of(language), query)


def first_error(language: str, text: str) -> int | None:
    """The first line (from 1) that does not parse, Python 2 statements included; ``None`` where all does."""
    tree = parse(language, text)
    if tree is None:
        return None
    if not tree.root_node.has_error and not (language == "python" and ("print" in text or "exec" in text)):
        return None
    return min((node.start_point[0] + 1 for node in unparsed(tree.root_node)), default=None)


def unparsed(root: Node) -> Iterator[Node]:
    """The outermost nodes that are no Python 3, or no code of the language at all."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing or _is_python_2(node):
            yield node
        else:
            waiting.extend(node.children)


def _is_python_2(node: Node) -> bool:
    """``print >>out, x`` is not: there it is a shift, whatever was meant."""
    return node.type in _PYTHON_2 and not any(child.type == "chevron" for child in node.children)

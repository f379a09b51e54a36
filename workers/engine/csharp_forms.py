"""C# in the one spelling that rules are written for: classes by their own names, ``new`` with its type, ``a.b`` for
``a?.b``, and constants of another class as what they are.

The engine takes none of ``System.IO.File.Delete(…)``, ``A a = new(…)``, ``a?.Delete(…)`` and ``Names.Value`` for what
it stands for (measured with 1.182), and each pattern in all forms would make the pack several times as dear. Lines
stay what they are; on those that became longer or shorter the places are set back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from workers.engine.class_names import Spelled, edited
from workers.reading import syntax

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

LANGUAGE = "csharp"
_MAY_BE = re.compile(
    r"\bnew\s*\(|\?\s*[.\[]|^[ \t]*(?:global[ \t]+)?using\s+\w+\s*=|\b(?:System|Microsoft)\.[A-Z]|\bNewtonsoft\."
    r"|\bconst\b|\bstatic\s+readonly\b",
    re.MULTILINE,
)
"""What a text holds where there is anything to spell otherwise; most texts are not parsed for it."""
_NAMESPACE = re.compile(
    rb"(?<![\w.@])(?:global::)?(?:System|Microsoft|Newtonsoft)\.(?:(?:"
    rb"IO|Diagnostics|Net|Http|Web|Mvc|Security|Cryptography|Authentication|Text|RegularExpressions|Json|Encodings|Xml"
    rb"|XPath|Xsl|Linq|Data|SqlClient|Sqlite|Odbc|OleDb|Collections|Generic|Concurrent|Threading|Tasks|Reflection"
    rb"|Runtime|Serialization|Formatters|Binary|DirectoryServices|Protocols|Globalization|AspNetCore|Extensions"
    rb"|EntityFrameworkCore|IdentityModel|Tokens|Jwt|CodeDom|Compiler|Mail|Sockets|WebSockets|Configuration|Drawing"
    rb"|Buffers|Numerics|ComponentModel|Dynamic|Resources|Compression)\.)*(?=[A-Z])"
)
_OTHER = (
    "[(comment) (string_literal) (verbatim_string_literal) (raw_string_literal) (character_literal) (using_directive) "
    "(file_scoped_namespace_declaration) (string_content)] @it (namespace_declaration name: (_) @it)"
)
"""Where a name with dots is no class in the code."""
_ALIAS = re.compile(rb"using\s+(\w+)\s*=\s*(?:global::)?(?:\w+\.)+(\w+)\s*;")
_LITERALS = frozenset({"string_literal", "integer_literal", "boolean_literal"})
_LONGEST = 200
"""Characters of a constant, and of a type's name."""
_HIGHEST = 6
"""Expressions around a ``new`` without a type that are looked through."""
Edit = tuple[int, int, bytes]


def spelled(text: str) -> Spelled | None:
    """The text in the one spelling; ``None`` where it has that already."""
    if not _MAY_BE.search(text):
        return None
    tree = syntax.parse(LANGUAGE, text)
    if tree is None:
        return None
    data = text.encode("utf-8", "surrogatepass")
    edits = sorted({*_short(tree, data), *_by_node(tree)})
    apart: list[Edit] = []
    for edit in edits:
        if not apart or edit[0] >= apart[-1][1]:
            apart.append(edit)
    return edited(data, apart) if apart else None


def _short(tree: Tree, data: bytes) -> Iterator[Edit]:
    """Namespaces in front of classes go."""
    found = list(_NAMESPACE.finditer(data))
    if not found:
        return
    other = syntax.Spans(syntax.spans_of(LANGUAGE, tree, _OTHER))
    for each in found:
        if each.start() not in other:
            yield each.start(), each.end(), b""


def _by_node(tree: Tree) -> Iterator[Edit]:
    known = _Known(tree.root_node)
    for node in known.nodes:
        if node.type == "implicit_object_creation_expression":
            type_ = _wanted_type(node, known.types)
            name = type_.encode("utf-8", "surrogatepass")
            if name:
                yield node.start_byte + 3, node.start_byte + 3, b" " + known.aliases.get(name, name)
        elif node.type == "conditional_access_expression":
            mark = next((each for each in node.children if each.type == "?"), None)
            if mark is not None:
                yield mark.start_byte, mark.end_byte, b""
        elif node.type == "identifier" and node.text in known.aliases and _is_type(node):
            yield node.start_byte, node.end_byte, known.aliases[node.text]
        elif node.type == "identifier" and node.text in known.numbers and _is_argument(node):
            yield node.start_byte, node.end_byte, known.numbers[node.text]
        elif node.type == "member_access_expression":
            value = known.constants.get(node.text or b"")
            if value is not None:
                yield node.start_byte, node.end_byte, value


class _Known:
    """What is declared in a file."""

    def __init__(self, root: Node) -> None:
        self._declared: dict[bytes | None, int] = {}
        self.nodes = [root]
        for node in self.nodes:
            self.nodes += node.named_children
        self.aliases: dict[bytes | None, bytes] = {}
        self.constants: dict[bytes, bytes] = {}
        """``Class.Name`` → its value as it is written."""
        self._doubled = set[bytes]()
        self.numbers: dict[bytes | None, bytes] = {}
        """Numbers and truth values by the constant's own name, where nothing else has that name."""
        self.types: dict[str, str] = {}
        """The types of fields and variables; of a name that has two, none."""
        for node in self.nodes:
            if node.type == "using_directive":
                found = _ALIAS.match(node.text or b"")
                if found is not None and found[1] != found[2]:
                    self.aliases[found[1]] = found[2]
            elif node.type == "field_declaration":
                self._add_constants(node)
            if node.type in ("variable_declaration", "property_declaration", "parameter"):
                self._add_types(node)
        self.numbers = {name: value for name, value in self.numbers.items() if self._declared.get(name) == 1}
        self.constants = {name: value for name, value in self.constants.items() if name not in self._doubled}

    def _add_constants(self, node: Node) -> None:
        modifiers = {syntax.text_of(each) for each in node.children if each.type == "modifier"}
        owner = node.parent.parent if node.parent is not None else None
        declared = next((each for each in node.named_children if each.type == "variable_declaration"), None)
        if not ("const" in modifiers or {"static", "readonly"} <= modifiers) or owner is None or declared is None:
            return
        of = syntax.text_of(owner.child_by_field_name("name"))
        for each in declared.named_children:
            name, value = each.child_by_field_name("name"), each.named_children[-1] if each.named_children else None
            written = value.text if value is not None else None
            if name is None or written is None or value is None or value.type not in _LITERALS:
                continue
            if len(written) <= _LONGEST and b"\n" not in written:
                key = f"{of}.{syntax.text_of(name)}".encode()
                if self.constants.setdefault(key, written) != written:  # classes of one name in two namespaces
                    self._doubled.add(key)
                if value.type != "string_literal" and "const" in modifiers:
                    self.numbers[name.text] = written

    def _add_types(self, node: Node) -> None:
        type_ = _named(node.child_by_field_name("type"))
        names = [each.child_by_field_name("name") for each in node.named_children if each.type == "variable_declarator"]
        for name in names or [node.child_by_field_name("name")]:
            written = syntax.text_of(name)
            if name is not None:
                self._declared[name.text] = self._declared.get(name.text, 0) + 1
            self.types[written] = type_ if self.types.get(written, type_) == type_ else ""


def _is_type(node: Node) -> bool:
    """Whether an identifier stands where a class may: it is no member's, variable's or argument's name."""
    parent = node.parent
    if parent is None or parent.type in ("using_directive", "variable_declarator", "argument", "qualified_name"):
        return False
    return parent.child_by_field_name("name") != node


def _is_argument(node: Node) -> bool:
    """Whether an identifier is a value that is handed on, whole: the engine knows constants in other places."""
    parent = node.parent
    if parent is None or parent.type not in ("argument", "assignment_expression"):
        return False
    return node not in (parent.child_by_field_name("name"), parent.child_by_field_name("left"))


def _wanted_type(node: Node, types: Mapping[str, str]) -> str:
    """The type that the place of ``new(…)`` asks for; ``""`` where that is not written down nearby."""
    for _ in range(_HIGHEST):
        around = node.parent
        if around is None:
            return ""
        if around.type == "variable_declarator":
            return _named(around.parent.child_by_field_name("type")) if around.parent is not None else ""
        if around.type == "property_declaration":
            return _named(around.child_by_field_name("type"))
        if around.type == "assignment_expression":
            left = syntax.text_of(around.child_by_field_name("left")).removeprefix("this.")
            return types.get(left, "") if around.child_by_field_name("right") == node else ""
        if around.type in ("return_statement", "arrow_expression_clause"):
            return _result(around)
        is_part = around.type == "conditional_expression" and around.child_by_field_name("condition") != node
        is_rest = around.type == "binary_expression" and any(each.type == "??" for each in around.children)
        if not (is_part or is_rest or around.type in ("parenthesized_expression", "postfix_unary_expression")):
            return ""
        node = around
    return ""


def _result(node: Node | None) -> str:
    """What the function around gives back."""
    while node is not None and node.type not in _FUNCTIONS:
        node = node.parent
    if node is None or node.type not in ("method_declaration", "local_function_statement", "property_declaration"):
        return ""
    type_ = _named(node.child_by_field_name("returns") or node.child_by_field_name("type"))
    is_async = any(each.type == "modifier" and syntax.text_of(each) == "async" for each in node.children)
    found = re.fullmatch(r"(?:Value)?Task<(.*)>", type_) if is_async else None
    if is_async:
        return found[1] if found is not None else ""
    return type_


_FUNCTIONS = frozenset(
    "method_declaration local_function_statement property_declaration lambda_expression anonymous_method_expression "
    "accessor_declaration constructor_declaration".split()
)
_CLASS = re.compile(r"[A-Z][\w.]*(?:<[\w.,<>\[\]? ]*>)?")


def _named(node: Node | None) -> str:
    """A type that a class may have."""
    written = syntax.text_of(node).removesuffix("?") if node is not None else ""
    return written if len(written) <= _LONGEST and _CLASS.fullmatch(written) else ""

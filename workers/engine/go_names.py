"""Go's functions and constants that have names of the file's own, by the names that rules know.

``var execCommand = exec.Command`` and ``execCommand(name)`` is how Go programs make a call that tests can replace; a
local ``run := exec.Command`` is the same. The engine does not take ``execCommand(name)`` for ``exec.Command(name)``,
and of ``const mode = 0o777`` or ``var shell = "sh"`` above a function it does not tell the value to every kind of
condition (measured with 1.182). So what is called, and an argument that is a constant, are written out before the
engine reads the text. What is assigned more than once, or declared under the same name elsewhere, stays as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from workers.engine.class_names import Spelled, edited
from workers.reading import syntax

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

_Key = tuple[int, bytes]
"""Where the function around begins (0: none is), and a name."""
_Edit = tuple[int, int, bytes]
"""Bytes from and to, and what stands for them."""

_MAY_BE = re.compile(
    r"(?m)^(?:const|var)\b|^[ \t]{1,40}\w+[ \t]*:?=[ \t]*[\w.()]+\.\w+[ \t]*$|^\t+var \w+ = [\w.()]+\.\w+[ \t]*$"
)
"""What a text holds where there is anything to write out; other texts are not parsed for it."""
_LITERAL = re.compile(rb"(?:0[xobXOB]?[\da-fA-F_]{1,20}|\d{1,20}|true|false|\"[ !#-\[\]-~]{0,200}\"|`[ -_a-~]{0,200}`)")
"""A number, a truth value or a text of one line without escapes."""
_FUNCTION = re.compile(rb"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*(?:\(\))?){0,4}\.[A-Za-z_]\w*")
"""A function of a package or of an object, e.g. ``exec.Command`` or ``w.Header().Set``."""
_PUTS_TOGETHER = frozenset((b"fmt", b"path", b"filepath", b"url", b"strings", b"log", b"errors"))
"""Packages whose functions make texts of texts: rules ask the name of what comes first there (``baseURL``)."""
_DECLARED = (
    "[(var_spec name: (identifier) @it) (const_spec name: (identifier) @it) (parameter_declaration name: (_) @it) "
    "(variadic_parameter_declaration name: (_) @it) (type_spec name: (_) @it) "
    "(short_var_declaration left: (expression_list (identifier) @it)) "
    "(assignment_statement left: (expression_list (identifier) @it)) "
    "(range_clause left: (expression_list (identifier) @it)) (inc_statement (identifier) @it) "
    '(dec_statement (identifier) @it) (unary_expression operator: "&" operand: (identifier) @it) '
    "(receive_statement left: (expression_list (identifier) @it)) (type_switch_statement alias: (_ (identifier) @it))]"
)
_GIVEN = (
    "[(source_file (const_declaration (const_spec name: (identifier) value: (expression_list)) @it)) "
    "(source_file (var_declaration (var_spec name: (identifier) value: (expression_list)) @it)) "
    "(source_file (var_declaration (var_spec_list (var_spec name: (identifier) value: (expression_list)) @it))) "
    "(block (statement_list (var_declaration (var_spec name: (identifier) value: (expression_list)) @it))) "
    "(short_var_declaration left: (expression_list . (identifier) .) "
    "right: (expression_list . (selector_expression) .)) @it]"
)
_USES = (
    "[(call_expression function: (identifier) @it) (argument_list (identifier) @it) "
    "(keyed_element value: (literal_element (identifier) @it))]"
)


def spelled(text: str) -> Spelled | None:
    """The text with such names written out; ``None`` where there is none."""
    if not _MAY_BE.search(text):
        return None
    tree = syntax.parse("go", text)
    if tree is None or tree.root_node.has_error:
        return None
    given = _given(tree)
    edits = sorted(_edits(tree, given)) if given else []
    return edited(text.encode("utf-8", "surrogatepass"), edits) if edits else None


def _text(node: Node | None) -> bytes:
    return (node.text or b"") if node is not None else b""


class _Scopes:
    """The functions of a file, by where they begin."""

    def __init__(self, tree: Tree) -> None:
        self._spans = syntax.spans_of("go", tree, "[(function_declaration) (method_declaration)] @it")
        self._starts = [start for start, _ in self._spans]

    def of(self, node: Node) -> int:
        """Where the function around a node begins, 0 where none is."""
        at = bisect_right(self._starts, node.start_byte - 1) - 1
        return self._starts[at] if at >= 0 and node.start_byte < self._spans[at][1] else 0


def _given(tree: Tree) -> Mapping[_Key, bytes]:
    """What names stand for that are given a constant or a function once."""
    scopes = _Scopes(tree)
    times: Counter[_Key] = Counter()
    anywhere: Counter[bytes] = Counter()
    for node in syntax.nodes_of("go", tree, _DECLARED):
        times[scopes.of(node), _text(node)] += 1
        anywhere[_text(node)] += 1
    anywhere.update(_text(node) for node in syntax.nodes_of("go", tree, "(function_declaration name: (_) @it)"))
    found = {}
    imports = _imports(tree)
    for node in syntax.nodes_of("go", tree, _GIVEN):
        names = node.children_by_field_name("name") or node.children_by_field_name("left")
        values = (node.child_by_field_name("value") or node.child_by_field_name("right") or node).named_children
        if len(names) != 1 or len(values) != 1:
            continue
        scope, name, value = scopes.of(node), _text(names[0]), _text(values[0])
        if times[scope, name] != 1 or (not scope and anywhere[name] != 1):
            continue
        is_function = values[0].type == "selector_expression" and _FUNCTION.fullmatch(value) is not None
        is_constant = _LITERAL.fullmatch(value) and (node.type == "const_spec" or not name[:1].isupper())
        if (is_function and (scope or value.split(b".", 1)[0] in imports)) or (is_constant and not scope):
            found[scope, name] = value
    return found


def _imports(tree: Tree) -> set[bytes]:
    """The names of packages that are imported, as far as their paths tell."""
    names = set()
    for node in syntax.nodes_of("go", tree, "(import_spec) @it"):
        name = _text(node.child_by_field_name("name"))
        names.add(name or _text(node.child_by_field_name("path")).strip(b'"`').rsplit(b"/", 1)[-1])
    return names


def _edits(tree: Tree, given: Mapping[_Key, bytes]) -> Iterator[_Edit]:
    scopes = _Scopes(tree)
    names = {name for _, name in given}
    for node in syntax.nodes_of("go", tree, _USES):
        name = _text(node)
        value = given.get((scopes.of(node), name), given.get((0, name))) if name in names else None
        if value is None or node.parent is None:
            continue
        is_called = node.parent.type == "call_expression"
        if is_called == (_LITERAL.fullmatch(value) is None) and (is_called or not _is_part_of_a_text(node, value)):
            yield node.start_byte, node.end_byte, value


def _is_part_of_a_text(node: Node, value: bytes) -> bool:
    """Whether a text, and no format, is given to a function that puts texts together."""
    call = node.parent.parent if node.parent is not None else None
    if value[:1] not in (b'"', b"`") or b"%" in value or call is None or call.type != "call_expression":
        return False
    return _text(call.child_by_field_name("function")).split(b".", 1)[0] in _PUTS_TOGETHER

"""Conditions that are always or never so, whatever the program does: ``False and …``, ``… or True``, ``x == x``."""

from __future__ import annotations

import re

from tree_sitter import Node

from workers.checks.guards.negation import condition_text, negated
from workers.checks.guards.syntax import first_part, parts, text_of

_DEEPEST = 30
_ALWAYS = {
    "false": False, "none": False, "nil": False, "null": False, "null_literal": False, "undefined": False, "true": True,
    "lambda": True, "arrow_function": True, "regex": True,
}  # fmt: skip
"""What literals are worth by the type of their node."""
_NUMBERS = frozenset({"integer", "number", "int_literal", "decimal_integer_literal", "float"})
_STRINGS = frozenset({"string", "string_literal", "interpreted_string_literal", "encapsed_string"})
_EMPTY_IS_FALSE = {
    "python": frozenset({"list", "dictionary", "tuple"}),
    "php": frozenset({"array_creation_expression"}),
}
_ZERO_IS_FALSE = frozenset({"python", "javascript", "typescript", "php"})
"""Ruby's 0 and empty text are true; Go and Java ask for a truth value."""
_AND, _OR = frozenset({"and", "&&"}), frozenset({"or", "||"})
_EQUAL, _UNEQUAL = frozenset({"==", "===", "is"}), frozenset({"!=", "!==", "is not", "<>"})
_PLAIN_NAME = re.compile(r"[$@\w.]+")


def truth(node: Node | None, language: str, depth: int = 0) -> bool | None:
    """What a condition always is; ``None`` where that depends."""
    if node is None or depth > _DEEPEST:
        return None
    kind = node.type
    if kind in ("parenthesized_expression", "parenthesized_statements") and len(parts(node)) == 1:
        return truth(first_part(node), language, depth + 1)
    if kind in _ALWAYS and node.is_named:
        return _ALWAYS[kind]
    if kind in ("boolean", "name", "constant") and language == "php":
        return {"true": True, "false": False, "null": False}.get(text_of(node).lower())
    if kind == "identifier" and language in ("javascript", "typescript") and text_of(node) == "undefined":
        return False
    if kind in _NUMBERS and language in _ZERO_IS_FALSE:
        return bool(text_of(node).strip("0.")) if text_of(node).isascii() else None
    if kind in _STRINGS and language in _ZERO_IS_FALSE:
        return len(text_of(node)) > 2 if text_of(node)[:1] in "\"'" else None
    if kind in _EMPTY_IS_FALSE.get(language, frozenset()):
        return bool(parts(node))
    operator = _operator(node)
    if kind in ("not_operator", "unary_expression", "unary", "unary_op_expression") and operator in ("not", "!"):
        inner = truth(parts(node)[-1] if parts(node) else None, language, depth + 1)
        return None if inner is None else not inner
    return _of_two(node, operator, language, depth)


def _operator(node: Node) -> str:
    part = node.child_by_field_name("operator") or node.child_by_field_name("operators")
    if part is not None:
        return text_of(part).lower()
    return next((child.type for child in node.children if not child.is_named), "")


def _of_two(node: Node, operator: str, language: str, depth: int) -> bool | None:
    inner = parts(node)
    if len(inner) != 2 or not operator:
        return None
    left, right = inner
    if operator in _AND or operator in _OR:
        deciding = operator in _OR
        # The right one first: a long chain leans to the left.
        last = truth(right, language, depth + 1)
        if last is deciding:
            return deciding
        first = truth(left, language, depth + 1)
        if first is deciding:
            return deciding
        if first is not None and last is not None:
            return last
        return deciding if condition_text(left) == negated(condition_text(right)) else None
    if operator in _EQUAL or operator in _UNEQUAL:
        same = _same(left, right)
        if same and operator in _UNEQUAL and left.type not in _NUMBERS | _STRINGS:
            return None  # x != x asks for what is no number
        return None if same is None else same == (operator in _EQUAL)
    return None


def _same(left: Node, right: Node) -> bool | None:
    first, second = text_of(left), text_of(right)
    if first == second and _PLAIN_NAME.fullmatch(first):
        return True
    if left.type == right.type and left.type in _NUMBERS | _STRINGS and "{" not in first + second:
        return first.strip("\"'") == second.strip("\"'")
    return None

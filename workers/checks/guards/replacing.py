"""What replaces a value: an ``if`` that only assigns, a ternary between a value and a harmless one."""

from __future__ import annotations

import re

from tree_sitter import Node

from workers.checks.guards.branches import TERNARIES, ternary_parts
from workers.checks.guards.folding import truth
from workers.checks.guards.grammar import Grammar
from workers.checks.guards.model import Protection, Way
from workers.checks.guards.negation import condition_text, negated
from workers.checks.guards.steps import Arm, Plain
from workers.checks.guards.syntax import callee, is_comment, line_of, lines, parts, receiver, unwrapped

_LONGEST_VALUE = 400
_LONGEST_NAME = 200
_UPDATES = frozenset({"augmented_assignment", "augmented_assignment_expression", "operator_assignment"})
_NEW = frozenset({"short_var_declaration", "var_spec", "variable_declarator"})
"""Assignments that make a new variable."""
_FIXED = frozenset(
    "string true false none null nil integer number null_literal undefined boolean list array dictionary object "
    "tuple string_literal interpreted_string_literal decimal_integer_literal int_literal encapsed_string constant "
    "hash".split()
)
"""Values that are the same whatever the program was given."""
_LOGGING = re.compile(r"(?i)(?:^|[._>:])_?(?:log|logger|logging|console|slog|klog|warnings?)$|^(?:log|logger)\b")
_LOG_CALL = re.compile(
    r"(?i)^(?:log\w*|warn\w*|debug\w*|info\w*|error\w*|trace\w*|notice|exception|print\w*|puts|fatal|critical)$"
)


def resets(arm: Arm, grammar: Grammar) -> list[Protection]:
    """What an arm replaces or deletes, where it does nothing else but log."""
    found: list[Protection] = []
    for body in arm.body:
        node = body.node if isinstance(body, Plain) else body
        inner = unwrapped(node)
        if is_comment(node) or _is_log(inner, grammar):
            continue
        target, value = _replaced(inner, grammar)
        if not target:
            return []
        found.append(Protection(Way.RESETS, arm.condition, arm.line, lines(node)[1], target, value))
    return found


def _replaced(node: Node, grammar: Grammar) -> tuple[str, str]:
    if node.type in grammar.deletions or (node.type == "unary_expression" and node.children[0].type == "delete"):
        return line_of(parts(node)[-1] if parts(node) else None)[:_LONGEST_NAME], ""
    if node.type not in grammar.assignments or node.type in _NEW:
        return "", ""
    target, value = put(node)
    return target, line_of(node if node.type in _UPDATES else value)[:_LONGEST_VALUE]


def put(assignment: Node) -> tuple[str, Node | None]:
    """The variable of an assignment, and what it is set to."""
    left = assignment.child_by_field_name("left") or assignment.child_by_field_name("name")
    right = assignment.child_by_field_name("right") or assignment.child_by_field_name("value")
    return line_of(left)[:_LONGEST_NAME], right


def chosen(assignment: Node, target: str, value: Node, language: str) -> list[Protection]:
    """What ``target = url if is_safe(url) else "/"`` resets."""
    value = unwrapped(value)
    condition, yes, no = ternary_parts(value) if value.type in TERNARIES else (None, None, None)
    if condition is None or yes is None or no is None or truth(condition, language) is not None:
        return []
    text = condition_text(condition)
    if not text:
        return []
    if no.type in _FIXED or yes.type not in _FIXED:
        text, yes = negated(text), no
    return [Protection(Way.RESETS, text, *lines(assignment), target, line_of(yes)[:_LONGEST_VALUE])]


def _is_log(node: Node, grammar: Grammar) -> bool:
    if node.type not in grammar.calls or not _LOG_CALL.match(callee(node)):
        return False
    on = receiver(node)
    return not on or bool(_LOGGING.search(on[-200:]))
